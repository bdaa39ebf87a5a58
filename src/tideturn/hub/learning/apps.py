"""The learning log as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """What was learnt."""

    name = "tideturn.hub.learning"
    label = "learning"
