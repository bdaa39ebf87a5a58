"""Organisations as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations and the people in them."""

    name = "tideturn.hub.organisations"
    label = "organisations"
