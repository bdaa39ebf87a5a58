"""Notices by e-mail: the worker sends what waits, tries again after a pause that grows, and in the end gives up."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from tideturn.hub.audit.record import record
from tideturn.hub.common import clock
from tideturn.hub.notices.models import Notice
from tideturn.hub.notices.telling import GIVEN_UP, MAILED

_LOG: Final = logging.getLogger(__name__)
_ROUND: Final = 50
PAUSES: Final = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60, 24 * 60, 24 * 60)
)
"""After each failure but the last: a mail server may be away over a long weekend."""


def mail_waiting() -> int:
    """Send the e-mails whose time has come; how many went. What fails waits, and the rest with it until the next time.

    A worker that dies between sending and writing that down sends it once more: better twice than never.
    """
    if not settings.TIDETURN_MAIL:
        return 0
    sent = 0
    due = Notice.objects.filter(mail_next_at__lte=clock.now()).order_by("mail_next_at", "pk")
    for pk in list(due.values_list("pk", flat=True)[:_ROUND]):
        notice = _taken(pk)
        if notice is None:
            continue
        try:
            _send(notice)
        except Exception as error:
            # The error may quote an address, and the log is to hold none.
            _LOG.warning("notice %s could not be sent by e-mail: %s", notice.pk, type(error).__name__)
            _failed(notice)
            return sent
        _went(notice)
        sent += 1
    return sent


def _taken(pk: UUID) -> Notice | None:
    """Take a notice that no other worker has taken, and put off its next attempt."""
    now = clock.now()
    with transaction.atomic():
        found = Notice.objects.select_for_update().filter(pk=pk, mail_next_at__lte=now).first()
        if found is None:
            return None
        if not found.to.in_force(clock.today()):
            # People who have left get no e-mail.
            found.mail_next_at = None
            found.save(update_fields=["mail_next_at"])
            return None
        found.mail_next_at = now + PAUSES[min(found.mail_attempts, len(PAUSES) - 1)]
        found.mail_attempts += 1
        found.save(update_fields=["mail_next_at", "mail_attempts"])
    return found


def _send(notice: Notice) -> None:
    """Write an e-mail that says what kind of thing happened, when, and where to read about it. Give no name and nothing
    from a record.
    """
    address = f"{settings.TIDETURN_URL.rstrip('/')}{reverse('notices:notice', args=[notice.pk])}"
    body = f"{notice.of.told}, {clock.spoken(notice.at)}.\n\nRead more in the hub:\n{address}\n"
    send_mail(f"Tideturn: {notice.of.told}", body, None, [notice.to.email])


def _went(notice: Notice) -> None:
    with transaction.atomic():
        notice.mailed_at, notice.mail_next_at = clock.now(), None
        notice.save(update_fields=["mailed_at", "mail_next_at"])
        record(MAILED, by=None, via="worker", on=notice, details={"kind": notice.kind})


def _failed(notice: Notice) -> None:
    if notice.mail_attempts <= len(PAUSES):
        return
    with transaction.atomic():
        notice.mail_given_up_at, notice.mail_next_at = clock.now(), None
        notice.save(update_fields=["mail_given_up_at", "mail_next_at"])
        record(GIVEN_UP, by=None, via="worker", on=notice, details={"kind": notice.kind})


def shut_doors() -> dict[str, int]:
    """Send none of the e-mails that waited; how many there were. The notices themselves stay.

    They waited when a copy was taken that is put back now: they went out long ago, or are past.
    """
    return {"mails": Notice.objects.filter(mail_next_at__isnull=False).update(mail_next_at=None)}
