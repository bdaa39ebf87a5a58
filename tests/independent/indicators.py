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
    of: float = 0.0  # its denominator; 0 where it has none


def monthly(year: Year, indicator: str, scope: str) -> list[Point]:
    """Return an indicator's counts in order, summed over the sites that a scope holds."""
    found: dict[str, int] = {}
    of: dict[str, float] = {}
    for row in year.rows("series"):
        if row["indicator"] == indicator and row["count"] and scope in {"programme", row["site"]}:
            found[row["period"]] = found.get(row["period"], 0) + int(row["count"])
            of[row["period"]] = of.get(row["period"], 0.0) + float(row["denominator"] or 0)
    return [Point(period, found[period], of[period]) for period in sorted(found)]


@dataclass(frozen=True)
class Held:
    """A year's points against those before it."""

    before: list[int]
    during: list[int]
    of_before: float = 0.0
    of_during: float = 0.0
    each: str = "month"  # how long a period is

    @property
    def rate(self) -> float:
        return sum(self.during) / self.of_during if self.of_during else fmean(self.during)

    @property
    def rate_before(self) -> float:
        return sum(self.before) / self.of_before if self.of_before else fmean(self.before)

    @property
    def p(self) -> float:
        """Return the exact conditional Poisson test of two rates, two-sided (Przyborowski & Wilenski 1940)."""
        before, during = self.of_before or len(self.before), self.of_during or len(self.during)
        total, share = sum(self.before) + sum(self.during), during / (before + during)
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
    before = [each for each in points if (day(each.period) or year.end) < year.start]
    during = [each for each in points if year.during(each.period)]
    rated = all(each.of for each in points)
    return Held(
        *([each.count for each in before], [each.count for each in during]),
        *((sum(each.of for each in before), sum(each.of for each in during)) if rated else (0.0, 0.0)),
        "quarter" if points and "Q" in points[0].period else "month",
    )
