"""Search as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Names and texts that are looked for."""

    name = "tideturn.hub.search"
    label = "search"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.search import in_navigation  # it reads the models, which are there only now

        in_navigation.fill_in()
