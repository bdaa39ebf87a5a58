"""The forms of access and of accounts as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AccessFormsConfig(AppConfig):
    """Forms above the drafts, which lie above access."""

    name = "tideturn.hub.access_forms"
    label = "access_forms"

    def ready(self) -> None:
        """Have a form for every kind that an app lets be restricted."""
        from tideturn.hub.access_forms import restricting  # needs the models, which Django has only now

        restricting.fill_in()
