"""Counts kept over time: an indicator's periods, its limits before a year, and whether the rate moved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from statistics import fmean

from scipy import stats

from .folder import Year, day


@dataclass(frozen=True)
class Point:
    period: str
    count: int


def monthly(year: Year, indicator: str, scope: str) -> list[Point]:
    """Return an indicator's counts in order, summed over the sites that a scope holds."""
    found: dict[str, int] = {}
    for row in year.rows("series"):
        if row["indicator"] == indicator and row["count"] and scope in {"programme", row["site"]}:
            found[row["period"]] = found.get(row["period"], 0) + int(row["count"])
    return [Point(period, found[period]) for period in sorted(found)]


@dataclass(frozen=True)
class Held:
    """A year's points against those before it."""

    before: list[int]
    during: list[int]

    @property
    def rate(self) -> float:
        return fmean(self.during)

    @property
    def rate_before(self) -> float:
        return fmean(self.before)

    @property
    def p(self) -> float:
        """Return the exact conditional Poisson test of two rates, two-sided (Przyborowski & Wilenski 1940)."""
        total, share = sum(self.before) + sum(self.during), len(self.during) / (len(self.before) + len(self.during))
        return float(stats.binomtest(sum(self.during), total, share).pvalue)

    @property
    def limits(self) -> tuple[float, float]:
        """Return XmR limits: 2.66 times the mean moving range, large ranges set aside once."""
        ranges = [abs(b - a) for a, b in zip(self.before, self.before[1:], strict=False)]
        mean = fmean(ranges)
        kept = [each for each in ranges if each <= 3.267 * mean]
        half = 2.66 * fmean(kept)
        return self.rate_before - half, self.rate_before + half


@cache
def held(year: Year, indicator: str, scope: str) -> Held:
    """Hold the points of the year against those before it."""
    points = monthly(year, indicator, scope)
    before = [each.count for each in points if (day(each.period) or year.end) < year.start]
    return Held(before, [each.count for each in points if year.during(each.period)])
