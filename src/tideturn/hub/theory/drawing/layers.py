"""Put each box in a column, and each column in order: a box stands to the left of what it leads to.

The method is by Sugiyama, Tagawa and Toda (Methods for Visual Understanding of Hierarchical System Structures, 1981):
a box's column is the longest way to it; a link that skips a column holds a place in it; and each column in turn takes
the order of the middles of its neighbours, as long as fewer links cross.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Final
from uuid import UUID

from tideturn.hub.theory.drawing.shape import Arrow, Theory, ring_closed_by
from tideturn.hub.theory.models import Kind

_SWEEPS: Final = 12


@dataclass(frozen=True)
class Passing:
    """The place that a link holds in a column that it passes through."""

    arrow: UUID
    column: int


Place = UUID | Passing
"""An entry of a column: a box by its key, or a link that passes."""


@dataclass(frozen=True)
class Layered:
    """The columns from the left, each from the top; and for each link its places, from left to right."""

    columns: tuple[tuple[Place, ...], ...]
    column_of: Mapping[UUID, int]
    chains: Mapping[UUID, tuple[Place, ...]]
    """The layers of each link, by its key."""


def layered(theory: Theory) -> Layered:
    """Return every box in its column, and every column in its order."""
    column_of = _columns(theory)
    chains = {arrow.key: _chain(arrow, column_of) for arrow in theory.arrows}
    count = 1 + max(column_of.values(), default=-1)
    columns: list[list[Place]] = [[] for _ in range(count)]
    for box in theory.boxes:
        columns[column_of[box.key]].append(box.key)
    for chain in chains.values():
        for place in chain[1:-1]:
            assert isinstance(place, Passing)
            columns[place.column].append(place)
    return Layered(tuple(map(tuple, _untangled(columns, list(chains.values())))), column_of, chains)


def _columns(theory: Theory) -> dict[UUID, int]:
    """Return each box's column: activities first, impact last; within a kind, the longest way from its first column."""
    kind_of = {box.key: box.kind for box in theory.boxes}
    column_of: dict[UUID, int] = {}
    first = 0
    for kind in Kind:
        among = [box.key for box in theory.boxes if box.kind == kind]
        within = [(one.start, one.end) for one in theory.arrows if kind_of[one.start] == kind_of[one.end] == kind]
        kept: list[tuple[UUID, UUID]] = []
        for start, end in within:  # a link that would close a ring is drawn backward
            kept.append((end, start) if ring_closed_by(start, end, kept) else (start, end))
        before: dict[UUID, set[UUID]] = defaultdict(set)
        for start, end in kept:
            before[end].add(start)
        depths: dict[UUID, int] = {}
        for key in TopologicalSorter({key: before[key] for key in among}).static_order():
            depths[key] = 1 + max((depths[one] for one in before[key]), default=-1)
        column_of |= {key: first + depths[key] for key in among}
        first += 1 + max((depths[key] for key in among), default=-1)
    return column_of


def _chain(arrow: Arrow, column_of: Mapping[UUID, int]) -> tuple[Place, ...]:
    left, right = sorted((arrow.start, arrow.end), key=column_of.__getitem__)
    passed = range(column_of[left] + 1, column_of[right])
    return (left, *(Passing(arrow.key, column) for column in passed), right)


def _untangled(columns: list[list[Place]], chains: Sequence[tuple[Place, ...]]) -> list[list[Place]]:
    """Return the columns in the best order found."""
    lefts: dict[Place, list[Place]] = defaultdict(list)
    rights: dict[Place, list[Place]] = defaultdict(list)
    for chain in chains:
        for left, right in itertools.pairwise(chain):
            rights[left].append(right)
            lefts[right].append(left)
    best, fewest = [list(one) for one in columns], _crossings(columns, rights)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        neighbours, order = (lefts, columns[1:]) if sweep % 2 == 0 else (rights, columns[-2::-1])
        for column in order:
            place = {one: at for among in columns for at, one in enumerate(among)}
            now = {one: at for at, one in enumerate(column)}
            column.sort(key=lambda one: middle(neighbours[one], place, now[one]))
        crossings = _crossings(columns, rights)
        if crossings < fewest:
            best, fewest = [list(one) for one in columns], crossings
    return best


def middle(neighbours: Sequence[Place], place: Mapping[Place, float], otherwise: float) -> float:
    """Return the mean place of its neighbours; if there are none, the place where it is."""
    return sum(place[one] for one in neighbours) / len(neighbours) if neighbours else otherwise


def _crossings(columns: Sequence[Sequence[Place]], rights: Mapping[Place, Sequence[Place]]) -> int:
    """Count the pairs of links that cross between neighbouring columns."""
    crossings = 0
    for left, right in itertools.pairwise(columns):
        place = {one: at for at, one in enumerate(right)}
        passed: list[int] = []
        for one in left:
            ends = sorted(place[other] for other in rights.get(one, ()))
            crossings += sum(len(passed) - bisect_right(passed, end) for end in ends)
            for end in ends:
                insort(passed, end)
    return crossings
