"""Who is told that break-glass was used."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from tideturn.hub.access.holders import holders
from tideturn.hub.access.roles import GOVERNANCE_LEAD, SAFEGUARDING_LEAD
from tideturn.hub.accounts.models import User
from tideturn.hub.notices.kinds import NoticeKind, notice_kind

GLASS_USED: Final[NoticeKind] = notice_kind(
    "access.glass_used",
    told="Break-glass was used",
    address=lambda glass: reverse("access:glass_told", args=[glass]),
)


def leads_but(user: User) -> tuple[User, ...]:
    """The safeguarding and information governance leads of today, but this one: nobody is told of themselves alone."""
    return tuple(holders(SAFEGUARDING_LEAD, GOVERNANCE_LEAD).exclude(pk=user.pk))
