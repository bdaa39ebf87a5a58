"""Check that dates are in a possible order, and that they are within the programme's years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from tideturn.dataset.check.folder import ROW, Folder
from tideturn.dataset.check.rule import Found, error, query
from tideturn.dataset.wording import counted, day, quoted

today: Final = date.today
"""A function that returns today's date; tests replace it."""
ORDER: Final = (
    ("cases", "received", "opened", "a case is opened before its referral was received"),
    ("cases", "opened", "closed", "a case is closed before it was opened"),
    ("cases", "received", "started", "work on a case starts before its referral was received"),
    ("cases", "received", "closed", "a case is closed before its referral was received"),
    ("contexts", "opened", "closed", "work on a place ends before it began"),
    ("criteria", "from", "to", "a criterion ends before it began"),
    ("priorities", "from", "to", "a priority ends before it began"),
    ("context", "from", "to", "it ends before it began"),
    ("posts", "advertised", "filled", "a post is filled before it was advertised"),
    ("posts", "filled", "left", "a post is left before it was filled"),
    ("onward_referrals", "concern", "referred", "a referral is made before the concern arose"),
    ("onward_referrals", "referred", "replied", "a referral is answered before it was made"),
    ("changes", "date", "reversed_on", "a change is undone before it was noticed"),
)
"""Pairs of a table's dates; the second cannot be before the first."""

WITHIN_A_YEAR: Final = (
    ("cases", "received"),
    ("sessions", "date"),
    ("onward_referrals", "referred"),
    ("assessments", "date"),
    ("training_events", "date"),
    ("activities", "date"),
    ("engagements", "date"),
    ("changes", "date"),
    ("waves", "date"),
    ("learning", "date"),
    ("events", "time"),
)
"""Dates of what the programme did or saw, which should be in one of its years.

A series may begin earlier, with its baseline.
"""


@error(
    "dates_out_of_order",
    looks_for="; ".join(f"{table}.{later} before {table}.{earlier}" for table, earlier, later, _ in ORDER),
    why="waiting times and durations would come out negative",
)
def dates_out_of_order(folder: Folder) -> Iterator[Found]:
    """Find every row that dates a later step before an earlier one."""
    for table, earlier, later, words in ORDER:
        sheet = folder.sheet(table)
        broken = pl.col(later) < pl.col(earlier)
        if (table, later) == ("cases", "closed") and earlier == "received":
            broken &= pl.col("opened").is_null()
        for found in sheet.where(broken, earlier, later):
            yield Found(
                sheet.file,
                found[ROW],
                later,
                f"{later} ({found[later]}) lies before {earlier} ({found[earlier]}): {words}.",
                "Correct the date that is wrong.",
            )


@query(
    "date_outside_its_year",
    looks_for="an interview whose date lies outside the programme year that its row names",
    why="its evidence may count in the wrong year; an interview held just after the year's end can be meant",
)
def date_outside_its_year(folder: Folder) -> Iterator[Found]:
    """Find interviews dated outside their own year."""
    if folder.programme is None:
        return
    sheet = folder.sheet("interviews")
    for year in folder.programme.years:
        outside = (pl.col("year") == year.number) & ~pl.col("date").is_between(year.start, year.end)
        for found in sheet.where(outside, "date"):
            yield Found(
                sheet.file,
                found[ROW],
                "date",
                f"{found['date']} is not in Year {year.number}, which runs from {year.start} to {year.end}.",
                "Correct the date or the year, or say in queries.csv that it is meant.",
            )


@query(
    "date_outside_programme",
    looks_for="something that was done or seen ("
    + ", ".join(f"{table}.{column}" for table, column in WITHIN_A_YEAR)
    + ") on a day that no programme year holds",
    why="it would count in no year; periods of a series before Year 1 are its baseline and allowed",
)
def date_outside_programme(folder: Folder) -> Iterator[Found]:
    """Find every dated row of work that is in none of the programme's years."""
    if folder.programme is None or not folder.programme.years:
        return
    years = folder.programme.years
    for table, column in WITHIN_A_YEAR:
        sheet = folder.sheet(table)
        if sheet.frame.is_empty():
            continue
        written = pl.col(column)
        dated = written.str.slice(0, 10).str.to_date(strict=False) if table == "events" else written
        inside = pl.any_horizontal([dated.is_between(year.start, year.end) for year in years])
        for found in sheet.where(dated.is_not_null() & ~inside, column):
            yield Found(
                sheet.file,
                found[ROW],
                column,
                f"{found[column]} lies in none of the programme's {counted(len(years), 'year')} "
                f"({min(y.start for y in years)} to {max(y.end for y in years)}).",
                "Correct the date, or say in queries.csv why it stands.",
            )


@query(
    "rows_without_a_date",
    looks_for="interviews and survey responses without a date, of a year whose records are closed",
    why="such a row counts as known by the end of its year, even if it was written later",
)
def rows_without_a_date(folder: Folder) -> Iterator[Found]:
    """Find rows without a date: give their number once for each table and year, at the first of them."""
    if folder.programme is None:
        return
    sheets = [folder.sheet("interviews"), *(survey.responses for survey in folder.surveys.values())]
    for year in folder.programme.years:
        if year.as_of >= today():
            continue
        for sheet in sheets:
            undated = sheet.numbered().filter((pl.col("year") == year.number) & pl.col("date").is_null())
            if undated.height:
                rows, by = counted(undated.height, "row"), day(year.as_of)
                has, counts = ("has", "counts") if undated.height == 1 else ("have", "count")
                what = f"{rows} of Year {year.number} {has} no date, and so {counts} as known by {by}."
                mend = f"Write the day of each. If what has no date came in by {by}, say so in queries.csv."
                yield Found(sheet.file, undated[ROW][0], "date", what, mend)


@query(
    "post_left_unfilled",
    looks_for="a post that was left and never filled",
    why="vacancies explain delays, so the days count",
)
def post_left_unfilled(folder: Folder) -> Iterator[Found]:
    """Find posts that have a last day and no first day."""
    sheet = folder.sheet("posts")
    for found in sheet.where(pl.col("left").is_not_null() & pl.col("filled").is_null(), "post_id"):
        what = f"The post {quoted(found['post_id'])} was left, and no day is given on which it was filled."
        yield Found(sheet.file, found[ROW], "filled", what, "Give the day on which it was filled.")


RULES: Final = (
    dates_out_of_order,
    date_outside_its_year,
    date_outside_programme,
    rows_without_a_date,
    post_left_unfilled,
)
