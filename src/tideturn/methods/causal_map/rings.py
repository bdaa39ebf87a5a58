"""Chains of causes that lead back to their beginning: common in what people say, and worth a note."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from tideturn.methods.causal_map.model import Part

Steps = Mapping[Part, Sequence[Part]]


def rings(after: Steps) -> tuple[tuple[Part, ...], ...]:
    """Return one shortest ring for each set of parts that all lead to one another; its first part is also its last."""
    knots = sorted(sorted(knot) for knot in _knots(after) if len(knot) > 1)
    return tuple(_shortest(knot[0], after, set(knot)) for knot in knots)


def _knots(after: Steps) -> list[list[Part]]:
    """Return the strongly connected parts, by two depth-first searches.

    Source: Sharir 1981, Computers & Mathematics 7:67-72.
    """
    before: defaultdict[Part, list[Part]] = defaultdict(list)
    for part in sorted(after):
        for further in after[part]:
            before[further].append(part)
    seen: set[Part] = set()
    left = [part for start in sorted(after) for part in _leaving(start, after, seen)]
    seen = set()
    return [knot for start in reversed(left) if (knot := _leaving(start, before, seen))]


def _leaving(start: Part, steps: Steps, seen: set[Part]) -> list[Part]:
    """Return the parts that can be reached and are not in `seen`, in depth-first post-order."""
    if start in seen:
        return []
    seen.add(start)
    left: list[Part] = []
    path = [(start, iter(steps.get(start, ())))]
    while path:
        part, further = path[-1]
        fresh = next((one for one in further if one not in seen), None)
        if fresh is None:
            left.append(part)
            path.pop()
        else:
            seen.add(fresh)
            path.append((fresh, iter(steps.get(fresh, ()))))
    return left


def _shortest(part: Part, after: Steps, within: Collection[Part]) -> tuple[Part, ...]:
    """Return the shortest way from a part back to itself; of several, the one whose parts sort first."""
    ways: list[tuple[Part, ...]] = [(part,)]
    seen: set[Part] = set()
    while True:
        longer: list[tuple[Part, ...]] = []
        for way in ways:
            for further in sorted(after.get(way[-1], ())):
                if further == part:
                    return (*way, part)
                if further in within and further not in seen:
                    seen.add(further)
                    longer.append((*way, further))
        ways = longer
