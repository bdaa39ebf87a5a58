"""Tokens of links that are followed once: shown or sent, and never kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from tideturn.hub.kernel.errors import HubError

INVITATION_LASTS: Final = timedelta(days=7)
FIRST_LASTS: Final = timedelta(minutes=30)
RECOVERY_LASTS: Final = timedelta(days=1)


class LinkError(HubError):
    """A link that leads nowhere: unknown, used, expired or withdrawn, which are told alike."""

    def __init__(self) -> None:
        super().__init__(
            "This link can no longer be used.",
            mend="It may have been used, or it is too old. Ask whoever sent it to you for a new one.",
        )


def fresh_token() -> str:
    """A token that nobody guesses: 32 bytes from the system's random source."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is kept of a token. It is random, so that a plain SHA-256 gives nothing to guess at."""
    return hashlib.sha256(token.encode()).hexdigest()
