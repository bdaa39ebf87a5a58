"""Let the leads watch over who can see young people: an authority over that has no effect until a lead confirms it.

The leads also get a notice if the audit's chain lacks links that it had. The hub seals nothing until somebody has
looked into that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from tideturn.hub.access import policy
from tideturn.hub.access.holders import in_force, leads_but
from tideturn.hub.access.models import Authority, Grant
from tideturn.hub.access.roles import GOVERNANCE_LEAD, SAFEGUARDING_LEAD, WITH_SECOND_FACTOR
from tideturn.hub.access.standing import Standing
from tideturn.hub.audit.actions import Action, Kind, action
from tideturn.hub.audit.anchors import Anchor
from tideturn.hub.audit.record import record
from tideturn.hub.audit.refusing import NotVisibleError, Refused
from tideturn.hub.common import clock
from tideturn.hub.notices.kinds import NoticeKind
from tideturn.hub.notices.models import Notice
from tideturn.hub.notices.telling import tell

AUTHORITY_WAITS: Final = NoticeKind(
    "access.authority_waits",
    told="Whether somebody may grant a role that sees who young people are, or administers, waits for a lead’s word",
    address=lambda _: reverse("access:oversight"),
)
LET_IN: Final = NoticeKind(
    "access.let_in",
    told="Somebody was granted a role that sees who young people are, or administers",
    address=lambda _: reverse("access:oversight"),
)
LINKS_LOST: Final[Action] = action(
    "access.tell_links_lost", Kind.WRITE, "told the leads that the audit's chain lacks links that it had"
)
AUDIT_STOPPED: Final = NoticeKind(
    "access.audit_stopped",
    told="The audit lacks what it once held: an older copy was put back, or its end was cut off. Ask whoever runs the "
    "server to look into it; until then it is not sealed",
    address=lambda _: reverse("access:audit"),
)
_AGAIN: Final = timedelta(days=1)
_SHOWN: Final = 50


@dataclass(frozen=True)
class Oversight:
    """Everything that the leads watch over."""

    waiting: tuple[Authority, ...]
    """Authorities that have no effect until a lead confirms them."""
    let_in: tuple[Grant, ...]
    """Grants of roles that see who young people are, or administer; newest first."""


def waits_for_a_third(*parties: UUID) -> bool:
    """Return whether there is a lead besides these people.

    A lead whose account has ended still counts while they hold the role. Otherwise an administrator, who can end
    accounts, could get rid of the person who would confirm.
    """
    leads = in_force().filter(role__in=(SAFEGUARDING_LEAD.code, GOVERNANCE_LEAD.code))
    return leads.exclude(user__in=parties).exists()


def tell_of_grant(grant: Grant) -> None:
    """Notify the leads that somebody was let in, except the two people concerned."""
    if grant.of.needs_second_factor:
        parties = [one for one in (grant.user_id, grant.granted_by_id) if one]
        tell(LET_IN, to=leads_but(*parties), about=grant.pk)


def tell_links_lost(lost: Anchor) -> bool:
    """Notify the leads, and again each day for as long as it lasts. Return whether they were notified now."""
    about = uuid5(NAMESPACE_URL, f"{lost.number} {lost.mac}")
    with transaction.atomic():
        lately = Notice.objects.filter(kind=AUDIT_STOPPED.name, about=about, at__gt=clock.now() - _AGAIN)
        leads = leads_but()
        if not leads or lately.exists():
            return False
        tell(AUDIT_STOPPED, to=leads, about=about)
        record(LINKS_LOST, by=None, via="worker", details={"link": lost.number})
    return True


def oversight(by: Standing) -> Oversight:
    """Return what a lead watches over. Raise NotVisibleError if the person is not a lead."""
    by.require_unseen(policy.OVERSEE_ROLES)
    grants = (
        Grant.objects.filter(role__in=WITH_SECOND_FACTOR)
        .select_related("user", "granted_by")
        .order_by("-granted_at", "pk")
    )
    waiting = _waiting(by).select_related("holder", "given_by").order_by("given_at", "pk")
    return Oversight(tuple(waiting), tuple(grants[:_SHOWN]))


def authority_waiting(by: Standing, pk: UUID) -> Authority:
    """Return an authority that this lead may confirm. Raise NotVisibleError if there is none, or they may not."""
    by.require_unseen(policy.OVERSEE_ROLES)
    found = _waiting(by).filter(pk=pk).first()
    if found is None:
        raise NotVisibleError(Refused(by.user, policy.OVERSEE_ROLES.name, by.via))
    return found


def _waiting(by: Standing) -> QuerySet[Authority]:
    """Return the authorities that wait, without those that the lead gave or was given: nobody confirms their own."""
    waiting = Authority.objects.filter(waits=True, withdrawn_at=None)
    return waiting.exclude(given_by=by.user).exclude(holder=by.user)
