"""Who may do what about accounts: the room above decides, and here it is asked."""

from __future__ import annotations

from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.registry import RULES, Duty
from tideturn.hub.kernel.errors import HubError


class RefusedError(HubError):
    """Somebody may not do that, and the sentence says why."""


def refusal(by: User, duty: Duty, about: User | None = None) -> str:
    """Why somebody may not do something; nothing where they may."""
    return RULES.refuses(by, duty, about)


def require(by: User, duty: Duty, about: User | None = None) -> None:
    """Raises RefusedError where somebody may not."""
    why = refusal(by, duty, about)
    if why:
        raise RefusedError(why)
