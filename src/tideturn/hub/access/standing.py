"""What somebody may do at this moment: one value, made once a request, that every rule uses."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from tideturn.hub.access.holders import in_force
from tideturn.hub.access.models import BreakGlass, RestrictedTo, StaffSession
from tideturn.hub.access.permissions import Permission, permission
from tideturn.hub.access.roles import (
    ALL_SITES,
    CASEWORKER,
    GOVERNANCE_LEAD,
    ROLES,
    SAFEGUARDING_LEAD,
    TEAM_MANAGER,
    Role,
)
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.record import Via
from tideturn.hub.audit.refusing import NotVisibleError, Refused, RefusedError
from tideturn.hub.common import clock
from tideturn.hub.common.unruled import unruled

MAY_BREAK_GLASS: Final = permission(
    "access.break_glass",
    to="open by break-glass what you may not otherwise see",
    roles=(CASEWORKER, TEAM_MANAGER, SAFEGUARDING_LEAD, GOVERNANCE_LEAD),
)
BROWSER: Final[ContextVar[str | None]] = ContextVar("tideturn_browser", default=None)
"""Hash of the key of the browser session that makes the request; None outside a browser.

A staff session counts only in the browser where it began.
"""
_KEPT: Final = "_tideturn_standing"


@dataclass(frozen=True)
class Held:
    """A role that somebody holds today, at a site or at all sites."""

    role: Role
    site: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A user, and everything that decides what they may see and do, such as the grants in force today in London."""

    user: UUID
    via: Via
    on: date
    active: bool = True
    """Whether the account is neither closed nor past its last day."""
    held: tuple[Held, ...] = ()
    staff_session: UUID | None = None
    opened: frozenset[UUID] = frozenset()
    """Ids of the records that break-glass has open for them."""
    named: frozenset[UUID] = frozenset()
    """Ids of the restricted records that they are named for."""

    def roles(self, needed: Permission) -> tuple[Held, ...]:
        """Return the roles, with their sites, that give them a permission now."""
        if needed.in_staff_session != (self.staff_session is not None):
            return ()
        return tuple(one for one in self.held if one.role in needed.roles)

    def may(self, needed: Permission, *, site: str | None = None) -> bool:
        """Return whether they have a permission: at that site, or anywhere if no site is named."""
        return any(site is None or one.site in (site, ALL_SITES) for one in self.roles(needed))

    def require(self, needed: Permission, *, site: str | None = None) -> None:
        """Raise RefusedError, with a sentence, if they do not have the permission."""
        if not self.may(needed, site=site):
            raise RefusedError(needed.refusal, refused=Refused(self.user, needed.name, via=self.via))

    def require_unseen(self, *needed: Permission) -> None:
        """Raise NotVisibleError if they have none of these permissions: the page does not exist for them."""
        if not any(map(self.may, needed)):
            raise NotVisibleError(Refused(self.user, needed[0].name, via=self.via))

    def where(self, needed: Permission, site: str, *, shared: bool = False) -> Q:
        """Return the condition that a record is at a site where they have a permission; `site` names its field.

        With `shared`, allow a record that is at all sites too.
        """
        sites = {one.site for one in self.roles(needed)}
        if ALL_SITES in sites:
            return Q()
        return Q(**{f"{site}__in": sorted(sites | {ALL_SITES} if shared else sites)})


@unruled("This reads a person's own rights, before any rule can apply.")
def standing_of(user: User, *, via: Via) -> Standing:
    """Return a user's standing now, always with the same number of queries.

    An account that is closed or has ended holds no roles.
    """
    now, today = clock.now(), clock.today()
    grants = list(in_force().filter(user=user).values_list("role", "site").distinct())
    session = StaffSession.objects.filter(user=user, ended_at=None, until__gt=now).values_list("pk", flat=True)
    if (asks := BROWSER.get()) is not None:
        session = session.filter(browser=asks)
    opened = BreakGlass.objects.filter(user=user, at__lte=now, until__gt=now).values_list("record", flat=True)
    named = RestrictedTo.objects.filter(user=user, withdrawn_at=None).values_list("record", flat=True)
    active = user.in_force(today)
    made = Standing(
        user=user.pk,
        via=via,
        on=today,
        active=active,
        held=tuple(Held(ROLES[role], site) for role, site in sorted(grants)) if active else (),
        staff_session=session.first(),
        named=frozenset(named),
    )
    records = frozenset(opened)
    return replace(made, opened=records) if made.may(MAY_BREAK_GLASS) else made


def standing_in(request: HttpRequest) -> Standing:
    """Return the standing of the person who asks, made on first use. Raise NotVisibleError if nobody is logged in."""
    kept: Standing | None = request.__dict__.get(_KEPT)
    if kept is None:
        if not isinstance(request.user, User):
            raise NotVisibleError(None)
        kept = request.__dict__[_KEPT] = standing_of(request.user, via="page")
    return kept
