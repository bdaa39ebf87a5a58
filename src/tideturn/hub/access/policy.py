"""Who may do what about access itself."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from tideturn.hub.access.models import Authority, BreakGlass, StaffSession
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
from tideturn.hub.access.telling import GLASS_USED
from tideturn.hub.accounts.models import User
from tideturn.hub.audit.models import Event
from tideturn.hub.audit.refusing import Refused, RefusedError
from tideturn.hub.notices.models import Notice

BEGIN_STAFF_SESSION: Final = permission(
    "access.begin_staff_session", to="begin a staff session", roles=(ADMINISTRATOR,)
)
GIVE_AUTHORITY: Final = permission(
    "access.give_authority", to="say who may grant which role", roles=(ADMINISTRATOR,), in_staff_session=True
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


def require_authority(by: Standing, *, role: Role, site: str, to: User) -> None:
    """Raises RefusedError where somebody may not grant or withdraw that role there, and where it is to themselves."""
    refused = Refused(by.user, "access.grant_role", by.via)
    if to.pk == by.user:
        raise RefusedError(
            "Nobody grants a role to themselves, or takes one from themselves.",
            mend="Ask somebody else who may grant it.",
            refused=refused,
        )
    held = Authority.objects.filter(holder=by.user, role=role.code, site__in=(site, ALL_SITES), withdrawn_at=None)
    if not by.active or not held.exists():
        where = "at all sites" if site == ALL_SITES else f"at {site}"
        raise RefusedError(
            f"You may not grant the role of {role.title.lower()} {where}.",
            mend="An administrator can say who may.",
            refused=refused,
        )


def roles_that_one_may_grant(by: Standing) -> dict[Role, tuple[str, ...]]:
    """The roles that somebody may grant, each with the sites."""
    found: dict[Role, tuple[str, ...]] = {}
    rows = Authority.objects.filter(holder=by.user, withdrawn_at=None).order_by("role", "site")
    for role, site in rows.values_list("role", "site"):
        found[ROLES[role]] = (*found.get(ROLES[role], ()), site)
    return found if by.active else {}
