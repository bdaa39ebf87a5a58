"""Who may do what about years and sites. No person is told of here: whoever works in the programme may read it."""

from __future__ import annotations

from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Model

from tideturn.hub.access.permissions import Permission, permission
from tideturn.hub.access.roles import (
    CASEWORKER,
    EVALUATOR,
    GOVERNANCE_LEAD,
    PROGRAMME_MANAGER,
    SAFEGUARDING_LEAD,
    SYSTEMS_LEAD,
    TEAM_MANAGER,
)
from tideturn.hub.access.rules import Rule
from tideturn.hub.sites.models import Site, Year

M = TypeVar("M", bound=Model)

READ: Final = permission(
    "sites.read",
    to="read about the programme’s years and sites",
    roles=(
        CASEWORKER,
        TEAM_MANAGER,
        SYSTEMS_LEAD,
        PROGRAMME_MANAGER,
        EVALUATOR,
        SAFEGUARDING_LEAD,
        GOVERNANCE_LEAD,
    ),
)
WRITE: Final = permission("sites.write", to="say which years and sites the programme has", roles=(PROGRAMME_MANAGER,))


def _of_nobody(record: Model) -> tuple[UUID, ...]:
    return ()


def _rule(model: type[M], needed: Permission) -> Rule[M]:
    """A rule of this room: everybody's site and year is everybody's to read."""
    return Rule(
        model=model,
        permission=needed,
        refusal=needed.refusal,
        site=None,
        restricted=None,
        about=_of_nobody,
        shows_identity=False,
    )


SITES: Final = _rule(Site, READ)
WRITABLE_SITES: Final = _rule(Site, WRITE)
YEARS: Final = _rule(Year, READ)
WRITABLE_YEARS: Final = _rule(Year, WRITE)
