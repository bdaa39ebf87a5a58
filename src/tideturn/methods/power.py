"""The smallest change that answers, scores and other shares could show, so that nobody plans what could show none."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from statistics import NormalDist
from typing import Final, NamedTuple

import numpy as np

from tideturn.methods.change import sign_test
from tideturn.methods.intervals import (
    Z_OF_TWO,
    Interval,
    Reals,
    Whole,
    Z,
    newcombe_each,
    paired_difference,
    wilson_each,
)

POWER: Final = 0.8
"""Minimum share of the pairs of waves that might be drawn that must show a change, for it to count as shown."""
OF_POWER: Final = 0.8416212335729143
"""Standard normal deviate with a probability of `POWER` below it."""
DESIGN_EFFECT: Final = 1.1
"""Number of answers of a wave that are worth one: people of one organisation, team or place answer alike."""
_ALPHA: Final = 0.05
_FEWEST_MOVING: Final = 6
_STEP: Final = 0.001
_SLACK: Final = 1e-9
_NORMAL: Final = NormalDist()
_NEVER: Final = 1e-12
"""Minimum probability of a count; less likely counts are left out."""
_EXACT: Final = 200
_FEWEST_EITHER_WAY: Final = 10
"""Minimum number who agree, and who do not, in the first wave for the normal curve to be near enough.

Each wave must also have more than `_EXACT` answers.
"""


class Least(NamedTuple):
    """The least rise and the least fall that would show; None if none would."""

    rise: float | None
    fall: float | None


@lru_cache(maxsize=4096)
def smallest_rise(k: int, n: int, later: int, last: tuple[int, int] | None = None, *, z: float = Z) -> float | None:
    """Return the least rise of a share of k/n that `later` answers in a later wave would show in four of five draws.

    A rise shows if the whole of Newcombe's interval (95 %, unless `z` says otherwise), with the design effect, lies
    above zero. With the k and n of a `last` wave in between, the 97.5 % interval of the change since then must also not
    lie below zero. All waves are drawn, the earlier ones from the shares that they gave. The rise is rounded up to the
    next 0.001; None if even a share of one would not show it.
    Raises ValueError unless 0 ≤ k ≤ n and all waves have answers.
    """
    if not all(0 <= some <= of and of for some, of in ((k, n), *([last] if last else []))) or later <= 0:
        raise ValueError(f"{k} of {n}, {last} and a later wave of {later} are not waves")
    first = k / n
    if first > 1 - _STEP:
        return None
    waves = (n, later, *([last[1]] if last else []))
    by_curve = min(waves) > _EXACT and min(k, n - k) >= _FEWEST_EITHER_WAY
    shown = _by_curve(first, n, later, last, z) if by_curve else _by_counts(k, n, later, last, z)
    return least_size(lambda rise: shown(first + rise), 1 - first, _STEP)


def smallest_fall(k: int, n: int, later: int, *, of_two: bool = False) -> float | None:
    """Return the least fall of a share of k/n that would show, as `smallest_rise`: those who do not agree rise.

    `of_two`: it is compared with a second wave too, so it takes an interval of 97.5 %.
    """
    return smallest_rise(n - k, n, later, z=Z_OF_TWO if of_two else Z)


@lru_cache(maxsize=256)
def smallest_majority(n: int) -> float | None:
    """Return the least share that n answers would show, in four of five draws, to be above half.

    It shows if the whole of Wilson's 95 % interval lies above half. The share is rounded up to the next 0.001; None if
    even n of n would not show it. Raises ValueError without an answer.
    """
    if n < 1:
        raise ValueError("nobody answers")
    low, _ = wilson_each(np.arange(n + 1), np.full(n + 1, n))
    if not (low > 0.5).any():
        return None
    return _least_chance(n, int((low > 0.5).argmax()))


@lru_cache(maxsize=256)
def smallest_net(pairs: int, moved: int, *, above: float | None = None) -> float | None:
    """Return the least (better − worse)/pairs that would show in four of five draws if `moved` of the pairs move.

    It shows if the exact sign test gives p < 0.05 and, with `above`, the Agresti–Min interval lies above that. Each
    person who moves has the same chance of getting better. None if it would not show even if all of them got better.
    Raises ValueError unless 0 ≤ moved ≤ pairs.
    """
    if not 0 <= moved <= pairs:
        raise ValueError(f"{moved} of {pairs} cannot move")

    def shown(better: int) -> bool:
        interval = paired_difference(better, moved - better, pairs)
        apart = above is None or (interval is not None and interval.low > above)
        return 2 * better > moved and sign_test(better, moved - better) < _ALPHA and apart

    fewest = next((better for better in range(moved + 1) if shown(better)), None)
    if fewest is None:
        return None
    return (2 * _least_chance(moved, fewest) - 1) * moved / pairs


def least_net(pairs: int, moved: int) -> float:
    """Return the least (better − worse)/pairs that gives p < 0.05 in the exact sign test, if `moved` of the pairs move.

    Fewer than six show nothing, even if all move the same way; then the result is that of six.
    """
    moving = max(moved, _FEWEST_MOVING)
    better = bisect_left(range(moving + 1), True, lo=moving // 2, key=lambda k: sign_test(k, moving - k) < _ALPHA)
    return (2 * better - moving) / pairs


def least_shown(interval: Interval) -> float:
    """Return the least difference that another interval as wide as this 95 % one would show in four of five draws."""
    return (Z + OF_POWER) * interval.width / (2 * Z)


def least_size(shown: Callable[[float], bool], largest: float, step: float) -> float | None:
    """Return the least multiple of `step` that shows, given that all above it do; None if even the largest does not."""
    low, high = 0, int(largest / step + _SLACK)
    if not shown(high * step):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if shown(middle * step) else (middle, high)
    return high * step


def _least_chance(n: int, fewest: int) -> float:
    """Return the least chance above half that gives `fewest` or more of n in four of five draws."""
    chances = (0.5 + step * _STEP for step in range(1, round(0.5 / _STEP) + 1))
    return next(chance for chance in chances if float(_binomial(n, chance)[fewest:].sum()) >= POWER)


def _by_curve(first: float, n: int, later: int, last: tuple[int, int] | None, z: float) -> Callable[[float], bool]:
    def deviate(share: float, then: float, of: int) -> float:
        spread = math.sqrt(DESIGN_EFFECT * (then * (1 - then) / of + share * (1 - share) / later))
        return (share - then) / spread if spread else math.copysign(math.inf, share - then)

    def shown(share: float) -> bool:
        up = deviate(share, first, n) - z
        if last is None:
            return up >= OF_POWER
        # Treat the two as independent. They are correlated, so the true chance is no smaller than this.
        not_down = deviate(share, last[0] / last[1], last[1]) + Z_OF_TWO
        return _NORMAL.cdf(up) * _NORMAL.cdf(not_down) >= POWER

    return shown


def _by_counts(k: int, n: int, later: int, last: tuple[int, int] | None, z: float) -> Callable[[float], bool]:
    counts, drawn = _drawn(k, n)
    fewest = _up_to(_fewest(counts, n, later, z), drawn, later)
    if last:
        # A fall since then is a rise, of the same size, of those who do not agree.
        counts, drawn = _drawn(*last)
        turned = range(last[1] + 1 - counts.stop, last[1] + 1 - counts.start)
        fewest *= _up_to(later + 1 - _fewest(turned, last[1], later, Z_OF_TWO)[::-1], drawn, later)
    chances = np.diff(fewest, prepend=0.0)

    def shown(share: float) -> bool:
        at_least = np.append(np.cumsum(_binomial(later, share)[::-1])[::-1], 0.0)
        return float(chances @ at_least) >= POWER

    return shown


def _up_to(fewest: Whole, drawn: Reals, later: int) -> Reals:
    """Return, for each count of the later wave from 0 to `later` + 1, the chance that it is as many as it takes."""
    found: Reals = np.cumsum(np.bincount(fewest, weights=drawn, minlength=later + 2))
    return found


@lru_cache(maxsize=16)
def _drawn(k: int, n: int) -> tuple[range, Reals]:
    """Return the counts with a noticeable probability at a share of k/n, and those probabilities."""
    chances = _binomial(n, k / n)
    (counts,) = np.nonzero(chances > _NEVER)
    ever = range(int(counts[0]), int(counts[-1]) + 1)
    return ever, chances[ever.start : ever.stop]


@lru_cache(maxsize=256)
def _fewest(counts: range, n: int, later: int, z: float) -> Whole:
    """Return, for each count of n, the least later count whose interval lies above it; otherwise later + 1."""
    then = np.arange(counts.start, counts.stop)
    of, later_of = np.full(then.shape, n), np.full(then.shape, later)
    # The interval rises with the later count, so bisection finds the least count that is enough.
    few, enough = np.zeros_like(then), later_of + 1
    while (few < enough).any():
        half = (few + enough) // 2
        low, _ = newcombe_each(half.clip(max=later), later_of, then, of, DESIGN_EFFECT, z)
        shown = (low > 0) & (half <= later)
        few, enough = np.where(shown | (few == enough), few, half + 1), np.where(shown, half, enough)
    return enough


@lru_cache(maxsize=256)
def _ways(n: int) -> Reals:
    """Return the logarithm of the number of ways to draw each count from 0 to n."""
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
