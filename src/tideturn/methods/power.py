"""How small a change two waves of answers could show, so that nobody plans a survey that could not."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np

from tideturn.methods.intervals import Reals, Whole, Z, newcombe_each

POWER: Final = 0.8
"""A change counts as shown by so many of the pairs of waves that would be drawn."""
_OF_POWER: Final = 0.8416212335729143
"""The standard normal deviate below which `POWER` lies."""
_STEP: Final = 0.001
_SLACK: Final = 1e-9
_EXACT: Final = 200
"""Beyond so many answers a wave, the normal curve is near enough."""


@lru_cache(maxsize=4096)
def smallest_rise(k: int, n: int, later: int) -> float | None:
    """Return the least rise of a share of k/n that a later wave of so many would show in four of five draws.

    A rise is shown where the whole of Newcombe's 95 % interval lies above nought; both waves are drawn, the first of
    n from the share that it gave. To the next 0.001; None where even a share of one would not show it.
    Raises ValueError unless 0 ≤ k ≤ n and both waves have answers.
    """
    if not (0 <= k <= n and n and later > 0):
        raise ValueError(f"{k} of {n} and a later wave of {later} are not two waves")
    first = k / n
    shown = _by_curve(first, n, later) if max(n, later) > _EXACT else _by_counts(k, n, later)
    low, high = 0, int((1 - first) / _STEP + _SLACK)
    if not shown(first + high * _STEP):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if shown(first + middle * _STEP) else (middle, high)
    return high * _STEP


def _by_curve(first: float, n: int, later: int) -> Callable[[float], bool]:
    def shown(share: float) -> bool:
        spread = math.sqrt(first * (1 - first) / n + share * (1 - share) / later)
        return share - first >= (Z + _OF_POWER) * spread

    return shown


def _by_counts(k: int, n: int, later: int) -> Callable[[float], bool]:
    drawn, fewest = _binomial(n, k / n), _fewest(n, later)

    def shown(share: float) -> bool:
        at_least = np.append(np.cumsum(_binomial(later, share)[::-1])[::-1], 0.0)
        return float(drawn @ at_least[fewest]) >= POWER

    return shown


@lru_cache(maxsize=256)
def _fewest(n: int, later: int) -> Whole:
    """For each k of n the least count of the later wave whose interval lies above it; later + 1 where none does."""
    then, now = np.meshgrid(np.arange(n + 1), np.arange(later + 1), indexing="ij")
    low, _ = newcombe_each(now, np.full(now.shape, later), then, np.full(then.shape, n))
    shown = low > 0
    found: Whole = np.where(shown.any(axis=1), shown.argmax(axis=1), later + 1)
    return found


@lru_cache(maxsize=256)
def _ways(n: int) -> Reals:
    """The logarithm of how many ways there are to draw each count from 0 to n."""
    counts = np.arange(n)
    found: Reals = np.concatenate([[0.0], np.cumsum(np.log((n - counts) / (counts + 1)))])
    return found


def _binomial(n: int, share: float) -> Reals:
    """Return the chance of each count from 0 to n."""
    chances = np.zeros(n + 1)
    if share <= 0 or share >= 1:
        chances[0 if share <= 0 else n] = 1.0
        return chances
    counts = np.arange(n + 1)
    found: Reals = np.exp(_ways(n) + counts * math.log(share) + (n - counts) * math.log1p(-share))
    return found
