"""The room of outcomes as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """Outcomes, and definitions."""

    name = "tideturn.hub.outcomes"
    label = "outcomes"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.outcomes import (  # they read the models, which are there only now
            definition_list,
            folder,
            forms,
            in_navigation,
            models,
            searched,
        )
        from tideturn.hub.programme.kept import keeps_at_sites

        assert forms  # which declare what is edited
        folder.fill_in()
        definition_list.fill_in()
        keeps_at_sites("outcomes", models.some_at)
        in_navigation.fill_in()
        searched.fill_in()
