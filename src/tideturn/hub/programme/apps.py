"""The programme as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """The programme's name, its years and its sites."""

    name = "tideturn.hub.programme"
    label = "programme"
