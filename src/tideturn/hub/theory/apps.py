"""The theory of change as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class TheoryConfig(AppConfig):
    """The theory of change."""

    name = "tideturn.hub.theory"
    label = "theory"
