"""Accounts as a Django application."""

from __future__ import annotations

from django.apps import AppConfig

from tideturn.hub.crypto.keys import Purpose


class AccountsConfig(AppConfig):
    """Users, their factors and sessions."""

    name = "tideturn.hub.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Have a rotation of keys reach what the library and the sessions hold."""
        from tideturn.hub.accounts import actions, factors  # they need the models, which are there only now
        from tideturn.hub.crypto.rotation import also_rotates

        assert actions
        also_rotates(Purpose.RECORDS, factors.SealedFactors())
        also_rotates(Purpose.RECORDS, factors.SealedSessions())
