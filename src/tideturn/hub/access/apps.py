"""Access as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Grants, authorities, staff sessions, break-glass and restricted records."""

    name = "tideturn.hub.access"
    label = "access"

    def ready(self) -> None:
        """Tell accounts what it must know, and the pages what they show."""
        from tideturn.hub.access import in_navigation, of_accounts  # they read the models, there only now

        of_accounts.fill_in()
        in_navigation.fill_in()
