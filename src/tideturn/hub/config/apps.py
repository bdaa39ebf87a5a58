"""The hub's set-up as a Django application: the last to be ready, it knows all others."""

from __future__ import annotations

from django.apps import AppConfig


class HubConfig(AppConfig):
    """What is put together once every app is there."""

    name = "tideturn.hub.config"
    label = "hub_config"

    def ready(self) -> None:
        """Have every kind of record known."""
        from tideturn.hub.config.resources import start  # it reads the models, which are there only now

        start()
