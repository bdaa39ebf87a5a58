"""What chance alone would give: the labels of organisations dealt anew, and how often that lies as far from nought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tideturn.methods.networks.waves import Indexes

_CELLS: Final = 4_000_000
"""No table of draws holds more: what keeps memory low."""
_TIE: Final = 1e-12
"""Two numbers no farther apart are one, but for the last places of a sum."""


def batches(draws: int, width: int) -> list[int]:
    """How many draws are made at once, each of them `width` cells of a table."""
    most = max(1, _CELLS // max(width, 1))
    return [min(most, draws - made) for made in range(0, draws, most)]


def relabelled(labels: Indexes, permutations: int, width: int, rng: np.random.Generator) -> Iterator[Indexes]:
    """The labels in random order, a row for each permutation and some rows at a time; each takes `width` cells."""
    for count in batches(permutations, width):
        yield rng.permuted(np.tile(labels, (count, 1)), axis=1)


def two_sided(seen: float, dealt: Iterable[NDArray[np.float64]]) -> float:
    """p: the share of what was dealt that lies as far from nought as what was seen, or farther; (1 + b)/(B + 1)."""
    as_far = permutations = 0
    for some in dealt:
        as_far += int((np.abs(some) >= abs(seen) - _TIE).sum())
        permutations += some.size
    return (1 + as_far) / (permutations + 1)
