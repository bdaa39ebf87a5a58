"""Permissions and rules of access itself: who may do what."""

from __future__ import annotations

from typing import Final

from django.db.models import Q, QuerySet

from tideturn.hub.access.closed.guarded import open_table
from tideturn.hub.access.glass import GLASS_USED
from tideturn.hub.access.models import Authority, BreakGlass, Grant, StaffSession
from tideturn.hub.access.permissions import permission
from tideturn.hub.access.roles import (
    ADMINISTRATOR,
    ALL_SITES,
    GOVERNANCE_LEAD,
    ROLES,
    SAFEGUARDING_LEAD,
    TEAM_MANAGER,
    Role,
)
from tideturn.hub.access.rules import Rule
from tideturn.hub.access.standing import Standing
from tideturn.hub.accounts.models import Invitation, User
from tideturn.hub.audit.models import Concerned, Event
from tideturn.hub.audit.refusing import NotVisibleError, Refused, RefusedError
from tideturn.hub.history.models import Version
from tideturn.hub.notices.models import Notice

BEGIN_STAFF_SESSION: Final = permission(
    "access.begin_staff_session", to="begin a staff session", roles=(ADMINISTRATOR,)
)
GIVE_AUTHORITY: Final = permission(
    "access.give_authority", to="say who may grant which role", roles=(ADMINISTRATOR,), in_staff_session=True
)
GRANT_ADMINISTRATION: Final = permission(
    "access.grant_administration", to="grant who administers", roles=(ADMINISTRATOR,), in_staff_session=True
)
OVERSEE_ROLES: Final = permission(
    "access.oversee_roles",
    to="confirm who may grant roles that see who young people are",
    roles=(SAFEGUARDING_LEAD, GOVERNANCE_LEAD),
)
RESTRICT_RECORD: Final = permission(
    "access.restrict_record",
    to="restrict a record to named people",
    roles=(SAFEGUARDING_LEAD, TEAM_MANAGER),
)
REVIEW_BREAK_GLASS: Final = permission(
    "access.review_break_glass", to="read why break-glass was used", roles=(SAFEGUARDING_LEAD, GOVERNANCE_LEAD)
)
READ_AUDIT: Final = permission("access.read_audit", to="read the audit", roles=(GOVERNANCE_LEAD,))

GLASSES: Final = Rule(
    model=BreakGlass,
    permission=REVIEW_BREAK_GLASS,
    refusal="Only who was told of it reads why break-glass was used.",
    site=None,
    restricted=None,
    also=lambda standing: (
        ~Q(user=standing.user) & Q(pk__in=Notice.objects.filter(to=standing.user, kind=GLASS_USED.name).values("about"))
    ),
    about=lambda glass: (glass.record,),
)
STAFF_SESSIONS: Final = Rule(
    model=StaffSession,
    permission=READ_AUDIT,
    refusal="Nobody reviews their own staff session.",
    site=None,
    restricted=None,
    also=lambda standing: ~Q(user=standing.user),
    about=lambda session: (session.pk,),
)
EVENTS: Final = Rule(
    model=Event,
    permission=READ_AUDIT,
    refusal="Only the information governance lead reads the audit.",
    site=None,
    restricted=None,
    shows_identity=False,
)
_HELD: Final = "Who holds which role where: the rules themselves depend on it, and it is about no young person."
open_table(Grant, because=_HELD)
open_table(Authority, because=_HELD)
open_table(Version, because="A version is sealed for its record, and opens only within that record's disclosure.")
open_table(
    Concerned, because="An index of the ids that events name. It finds events, and a rule decides who reads those."
)


def require_authority(by: Standing, *, role: Role, site: str, to: User) -> None:
    """Raise RefusedError if somebody may not grant or withdraw that role there, or if it is for themselves."""
    if to.pk == by.user:
        raise RefusedError(
            "Nobody grants a role to themselves, or takes one from themselves.",
            mend="Ask somebody else who may grant it.",
            refused=granting_refused(by),
        )
    if not _over(by, role, site).exists():
        where = "at all sites" if site == ALL_SITES else f"at {site}"
        raise RefusedError(
            f"You may not grant the role of {role.title.lower()} {where}.",
            mend="Who administers is granted in a staff session."
            if role is ADMINISTRATOR
            else "An administrator can say who may.",
            refused=granting_refused(by),
        )


def require_granting(by: Standing, *, role: Role, site: str, to: User) -> None:
    """Raise RefusedError as `require_authority` does, and if `to` is a person who invited them or let them grant it.

    Otherwise a person with a second account could use it to grant themselves what they may not.
    """
    require_authority(by, role=role, site=site, to=to)
    invited = Invitation.objects.filter(by=to, account=by.user)
    if invited.exists() or not _over(by, role, site).exclude(given_by=to).exists():
        raise RefusedError(
            "Nobody grants a role to whoever invited them, or let them grant it.",
            mend="Ask somebody else who may grant it.",
            refused=granting_refused(by),
        )


def require_any_authority(by: Standing) -> None:
    """Raise NotVisibleError if somebody may grant no role at all: the page does not exist for them."""
    if not _authorities(by).exists():
        raise NotVisibleError(granting_refused(by))


def roles_that_one_may_grant(by: Standing) -> dict[Role, tuple[str, ...]]:
    """Return the roles that somebody may grant, each with its sites."""
    found: dict[Role, tuple[str, ...]] = {}
    for role, site in _authorities(by).order_by("role", "site").values_list("role", "site"):
        found[ROLES[role]] = (*found.get(ROLES[role], ()), site)
    return found


def _authorities(by: Standing) -> QuerySet[Authority]:
    """Return the authorities that count now: none that waits, and those over administrators only in a staff session."""
    if not by.active:
        return Authority.objects.none()
    held = Authority.objects.filter(holder=by.user, withdrawn_at=None, waits=False)
    return held if by.may(GRANT_ADMINISTRATION) else held.exclude(role=ADMINISTRATOR.code)


def _over(by: Standing, role: Role, site: str) -> QuerySet[Authority]:
    return _authorities(by).filter(role=role.code, site__in=(site, ALL_SITES))


def granting_refused(by: Standing) -> Refused:
    """Return the refusal to grant a role, or to see what is granted, for the audit."""
    return Refused(by.user, "access.grant_role", by.via)
