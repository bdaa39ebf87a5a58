"""The example programme's theory of change: begun from the template, and altered once because of what was learnt."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from tideturn.hub.access.standing import Standing, standing_of
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.learning.api import point_choices
from tideturn.hub.outcomes.api import outcome_of_code
from tideturn.hub.theory.models import WorkingLink, WorkingNode
from tideturn.hub.theory.services import making, working
from tideturn.hub.theory.template import BOXES
from tideturn.hub.theory.terms import Kind

_STAND_FOR: Final = {
    "safer": "safety",
    "noticed": "identify",
    "pathways": "consistency",
    "victims": "victims",
}
"""Boxes of the template by their names, and the outcome for which each stands."""
_LEARNT: Final = "Partners must come to own a priority"
"""How the learning point begins that led to the second version."""


def add_theory(user: User) -> None:
    """Add both versions, made by that person; the second because of a learning point that was added before."""
    by, today = standing_of(user, via="command"), clock.today()
    because_of = next(pk for pk, told in point_choices(by) if told.startswith(_LEARNT))
    working.begin_next(by=by, from_what=working.FROM_TEMPLATE)
    for name, code in _STAND_FOR.items():
        kind, title = BOXES[name]
        _change(by, title, kind, title, outcome_of_code(code))
    making.make_version(by=by, on=today - timedelta(days=330), reason="Agreed when the programme began.")
    working.begin_next(by=by)
    kind, title = BOXES["agreed"]
    agreed = _change(by, title, kind, "Partners own what is to change, and try it")
    heard = working.add_box(by=by, kind=Kind.OUTPUT, title="Partners chair the meetings at which it is agreed")
    for link in WorkingLink.objects.filter(to_node=agreed):
        working.change_link(
            by=by,
            pk=link.pk,
            expected=link.version,
            from_node=link.from_node_id,
            to_node=heard.pk,
            assumption=link.assumption,
            rivals=link.rivals,
        )
    working.add_link(
        by=by,
        from_node=heard.pk,
        to_node=agreed.pk,
        assumption="Whoever chairs a priority acts on it.",
        rivals="A new duty in law made them do it.",
    )
    making.make_version(by=by, on=today - timedelta(days=100), point=UUID(because_of))


def _change(by: Standing, title: str, kind: str, says: str, outcome: UUID | None = None) -> WorkingNode:
    found = WorkingNode.objects.get(title=title)
    return working.change_box(by=by, pk=found.pk, expected=found.version, kind=kind, title=says, outcome=outcome)
