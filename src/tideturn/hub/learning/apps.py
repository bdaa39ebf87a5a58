"""The learning log as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """What was learnt."""

    name = "tideturn.hub.learning"
    label = "learning"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.learning import (  # the models are there only now
            digest,
            folder,
            forms,
            in_navigation,
            searched,
        )

        assert digest  # which declares what is told
        assert forms  # which declare what is edited
        folder.fill_in()
        in_navigation.fill_in()
        searched.fill_in()
