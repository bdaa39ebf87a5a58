"""The forms of access and of accounts as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AccessFormsConfig(AppConfig):
    """Forms above the drafts, which lie above access."""

    name = "tideturn.hub.access_forms"
    label = "access_forms"

    def ready(self) -> None:
        """Declare what is edited."""
        from tideturn.hub.access_forms import forms, people, restricting  # they read the models, there only now

        assert forms
        assert people
        restricting.fill_in()
