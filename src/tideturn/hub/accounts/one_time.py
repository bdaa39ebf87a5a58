"""Links that can be followed once: their tokens are shown or sent, and never kept.

If there is a mail server, a link is sent once its invitation or recovery is in the database, never before.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse

from tideturn.hub.accounts import actions
from tideturn.hub.accounts.models import OPEN, Invitation, OneTimeLink, Recovery, User
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.common.errors import HubError

_LOG: Final = logging.getLogger(__name__)
INVITATION_LASTS: Final = timedelta(days=7)
RECOVERY_LASTS: Final = timedelta(days=1)
TERMINAL_LASTS: Final = timedelta(minutes=30)
"""Lifetime of a link that is shown in the server's terminal."""
_PAGES: Final[dict[type[OneTimeLink], str]] = {Invitation: "accounts_invitation", Recovery: "accounts_recovery"}

L = TypeVar("L", bound=OneTimeLink)


@dataclass(frozen=True)
class MadeLink(Generic[L]):
    """A link that was just made: its address can be shown only this once."""

    of: L
    address: str

    @property
    def pk(self) -> UUID:
        """Return the id of the invitation or recovery that it opens."""
        return self.of.id


class LinkError(HubError):
    """A link leads nowhere: it is unknown, used, expired or withdrawn. All of these get the same message."""

    def __init__(self) -> None:
        super().__init__(
            "This link can no longer be used.",
            mend="It may have been used, or it is too old. Ask whoever sent it to you for a new one.",
        )


def fresh_token() -> str:
    """Return a token that nobody guesses: 32 bytes from the system's random source."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """Return what is kept of a token. It is random, so that a plain SHA-256 gives nothing to guess at."""
    return hashlib.sha256(token.encode()).hexdigest()


def given_link(to: L, *, expires: datetime) -> MadeLink[L]:
    """Save an invitation or recovery with a new link that opens it until it expires."""
    token = fresh_token()
    to.hash, to.expires = hashed(token), expires
    to.save()
    return MadeLink(to, f"{settings.TIDETURN_URL.rstrip('/')}{reverse(_PAGES[type(to)], args=[token])}")


def followed(kind: type[L], token: str) -> L:
    """Return the invitation or recovery of a token. Raise LinkError if it can no longer be used."""
    found = kind._default_manager.filter(OPEN, hash=hashed(token), expires__gt=clock.now()).first()
    if found is None:
        raise LinkError
    return found


def use_up(link: OneTimeLink) -> None:
    """Use a link up. Raise LinkError if another request was faster."""
    rows = type(link)._default_manager.filter(OPEN, pk=link.pk)
    if not rows.update(used=clock.now()):
        raise LinkError


def send_link(link: Invitation | Recovery, *, to: str, subject: str, said: str, address: str, by: User) -> None:
    """Send a link by e-mail on commit, if there is a mail server; `mailed` says when.

    If that fails, the page shows the link to the person who made it.
    """
    if settings.TIDETURN_MAIL:
        transaction.on_commit(lambda: _send(link, to, subject, said, address, by))


def _send(link: Invitation | Recovery, to: str, subject: str, said: str, address: str, by: User) -> None:
    body = f"{said}\n\n{address}\n\nThe link works once. If you did not expect it, leave it and tell whoever sent it.\n"
    try:
        EmailMessage(subject, body, to=[to]).send()
    except OSError as error:  # the mail library raises its own kinds of OSError
        # The error may quote the address, and the log must hold none.
        _LOG.warning("a link could not be sent by e-mail: %s", type(error).__name__)
        return
    with transaction.atomic():
        type(link)._default_manager.filter(pk=link.pk).update(mailed=clock.now())
        record(actions.MAILED, by=by.pk, via="page", on=link)
