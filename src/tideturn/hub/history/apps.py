"""History as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """The versions of records."""

    name = "tideturn.hub.history"
    label = "history"

    def ready(self) -> None:
        """Have versions go with the person whose they are, once rooms have removed and emptied the records."""
        from tideturn.hub.common.erasure import also_erases
        from tideturn.hub.history.erasing import erase_versions  # needs the models, which are there only now

        also_erases(lambda subject: erase_versions([subject]), last=True)
