"""Check whether a password opens an account, and at each request whether the account may still be used."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock


class InForceBackend(AuthenticationBackend):
    """Log-in by e-mail and password. An account that has ended stops working, even in a session that began before."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Return whether the account may be used today."""
        return isinstance(user, User) and user.in_force(clock.today())
