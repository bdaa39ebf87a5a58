"""The kernel as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Keys, sealed fields, files, and how a record is made."""

    name = "tideturn.hub.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Have misconfiguration found when the hub starts."""
        from tideturn.hub.kernel import system_checks  # registers itself; Django forbids it before all apps are there

        assert system_checks
