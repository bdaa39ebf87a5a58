"""The audit as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Events, and the seals upon them."""

    name = "tideturn.hub.audit"
    label = "audit"
