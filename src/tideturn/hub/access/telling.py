"""The leads, who watch over the hub: who they are, and that they are told of break-glass."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.urls import reverse

from tideturn.hub.access.holders import holders
from tideturn.hub.access.roles import GOVERNANCE_LEAD, SAFEGUARDING_LEAD
from tideturn.hub.notices.kinds import NoticeKind, notice_kind

GLASS_USED: Final[NoticeKind] = notice_kind(
    "access.glass_used",
    told="Break-glass was used",
    address=lambda glass: reverse("access:glass_told", args=[glass]),
)


def leads_but(*parties: UUID) -> tuple[UUID, ...]:
    """The safeguarding and information governance leads of today who are none of these: nobody watches themselves."""
    return tuple(holders(SAFEGUARDING_LEAD, GOVERNANCE_LEAD).exclude(pk__in=parties).values_list("pk", flat=True))
