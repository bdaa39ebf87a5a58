"""In which order the steps of a pathway stand below each other: mostly as cases go, and the design's as designed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

_BACK: Final = 3
"""How much dearer a place is that a move goes back than one that it jumps over."""
_ROUNDS: Final = 30

Moves = Mapping[tuple[str | None, str | None], int]
"""How often each step follows each; None is where cases start, and where they end."""


def ordered(steps: Sequence[str], moves: Moves, designed: Sequence[str] = ()) -> tuple[str, ...]:
    """Every step once. The designed ones keep their order, and the others stand where moves go back and jump least.

    A minimum linear arrangement by insertion, the most frequent first, and then by moving one step at a time while
    that helps. The order of `steps` and of `moves` changes nothing: of equal steps the name decides, of equal places
    the later.
    """
    fixed = list(dict.fromkeys(designed))
    free = sorted(set(steps) - set(fixed))
    names = [*fixed, *free]
    if not names:
        return ()
    number = {name: place for place, name in enumerate(names)}
    weight = _weights(number, moves)
    often = weight.sum(axis=0) + weight.sum(axis=1)
    order = list(range(len(fixed)))
    movable = sorted(range(len(fixed), len(names)), key=lambda at: (-int(often[at]), at))
    for step in movable:
        order = _best(order, step, weight)
    for _ in range(_ROUNDS):
        before = order
        for step in movable:
            order = _best([one for one in order if one != step], step, weight)
        if _cost(order, weight) >= _cost(before, weight):
            order = before
            break
    return tuple(names[at] for at in order)


def _weights(number: Mapping[str, int], moves: Moves) -> NDArray[np.int64]:
    """Moves from row to column; the last two stand for the start and the end."""
    size = len(number)
    weight = np.zeros((size + 2, size + 2), dtype=np.int64)
    for (start, end), count in moves.items():
        one = size if start is None else number.get(start)
        other = size + 1 if end is None else number.get(end)
        if one is not None and other is not None and one != other:
            weight[one, other] += count
    return weight


def _best(order: Sequence[int], step: int, weight: NDArray[np.int64]) -> list[int]:
    """The order with the step put in where it costs least."""
    tried = [[*order[:place], step, *order[place:]] for place in range(len(order), -1, -1)]
    return min(tried, key=lambda one: _cost(one, weight))


def _cost(order: Sequence[int], weight: NDArray[np.int64]) -> int:
    size = len(weight) - 2
    chosen = np.array([size, *order, size + 1])
    place = np.arange(len(chosen))
    ahead = place[None, :] - place[:, None]
    return int((weight[np.ix_(chosen, chosen)] * np.where(ahead > 0, ahead - 1, -_BACK * ahead)).sum())
