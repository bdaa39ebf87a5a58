"""Outcomes as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """Outcomes, and definitions."""

    name = "tideturn.hub.outcomes"
    label = "outcomes"
