"""The programme as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """The programme's name, its years and its sites."""

    name = "tideturn.hub.programme"
    label = "programme"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.programme import (
            folder,
            forms,
            in_navigation,
            naming,
        )  # they read the models, which are there only now

        assert forms  # which declare what is edited
        folder.fill_in()
        naming.fill_in()
        in_navigation.fill_in()
