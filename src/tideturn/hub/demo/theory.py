"""What the example programme hopes to change, what it means by its words, and its theory of change.

The theory is begun from the template, and altered once because of what was learnt.
"""

from __future__ import annotations

from typing import Any, Final

from tideturn.hub.access.roles import PROGRAMME_MANAGER
from tideturn.hub.access.standing import Standing
from tideturn.hub.demo.learning import OWNERSHIP, learnt
from tideturn.hub.demo.rows import By, day, put, said
from tideturn.hub.outcomes import resource as outcomes
from tideturn.hub.outcomes.api import outcome_of_code
from tideturn.hub.outcomes.models import Area, Better, Element
from tideturn.hub.resources.fields import Change
from tideturn.hub.resources.writing import add, change
from tideturn.hub.theory import next_version as theory
from tideturn.hub.theory.models import Kind, WorkingLink, WorkingNode

_CYP, _PRACTITIONER, _SYSTEM = Area.CYP, Area.PRACTITIONER, Area.SYSTEM
_OUTCOMES: Final = (
    ("safety", _CYP, "Young people are safer", 2, Better.UP),
    ("support", _CYP, "Young people reach the support they need", 1, Better.UP),
    ("risk", _CYP, "Young people are at less risk of exploitation", 2, Better.DOWN),
    ("relationships", _CYP, "Young people’s relationships with family and friends are stronger", 3, Better.UP),
    ("identify", _PRACTITIONER, "Professionals recognise who is being exploited", 1, Better.UP),
    ("practice", _PRACTITIONER, "Professionals work differently, and go on doing so", 3, Better.UP),
    ("consistency", _SYSTEM, "Young people meet the same response wherever they live", 3, Better.UP, Element.PATHWAYS),
    (
        *("victims", _SYSTEM, "Exploited young people are treated as victims", 4, Better.UP, Element.STRUCTURES),
        "The charity’s research team",
    ),
    ("sharing", _SYSTEM, "Partners share better information", 2, Better.UP, Element.COLLABORATION),
)
"""One is due when the programme has ended."""
_MEANT: Final = (
    "Systems change",
    "Altering what holds a problem in place: policies, pathways, cultures and relationships.",
    "Changing the rules and habits of grown-ups, so that they help you and do not blame you.",
    "Changing how services work together, so that a young person is helped wherever they turn.",
    -300,
    "Agreed when the programme began.",
)
_REWORDED: Final = (
    "Changing what services do, from rules to habits, so that help does not depend on luck.",
    -60,
    "Partners took it to mean new law alone.",
)
_STAND_FOR: Final = {
    "safer": "safety",
    "noticed": "identify",
    "pathways": "consistency",
    "victims": "victims",
}
"""Return the template's boxes by name, each with the outcome that it represents."""


def add_outcomes(by: By) -> None:
    """Add the outcomes, and a definition that was worded anew."""
    manager = by[PROGRAMME_MANAGER]
    outcome = (outcomes.AREA, outcomes.TITLE, outcomes.DUE, outcomes.BETTER, outcomes.ELEMENT, outcomes.LOOKED_AT_BY)
    for code, *row in _OUTCOMES:
        add(outcomes.OUTCOME, said(outcome, row), by=manager, code=code)
    reworded = (outcomes.FOR_PARTNERS, outcomes.ON, outcomes.REASON)
    worded = (outcomes.TERM, outcomes.FOR_STAFF, outcomes.FOR_YOUNG_PEOPLE, *reworded)
    (first,) = put(outcomes.DEFINITION, worded, [_MEANT], by=manager)
    change(outcomes.DEFINITION, first.pk, said(reworded, _REWORDED), by=manager, expected=first.version)


def add_theory(by: By) -> None:
    """Add both versions; the second because of a learning point that was added before."""
    manager = by[PROGRAMME_MANAGER]
    theory.begin_next(by=manager, from_what=theory.FROM_TEMPLATE)
    for name, code in _STAND_FOR.items():
        _change(manager, name, theory.OUTCOME.to(outcome_of_code(code)))
    theory.publish_next(by=manager, on=day(-330), reason="Agreed when the programme began.")
    theory.begin_next(by=manager)
    agreed = _change(manager, "agreed", theory.TITLE.to("Partners own what is to change, and try it"))
    title = "Partners chair the meetings at which it is agreed"
    (heard,) = put(theory.BOX, (theory.KIND, theory.TITLE), [(Kind.OUTPUT, title)], by=manager)
    for link in WorkingLink.objects.filter(to_node=agreed):
        change(theory.LINK, link.pk, [theory.TO_BOX.to(heard.pk)], by=manager, expected=link.version)
    chaired = (
        heard.pk,
        agreed.pk,
        "The person who chairs a priority acts on it.",
        "A new duty in law made them do it.",
    )
    put(theory.LINK, (theory.FROM_BOX, theory.TO_BOX, theory.ASSUMPTION, theory.RIVALS), [chaired], by=manager)
    theory.publish_next(by=manager, on=day(-100), point=learnt(manager, OWNERSHIP))


def _change(by: Standing, name: str, to: Change[Any]) -> WorkingNode:
    """Change a box of the template."""
    found = WorkingNode.objects.get(title=theory.BOXES[name]["title"])
    return change(theory.BOX, found.pk, [to], by=by, expected=found.version)
