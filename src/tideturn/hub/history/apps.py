"""History as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """The versions of records."""

    name = "tideturn.hub.history"
    label = "history"

    def ready(self) -> None:
        """Have the versions of a person's records go when the person is erased."""
        from tideturn.hub.common.erasure import also_erases
        from tideturn.hub.history.erasing import erase_versions  # needs the models, which are there only now

        also_erases(lambda subject: erase_versions([subject]))
