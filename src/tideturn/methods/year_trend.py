"""The trend of whole-year totals, and how much the counts of their months or quarters scatter about it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

HALF: Final = 0.5
_LEAST_CORRELATION: Final = 0.1
_MOST_CORRELATION: Final = 0.8
_LARGEST: Final = 300.0
"""Maximum exponent, so that no number overflows."""


@dataclass(frozen=True)
class LogTrend:
    """A Poisson regression of totals on the year (x = 0 in the last one), with their sizes as its offset."""

    level: float
    slope: float
    fitted: tuple[float, ...]

    @classmethod
    def through(cls, counted: Sequence[float], sizes: Sequence[float]) -> LogTrend:
        """Fit the regression; totals under ½ count as ½, so that the slope is finite.

        The likelihood is greatest where the fitted mean of x, which rises with the slope, equals the counted mean.
        """
        counts = [max(one, HALF) for one in counted]
        places = range(1 - len(counts), 1)
        wanted = math.fsum(x * t for x, t in zip(places, counts, strict=True)) / math.fsum(counts)
        low, high = -_LARGEST / len(counts), _LARGEST / len(counts)
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
        """Return the variance of the slope over φ."""
        return 1 / math.fsum((x - self._middle) ** 2 * m for x, m in self._placed)

    def forecast(self, ahead: int) -> tuple[float, float]:
        """Return the total `ahead` years after the last, at size 1, and the variance of its logarithm over φ."""
        variance = 1 / math.fsum(self.fitted) + (ahead - self._middle) ** 2 * self.slope_variance
        return exp(self.level + self.slope * ahead), variance


def period_dispersion(earlier: Sequence[Sequence[float]]) -> float:
    """Return the variance of a year's total over that of a Poisson count, as its months or quarters show it.

    It is Pearson's dispersion about years times seasons, at least 1, times a factor for the correlation of neighbouring
    periods.
    """
    periods = len(earlier[0])
    residuals = _residuals(earlier)
    squares = math.fsum(e * e for one in residuals for e in one)
    along = math.fsum(a * b for one in residuals for a, b in pairwise(one))
    r = (along / squares if squares else 0.0) + 2 / periods
    r = min(max(r, _LEAST_CORRELATION), _MOST_CORRELATION)
    alike = 1 + 2 * math.fsum((1 - i / periods) * r**i for i in range(1, periods))
    return max(1.0, squares / ((len(earlier) - 1) * (periods - 1))) * alike


def _residuals(earlier: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return Pearson residuals from years times seasons."""
    columns = [math.fsum(column) for column in zip(*earlier, strict=True)]
    whole = math.fsum(columns)
    found = []
    for one in earlier:
        share = math.fsum(one) / whole if whole else 0.0
        expected = [share * column for column in columns]
        found.append([(b - m) / math.sqrt(m) if m > 0 else 0.0 for b, m in zip(one, expected, strict=True)])
    return found


def exp(power: float) -> float:
    """Return e to this power, or to `_LARGEST` if the power is larger."""
    return math.exp(min(power, _LARGEST))
