"""Choose the year to plan, and cut the dataset to what was known before it begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import polars as pl

from tideturn.dataset.known import known_by, last_day
from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.problems import TideturnError

_DATED: Final = {"assessments": "date", "changes": "date", "activities": "date", "cases": "received"}
"""Tables that show that a year has begun, with the column of the date."""


@dataclass(frozen=True)
class Coming:
    """The planned year, and the dataset as it was known before."""

    year: Year
    dataset: Dataset
    """Dataset, cut to what was known before the year, with the year among the programme's own."""
    named: bool
    """Whether `programme.toml` has the year."""
    known_on: date

    @property
    def past(self) -> tuple[Year, ...]:
        """Return the programme's years before it, the last of them first."""
        return tuple(sorted(_before(self.dataset, self.year.number), key=lambda year: -year.number))


def coming(dataset: Dataset, number: int | None = None, *, beyond: int = 0) -> Coming:
    """Return the year of that number, else the first with nothing recorded yet, else the one after the last.

    The year after the last needs no row in `programme.toml`: it is as long as the last one. Without a number the year
    is also one after `beyond`. Raise TideturnError for any other year that the programme does not have, and for a
    programme without years.
    """
    years = sorted(dataset.programme.years, key=lambda year: year.number)
    if not years:
        raise TideturnError(
            "The programme has no years.", place="programme.toml", mend="Give each a row under [[years]]."
        )
    after = _after(years[-1])
    if number is None:
        free = (year for year in years if year.number > beyond and not any(_signs(dataset, year)))
        year = next(free, after)
    else:
        choices = {one.number: one for one in (*years, after)}
        if number not in choices:
            numbers = ", ".join(map(str, choices))
            raise TideturnError(
                f"Year {number} cannot be planned.",
                place="--year",
                mend=f"Choose one of {numbers}, or give it a row under [[years]] in programme.toml.",
            )
        year = choices[number]
    before = _before(dataset, year.number)
    day = max([year.start - timedelta(days=1), *(one.as_of for one in before)])
    known = known_by(dataset, day)
    programme = dataset.programme
    if year is after:
        programme = replace(programme, years=(*programme.years, year))
    surveys = {
        code: replace(survey, responses=survey.responses.filter(pl.col("year") < year.number))
        for code, survey in known.surveys.items()
    }
    # The year is planned as though all of it were known by its end.
    cut = replace(known, programme=programme, surveys=surveys, known_by=None)
    return Coming(replace(year, data_to=None), cut, year is not after, day)


def _before(dataset: Dataset, number: int) -> list[Year]:
    return [year for year in dataset.programme.years if year.number < number]


def _after(last: Year) -> Year:
    """Return the year after the last: to the same day, or as many days where the last is not a whole year."""
    start = last.end + timedelta(days=1)
    whole = _a_year_on(last.start) == start
    end = _a_year_on(start) - timedelta(days=1) if whole else start + (last.end - last.start)
    return Year(last.number + 1, start, end)


def _a_year_on(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return date(day.year + 1, 3, 1) if leap else day.replace(year=day.year + 1)


def _signs(dataset: Dataset, year: Year) -> Iterator[bool]:
    """Yield, for each kind of record, whether it holds anything from the year."""
    of_year = pl.col("year") == year.number
    for survey in dataset.surveys.values():
        yield not survey.responses.filter(of_year).is_empty()
    yield not dataset.table("interviews").filter(of_year).is_empty()
    for table, column in _DATED.items():
        yield not dataset.table(table).filter(pl.col(column).is_between(year.start, year.end)).is_empty()
    yield any(year.holds(last_day(period)) for period in dataset.table("series")["period"].drop_nulls().unique())
