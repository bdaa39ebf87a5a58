"""A theory of change, for the tests: worked on and published by the services, as pages do it."""

from datetime import date
from typing import Any
from uuid import UUID

from sample.partners import added, changed_to
from tideturn.hub.access.standing import Standing
from tideturn.hub.resources.writing import remove
from tideturn.hub.theory import resource
from tideturn.hub.theory.models import Link, Node, Version, Working, WorkingLink, WorkingNode
from tideturn.hub.theory.next_version import BOX, FROM_NOTHING, LINK, begin_next, publish_next
from tideturn.hub.theory.resource import NODE, VERSION

DAY = date(2026, 1, 5)


def begun(by: Standing, from_what: str = FROM_NOTHING) -> Working:
    return begin_next(by=by, from_what=from_what)


def box(by: Standing, title: str, kind: str = "activity", **said: Any) -> WorkingNode:
    return added(BOX, by, kind=kind, title=title, **said)


def link(by: Standing, start: WorkingNode, end: WorkingNode, **said: Any) -> WorkingLink:
    return added(LINK, by, from_node=start.pk, to_node=end.pk, **said)


def version(by: Standing, on: date = DAY, reason: str = "Agreed", **said: Any) -> Version:
    return publish_next(by=by, on=on, reason=reason, **said)


def first_version(by: Standing) -> Version:
    """Training leads to knowledge, and that to safety."""
    begun(by)
    training, known, safer = box(by, "Training"), box(by, "They know the signs", "output"), box(by, "Safer", "outcome")
    link(by, training, known, assumption="Employers release people", rivals="Other training|A film")
    link(by, known, safer)
    return version(by)


def two_boxes(by: Standing) -> tuple[WorkingNode, WorkingNode]:
    """Two boxes of a next version that has nothing else."""
    begun(by)
    return box(by, "Training"), box(by, "They know the signs", "output")


def recorded(by: Standing) -> tuple[Node, Link]:
    """A box and a link of versions 1 and 2, as a folder has them."""
    for number in (1, 2):
        added(VERSION, by, number=number, on=DAY, reason="Agreed")
    start, end = (added(NODE, by, kind="activity", title=title, from_version=1, to_version=2) for title in "ab")
    said = {"assumption": "They come", "rivals": "A film", "from_version": 1, "to_version": 2}
    return start, added(resource.LINK, by, from_node=start.pk, to_node=end.pk, **said)


def of_next(title: str) -> WorkingNode:
    """The box of the next version that says so."""
    return WorkingNode.objects.get(title=title)


def change_box(*, by: Standing, pk: UUID, expected: int | None, **said: Any) -> WorkingNode:
    return changed_to(BOX, by, pk, expected, **said)


def change_link(*, by: Standing, pk: UUID, expected: int | None, **said: Any) -> WorkingLink:
    return changed_to(LINK, by, pk, expected, **said)


def remove_box(*, by: Standing, pk: UUID, expected: int | None) -> None:
    remove(BOX, pk, by=by, expected=expected)


def remove_link(*, by: Standing, pk: UUID, expected: int | None) -> None:
    remove(LINK, pk, by=by, expected=expected)


def changed_box(by: Standing, title: str, /, **said: Any) -> WorkingNode:
    """A box of the next version, by somebody who has just looked at it."""
    return changed_to(BOX, by, of_next(title).pk, **said)


def changed_link(by: Standing, start: str, /, **said: Any) -> WorkingLink:
    """The link of the next version that leads from a box."""
    return changed_to(LINK, by, WorkingLink.objects.get(from_node__title=start).pk, **said)
