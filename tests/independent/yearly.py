"""Cut an indicator's counts into whole years, those of the year judged and those that it is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from .folder import Row, Year, day
from .rules import rule
from .whole_years import Beside, WholeYears

LEAST = 2  # full years before
PERIODS = {"month": 12, "quarter": 4, "year": 1}
Counts = dict[int, dict[str, tuple[float, float]]]  # by year (0 is that judged) and period: count, denominator


def grain(period: str) -> str:
    return "quarter" if "Q" in period else "month" if len(period) == 7 else "year"


def years_from(start: date, when: date) -> int:
    """Return how many whole years lie between the first day of a year and a day; below nought before it."""
    months = (when.year - start.year) * 12 + when.month - start.month - (when.day < start.day)
    return months // 12


@dataclass(frozen=True)
class Yearly:
    """What is known of an indicator by whole years."""

    each: str  # month, quarter or year
    year: int  # of how many periods of the year there are counts
    usable: tuple[int, ...]  # the full years before, with no gap; the last is the latest
    counts: Counts
    first: int  # which is the programme's first year
    rated: bool

    @property
    def periods(self) -> int:
        return PERIODS[self.each]

    def total(self, year: int) -> float:
        return sum(count for count, _ in self.counts[year].values())

    def of(self, year: int) -> float:
        return sum(of for _, of in self.counts[year].values()) if self.rated else 1.0

    def month(self, at: int) -> str:
        """Return a period of the year by its place in it, as it is printed: a quarter by its first and last month."""
        found = day(sorted(self.counts[0])[at])
        first = f"{found.replace(day=1, month=found.month - 2):%B} to " if found and self.each == "quarter" else ""
        return f"{first}{found:%B %Y}" if found else ""

    def held(self, usable: Sequence[int] = ()) -> WholeYears:
        """Hold the year against those before it."""
        usable = usable or self.usable
        earlier = tuple(_in_order(self.counts[each]) for each in usable)
        of = tuple(self.of(each) for each in usable) if self.rated else ()
        before = None
        if usable[-1] != -1:
            before = self.total(-1) * self.of(0) / self.of(-1)
        return WholeYears(earlier, _in_order(self.counts[0]), -usable[-1], of, self.of(0), before)


def _in_order(found: dict[str, tuple[float, float]]) -> tuple[float, ...]:
    return tuple(found[period][0] for period in sorted(found))


def _counts(year: Year, rows: Sequence[Row]) -> Counts:
    """Add up rows by year and period: only periods for which each place has a count."""
    places = {row["site"] for row in rows}
    by_period: dict[str, list[Row]] = {}
    for row in rows:
        by_period.setdefault(row["period"], []).append(row)
    found: Counts = {}
    for period, of in by_period.items():
        when = day(period)
        if when and {row["site"] for row in of} == places:
            both = sum(float(row["count"]) for row in of), sum(float(row["denominator"] or 0) for row in of)
            found.setdefault(years_from(year.start, when), {})[period] = both
    return found


def _run(full: set[int], last: int, most: int) -> tuple[int, ...]:
    """Return the years that lead up to one with no gap, the latest so many."""
    found: list[int] = []
    while last in full and len(found) < most:
        found.insert(0, last)
        last -= 1
    return tuple(found)


@cache
def yearly(year: Year, indicator: str, sites: tuple[str, ...]) -> Yearly | None:
    """Return an indicator by whole years, at some sites; None where nothing is counted there."""
    rows = [
        row for row in year.rows("series") if row["indicator"] == indicator and row["site"] in sites and row["count"]
    ]
    if not rows:
        return None
    counts, each = _counts(year, rows), grain(rows[0]["period"])
    full = {number for number, found in counts.items() if len(found) == PERIODS[each]}
    first = years_from(year.start, min(each["start"] for each in year.years.values()))
    most = rule(year.folder, "series_years")
    before = _run(full, max((each for each in full if each < first), default=first), most)
    just = _run(full, -1, most)
    usable = before if len(before) >= LEAST else just
    rated = all(float(row["denominator"] or 0) for row in rows)
    return Yearly(each, len(counts.get(0, {})), usable, counts, first, rated)


def beside(year: Year, here: Yearly, other: str) -> Beside:
    """Hold a count beside the same count where the programme does not work, over the full years of both."""
    there = yearly(year, other, ("elsewhere",))
    assert there is not None
    usable = [each for each in here.usable if each in there.usable]
    return Beside(here.held(usable), there.held(usable))
