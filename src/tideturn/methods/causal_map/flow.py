"""Strength of the argument from one part to another: maximum flow, minimum cut, and whole paths from one person.

The capacity of an arrow is the number of distinct sources who say that one part helps the other: someone who says it
ten times, or by several factors of one node, counts once. An arrow that hinders carries nothing, and two hindrances on
one path do not make a help. The flow is then the robustness of Powell, Copestake & Remnant (2024, Evaluation
30:100-119, https://doi.org/10.1177/13563890231196601): the fewest pieces of evidence that would have to be removed to
leave no path, where one person's word for one arrow is one piece. Someone who describes several separate ways adds to
each. So the people in the cut are counted too, each once, and also those whose own claims make a whole path, since a
path assembled from different people's claims may be nobody's account (their “transitivity trap”).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from tideturn.methods.causal_map.model import HELPS, Arrow, Part

Place = TypeVar("Place", bound=Hashable)


@dataclass(frozen=True)
class Flow:
    """The maximum flow, and the arrows of the minimum cut nearest the start, in order."""

    flow: int
    cut: tuple[Arrow, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Return everybody in the cut, once each: if all of them were wrong, no path would be left."""
        return tuple(sorted({source for arrow in self.cut for source in arrow.sources}))


class ArrowGraph:
    """The arrows that people say help, prepared for finding the flow between many pairs of parts."""

    def __init__(self, arrows: Iterable[Arrow]) -> None:
        self.arrows = tuple(arrow for arrow in arrows if arrow.sources and arrow.effect == HELPS)
        names = sorted({part for arrow in self.arrows for part in (arrow.start, arrow.end)})
        self._place = {part: i for i, part in enumerate(names)}
        # Every arrow is followed by its reverse, so that `edge ^ 1` finds the one of the other.
        self._head: list[int] = []
        self._room = [room for arrow in self.arrows for room in (arrow.capacity, 0)]
        self._out: list[list[int]] = [[] for _ in names]
        for arrow in self.arrows:
            start, end = self._place[arrow.start], self._place[arrow.end]
            self._out[start].append(len(self._head))
            self._out[end].append(len(self._head) + 1)
            self._head += (end, start)

    def flow(self, start: Part, end: Part) -> Flow:
        """Return the maximum flow by Dinic's method (1970, Soviet Mathematics Doklady 11:1277-1280).

        The cut is found from the parts that can still be reached from the start when the flow is full (Ford & Fulkerson
        1956, Canadian Journal of Mathematics 8:399-404): every maximum flow gives the same cut.
        """
        source, sink = self._place.get(start), self._place.get(end)
        if source is None or sink is None or source == sink:
            return Flow(0, ())
        left = list(self._room)
        total = 0
        while True:
            level = self._levels(source, left)
            if level[sink] < 0:
                break
            total += self._fill(source, sink, level, left)
        # An arrow leads from the head of its reverse to its own head.
        cut = tuple(
            arrow
            for i, arrow in enumerate(self.arrows)
            if level[self._head[2 * i + 1]] >= 0 and level[self._head[2 * i]] < 0
        )
        return Flow(total, cut)

    def _levels(self, source: int, left: Sequence[int]) -> list[int]:
        """Return how many arrows with room left lie between the source and each part; -1 where no arrows lead there."""
        level = [-1] * len(self._out)
        level[source] = 0
        waiting = deque([source])
        while waiting:
            part = waiting.popleft()
            for edge in self._out[part]:
                head = self._head[edge]
                if left[edge] and level[head] < 0:
                    level[head] = level[part] + 1
                    waiting.append(head)
        return level

    def _fill(self, source: int, sink: int, level: Sequence[int], left: list[int]) -> int:
        """Find a blocking flow along the levels, subtract it from `left` and return its size."""
        total = 0
        tried = [0] * len(self._out)
        path: list[int] = []
        part = source
        while True:
            if part == sink:
                room = min(left[edge] for edge in path)
                total += room
                for edge in path:
                    left[edge] -= room
                    left[edge ^ 1] += room
                full = next(i for i, edge in enumerate(path) if not left[edge])
                part = self._head[path[full] ^ 1]
                del path[full:]
                continue
            out = self._out[part]
            while tried[part] < len(out):
                edge = out[tried[part]]
                if left[edge] and level[self._head[edge]] == level[part] + 1:
                    break
                tried[part] += 1
            if tried[part] < len(out):
                path.append(out[tried[part]])
                part = self._head[path[-1]]
            elif path:
                part = self._head[path.pop() ^ 1]
                tried[part] += 1
            else:
                return total

    @cached_property
    def _told_by(self) -> dict[str, dict[int, list[int]]]:
        """Return each source's own arrows."""
        told: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for arrow in self.arrows:
            for source in arrow.sources:
                told[source][self._place[arrow.start]].append(self._place[arrow.end])
        return told

    def threads(self, start: Part, end: Part) -> tuple[str, ...]:
        """Return the sources whose own claims alone lead from start to end, sorted."""
        first, last = self._place.get(start), self._place.get(end)
        if first is None or last is None or first == last:
            return ()
        return tuple(sorted(s for s, own in self._told_by.items() if first in own and last in reached(first, own)))


def reached(start: Place, after: Mapping[Place, Sequence[Place]]) -> dict[Place, int]:
    """Return every place that steps lead to, with the fewest steps to it; the start is 0 steps away."""
    steps = {start: 0}
    waiting = deque([start])
    while waiting:
        part = waiting.popleft()
        for further in after.get(part, ()):
            if further not in steps:
                steps[further] = steps[part] + 1
                waiting.append(further)
    return steps
