"""Outcomes and definitions, for the tests: added and changed as pages do it."""

from datetime import date
from typing import Any
from uuid import UUID

from sample.partners import added, changed_to
from tideturn.hub.access.standing import Standing
from tideturn.hub.outcomes.models import Definition, Outcome
from tideturn.hub.outcomes.resource import DEFINITION, OUTCOME
from tideturn.hub.resources.reading import Shown, read
from tideturn.hub.resources.writing import remove

SAFER: dict[str, Any] = {"area": "cyp", "title": "Young people are safer", "due_year": 2}
MEANT: dict[str, Any] = {
    "term": "Systems change",
    "for_staff": "Altering what holds a problem in place.",
    "for_partners": "Changing how services work together.",
    "for_young_people": "Making grown-ups' rules work better for you.",
    "on": date(2026, 1, 5),
    "reason": "Agreed at the start.",
}


def outcome(by: Standing, *, code: str = "", **said: Any) -> Outcome:
    return added(OUTCOME, by, code=code, **SAFER | said)


def changed(by: Standing, one: Outcome, **said: Any) -> Outcome:
    """By somebody who has just looked at it."""
    return changed_to(OUTCOME, by, one.pk, **said)


def change_outcome(*, by: Standing, pk: UUID, expected: int | None, **said: Any) -> Outcome:
    return changed_to(OUTCOME, by, pk, expected, **said)


def remove_outcome(*, by: Standing, pk: UUID, expected: int | None) -> None:
    remove(OUTCOME, pk, by=by, expected=expected)


def outcome_read(by: Standing, pk: UUID) -> Shown:
    return read(OUTCOME, pk, by=by, with_history=True)


def definition(by: Standing, **said: Any) -> Definition:
    return added(DEFINITION, by, **MEANT | said)


def reworded(by: Standing, one: Definition, **said: Any) -> Definition:
    given = MEANT | {"reason": "Partners took it for something else."} | said
    return changed_to(DEFINITION, by, one.pk, **given)


def reword_definition(*, by: Standing, pk: UUID, expected: int | None, **said: Any) -> Definition:
    return changed_to(DEFINITION, by, pk, expected, **said)


def remove_definition(*, by: Standing, pk: UUID, expected: int | None) -> None:
    remove(DEFINITION, pk, by=by, expected=expected)
