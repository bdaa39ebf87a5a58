"""Who is told that break-glass was used."""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from django.urls import reverse

from tideturn.hub.access.models import Grant
from tideturn.hub.access.roles import GOVERNANCE_LEAD, SAFEGUARDING_LEAD
from tideturn.hub.accounts.models import User
from tideturn.hub.kernel import clock
from tideturn.hub.notices.kinds import NoticeKind, notice_kind

GLASS_USED: Final[NoticeKind] = notice_kind(
    "access.glass_used",
    told="Break-glass was used",
    address=lambda glass: reverse("access:glass_told", args=[glass]),
)


def leads_but(user: User) -> tuple[User, ...]:
    """The safeguarding and information governance leads of today, but this one: nobody is told of themselves alone."""
    today = clock.today()
    roles = (SAFEGUARDING_LEAD.code, GOVERNANCE_LEAD.code)
    leading = Grant.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), role__in=roles, starts_on__lte=today)
    active = User.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), is_active=True)
    found = active.filter(pk__in=leading.filter(withdrawn_at=None).values("user")).exclude(pk=user.pk)
    return tuple(found.order_by("pk"))
