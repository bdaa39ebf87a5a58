"""What the example programme hopes to change, and what it means by its words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from tideturn.hub.access.standing import standing_of
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.outcomes.services import definitions, outcomes
from tideturn.hub.outcomes.terms import Area, Better, Element

_CYP, _PRACTITIONER, _SYSTEM = Area.CYP, Area.PRACTITIONER, Area.SYSTEM
_OUTCOMES: Final = (
    ("safety", _CYP, "Young people are safer", 2, "", Better.UP),
    ("support", _CYP, "Young people reach the support they need", 1, "", Better.UP),
    ("risk", _CYP, "Young people are at less risk of exploitation", 2, "", Better.DOWN),
    ("relationships", _CYP, "Young people’s relationships with family and friends are stronger", 3, "", Better.UP),
    ("identify", _PRACTITIONER, "Professionals recognise who is being exploited", 1, "", Better.UP),
    ("practice", _PRACTITIONER, "Professionals work differently, and go on doing so", 3, "", Better.UP),
    ("consistency", _SYSTEM, "Young people meet the same response wherever they live", 3, Element.PATHWAYS, Better.UP),
    ("victims", _SYSTEM, "Exploited young people are treated as victims", 4, Element.STRUCTURES, Better.UP),
    ("sharing", _SYSTEM, "Partners share better information", 2, Element.COLLABORATION, Better.UP),
)
_LAST_YEAR: Final = 3


def add_outcomes(user: User) -> None:
    """Add them all, written by that person; one is due when the programme has ended."""
    by, today = standing_of(user, via="command"), clock.today()
    for code, area, title, due, element, better in _OUTCOMES:
        looks = "The charity’s research team" if due > _LAST_YEAR else ""
        outcomes.add_outcome(
            by=by,
            area=area,
            title=title,
            due_year=due,
            looked_at_by=looks,
            element=element,
            better=better,
            code=code,
        )
    said: dict[str, Any] = {
        "term": "Systems change",
        "for_staff": "Altering what holds a problem in place: policies, pathways, cultures and relationships.",
        "for_partners": "Changing how services work together, so that a young person is helped wherever they turn.",
        "for_young_people": "Changing the rules and habits of grown-ups, so that they help you and do not blame you.",
    }
    first = definitions.add_definition(
        by=by, on=today - timedelta(days=300), reason="Agreed when the programme began.", **said
    )
    definitions.reword_definition(
        by=by,
        pk=first.pk,
        expected=first.version,
        on=today - timedelta(days=60),
        reason="Partners took it to mean new law alone.",
        **said
        | {"for_partners": "Changing what services do, from rules to habits, so that help does not depend on luck."},
    )
