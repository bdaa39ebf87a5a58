"""A theory of change, for the tests: worked on and made a version by the services, as pages do it."""

from datetime import date
from typing import Any

from tideturn.hub.access.standing import Standing
from tideturn.hub.theory.models import Version, Working, WorkingLink, WorkingNode
from tideturn.hub.theory.services import making, working

DAY = date(2026, 1, 5)


def begun(by: Standing, from_what: str = working.FROM_NOTHING) -> Working:
    return working.begin_next(by=by, from_what=from_what)


def box(by: Standing, title: str, kind: str = "activity", **said: Any) -> WorkingNode:
    return working.add_box(by=by, kind=kind, title=title, **said)


def link(by: Standing, start: WorkingNode, end: WorkingNode, **said: Any) -> WorkingLink:
    return working.add_link(by=by, from_node=start.pk, to_node=end.pk, **said)


def version(by: Standing, on: date = DAY, reason: str = "Agreed", **said: Any) -> Version:
    return making.make_version(by=by, on=on, reason=reason, **said)


def first_version(by: Standing) -> Version:
    """Training leads to knowledge, and that to safety."""
    begun(by)
    training, known, safer = box(by, "Training"), box(by, "They know the signs", "output"), box(by, "Safer", "outcome")
    link(by, training, known, assumption="Employers release people", rivals="Other training|A film")
    link(by, known, safer)
    return version(by)


def of_next(title: str) -> WorkingNode:
    """The box of the next version that says so."""
    return WorkingNode.objects.get(title=title)


def changed_box(by: Standing, title: str, /, **said: Any) -> WorkingNode:
    """A box of the next version, by somebody who has just looked at it."""
    found = of_next(title)
    before = {"kind": found.kind, "title": found.title, "outcome": found.outcome_id}
    return working.change_box(by=by, pk=found.pk, expected=found.version, **before | said)


def changed_link(by: Standing, start: str, /, **said: Any) -> WorkingLink:
    """The link of the next version that leads from a box."""
    found = WorkingLink.objects.get(from_node__title=start)
    before = {"from_node": found.from_node_id, "to_node": found.to_node_id}
    words = {"assumption": found.assumption, "rivals": found.rivals}
    return working.change_link(by=by, pk=found.pk, expected=found.version, **before | words | said)
