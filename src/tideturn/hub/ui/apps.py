"""The look as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The base page, its includes, and the style sheet."""

    name = "tideturn.hub.ui"
    label = "ui"
