"""Notices as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices, and their way by e-mail."""

    name = "tideturn.hub.notices"
    label = "notices"
