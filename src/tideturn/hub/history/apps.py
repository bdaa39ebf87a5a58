"""History as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """The versions of records."""

    name = "tideturn.hub.history"
    label = "history"

    def ready(self) -> None:
        """Register the erasure of a person's versions, after the apps have removed and emptied the records."""
        from tideturn.hub.common.erasure import also_erases
        from tideturn.hub.history.erasing import erase_versions  # needs the models, which Django has only now

        also_erases(lambda subject: erase_versions([subject]), last=True)
