"""Who holds a role: grants that are not over, and the accounts in use that have one today."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from tideturn.hub.access.models import Grant
from tideturn.hub.access.roles import Role
from tideturn.hub.accounts.models import User
from tideturn.hub.kernel import clock


def holders(*roles: Role) -> QuerySet[User]:
    """Accounts in use that hold one of these roles today."""
    held = not_over().filter(role__in=[role.code for role in roles], starts_on__lte=clock.today())
    return in_use().filter(pk__in=held.values("user")).order_by("pk")


def not_over() -> QuerySet[Grant]:
    """Grants of today, and those to come."""
    return Grant.objects.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()), withdrawn_at=None)


def in_use() -> QuerySet[User]:
    """Accounts that may be used today."""
    return User.objects.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()), is_active=True)
