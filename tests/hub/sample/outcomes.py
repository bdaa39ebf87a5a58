"""Outcomes and definitions, for the tests: added by the services, as pages do it."""

from datetime import date
from typing import Any

from tideturn.hub.access.standing import Standing
from tideturn.hub.outcomes.models import Definition, Outcome
from tideturn.hub.outcomes.services import definitions, outcomes

SAFER: dict[str, Any] = {"area": "cyp", "title": "Young people are safer", "due_year": 2}
MEANT: dict[str, Any] = {
    "term": "Systems change",
    "for_staff": "Altering what holds a problem in place.",
    "for_partners": "Changing how services work together.",
    "for_young_people": "Making grown-ups' rules work better for you.",
    "on": date(2026, 1, 5),
    "reason": "Agreed at the start.",
}


def outcome(by: Standing, **said: Any) -> Outcome:
    return outcomes.add_outcome(by=by, **SAFER | said)


def changed(by: Standing, one: Outcome, **said: Any) -> Outcome:
    """By somebody who has just looked at it."""
    now = Outcome.objects.get(pk=one.pk)
    kept = ("area", "title", "due_year", "looked_at_by", "claim", "element", "better")
    before = {name: getattr(now, name) for name in kept}
    return outcomes.change_outcome(by=by, pk=one.pk, expected=now.version, **before | said)


def definition(by: Standing, **said: Any) -> Definition:
    return definitions.add_definition(by=by, **MEANT | said)


def reworded(by: Standing, one: Definition, **said: Any) -> Definition:
    now = Definition.objects.get(pk=one.pk)
    given = MEANT | {"reason": "Partners took it for something else."} | said
    return definitions.reword_definition(by=by, pk=one.pk, expected=now.version, **given)
