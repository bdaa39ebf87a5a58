"""What accounts asks of access: whose second factor is compulsory, who may do what about accounts, who holds what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from tideturn.hub.access import queries
from tideturn.hub.access.models import Authority, Grant
from tideturn.hub.access.permissions import Permission, permission
from tideturn.hub.access.roles import ADMINISTRATOR, ROLES
from tideturn.hub.access.services import found_hub
from tideturn.hub.access.standing import standing_of
from tideturn.hub.accounts.models import User
from tideturn.hub.accounts.registry import RULES, Duty, Holding
from tideturn.hub.kernel import clock

_TO: Final = {
    Duty.SEE: "see the accounts",
    Duty.INVITE: "invite somebody",
    Duty.END: "end an account",
    Duty.BEGIN_RECOVERY: "begin to recover an account",
    Duty.APPROVE_RECOVERY: "approve that an account is recovered",
}
DUTIES: Final[dict[Duty, Permission]] = {
    duty: permission(f"accounts.{duty.value}_account", to=to, roles=(ADMINISTRATOR,), in_staff_session=True)
    for duty, to in _TO.items()
}


def fill_in() -> None:
    """Tell accounts."""
    RULES.refuses = refuses
    RULES.needs_factor.append(needs_factor)
    RULES.administrators = queries.administrators
    RULES.first_administrator.append(_first)
    RULES.holdings.append(holdings)


def refuses(by: User, duty: Duty, about: User | None) -> str:
    """Why somebody may not do something about an account; nothing where they may."""
    needed = DUTIES[duty]
    if about is not None and about.pk == by.pk and duty is not Duty.SEE:
        return "Nobody does this to their own account."
    return "" if standing_of(by, via="page").may(needed) else needed.refusal


def needs_factor(user: User) -> bool:
    """Whether somebody holds, or is about to hold, a role that may see who a young person is, or administers."""
    codes = [role.code for role in ROLES.values() if role.needs_second_factor]
    return _not_over().filter(user=user, role__in=codes).exists()


def holdings(user: UUID) -> Sequence[Holding]:
    """The roles and authorities of an account, which somebody must take over when it ends."""
    grants = _not_over().filter(user=user).order_by("role", "site")
    authorities = Authority.objects.filter(holder=user, withdrawn_at=None).order_by("role", "site")
    return (
        *(Holding("role", f"{one.of.title}, {one.where}", one.pk) for one in grants),
        *(Holding("authority to grant a role", f"{one.of.title}, {one.where}", one.pk) for one in authorities),
    )


def _first(user: User) -> None:
    found_hub(user=user)


def _not_over() -> QuerySet[Grant]:
    return Grant.objects.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()), withdrawn_at=None)
