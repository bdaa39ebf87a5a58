"""What learning points changed: the rooms that keep a criterion, a plan or a theory say so when they start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from tideturn.hub.access.standing import Standing


@dataclass(frozen=True)
class Change:
    """Something that was changed because of a point: a sentence without its full stop, its page, and the day."""

    sentence: str
    address: str
    on: date


Tells = Callable[[Standing, Collection[UUID]], Mapping[UUID, Sequence[Change]]]
"""Says what was changed because of which of these points, of what somebody may see: as many queries for many as for
one.
"""
CHANGED: Final[list[Tells]] = []


def tells_what_changed(tells: Tells) -> None:
    """Have a room say what points changed; once, however often it is asked to."""
    if tells not in CHANGED:
        CHANGED.append(tells)


def what_they_changed(by: Standing, points: Collection[UUID]) -> dict[UUID, tuple[Change, ...]]:
    """What each of them changed, the latest first."""
    found: dict[UUID, list[Change]] = defaultdict(list)
    for tells in CHANGED:
        for point, changes in tells(by, points).items():
            found[point] += changes
    return {point: tuple(sorted(found[point], key=lambda one: one.on, reverse=True)) for point in points}
