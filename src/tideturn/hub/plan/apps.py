"""The plan as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Targets, milestones and priorities."""

    name = "tideturn.hub.plan"
    label = "plan"
