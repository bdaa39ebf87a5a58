"""Evaluations as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """The engine over what the hub holds."""

    name = "tideturn.hub.evaluations"
    label = "evaluations"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.evaluations import forms, in_navigation  # they read the models, which are there only now

        assert forms  # which declare what is filled in
        in_navigation.fill_in()
