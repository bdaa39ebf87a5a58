"""Read notices for pages: the user's own, and the state of their e-mails for administrators."""

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
    """A notice as its recipient sees it; `address` is that of its subject."""

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
    """Return a person's notices, unread ones first, then the newest."""
    rows = Notice.objects.filter(to=user).alias(read=Q(read_at__isnull=False)).order_by("read", "-at", "pk")
    return tuple(map(_line, rows[:_SHOWN]))


def notice_to(user: User, pk: UUID) -> NoticeLine | None:
    """Return a notice, or None if it is somebody else's or does not exist."""
    found = Notice.objects.filter(to=user, pk=pk).first()
    return None if found is None else _line(found)


def unread(user: UUID) -> int:
    """Return how many notices an account has not read."""
    return Notice.objects.filter(to=user, read_at=None).count()


def mail_state() -> MailState:
    """Return the state of the e-mails, in one query."""
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
    """Give templates `unread_notices`, the number that the user has not read. This takes one query, or none if no
    template asks.
    """
    user = getattr(request, "user", None)

    @cache
    def counted() -> int:
        return unread(user.pk) if isinstance(user, User) else 0

    return {"unread_notices": counted}
