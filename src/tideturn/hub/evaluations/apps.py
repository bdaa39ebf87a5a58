"""Evaluations as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """The engine over what the hub holds."""

    name = "tideturn.hub.evaluations"
    label = "evaluations"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.evaluations import in_navigation  # needs the models, which Django has only now

        in_navigation.fill_in()
