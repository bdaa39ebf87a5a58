"""Read a series of counts as an XmR chart does: limits from before the year, and what lies beyond chance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from .folder import Year, day

LIMIT, RANGE_LIMIT = 2.66, 3.267
RUN, STEPS = 7, 6
BEYOND, TREND, TWO_OF_THREE, SHIFT = "beyond_limit", "trend", "two_of_three", "shift"


@dataclass(frozen=True)
class Limits:
    """The mean, and the limits within which a count varies by itself."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Series:
    """The counts of an indicator by period, all places together."""

    title: str
    periods: tuple[str, ...]
    counts: tuple[float, ...]
    before: int  # how many periods ended before the year
    rate: bool = False  # whether they are counts divided by their denominators

    def of_year(self) -> range:
        return range(self.before, len(self.periods))


def series(year: Year, indicator: str) -> Series:
    """Add up an indicator over all places of the programme, by period, up to the year's end."""
    totals: dict[str, float] = {}
    wholes: dict[str, float] = {}
    for row in year.rows("series"):
        if row["indicator"] == indicator and row["site"] in year.sites:
            totals[row["period"]] = totals.get(row["period"], 0) + float(row["count"])
            wholes[row["period"]] = wholes.get(row["period"], 0) + float(row["denominator"] or 0)
    rate = all(wholes.values())
    totals = {period: count / wholes[period] for period, count in totals.items()} if rate else totals
    periods = sorted(totals, key=lambda period: day(period) or year.end)
    before = sum((day(period) or year.end) < year.start for period in periods)
    title = next(row["title"] for row in year.rows("indicators") if row["indicator"] == indicator)
    return Series(title, tuple(periods), tuple(totals[period] for period in periods), before, rate)


def limits(counts: Iterable[float]) -> Limits:
    """Return XmR limits, ranges above 3.267 times their average set aside once (Wheeler 2000; Nelson 1982)."""
    values = list(counts)
    ranges = [abs(one - other) for one, other in pairwise(values)]
    usual = [each for each in ranges if each <= RANGE_LIMIT * fmean(ranges)]
    middle, width = fmean(values), LIMIT * fmean(usual)
    return Limits(middle, max(0.0, middle - width), middle + width)


def signals(found: Series) -> dict[int, tuple[str, str]]:
    """Return for each point of the year the first rule that fits it, and which way."""
    bounds = limits(found.counts[: found.before])
    return {at: rule for at in found.of_year() if (rule := _rule(found.counts, at, bounds))}


def _rule(counts: tuple[float, ...], at: int, bounds: Limits) -> tuple[str, str] | None:
    value = counts[at]
    up = value > bounds.mean
    way = "up" if up else "down"
    if value > bounds.high or value < bounds.low:
        return BEYOND, way
    last = counts[max(0, at - STEPS) : at + 1]
    if len(last) == STEPS + 1:
        for rising in (True, False):
            if all((other > one) if rising else (other < one) for one, other in pairwise(last)):
                return TREND, "up" if rising else "down"
    for upper in (True, False):
        edge = bounds.mean + 2 / 3 * ((bounds.high if upper else bounds.low) - bounds.mean)
        far = [each > edge if upper else each < edge for each in counts[max(0, at - 2) : at + 1]]
        if far[-1] and sum(far) >= 2:
            return TWO_OF_THREE, "up" if upper else "down"
    run = counts[max(0, at - RUN + 1) : at + 1]
    if len(run) == RUN and (all(each > bounds.mean for each in run) or all(each < bounds.mean for each in run)):
        return SHIFT, way
    return None
