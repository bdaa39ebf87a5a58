"""Queries for the pages of access: a person's own roles, grants and authorities, and why break-glass was used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When

from tideturn.hub.access import actions, policy
from tideturn.hub.access.closed.marks import ruled_by_hand
from tideturn.hub.access.glass import GLASS_KINDS
from tideturn.hub.access.holders import holders, in_force, in_use, not_over
from tideturn.hub.access.models import Authority, BreakGlass, Grant, StaffSession
from tideturn.hub.access.reading import show, show_page
from tideturn.hub.access.roles import ADMINISTRATOR, ALL_SITES, GOVERNANCE_LEAD, ROLES, SAFEGUARDING_LEAD
from tideturn.hub.access.standing import MAY_BREAK_GLASS, Standing
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.refusing import NotVisibleError, Refused
from tideturn.hub.common import clock
from tideturn.hub.ui.tables import Page, Sorting, ordered, page_of

R = TypeVar("R", Grant, Authority)
_PAGE: Final = 50
_BY_TITLE: Final = sorted(ROLES.values(), key=lambda role: role.title)


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """A filter of grants or authorities, by part of a person's name, by role and by site; and the sort order."""

    sorting: Sorting
    text: str = ""
    role: str = ""
    site: str = ""


@dataclass(frozen=True)
class GlassOpen:
    """Break-glass that the person has open: until when, and the page where the named record would be."""

    until: datetime
    title: str
    url: str


@dataclass(frozen=True)
class GlassTold:
    """A use of break-glass: who, when, for what and why."""

    who: str
    at: datetime
    until: datetime
    title: str
    record: UUID
    url: str
    reason: str


@dataclass(frozen=True)
class SessionTold:
    """A staff session: who administered, from when until when, and why."""

    who: str
    began_at: datetime
    ended_at: datetime
    reason: str


def grants_held(by: Standing) -> Sequence[Grant]:
    """Return the roles that somebody holds today; none where their account has ended."""
    grants = in_force().filter(user=by.user).select_related("covering")
    return tuple(grants.order_by("role", "site")) if by.active else ()


def own_session(by: Standing) -> StaffSession | None:
    """Return the person's open staff session for administration."""
    mark = ruled_by_hand("An administrator sees when their own staff session ends.")
    return StaffSession.objects.filter(mark, pk__in=[by.staff_session]).first()


def leads_missing(by: Standing) -> tuple[str, ...]:
    """Return the kinds of lead that nobody is today; empty unless the person is an administrator."""
    leads = (SAFEGUARDING_LEAD, GOVERNANCE_LEAD) if any(one.role is ADMINISTRATOR for one in by.held) else ()
    return tuple(role.title.lower() for role in leads if not holders(role).exists())


def administrators() -> int:
    """Return the number of people who administer the hub today."""
    return int(holders(ADMINISTRATOR).count())


def grants_that_one_manages(by: Standing, asked: Narrowed, number: int) -> Page[Grant]:
    """Return a page of the current and future grants of roles that a person may grant.

    Raise NotVisibleError if they may grant none.
    """
    rows = _narrowed(not_over().filter(_manageable(by)), asked, "user__name")
    return page_of(rows.select_related("user", "covering"), number, _PAGE)


def grant_that_one_manages(by: Standing, pk: UUID) -> Grant:
    """Return one of those grants. Raise NotVisibleError if it is not one of them, or does not exist."""
    found = Grant.objects.filter(_manageable(by), pk=pk).first()
    if found is None:
        raise NotVisibleError(policy.granting_refused(by))
    return found


def authorities(by: Standing, asked: Narrowed, number: int) -> Page[Authority]:
    """Return a page of who may grant which role where. Raise NotVisibleError outside a staff session."""
    by.require_unseen(policy.GIVE_AUTHORITY)
    rows = _narrowed(Authority.objects.filter(withdrawn_at=None), asked, "holder__name")
    return page_of(rows.select_related("holder"), number, _PAGE)


def _narrowed(rows: QuerySet[R], asked: Narrowed, name: str) -> QuerySet[R]:
    """Return the rows that meet the filter, in its order. `name` is the field with the name of their holder."""
    if asked.text:
        rows = rows.filter(**{f"{name}__icontains": asked.text})
    if asked.role:
        rows = rows.filter(role=asked.role)
    if asked.site:
        rows = rows.filter(site=asked.site)
    by_title = Case(*(When(role=one.code, then=Value(place)) for place, one in enumerate(_BY_TITLE)))
    fields = {
        "who": (name, "by_title", "site"),
        "role": ("by_title", "site", name),
        "where": ("site", "by_title", name),
        "days": ("starts_on", name),
    }
    return rows.annotate(by_title=by_title).order_by(*ordered(asked.sorting, fields))


def authority(by: Standing, pk: UUID) -> Authority:
    """Return an authority in force. Raise NotVisibleError if there is none, or the person may not see it."""
    by.require_unseen(policy.GIVE_AUTHORITY)
    found = Authority.objects.filter(withdrawn_at=None, pk=pk).first()
    if found is None:
        raise NotVisibleError(Refused(by.user, policy.GIVE_AUTHORITY.name, by.via))
    return found


def colleagues_but(user: UUID) -> QuerySet[User]:
    """Return the accounts in use except the person's own, by name."""
    return in_use().exclude(pk=user).order_by("name", "pk")


def glass_open(by: Standing, pk: UUID) -> GlassOpen:
    """Return the person's own break-glass that is open now, the same whether the named record exists or not.

    Raise NotVisibleError if it is not theirs or not open.
    """
    mark = ruled_by_hand("A person sees that they used break-glass, and nothing else of the record.")
    found = BreakGlass.objects.filter(mark, user=by.user, pk=pk, until__gt=clock.now()).first()
    if found is None:
        raise NotVisibleError(Refused(by.user, MAY_BREAK_GLASS.name, by.via))
    kind = GLASS_KINDS[found.kind]
    return GlassOpen(found.until, kind.title, kind.url(found.record))


def glass_told(by: Standing, pk: UUID) -> GlassTold:
    """Return why break-glass was used. The reason may name a young person, so the audit records who reads it."""
    rows = BreakGlass.objects.select_related("user")
    return show(by, policy.GLASSES, pk, action=actions.GLASS_REVIEWED, gather=_told, rows=rows)


def staff_sessions(by: Standing, number: int) -> Page[SessionTold]:
    """Return a page of who administered, when and why, newest first. Raise NotVisibleError if they may not read it."""
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


def _manageable(by: Standing) -> Q:
    policy.require_any_authority(by)
    met = Q()
    for role, sites in policy.roles_that_one_may_grant(by).items():
        met |= Q(role=role.code) if ALL_SITES in sites else Q(role=role.code, site__in=sites)
    return met
