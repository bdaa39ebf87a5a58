"""Who holds a role: grants that are not over, and the accounts in use that have one today; the leads among them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from tideturn.hub.access.models import Grant
from tideturn.hub.access.roles import ALL_SITES, GOVERNANCE_LEAD, SAFEGUARDING_LEAD, Role
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock


def holders(*roles: Role, at: str | None = None) -> QuerySet[User]:
    """Accounts in use that hold one of these roles today: anywhere, or at a site or all sites."""
    held = in_force().filter(role__in=[role.code for role in roles])
    if at is not None:
        held = held.filter(site__in=(at, ALL_SITES))
    return in_use().filter(pk__in=held.values("user")).order_by("pk")


def leads_but(*parties: UUID) -> tuple[UUID, ...]:
    """The safeguarding and information governance leads of today who are none of these: nobody watches themselves."""
    return tuple(holders(SAFEGUARDING_LEAD, GOVERNANCE_LEAD).exclude(pk__in=parties).values_list("pk", flat=True))


def in_force() -> QuerySet[Grant]:
    """Grants of today."""
    return not_over().filter(starts_on__lte=clock.today())


def not_over(on: date | None = None) -> QuerySet[Grant]:
    """Grants of a day, else of today, and those to come after it."""
    return Grant.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on or clock.today()), withdrawn_at=None)


def in_use() -> QuerySet[User]:
    """Accounts that may be used today."""
    return User.objects.in_force(clock.today())
