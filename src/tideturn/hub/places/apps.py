"""The room of places as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """What each place is like."""

    name = "tideturn.hub.places"
    label = "places"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.places import (  # they read the models, which are there only now
            ask_list,
            folder,
            forms,
            in_navigation,
            on_other_pages,
            searched,
        )

        assert forms  # which declare what is edited
        folder.fill_in()
        ask_list.fill_in()
        on_other_pages.fill_in()
        in_navigation.fill_in()
        searched.fill_in()
