"""The kernel as a Django application."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Keys, sealed fields, files, and how a record is made."""

    name = "tideturn.hub.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Have misconfiguration found when the hub starts, and files sealed anew when keys are rotated."""
        from tideturn.hub.kernel import files, rotation
        from tideturn.hub.kernel.keys import Purpose

        import_module("tideturn.hub.kernel.system_checks")  # they register themselves
        rotation.also_rotates(Purpose.RECORDS, files.SealedFiles())
