"""Organisations as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations and the people in them."""

    name = "tideturn.hub.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.organisations import (  # they read the models, which are there only now
            contact_list,
            folder,
            forms,
            in_navigation,
            searched,
        )
        from tideturn.hub.organisations.api import some_at
        from tideturn.hub.programme.kept import keeps_at_sites

        assert forms  # which declare what is edited
        folder.fill_in()
        contact_list.fill_in()
        keeps_at_sites("organisations", some_at)
        in_navigation.fill_in()
        searched.fill_in()
