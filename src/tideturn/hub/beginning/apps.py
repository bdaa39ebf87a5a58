"""The way to a first year as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class BeginningConfig(AppConfig):
    """The way to a first year."""

    name = "tideturn.hub.beginning"
    label = "beginning"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.beginning import forms, in_navigation  # they read the models, which are there only now

        assert forms  # which declare what is filled in
        in_navigation.fill_in()
