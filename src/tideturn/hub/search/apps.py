"""Search as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Names that are looked for."""

    name = "tideturn.hub.search"
    label = "search"
