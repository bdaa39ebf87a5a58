"""Cut a series into whole years: the one judged, the one just before it, and those that it is compared with."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from tideturn.dataset.known import last_day, spans
from tideturn.dataset.model import Year
from tideturn.dataset.wording import MONTHS
from tideturn.methods.year_totals import FEWEST_YEARS

PERIODS: Final[Mapping[str, int]] = {"month": 12, "quarter": 4}
"""Number of periods in a year; a series counted by year is shown and never read."""
FEWEST_COUNTED: Final = 20
"""Minimum counted in a year, on average, for a change to be read."""


@dataclass(frozen=True)
class Points:
    """A series up to the year's end: its periods in order; the first `baseline` are before the year."""

    periods: tuple[str, ...]
    counts: tuple[float, ...]
    exposures: tuple[float, ...]
    baseline: int
    rated: bool = False
    """Whether any of its counts has a denominator."""
    mixed: bool = False
    """Whether other counts have none."""

    @property
    def rates(self) -> tuple[float, ...]:
        """Return each period's count divided by its denominator; the count itself where there is none."""
        return tuple(count / exposure for count, exposure in zip(self.counts, self.exposures, strict=True))

    @cached_property
    def places(self) -> dict[int, int]:
        """Return the index of each point, by the time of its period, counted in periods of its kind."""
        return {_place(period): at for at, period in enumerate(self.periods)}


@dataclass(frozen=True)
class WholeYear:
    """The counts of a year, period by period."""

    name: str
    periods: tuple[str, ...]
    counts: tuple[float, ...]
    exposure: float

    @property
    def total(self) -> float:
        """Return how many were counted in the year."""
        return math.fsum(self.counts)


@dataclass(frozen=True)
class WholeYears:
    """The year judged among the whole years before it."""

    span: str
    """Kind of its periods: month, quarter, year; period where they differ."""
    in_year: int
    """Number of periods of the year that have counts."""
    starts: tuple[int, ...] = ()
    """Start of each of the earlier years, counted in periods."""
    earlier: tuple[WholeYear, ...] = ()
    """Years that the year is compared with, oldest first; none with a gap after it."""
    before: WholeYear | None = None
    """The year just before the one judged, where it is whole."""
    before_name: str = ""
    year: WholeYear | None = None
    """The year judged, where it is whole."""
    ahead: int = 1
    """Number of years from the last of the earlier ones to the one judged."""
    of_programme: tuple[str, ...] = ()
    """The programme's own years that the earlier years reach into."""
    mixed: bool = False
    """Whether some of its counts have a denominator and others have none."""

    @property
    def why_not(self) -> str:
        """Return why no change can be read from it, as a word; empty if one can."""
        if self.span not in PERIODS:
            return "by_year" if self.span == "year" else "lengths"
        if self.mixed:
            return "mixed"
        if len(self.earlier) < FEWEST_YEARS:
            return "years"
        if self.year is None:
            return "year"
        if self.before is None:
            return "before"
        return "few" if self.counted < FEWEST_COUNTED * len(self.earlier) else ""

    @property
    def counted(self) -> float:
        """Return how many were counted in all the earlier years."""
        return math.fsum(one.total for one in self.earlier)


def whole_years(points: Points, year: Year, years: Sequence[Year], most: int) -> WholeYears:
    """Cut the series at the judged year's first period.

    The earlier years are the last `most` whole ones before the programme's first year, if there are at least
    `FEWEST_YEARS`; else those just before the year.
    """
    span = spans(points.periods)
    if span not in PERIODS:
        return WholeYears(span, len(points.periods) - points.baseline)
    size = PERIODS[span]
    first = _at(year, span)
    end = _place_after(year, span)
    own = whole_year(points, first, size, f"Year {year.number}") if end - first == size else None
    began = min((_at(one, span) for one in years), default=first)

    def run(ahead: int) -> list[int]:
        starts: list[int] = []
        while len(starts) < max(most, FEWEST_YEARS) and _is_whole(points, first - (ahead + len(starts)) * size, size):
            starts.insert(0, first - (ahead + len(starts)) * size)
        return starts

    farthest = (first - min(points.places)) // size
    outside = (
        ahead
        for ahead in range(max(math.ceil((first - began) / size), 0) + 1, farthest + 1)
        if _is_whole(points, first - ahead * size, size)
    )
    ahead = next(outside, 1)
    starts = run(ahead)
    if len(starts) < FEWEST_YEARS:
        ahead, starts = 1, run(1)
    names = {_at(one, span): f"Year {one.number}" for one in years if _place_after(one, span) - _at(one, span) == size}

    def called(start: int) -> str:
        return names.get(start) or f"the year to {_month(start + size - 1, span)}"

    earlier = tuple(whole_year(points, start, size, called(start)) for start in starts)
    reached = {period for one in earlier for period in one.periods}
    return WholeYears(
        span=span,
        in_year=len(points.periods) - points.baseline,
        starts=tuple(starts),
        earlier=earlier,
        before=whole_year(points, first - size, size, called(first - size))
        if _is_whole(points, first - size, size)
        else None,
        before_name=called(first - size),
        year=own if own and len(own.counts) == size else None,
        ahead=ahead,
        of_programme=tuple(f"Year {one.number}" for one in years if any(one.holds(last_day(p)) for p in reached)),
        mixed=points.mixed,
    )


def whole_year(points: Points, start: int, size: int, name: str) -> WholeYear:
    """Return the counts of `size` periods from `start` on, for those periods that have counts."""
    at = [points.places[place] for place in range(start, start + size) if place in points.places]
    return WholeYear(
        name,
        tuple(points.periods[i] for i in at),
        tuple(points.counts[i] for i in at),
        math.fsum(points.exposures[i] for i in at),
    )


def _is_whole(points: Points, start: int, size: int) -> bool:
    return all(place in points.places for place in range(start, start + size))


def _place(period: str) -> int:
    end = last_day(period)
    if "Q" in period:
        return 4 * end.year + (end.month - 1) // 3
    return 12 * end.year + end.month - 1 if "-" in period else end.year


def _at(year: Year, span: str) -> int:
    """Return the place of the year's first period: the first that ends in it."""
    size = PERIODS[span]
    return size * year.start.year + (year.start.month - 1) * size // 12


def _place_after(year: Year, span: str) -> int:
    """Return the place of the first period that ends after the year."""
    size = PERIODS[span]
    holding = size * year.end.year + (year.end.month - 1) * size // 12
    name = f"{year.end.year}-Q{holding % 4 + 1}" if span == "quarter" else f"{year.end.year}-{year.end.month:02}"
    return holding + (last_day(name) <= year.end)


def _month(place: int, span: str) -> str:
    """Return the month in which a period ends, `August 2018`."""
    year, part = divmod(place, PERIODS[span])
    return f"{MONTHS[(part + 1) * 12 // PERIODS[span] - 1]} {year}"
