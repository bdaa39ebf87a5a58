"""Health as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """How the hub itself is."""

    name = "tideturn.hub.health"
    label = "health"

    def ready(self) -> None:
        """Have every check known, and the pages told."""
        from tideturn.hub.health import certificate, in_navigation, of_the_hub  # the models are there only now

        assert of_the_hub
        assert certificate
        in_navigation.fill_in()
