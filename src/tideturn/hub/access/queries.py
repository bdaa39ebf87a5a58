"""What the pages of access show: one's own standing, grants and authorities, and why break-glass was used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tideturn.hub.access import actions, policy
from tideturn.hub.access.glass import GLASS_KINDS
from tideturn.hub.access.holders import holders, in_force, in_use, not_over
from tideturn.hub.access.models import Authority, BreakGlass, Grant, StaffSession
from tideturn.hub.access.permissions import permissions_of
from tideturn.hub.access.reading import Page, show, show_page
from tideturn.hub.access.roles import ADMINISTRATOR, ALL_SITES, GOVERNANCE_LEAD, SAFEGUARDING_LEAD, Role
from tideturn.hub.access.standing import MAY_BREAK_GLASS, Standing
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.refusing import NotVisibleError, Refused
from tideturn.hub.kernel import clock
from tideturn.hub.notices.queries import unread


@dataclass(frozen=True)
class RoleHeld:
    """A role that somebody holds, with where, until when, and what it lets them do."""

    role: Role
    where: str
    ends_on: date | None
    covering: str
    lets: tuple[str, ...]


@dataclass(frozen=True)
class Own:
    """What somebody may do now, and what is open or waits for them."""

    roles: tuple[RoleHeld, ...]
    session_until: datetime | None
    may_administer: bool
    may_break_glass: bool
    may_grant: bool
    may_give_authority: bool
    may_read_audit: bool
    may_oversee: bool
    nobody_is: tuple[str, ...]
    """The leads whom the hub has none of today, for whoever administers."""
    notices: int
    """That they have not read."""


@dataclass(frozen=True)
class GrantLine:
    """A grant as who may withdraw it sees it."""

    id: UUID
    name: str
    role: str
    where: str
    starts_on: date
    ends_on: date | None
    covering: str
    own: bool


@dataclass(frozen=True)
class AuthorityLine:
    """An authority as an administrator sees it."""

    id: UUID
    name: str
    role: str
    where: str
    waits: bool
    own: bool


@dataclass(frozen=True)
class GlassOpen:
    """Break-glass of one's own: until when, and where what was named would be."""

    until: datetime
    title: str
    url: str


@dataclass(frozen=True)
class GlassTold:
    """Who used break-glass, when, for what and why."""

    who: str
    at: datetime
    until: datetime
    title: str
    record: UUID
    url: str
    reason: str


@dataclass(frozen=True)
class SessionTold:
    """Who administered, from when until when, and why."""

    who: str
    began_at: datetime
    ended_at: datetime
    reason: str


def own(by: Standing) -> Own:
    """What somebody may do now."""
    session = StaffSession.objects.filter(pk=by.staff_session).first() if by.staff_session else None
    grants = in_force().filter(user=by.user).select_related("covering")
    return Own(
        roles=tuple(_held(grant) for grant in grants.order_by("role", "site")) if by.active else (),
        session_until=session.until if session else None,
        may_administer=by.may(policy.BEGIN_STAFF_SESSION),
        may_break_glass=by.may(MAY_BREAK_GLASS),
        may_grant=bool(policy.roles_that_one_may_grant(by)),
        may_give_authority=by.may(policy.GIVE_AUTHORITY),
        may_read_audit=by.may(policy.READ_AUDIT),
        may_oversee=by.may(policy.OVERSEE_ROLES),
        nobody_is=_nobody_is() if any(one.role is ADMINISTRATOR for one in by.held) else (),
        notices=unread(by.user),
    )


def administrators() -> int:
    """How many people administer the hub today."""
    return int(holders(ADMINISTRATOR).count())


def grants_that_one_manages(by: Standing) -> tuple[GrantLine, ...]:
    """Grants, now and to come, of roles that somebody may grant. Raises NotVisibleError where they may grant none."""
    rows = not_over().filter(_manageable(by)).select_related("user", "covering")
    return tuple(
        GrantLine(
            one.pk,
            one.user.name,
            one.of.title,
            one.where,
            one.starts_on,
            one.ends_on,
            one.covering.name if one.covering else "",
            own=one.user_id == by.user,
        )
        for one in rows.order_by("role", "site", "user__name")
    )


def grant_that_one_manages(by: Standing, pk: UUID) -> Grant:
    """One of them. Raises NotVisibleError where it is none of them, or not there."""
    found = Grant.objects.filter(_manageable(by), pk=pk).first()
    if found is None:
        raise NotVisibleError(policy.granting_refused(by))
    return found


def authorities(by: Standing) -> tuple[AuthorityLine, ...]:
    """Who may grant which role where. Raises NotVisibleError for who is no administrator in a staff session."""
    by.require_unseen(policy.GIVE_AUTHORITY)
    rows = Authority.objects.filter(withdrawn_at=None).select_related("holder").order_by("role", "site", "holder__name")
    return tuple(
        AuthorityLine(one.pk, one.holder.name, one.of.title, one.where, one.waits, own=one.holder_id == by.user)
        for one in rows
    )


def authority(by: Standing, pk: UUID) -> Authority:
    """One of them. Raises NotVisibleError where it is not there, or not for them."""
    by.require_unseen(policy.GIVE_AUTHORITY)
    found = Authority.objects.filter(withdrawn_at=None, pk=pk).first()
    if found is None:
        raise NotVisibleError(Refused(by.user, policy.GIVE_AUTHORITY.name, by.via))
    return found


def colleagues_but(user: UUID) -> QuerySet[User]:
    """Accounts in use but one's own, by name."""
    return in_use().exclude(pk=user).order_by("name", "pk")


def glass_open(by: Standing, pk: UUID) -> GlassOpen:
    """Break-glass of one's own that is open now: the same page whether what was named is there or not."""
    found = BreakGlass.objects.filter(pk=pk, user=by.user, until__gt=clock.now()).first()
    if found is None:
        raise NotVisibleError(Refused(by.user, MAY_BREAK_GLASS.name, by.via))
    kind = GLASS_KINDS[found.kind]
    return GlassOpen(found.until, kind.title, kind.url(found.record))


def glass_told(by: Standing, pk: UUID) -> GlassTold:
    """Why break-glass was used. The reason may name a young person: the audit is told who reads it."""
    rows = BreakGlass.objects.select_related("user")
    return show(by, policy.GLASSES, pk, action=actions.GLASS_REVIEWED, gather=_told, rows=rows)


def staff_sessions(by: Standing, number: int) -> Page[SessionTold]:
    """A page of who administered, when and why, the newest first. Raises NotVisibleError for who may not read it."""
    rows = StaffSession.objects.select_related("user").order_by("-began_at", "pk")
    return show_page(
        by, policy.STAFF_SESSIONS, rows, action=actions.STAFF_SESSION_REVIEWED, gather=_session, number=number, size=20
    )


def _session(session: StaffSession) -> SessionTold:
    ended = session.ended_at or min(session.until, clock.now())
    return SessionTold(session.user.name, session.began_at, ended, session.reason)


def _told(glass: BreakGlass) -> GlassTold:
    kind = GLASS_KINDS[glass.kind]
    url = kind.url(glass.record)
    return GlassTold(glass.user.name, glass.at, glass.until, kind.title, glass.record, url, glass.reason)


def _nobody_is() -> tuple[str, ...]:
    return tuple(role.title.lower() for role in (SAFEGUARDING_LEAD, GOVERNANCE_LEAD) if not holders(role).exists())


def _held(grant: Grant) -> RoleHeld:
    lets = tuple(dict.fromkeys(one.to for one in permissions_of(grant.of)))
    return RoleHeld(grant.of, grant.where, grant.ends_on, grant.covering.name if grant.covering else "", lets)


def _manageable(by: Standing) -> Q:
    policy.require_any_authority(by)
    met = Q()
    for role, sites in policy.roles_that_one_may_grant(by).items():
        met |= Q(role=role.code) if ALL_SITES in sites else Q(role=role.code, site__in=sites)
    return met
