"""Access as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Grants, authorities, staff sessions, break-glass and restricted records."""

    name = "tideturn.hub.access"
    label = "access"

    def ready(self) -> None:
        """Tell accounts what it must know."""
        from tideturn.hub.access.of_accounts import fill_in  # reads the models, which are there only now

        fill_in()
