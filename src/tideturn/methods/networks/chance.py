"""Permutation tests: relabel the organisations at random, and find how often the result is at least as far from 0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tideturn.methods.networks.waves import Indexes

_CELLS: Final = 4_000_000
"""Maximum cells in a table of draws, which keeps memory low."""
_TIE: Final = 1e-12
"""Largest difference between two numbers that counts as equal, because it is only rounding in a sum."""


def batches(draws: int, width: int) -> list[int]:
    """Return how many draws to make in each batch, where a draw takes `width` cells of a table."""
    most = max(1, _CELLS // max(width, 1))
    return [min(most, draws - made) for made in range(0, draws, most)]


def relabelled(labels: Indexes, permutations: int, width: int, rng: np.random.Generator) -> Iterator[Indexes]:
    """Yield the labels in random order, a row for each permutation, in batches; each row takes `width` cells."""
    for count in batches(permutations, width):
        yield rng.permuted(np.tile(labels, (count, 1)), axis=1)


def two_sided(seen: float, dealt: Iterable[NDArray[np.float64]]) -> float:
    """Return p, the share of permuted values at least as far from 0 as the observed one: (1 + b)/(B + 1)."""
    as_far = permutations = 0
    for some in dealt:
        as_far += int((np.abs(some) >= abs(seen) - _TIE).sum())
        permutations += some.size
    return (1 + as_far) / (permutations + 1)
