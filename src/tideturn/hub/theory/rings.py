"""Whether links lead from a box back to itself: what is its own cause explains nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TypeVar

H = TypeVar("H", bound=Hashable)


def ring_closed_by(start: H, end: H, others: Iterable[tuple[H, H]]) -> list[H]:
    """The boxes of a ring that a link from `start` to `end` closes with the others, from `start` on; none: no ring."""
    onward: dict[H, list[H]] = defaultdict(list)
    for one, another in others:
        onward[one].append(another)
    came: dict[H, H | None] = {end: None}
    waiting = [end]
    while waiting:
        at = waiting.pop(0)
        if at == start:
            back = []
            step: H | None = at
            while step is not None:
                back.append(step)
                step = came[step]
            return [start, *reversed(back[1:])]
        for following in onward[at]:
            if following not in came:
                came[following] = at
                waiting.append(following)
    return []


def backward(links: Iterable[tuple[H, H]]) -> set[tuple[H, H]]:
    """Links without which there is no ring: those that go back to where a walk along the others came from."""
    onward: dict[H, list[H]] = defaultdict(list)
    for one, another in dict.fromkeys(links):
        onward[one].append(another)
    found: set[tuple[H, H]] = set()
    done: set[H] = set()
    for root in list(onward):
        if root in done:
            continue
        path, walks = {root: None}, [(root, iter(onward[root]))]
        while walks:
            at, walk = walks[-1]
            following = next(walk, None)
            if following is None:
                walks.pop()
                del path[at]
                done.add(at)
            elif following in path:
                found.add((at, following))
            elif following not in done:
                path[following] = None
                walks.append((following, iter(onward.get(following, ()))))
    return found
