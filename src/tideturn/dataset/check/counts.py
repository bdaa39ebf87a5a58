"""Check series and their indicators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from tideturn.dataset.check.folder import ROW, Folder
from tideturn.dataset.check.rule import Found, error, query
from tideturn.dataset.wording import listed, quoted

_REGISTERED: Final = ("expected", "registered_on", "rationale")


@error(
    "periods_of_mixed_grain",
    looks_for="one series counted by month here and by quarter or year there",
    why="a year's count among months would look like a leap",
)
def periods_of_mixed_grain(folder: Folder) -> Iterator[Found]:
    """Find the first row of each further grain of an indicator at a site."""
    sheet = folder.sheet("series")
    rows = _periods(folder)
    grains = rows.group_by("indicator", "site", "grain").agg(pl.col(ROW).min(), pl.col("period").first()).sort(ROW)
    first: dict[tuple[str, str], str] = {}
    for indicator, site, grain, row, period in grains.iter_rows():
        before = first.setdefault((indicator, site), grain)
        if before != grain:
            what = f"{quoted(indicator)} at {quoted(site)} is counted by {before} above, and by {grain} in {period}."
            yield Found(sheet.file, row, "period", what, "Count one series by one kind of period.")


@query(
    "periods_missing",
    looks_for="a gap in a series",
    why="its points are read as following one another",
)
def periods_missing(folder: Folder) -> Iterator[Found]:
    """Find the first period after each gap."""
    sheet = folder.sheet("series")
    who = ["indicator", "site", "grain"]
    rows = (
        _periods(folder)
        .sort(*who, "place")
        .with_columns(
            pl.col("place").diff().over(who).alias("step"), pl.col("period").shift().over(who).alias("before")
        )
    )
    for found in rows.filter(pl.col("step") > 1).sort(ROW).iter_rows(named=True):
        series = f"{quoted(found['indicator'])} at {quoted(found['site'])}"
        what = f"{series} leaps from {found['before']} to {found['period']}."
        yield Found(sheet.file, found[ROW], "period", what, "Add what is missing (a count of 0 is a count too).")


@error(
    "expectation_incomplete",
    looks_for="an indicator with only some of expected, registered_on and rationale",
    why="a direction counts only when it was written down beforehand, with its reason",
)
def expectation_incomplete(folder: Folder) -> Iterator[Found]:
    """Find indicators with an incomplete expectation."""
    sheet = folder.sheet("indicators")
    given = pl.sum_horizontal([pl.col(name).is_not_null().cast(pl.Int8) for name in _REGISTERED])
    for found in sheet.where(given.is_between(1, 2), "indicator", *_REGISTERED):
        absent = [name for name in _REGISTERED if found[name] is None]
        what = f"{quoted(found['indicator'])} has an expectation without {listed(absent)}."
        yield Found(sheet.file, found[ROW], absent[0], what, "Give all three, or none.")


@query(
    "kept_by_unknown",
    looks_for="an indicator with counts that does not say whether the programme keeps them (kept_by)",
    why="what the programme counts itself is no independent evidence beside what its staff say",
)
def kept_by_unknown(folder: Folder) -> Iterator[Found]:
    """Find indicators that do not say who keeps them. Leave out a comparison, since it makes no reading of its own."""
    sheet = folder.sheet("indicators")
    counts = folder.sheet("series").frame["indicator"].drop_nulls().unique().to_list()
    compared = sheet.frame["compare_with"].drop_nulls().unique().to_list()
    own = pl.col("indicator").is_in(counts) & ~pl.col("indicator").is_in(compared)
    for found in sheet.where(own & pl.col("kept_by").is_null(), "indicator", "title"):
        count = quoted(found["title"] or found["indicator"])
        what = f"Who keeps {count}? Until you say, the programme counts as keeping it."
        mend = "Write other if someone else keeps this count, such as the police; programme if you do."
        yield Found(sheet.file, found[ROW], "kept_by", what, mend)


def _periods(folder: Folder) -> pl.DataFrame:
    """Return the rows of the series with each period's grain and its place among periods of that grain."""
    period = pl.col("period")
    quarter = period.str.contains("Q")
    year = period.str.slice(0, 4).cast(pl.Int32, strict=False)
    part = period.str.slice(5).str.strip_prefix("Q").cast(pl.Int32, strict=False)
    return (
        folder.sheet("series")
        .numbered()
        .drop_nulls(["indicator", "site", "period"])
        .with_columns(
            pl.when(quarter)
            .then(pl.lit("quarter"))
            .when(period.str.len_chars() == 4)
            .then(pl.lit("year"))
            .otherwise(pl.lit("month"))
            .alias("grain"),
            pl.when(quarter)
            .then(year * 4 + part)
            .when(period.str.len_chars() == 4)
            .then(year)
            .otherwise(year * 12 + part)
            .alias("place"),
        )
        .sort(ROW)
    )


RULES: Final = (periods_of_mixed_grain, periods_missing, expectation_incomplete, kept_by_unknown)
