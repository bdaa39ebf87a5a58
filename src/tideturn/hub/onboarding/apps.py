"""Set-up as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    """The steps from an empty hub to a first year."""

    name = "tideturn.hub.onboarding"
    label = "onboarding"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.onboarding import in_navigation  # needs the models, which Django has only now

        in_navigation.fill_in()
