"""The trend of whole-year totals, and how much the counts of their months or quarters scatter about it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

HALF: Final = 0.5
LEAST_CORRELATION: Final = 0.1
MOST_CORRELATION: Final = 0.8
LARGEST: Final = 300.0
"""No exponent above this is taken, so that no number overflows."""


@dataclass(frozen=True)
class LogTrend:
    """A Poisson regression of totals on the year, x = 0 in the last of them, with their sizes as its offset."""

    level: float
    slope: float
    fitted: tuple[float, ...]

    @classmethod
    def through(cls, counted: Sequence[float], sizes: Sequence[float]) -> LogTrend:
        """Fit it, with totals under ½ as ½, so that the slope is finite.

        The likelihood is greatest where the fitted mean of x is the counted one, which rises with the slope.
        """
        counts = [max(one, HALF) for one in counted]
        places = range(1 - len(counts), 1)
        wanted = math.fsum(x * t for x, t in zip(places, counts, strict=True)) / math.fsum(counts)
        low, high = -LARGEST / len(counts), LARGEST / len(counts)
        slope = 0.0
        for _ in range(200):
            parts = [size * math.exp(slope * x) for x, size in zip(places, sizes, strict=True)]
            whole = math.fsum(parts)
            mean = math.fsum(x * part for x, part in zip(places, parts, strict=True)) / whole
            low, high = (slope, high) if mean < wanted else (low, slope)
            around = math.fsum((x - mean) ** 2 * part for x, part in zip(places, parts, strict=True)) / whole
            step = slope + (wanted - mean) / around if around > 0 else math.inf
            ahead = step if low < step < high else (low + high) / 2
            if abs(ahead - slope) < 1e-14 * max(1.0, abs(slope)):
                break
            slope = ahead
        level = math.log(math.fsum(counts) / whole)
        return cls(level, slope, tuple(part * math.exp(level) for part in parts))

    @cached_property
    def _middle(self) -> float:
        return math.fsum(x * m for x, m in self._placed) / math.fsum(self.fitted)

    @property
    def _placed(self) -> Iterable[tuple[int, float]]:
        return zip(range(1 - len(self.fitted), 1), self.fitted, strict=True)

    @cached_property
    def slope_variance(self) -> float:
        """The variance of the slope over φ."""
        return 1 / math.fsum((x - self._middle) ** 2 * m for x, m in self._placed)

    def forecast(self, ahead: int) -> tuple[float, float]:
        """Return the total so many years after the last, at size 1, and the variance of its logarithm over φ."""
        variance = 1 / math.fsum(self.fitted) + (ahead - self._middle) ** 2 * self.slope_variance
        return exp(self.level + self.slope * ahead), variance


def _residuals(earlier: Sequence[Sequence[float]]) -> list[list[float]]:
    """Pearson residuals from years times seasons."""
    columns = [math.fsum(column) for column in zip(*earlier, strict=True)]
    whole = math.fsum(columns)
    found = []
    for one in earlier:
        share = math.fsum(one) / whole if whole else 0.0
        expected = [share * column for column in columns]
        found.append([(b - m) / math.sqrt(m) if m > 0 else 0.0 for b, m in zip(one, expected, strict=True)])
    return found


def scatter(earlier: Sequence[Sequence[float]]) -> float:
    """By how much the counts scatter about years and seasons, over what chance alone would do; at least 1."""
    squares = math.fsum(e * e for one in _residuals(earlier) for e in one)
    return max(1.0, squares / ((len(earlier) - 1) * (len(earlier[0]) - 1)))


def of_neighbours(earlier: Sequence[Sequence[float]]) -> float:
    """By how much a year's total scatters more because neighbouring periods are alike."""
    residuals = _residuals(earlier)
    periods = len(earlier[0])
    squares = math.fsum(e * e for one in residuals for e in one)
    along = math.fsum(a * b for one in residuals for a, b in pairwise(one))
    r = (along / squares if squares else 0.0) + 2 / periods
    r = min(max(r, LEAST_CORRELATION), MOST_CORRELATION)
    return 1 + 2 * math.fsum((1 - i / periods) * r**i for i in range(1, periods))


def exp(power: float) -> float:
    """Return e to this power, or to `LARGEST` where it is more."""
    return math.exp(min(power, LARGEST))
