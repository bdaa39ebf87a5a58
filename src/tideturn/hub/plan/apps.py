"""The room of the plan as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Targets, milestones and priorities."""

    name = "tideturn.hub.plan"
    label = "plan"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.plan import (
            folder,
            forms,
            in_navigation,
            on_other_pages,
            priority_forms,
            searched,
        )  # they read the models, which are there only now

        assert forms  # which declare what is edited
        assert priority_forms
        folder.fill_in()
        on_other_pages.fill_in()
        in_navigation.fill_in()
        searched.fill_in()
