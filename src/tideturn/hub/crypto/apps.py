"""Crypto as a Django application."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class CryptoConfig(AppConfig):
    """Keys, sealed fields, files, and how a record is made."""

    name = "tideturn.hub.crypto"
    label = "crypto"

    def ready(self) -> None:
        """Have misconfiguration found when the hub starts, and files sealed anew when keys are rotated."""
        from tideturn.hub.crypto import files, rotation
        from tideturn.hub.crypto.keys import Purpose

        import_module("tideturn.hub.crypto.system_checks")  # they register themselves
        rotation.also_rotates(Purpose.RECORDS, files.SealedFiles())
