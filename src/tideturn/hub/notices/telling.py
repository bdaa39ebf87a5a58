"""Telling people: a notice in the hub at once, and an e-mail as soon as the worker comes to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from tideturn.hub.audit.actions import Kind, action
from tideturn.hub.common import clock
from tideturn.hub.notices.kinds import NoticeKind
from tideturn.hub.notices.models import Notice

MAILED: Final = action("notices.mail_notice", Kind.WRITE, "had a notice sent by e-mail")
GIVEN_UP: Final = action("notices.give_up_notice", Kind.WRITE, "gave up sending a notice by e-mail")


def tell(kind: NoticeKind, *, to: Iterable[UUID], about: UUID) -> None:
    """Leave each of these accounts a notice, within the transaction of what it tells of.

    Who has not yet read the same of the same is not told twice. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{kind.name} is told outside the transaction of what it tells of")
    now = clock.now()
    # Without a mail server nothing waits, so that nobody is flooded with what is past on the day that there is one.
    mail_next_at = now if settings.TIDETURN_MAIL else None
    Notice.objects.bulk_create(
        [Notice(to_id=one, kind=kind.name, about=about, at=now, mail_next_at=mail_next_at) for one in to],
        ignore_conflicts=True,
    )
