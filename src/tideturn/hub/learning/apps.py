"""The learning log as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """What was learnt."""

    name = "tideturn.hub.learning"
    label = "learning"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.learning import folder  # it reads the models, which are there only now

        folder.fill_in()
