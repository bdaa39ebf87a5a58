"""Who may do what about places. No person is told of here: whoever works in the programme may read it."""

from __future__ import annotations

from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Model

from tideturn.hub.access.permissions import permission
from tideturn.hub.access.roles import IN_THE_PROGRAMME, PROGRAMME_MANAGER, TEAM_MANAGER
from tideturn.hub.access.rules import Rule, unrestricted
from tideturn.hub.access.standing import Standing
from tideturn.hub.local_context.models import Baseline, Circumstance, Criterion, DataAsk, Post
from tideturn.hub.programme.api import site_of

M = TypeVar("M", bound=Model)

READ: Final = permission("local_context.read", to="read what the programme’s places are like", roles=IN_THE_PROGRAMME)
WRITE: Final = permission(
    "local_context.write", to="write a place's local context", roles=(TEAM_MANAGER, PROGRAMME_MANAGER)
)
_ELSEWHERE: Final = "It is another site’s."


def _read(model: type[M]) -> Rule[M]:
    return unrestricted(model, READ, refusal=READ.refusal)


def _write(model: type[M]) -> Rule[M]:
    return unrestricted(model, WRITE, refusal=_ELSEWHERE, also=lambda standing: standing.where(WRITE, "site"))


POSTS: Final = _read(Post)
WRITABLE_POSTS: Final = _write(Post)
CIRCUMSTANCES: Final = _read(Circumstance)
WRITABLE_CIRCUMSTANCES: Final = _write(Circumstance)
CRITERIA: Final = _read(Criterion)
WRITABLE_CRITERIA: Final = _write(Criterion)
BASELINES: Final = _read(Baseline)
WRITABLE_BASELINES: Final = _write(Baseline)
ASKS: Final = _read(DataAsk)
WRITABLE_ASKS: Final = _write(DataAsk)


def may_write_at(by: Standing, pk: UUID | None) -> None:
    """Of a form about a site. Raises NotVisibleError where it is not seen, RefusedError where one may not write."""
    by.require_unseen(READ)
    assert pk is not None
    by.require(WRITE, site=site_of(by, pk).code)
