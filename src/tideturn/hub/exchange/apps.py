"""The way in and out as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Folders that come in and go out."""

    name = "tideturn.hub.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Take its place in the hub."""
        from tideturn.hub.exchange import forms, in_navigation  # they read the models, which are there only now

        assert forms  # which declare what is filled in
        in_navigation.fill_in()
