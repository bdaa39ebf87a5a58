"""Targets, milestones and priorities, for the tests: added and changed as pages do it."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sample.partners import added, changed_to
from sample.theory import first_version
from tideturn.hub.access.standing import Standing
from tideturn.hub.plan.models import Adaptation, Milestone, Priority, Step, Target
from tideturn.hub.plan.overview import ADAPTATIONS
from tideturn.hub.plan.pages import STEPS
from tideturn.hub.plan.priorities import AGREEMENT, CONSULTATION, PRIORITY, RETIREMENT, STEP, draft_priority
from tideturn.hub.plan.resource import ADAPTATION, DELIVERY, MILESTONE, TARGET
from tideturn.hub.resources.reading import Shown, read
from tideturn.hub.resources.writing import remove
from tideturn.hub.theory.models import Node


def node(by: Standing) -> UUID:
    """A box of the theory, of which there is a version."""
    if not Node.objects.exists():
        first_version(by)
    return Node.objects.filter(kind="activity").order_by("pk")[0].pk


def target(by: Standing, site: str = "london", **said: Any) -> Target:
    """Of a year that is there."""
    given = {"component": "training", "year": 1, "measure": "sessions", "planned": Decimal(40)} | said
    return added(TARGET, by, site=site, **{"node": node(by)} | given)


def correct_target(*, by: Standing, pk: UUID, expected: int | None, **said: Any) -> Target:
    return changed_to(TARGET, by, pk, expected, **said)


def remove_target(*, by: Standing, pk: UUID, expected: int | None) -> None:
    remove(TARGET, pk, by=by, expected=expected)


def adapted(by: Standing, one: Target, planned: int = 30, on: str = "2026-03-02", **said: Any) -> Adaptation:
    given = {"reason": "Schools were shut"} | said
    return added(ADAPTATION, by, of=one.pk, planned_since=Decimal(planned), on=date.fromisoformat(on), **given)


def remove_adaptation(*, by: Standing, pk: UUID, expected: int | None) -> None:
    remove(ADAPTATION, pk, by=by, expected=expected)


def tell_delivery(*, by: Standing, pk: UUID, expected: int | None, **said: Any) -> Target:
    return changed_to(DELIVERY, by, pk, expected, **said)


def delivered(by: Standing, one: Target, many: int | None = 32, **said: Any) -> Target:
    """By somebody who has just looked at it."""
    return changed_to(DELIVERY, by, one.pk, delivered=None if many is None else Decimal(many), **said)


def target_read(by: Standing, pk: UUID) -> Shown:
    return read(TARGET, pk, by=by, related=(ADAPTATIONS,), with_history=True)


def milestone(by: Standing, site: str = "london", planned: str = "2026-03-02", **said: Any) -> Milestone:
    code = said.pop("code", "")
    given = {"title": "Team in post"} | said
    return added(MILESTONE, by, code=code, site=site, planned_on=date.fromisoformat(planned), **given)


def stands(by: Standing, one: Milestone, **said: Any) -> Milestone:
    """How it stands, by somebody who has just looked at it."""
    return changed_to(MILESTONE, by, one.pk, **said)


def remove_milestone(*, by: Standing, pk: UUID, expected: int | None) -> None:
    remove(MILESTONE, pk, by=by, expected=expected)


def milestone_read(by: Standing, pk: UUID) -> Shown:
    return read(MILESTONE, pk, by=by, with_history=True)


def priority(by: Standing, site: str = "london", on: str = "2026-03-02", **said: Any) -> Priority:
    given = {"title": "Exclusion is a safeguarding question", "element": "structures"} | said
    return draft_priority(by=by, site=site, on=date.fromisoformat(on), **given)


def remove_priority(*, by: Standing, pk: UUID, expected: int | None) -> None:
    remove(PRIORITY, pk, by=by, expected=expected)


def consulted(by: Standing, one: Priority, on: str = "2026-03-03", **said: Any) -> Step:
    given = {"with_whom": "Northgate Council", "words": "Heads must be asked first"} | said
    return added(CONSULTATION, by, of=one.pk, on=date.fromisoformat(on), **given)


def agreed(by: Standing, one: Priority, on: str = "2026-03-04", **said: Any) -> Step:
    return added(AGREEMENT, by, of=one.pk, on=date.fromisoformat(on), **said)


def retired(by: Standing, one: Priority, on: str = "2026-03-05", **said: Any) -> Step:
    given = {"words": "It was met"} | said
    return added(RETIREMENT, by, of=one.pk, on=date.fromisoformat(on), **given)


def remove_step(*, by: Standing, pk: UUID, expected: int | None) -> None:
    remove(STEP, pk, by=by, expected=expected)


def priority_read(by: Standing, pk: UUID) -> Shown:
    return read(PRIORITY, pk, by=by, related=(STEPS,), with_history=True)
