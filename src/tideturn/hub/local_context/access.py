"""Say who may do what with places. They hold no personal data, so everybody in the programme may read them."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from tideturn.hub.access.permissions import permission
from tideturn.hub.access.roles import IN_THE_PROGRAMME, PROGRAMME_MANAGER, TEAM_MANAGER
from tideturn.hub.access.rules import unrestricted
from tideturn.hub.access.standing import Standing
from tideturn.hub.local_context.models import Baseline, Circumstance, Criterion, DataAsk, Post
from tideturn.hub.programme.api import site_of

READ: Final = permission("local_context.read", to="read what the programme’s places are like", roles=IN_THE_PROGRAMME)
WRITE: Final = permission(
    "local_context.write", to="write a place's local context", roles=(TEAM_MANAGER, PROGRAMME_MANAGER)
)
_ELSEWHERE: Final = "It is another site’s."

POSTS: Final = unrestricted(Post, READ)
WRITABLE_POSTS: Final = unrestricted(Post, WRITE, refusal=_ELSEWHERE, within="site")
CIRCUMSTANCES: Final = unrestricted(Circumstance, READ)
WRITABLE_CIRCUMSTANCES: Final = unrestricted(Circumstance, WRITE, refusal=_ELSEWHERE, within="site")
CRITERIA: Final = unrestricted(Criterion, READ)
WRITABLE_CRITERIA: Final = unrestricted(Criterion, WRITE, refusal=_ELSEWHERE, within="site")
BASELINES: Final = unrestricted(Baseline, READ)
WRITABLE_BASELINES: Final = unrestricted(Baseline, WRITE, refusal=_ELSEWHERE, within="site")
ASKS: Final = unrestricted(DataAsk, READ)
WRITABLE_ASKS: Final = unrestricted(DataAsk, WRITE, refusal=_ELSEWHERE, within="site")


def may_write_at(by: Standing, pk: UUID | None) -> None:
    """Check a person who opens a form about a site. Raise NotVisibleError if they may not see it, and RefusedError if
    they may not change it.
    """
    by.require_unseen(READ)
    assert pk is not None
    by.require(WRITE, site=site_of(by, pk).code)
