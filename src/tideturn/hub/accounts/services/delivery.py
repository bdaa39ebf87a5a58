"""Links by e-mail, where there is a mail server: sent once what they belong to is in the database, never before."""

from __future__ import annotations

import logging
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from tideturn.hub.accounts import actions
from tideturn.hub.accounts.models import Invitation, Recovery, User
from tideturn.hub.audit.record import record
from tideturn.hub.common import clock

_LOG: Final = logging.getLogger(__name__)


def can_send() -> bool:
    """Whether there is a mail server."""
    return bool(settings.TIDETURN_MAIL)


def send_link(link: Invitation | Recovery, *, to: str, subject: str, said: str, address: str, by: User) -> None:
    """Send a link on commit; `mailed` then says when. Where that fails the link is shown to whoever made it."""
    if can_send():
        transaction.on_commit(lambda: _send(link, to, subject, said, address, by))


def _send(link: Invitation | Recovery, to: str, subject: str, said: str, address: str, by: User) -> None:
    body = f"{said}\n\n{address}\n\nThe link works once. If you did not expect it, leave it and tell whoever sent it.\n"
    try:
        EmailMessage(subject, body, to=[to]).send()
    except OSError as error:  # the library of mail raises its own kinds of it
        # The error may quote the address, and the log is to hold none.
        _LOG.warning("a link could not be sent by e-mail: %s", type(error).__name__)
        return
    with transaction.atomic():
        type(link)._default_manager.filter(pk=link.pk).update(mailed=clock.now())
        record(actions.MAILED, by=by.pk, via="page", on=link)
