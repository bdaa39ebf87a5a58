"""Targets, milestones and priorities, for the tests: written by the services, as pages do it."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sample.theory import first_version
from tideturn.hub.access.standing import Standing
from tideturn.hub.plan.models import Adaptation, Milestone, Priority, Step, Target
from tideturn.hub.plan.services import milestones, priorities, targets
from tideturn.hub.theory.models import Node


def node(by: Standing) -> UUID:
    """A box of the theory, of which there is a version."""
    if not Node.objects.exists():
        first_version(by)
    return Node.objects.filter(kind="activity").order_by("pk")[0].pk


def target(by: Standing, site: str = "london", **said: Any) -> Target:
    """Of a year that is there."""
    given = {"component": "training", "year": 1, "measure": "sessions", "planned": Decimal(40)} | said
    return targets.add_target(by=by, site=site, **{"node": node(by)} | given)


def adapted(by: Standing, one: Target, planned: int = 30, on: str = "2026-03-02", **said: Any) -> Adaptation:
    given = {"reason": "Schools were shut"} | said
    return targets.adapt_target(by=by, pk=one.pk, planned=Decimal(planned), on=date.fromisoformat(on), **given)


def delivered(by: Standing, one: Target, many: int | None = 32, **said: Any) -> Target:
    """By somebody who has just looked at it."""
    now = Target.objects.get(pk=one.pk)
    before = {name: getattr(now, name) for name in ("quality", "departure", "judged", "reason")}
    number = None if many is None else Decimal(many)
    return targets.tell_delivery(by=by, pk=one.pk, expected=now.version, delivered=number, **before | said)


def milestone(by: Standing, site: str = "london", planned: str = "2026-03-02", **said: Any) -> Milestone:
    given = {"title": "Team in post"} | said
    return milestones.add_milestone(by=by, site=site, planned_on=date.fromisoformat(planned), **given)


def stands(by: Standing, one: Milestone, **said: Any) -> Milestone:
    """How it stands, by somebody who has just looked at it."""
    now = Milestone.objects.get(pk=one.pk)
    names = ("title", "planned_on", "actual_on", "cause_of_delay", "response")
    before = {name: getattr(now, name) for name in names}
    return milestones.change_milestone(by=by, pk=one.pk, expected=now.version, **before | said)


def priority(by: Standing, site: str = "london", on: str = "2026-03-02", **said: Any) -> Priority:
    given = {"title": "Exclusion is a safeguarding question", "element": "structures"} | said
    return priorities.draft_priority(by=by, site=site, on=date.fromisoformat(on), **given)


def consulted(by: Standing, one: Priority, on: str = "2026-03-03", **said: Any) -> Step:
    given = {"with_whom": "Northgate Council", "words": "Heads must be asked first"} | said
    return priorities.consult_on(by=by, priority=one.pk, on=date.fromisoformat(on), **given)


def agreed(by: Standing, one: Priority, on: str = "2026-03-04", **said: Any) -> Step:
    return priorities.agree_priority(by=by, priority=one.pk, on=date.fromisoformat(on), **said)


def retired(by: Standing, one: Priority, on: str = "2026-03-05", **said: Any) -> Step:
    given = {"words": "It was met"} | said
    return priorities.retire_priority(by=by, priority=one.pk, on=date.fromisoformat(on), **given)
