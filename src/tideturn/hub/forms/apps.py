"""Forms as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """Drafts, and the forms that add and change records."""

    name = "tideturn.hub.forms"
    label = "hub_forms"  # Django's own forms are an app of that name

    def ready(self) -> None:
        """Register the erasure of drafts, so that erasing a person also erases the drafts about them."""
        from tideturn.hub.common.erasure import also_erases
        from tideturn.hub.forms.services import erase_drafts_about  # needs the models, which Django has only now

        also_erases(erase_drafts_about)
