"""Seeded random draws. Only whole numbers and orders are drawn, so that every platform draws the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, TypeVar

import numpy as np

SEED: Final = 20180901

T = TypeVar("T")


def source(name: str) -> np.random.Generator:
    """Return a generator for one part of the example, so that a change to one part leaves the others as they were."""
    return np.random.Generator(np.random.PCG64([SEED, *name.encode()]))


def shuffled(rng: np.random.Generator, things: Sequence[T]) -> list[T]:
    """Return the things in a random order."""
    return [things[int(i)] for i in rng.permutation(len(things))]


def pick(rng: np.random.Generator, things: Sequence[T]) -> T:
    """Return one of the things at random."""
    return things[int(rng.integers(len(things)))]


def between(rng: np.random.Generator, low: int, high: int) -> int:
    """Return a random whole number from `low` to `high`, both included."""
    return int(rng.integers(low, high + 1))


def dealt(rng: np.random.Generator, quotas: dict[T, int], count: int) -> list[T]:
    """Return `count` things, dealt in rounds in which each appears as often as its quota says.

    A round has as many things as the sum of the quotas, in a random order. So each share holds in every whole round,
    and not by luck. The last round may be cut short.
    """
    one_round = [thing for thing, times in quotas.items() for _ in range(times)]
    out: list[T] = []
    while len(out) < count:
        out.extend(shuffled(rng, one_round))
    return out[:count]


def working_day(day: date) -> date:
    """Return the day itself, or the Friday before it if it falls on a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
