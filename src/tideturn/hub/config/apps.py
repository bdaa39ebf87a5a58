"""The hub's set-up as a Django application: the last to be ready, so all others are there."""

from __future__ import annotations

from django.apps import AppConfig


class HubConfig(AppConfig):
    """Register what needs every app, and what an app needs that has no declaration of its own."""

    name = "tideturn.hub.config"
    label = "hub_config"

    def ready(self) -> None:
        """Register every kind of record."""
        from tideturn.hub.config.resources import start  # needs the models, which Django has only now

        start()
