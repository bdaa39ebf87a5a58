"""The example programme's theory of change: begun from the template, and altered once because of what was learnt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from tideturn.hub.access.standing import Standing, standing_of
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.learning.api import point_choices
from tideturn.hub.outcomes.api import outcome_of_code
from tideturn.hub.resources.fields import Change
from tideturn.hub.resources.writing import add, change
from tideturn.hub.theory.models import Kind, WorkingLink, WorkingNode
from tideturn.hub.theory.next_version import (
    ASSUMPTION,
    BOX,
    BOXES,
    FROM_BOX,
    FROM_TEMPLATE,
    KIND,
    LINK,
    OUTCOME,
    RIVALS,
    TITLE,
    TO_BOX,
    begin_next,
    publish_next,
)

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
    begin_next(by=by, from_what=FROM_TEMPLATE)
    for name, code in _STAND_FOR.items():
        _change(by, BOXES[name]["title"], OUTCOME.to(outcome_of_code(code)))
    publish_next(by=by, on=today - timedelta(days=330), reason="Agreed when the programme began.")
    begin_next(by=by)
    agreed = _change(by, BOXES["agreed"]["title"], TITLE.to("Partners own what is to change, and try it"))
    title = "Partners chair the meetings at which it is agreed"
    heard = add(BOX, [KIND.to(Kind.OUTPUT), TITLE.to(title)], by=by)
    for link in WorkingLink.objects.filter(to_node=agreed):
        change(LINK, link.pk, [TO_BOX.to(heard.pk)], by=by, expected=link.version)
    chaired = (
        FROM_BOX.to(heard.pk),
        TO_BOX.to(agreed.pk),
        ASSUMPTION.to("The person who chairs a priority acts on it."),
        RIVALS.to("A new duty in law made them do it."),
    )
    add(LINK, chaired, by=by)
    publish_next(by=by, on=today - timedelta(days=100), point=UUID(because_of))


def _change(by: Standing, title: str, said: Change[Any]) -> WorkingNode:
    found = WorkingNode.objects.get(title=title)
    return change(BOX, found.pk, [said], by=by, expected=found.version)
