"""Order the steps of a pathway from the top down: mostly as cases go, with designed steps as designed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

_BACK: Final = 3
"""Cost of each place that a move goes back, relative to the cost of a place that it jumps over."""
_ROUNDS: Final = 30

Moves = Mapping[tuple[str | None, str | None], int]
"""Number of times that each step follows each; None is the start or the end of cases."""


def ordered(steps: Sequence[str], moves: Moves, designed: Sequence[str] = ()) -> tuple[str, ...]:
    """Return every step once: designed ones in their order, the others where moves go back and jump least.

    This is a minimum linear arrangement by insertion, the most frequent step first, and then by moving one step at a
    time while that helps. The order of `steps` and of `moves` changes nothing: equal steps go by name, equal places go
    to the later one.
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
    """Return the moves from row to column; the last two indexes are the start and the end."""
    size = len(number)
    weight = np.zeros((size + 2, size + 2), dtype=np.int64)
    for (start, end), count in moves.items():
        one = size if start is None else number.get(start)
        other = size + 1 if end is None else number.get(end)
        if one is not None and other is not None and one != other:
            weight[one, other] += count
    return weight


def _best(order: Sequence[int], step: int, weight: NDArray[np.int64]) -> list[int]:
    """Return the order with the step inserted where it costs least."""
    tried = [[*order[:place], step, *order[place:]] for place in range(len(order), -1, -1)]
    return min(tried, key=lambda one: _cost(one, weight))


def _cost(order: Sequence[int], weight: NDArray[np.int64]) -> int:
    size = len(weight) - 2
    chosen = np.array([size, *order, size + 1])
    place = np.arange(len(chosen))
    ahead = place[None, :] - place[:, None]
    return int((weight[np.ix_(chosen, chosen)] * np.where(ahead > 0, ahead - 1, -_BACK * ahead)).sum())
