"""Answer what accounts asks of access: who needs a second factor, who may do what about accounts, who holds what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.contrib.auth.signals import user_logged_out
from django.urls import reverse

from tideturn.hub.access.holders import holders, not_over
from tideturn.hub.access.models import Authority, Grant
from tideturn.hub.access.permissions import Permission, permission
from tideturn.hub.access.roles import ADMINISTRATOR, GOVERNANCE_LEAD, WITH_SECOND_FACTOR
from tideturn.hub.access.services import end_staff_session, found_hub
from tideturn.hub.access.standing import Standing, standing_of
from tideturn.hub.accounts.models import Invitation, Recovery, User
from tideturn.hub.accounts.policy import RULES, Duty, Holding
from tideturn.hub.notices.kinds import NoticeKind
from tideturn.hub.notices.telling import tell

_TO: Final = {
    Duty.SEE: "see the accounts",
    Duty.INVITE: "invite somebody",
    Duty.END: "end an account",
    Duty.BEGIN_RECOVERY: "begin to recover an account",
    Duty.APPROVE_RECOVERY: "approve that an account is recovered",
}
DUTIES: Final[dict[Duty, Permission]] = {
    duty: permission(duty.permission, to=to, roles=(ADMINISTRATOR,), in_staff_session=True) for duty, to in _TO.items()
}
ALSO: Final[dict[Duty, Permission]] = {
    Duty.APPROVE_RECOVERY: permission(
        "accounts.approve_recovery_as_lead", to=_TO[Duty.APPROVE_RECOVERY], roles=(GOVERNANCE_LEAD,)
    )
}
"""Duties that another role has too. If one of two administrators lost a factor, two other people are still needed."""
RECOVERY_WAITS: Final = NoticeKind(
    "accounts.recovery_waits",
    told="A recovery waits to be approved",
    address=lambda _: reverse("accounts_recoveries"),
)
RECOVERED_ON_SERVER: Final = NoticeKind(
    "accounts.recovered_on_server",
    told="Somebody was let in again from the server",
    address=lambda _: reverse("accounts_own"),
)


def fill_in() -> None:
    """Register the rules of access with accounts."""
    RULES.refuses = refuses
    RULES.one_hand = one_hand
    user_logged_out.connect(_logged_out, dispatch_uid="tideturn_end_staff_session")
    RULES.needs_factor = needs_factor
    RULES.administrators = lambda: tuple(holders(ADMINISTRATOR))
    RULES.answerable = answerable
    RULES.recovery_begun = _begun
    RULES.recovered_on_server = _on_server
    RULES.first_administrator = lambda user: found_hub(user=user)
    RULES.holdings.append(holdings)


def refuses(by: User, duty: Duty, about: User | None) -> str:
    """Return why somebody may not do something about an account; empty if they may."""
    if about is not None and about.pk == by.pk and duty is not Duty.SEE:
        return "Nobody does this to their own account."
    if may(standing_of(by, via="page"), duty):
        return ""
    if duty not in ALSO:
        return DUTIES[duty].refusal
    others = " or ".join(role.title.lower() for role in ALSO[duty].roles)
    return f"Only an administrator in a staff session or the {others} may {_TO[duty]}."


def may(standing: Standing, duty: Duty) -> bool:
    """Return whether somebody may do something about other people's accounts."""
    return standing.may(DUTIES[duty]) or (duty in ALSO and standing.may(ALSO[duty]))


def one_hand(one: User, other: User) -> bool:
    """Return whether one of the two let the other in to approve recoveries, so that they may be one person."""
    return _let_in(one, other) or _let_in(other, one)


def _let_in(by: User, user: User) -> bool:
    made = Grant.objects.filter(user=user, granted_by=by, role__in=(ADMINISTRATOR.code, GOVERNANCE_LEAD.code))
    lead = holders(GOVERNANCE_LEAD).filter(pk=user.pk).exists()
    # Other people vouch for a lead. An administrator may be the same person as the one who invited them.
    return made.exists() or (not lead and Invitation.objects.filter(by=by, account=user).exists())


def answerable() -> Sequence[User]:
    """Return today's administrators and information governance leads."""
    return tuple(holders(ADMINISTRATOR, GOVERNANCE_LEAD))


def needs_factor(user: User) -> bool:
    """Return whether a person holds, will hold or may grant a role that sees who a young person is, or administers."""
    return (
        not_over().filter(user=user, role__in=WITH_SECOND_FACTOR).exists()
        or Authority.objects.filter(holder=user, role__in=WITH_SECOND_FACTOR, withdrawn_at=None).exists()
    )


def holdings(users: Collection[UUID]) -> Mapping[UUID, Sequence[Holding]]:
    """Return the roles and authorities of accounts, by account. Somebody must take them over when the accounts end."""
    held: defaultdict[UUID, list[Holding]] = defaultdict(list)
    for grant in not_over().filter(user__in=users).order_by("role", "site"):
        held[grant.user_id].append(Holding("role", f"{grant.of.title}, {grant.where}", grant.pk))
    for one in Authority.objects.filter(holder__in=users, withdrawn_at=None).order_by("role", "site"):
        held[one.holder_id].append(Holding("authority to grant a role", f"{one.of.title}, {one.where}", one.pk))
    return held


def _logged_out(user: object, **_: object) -> None:
    """End the person's staff session when they log out."""
    if isinstance(user, User):
        end_staff_session(by=standing_of(user, via="page"))


def _begun(recovery: Recovery) -> None:
    """Notify the information governance leads of a recovery, except the two people concerned.

    The person who began it tells the administrators, who could not follow a link before they start a staff session.
    """
    concerned = {recovery.user_id, recovery.begun_by_id}
    tell(RECOVERY_WAITS, to=[one.pk for one in holders(GOVERNANCE_LEAD) if one.pk not in concerned], about=recovery.pk)


def _on_server(recovery: Recovery) -> None:
    others = [one.pk for one in answerable() if one.pk != recovery.user_id]
    tell(RECOVERED_ON_SERVER, to=others, about=recovery.pk)
