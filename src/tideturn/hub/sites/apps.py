"""The room of years and sites as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class SitesConfig(AppConfig):
    """Years and sites."""

    name = "tideturn.hub.sites"
    label = "sites"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.sites import (
            folder,
            forms,
            in_navigation,
            naming,
        )  # they read the models, which are there only now

        assert forms  # which declare what is edited
        folder.fill_in()
        naming.fill_in()
        in_navigation.fill_in()
