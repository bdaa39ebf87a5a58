"""The programme room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """Organisations and the people in them."""

    name = "tideturn.hub.programme"
    label = "programme"
