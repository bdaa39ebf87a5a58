"""Backup as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class BackupConfig(AppConfig):
    """Copies that are kept elsewhere, rehearsals, and what is wrong with either."""

    name = "tideturn.hub.backup"
    label = "backup"

    def ready(self) -> None:
        """Have misconfiguration found when the hub starts."""
        from tideturn.hub.backup import actions, places  # Django forbids them before all apps are there

        assert actions
        assert places
