"""Who is told that break-glass was used: a notice in the hub, and an e-mail of identifiers where there is mail."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Final

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from tideturn.hub.access.models import BreakGlass, Grant, Notice
from tideturn.hub.access.roles import GOVERNANCE_LEAD, SAFEGUARDING_LEAD
from tideturn.hub.accounts.models import User
from tideturn.hub.kernel import clock

_LOG: Final = logging.getLogger(__name__)


def leads_but(user: User) -> tuple[User, ...]:
    """The safeguarding and information governance leads of today, but this one: nobody is told of themselves alone."""
    today = clock.today()
    roles = (SAFEGUARDING_LEAD.code, GOVERNANCE_LEAD.code)
    leading = Grant.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), role__in=roles, starts_on__lte=today)
    active = User.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), is_active=True)
    found = active.filter(pk__in=leading.filter(withdrawn_at=None).values("user")).exclude(pk=user.pk)
    return tuple(found.order_by("pk"))


def tell_leads(glass: BreakGlass, leads: Sequence[User]) -> None:
    """Leave each a notice; once the transaction holds, tell them in every other way that there is."""
    notices = [Notice(to=lead, about=glass, at=glass.at) for lead in leads]
    Notice.objects.bulk_create(notices)
    for notice in notices:
        for way in WAYS:
            transaction.on_commit(lambda way=way, notice=notice: _told(way, notice))  # type: ignore[misc]


def by_email(notice: Notice) -> None:
    """An e-mail, where the hub has a mail server. It names nobody: not whose record, not who opened it, nor why."""
    if not settings.TIDETURN_MAIL:
        return
    address = f"{settings.TIDETURN_URL.rstrip('/')}{reverse('access:notice', args=[notice.pk])}"
    send_mail(
        "Tideturn: break-glass was used",
        f"Break-glass was used on {clock.spoken(notice.at)}.\n\nWho used it, for which record and why: {address}\n",
        None,
        [notice.to.email],
    )


Way = Callable[[Notice], None]
WAYS: Final[list[Way]] = [by_email]
"""How a lead is told apart from the notice itself."""


def _told(way: Way, notice: Notice) -> None:
    """A way that fails is logged: the notice is there, and what was done stays done."""
    try:
        way(notice)
    except Exception as error:
        # The error may quote an address, and the log is to hold none.
        _LOG.warning("notice %s could not be sent on: %s", notice.pk, type(error).__name__)
