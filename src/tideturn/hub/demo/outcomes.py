"""What the example programme hopes to change, and what it means by its words."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from tideturn.hub.access.standing import standing_of
from tideturn.hub.accounts.models import User
from tideturn.hub.common import clock
from tideturn.hub.outcomes import resource as outcomes
from tideturn.hub.outcomes.models import Area, Better, Element
from tideturn.hub.resources.writing import add, change

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
        said = (
            outcomes.AREA.to(area),
            outcomes.TITLE.to(title),
            outcomes.DUE.to(due),
            outcomes.LOOKED_AT_BY.to(looks),
            outcomes.ELEMENT.to(element),
            outcomes.BETTER.to(better),
        )
        add(outcomes.OUTCOME, said, by=by, code=code)
    worded = (
        outcomes.TERM.to("Systems change"),
        outcomes.FOR_STAFF.to(
            "Altering what holds a problem in place: policies, pathways, cultures and relationships."
        ),
        outcomes.FOR_YOUNG_PEOPLE.to(
            "Changing the rules and habits of grown-ups, so that they help you and do not blame you."
        ),
        outcomes.FOR_PARTNERS.to(
            "Changing how services work together, so that a young person is helped wherever they turn."
        ),
        outcomes.ON.to(today - timedelta(days=300)),
        outcomes.REASON.to("Agreed when the programme began."),
    )
    first = add(outcomes.DEFINITION, worded, by=by)
    reworded = (
        outcomes.FOR_PARTNERS.to(
            "Changing what services do, from rules to habits, so that help does not depend on luck."
        ),
        outcomes.ON.to(today - timedelta(days=60)),
        outcomes.REASON.to("Partners took it to mean new law alone."),
    )
    change(outcomes.DEFINITION, first.pk, reworded, by=by, expected=first.version)
