"""Editing as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class EditingConfig(AppConfig):
    """Drafts, and the forms in which records are made and changed."""

    name = "tideturn.hub.editing"
    label = "editing"

    def ready(self) -> None:
        """Have drafts go with the person whom they are about, and take their place among the pages."""
        from tideturn.hub.editing import in_navigation
        from tideturn.hub.editing.services import erase_drafts_about  # needs the models, which are there only now
        from tideturn.hub.kernel.erasure import also_erases

        also_erases(erase_drafts_about)
        in_navigation.fill_in()
