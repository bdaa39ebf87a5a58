"""Find who holds a role: grants that have not ended, accounts in use that hold a role today, and the leads."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from tideturn.hub.access.models import Grant
from tideturn.hub.access.roles import ALL_SITES, GOVERNANCE_LEAD, SAFEGUARDING_LEAD, Role
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock


def holders(*roles: Role, at: str | None = None) -> QuerySet[User]:
    """Return the accounts in use that hold one of these roles today: anywhere, or at site `at` or all sites."""
    held = in_force().filter(role__in=[role.code for role in roles])
    if at is not None:
        held = held.filter(site__in=(at, ALL_SITES))
    return in_use().filter(pk__in=held.values("user")).order_by("pk")


def leads_but(*parties: UUID) -> tuple[UUID, ...]:
    """Return today's safeguarding and information governance leads, except these: nobody watches over themselves."""
    return tuple(holders(SAFEGUARDING_LEAD, GOVERNANCE_LEAD).exclude(pk__in=parties).values_list("pk", flat=True))


def in_force() -> QuerySet[Grant]:
    """Return the grants in force today."""
    return not_over().filter(starts_on__lte=clock.today())


def not_over(on: date | None = None) -> QuerySet[Grant]:
    """Return the grants that have not ended on a day, by default today, including future ones."""
    return Grant.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on or clock.today()), withdrawn_at=None)


def in_use() -> QuerySet[User]:
    """Return the accounts that may be used today."""
    return User.objects.in_force(clock.today())
