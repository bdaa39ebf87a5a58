"""Resources as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    """What a record's declaration becomes; here for its templates."""

    name = "tideturn.hub.resources"
    label = "resources"
