"""What pages show of notices: one's own; and how their e-mails fare, for whoever looks after the hub."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from uuid import UUID

from django.db.models import Count, Min, Q
from django.http import HttpRequest

from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.notices.models import Notice

_SHOWN: Final = 100
_LATELY: Final = timedelta(days=30)


@dataclass(frozen=True)
class NoticeLine:
    """A notice as whoever it is to sees it; `address` leads to what it is about."""

    id: UUID
    told: str
    at: datetime
    read: bool
    address: str


@dataclass(frozen=True)
class MailState:
    """E-mails that wait, since when the oldest, how many of them have failed before; and how many were given up."""

    waiting: int
    oldest: datetime | None
    failing: int
    given_up: int
    """Within the last thirty days."""


def notices_to(user: User) -> tuple[NoticeLine, ...]:
    """What somebody was told, what they have not read first, then the newest."""
    rows = Notice.objects.filter(to=user).alias(read=Q(read_at__isnull=False)).order_by("read", "-at", "pk")
    return tuple(map(_line, rows[:_SHOWN]))


def notice_to(user: User, pk: UUID) -> NoticeLine | None:
    """One notice; None where it is another's or not there."""
    found = Notice.objects.filter(to=user, pk=pk).first()
    return None if found is None else _line(found)


def unread(user: UUID) -> int:
    """How many an account has not read."""
    return Notice.objects.filter(to=user, read_at=None).count()


def mail_state() -> MailState:
    """How the e-mails fare, in one query."""
    waits = Q(mail_next_at__isnull=False)
    lately = Q(mail_given_up_at__gte=clock.now() - _LATELY)
    told = Notice.objects.filter(waits | lately).aggregate(
        waiting=Count("pk", filter=waits),
        oldest=Min("at", filter=waits),
        failing=Count("pk", filter=waits & Q(mail_attempts__gt=0)),
        given_up=Count("pk", filter=lately),
    )
    return MailState(**told)


def _line(notice: Notice) -> NoticeLine:
    return NoticeLine(notice.pk, notice.of.told, notice.at, notice.read_at is not None, notice.of.address(notice.about))


def unread_notices(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """`unread_notices`: how many somebody has not read. One query, where a template asks, however often it does."""
    user = getattr(request, "user", None)

    @cache
    def counted() -> int:
        return unread(user.pk) if isinstance(user, User) else 0

    return {"unread_notices": counted}
