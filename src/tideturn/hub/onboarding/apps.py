"""Set-up as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    """The steps from an empty hub to a first year."""

    name = "tideturn.hub.onboarding"
    label = "onboarding"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.onboarding import forms, in_navigation  # they read the models, which are there only now

        assert forms  # which declare what is filled in
        in_navigation.fill_in()
