"""The room of places as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """What each place is like."""

    name = "tideturn.hub.places"
    label = "places"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.places import folder, forms, in_navigation, on_other_pages, searched  # they read the models

        assert forms  # which declare what is edited
        folder.fill_in()
        on_other_pages.fill_in()
        in_navigation.fill_in()
        searched.fill_in()
