"""Carry on the counts of the coming year at their best, and say how small a change each could show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from tideturn.dataset.known import last_day, spans
from tideturn.dataset.model import Dataset, Year
from tideturn.evaluation.ledger.indicators import Followed, earlier_years
from tideturn.evaluation.whole_years import PERIODS
from tideturn.methods.power import Least
from tideturn.methods.power_counts import SEED, Known, smallest_changes
from tideturn.methods.year_totals import EarlierYears

_TENFOLD: Final = 10


def with_counts(dataset: Dataset, year: Year) -> Dataset:
    """Return the dataset with every series continued to the end of `year`: as a year before, and at best in the year.

    At best it is ten times as many if a rise was registered, and none if a fall was.
    """
    series = dataset.table("series")
    before = [period for period in series["period"].drop_nulls().unique() if last_day(period) < year.start]
    series = series.filter(pl.col("period").is_in(before))
    expected = {row["indicator"]: row["expected"] for row in dataset.table("indicators").to_dicts()}
    rows: list[Mapping[str, Any]] = []
    for (indicator, _), own in series.partition_by("indicator", "site", as_dict=True).items():
        rows += _carried_on(own, year, str(expected.get(indicator) or ""))
    return replace(dataset, tables={**dataset.tables, "series": pl.concat([series, pl.DataFrame(rows, series.schema)])})


def _carried_on(own: pl.DataFrame, year: Year, expected: str) -> Iterator[Mapping[str, Any]]:
    """Yield the rows missing up to the year's end, each as it was a year earlier; none if the series ended long ago."""
    periods = own["period"].drop_nulls().to_list()
    span = spans(periods)
    if not periods or span not in (*PERIODS, "year"):
        return
    there = {row["period"]: row for row in own.to_dicts()}
    last = max(last_day(period) for period in periods)
    if last < year.start - (year.end - year.start):
        return  # nobody keeps it any more
    for period in _periods(span, last, year.end):
        a_year_before = there.get(f"{int(period[:4]) - 1}{period[4:]}")
        if a_year_before is None or a_year_before["count"] is None:
            continue
        row = {**a_year_before, "period": period}
        there[period] = row
        if year.holds(last_day(period)) and expected:
            row = {**row, "count": _TENFOLD * max(row["count"], 1) if expected == "up" else 0}
        yield row


def _periods(span: str, after: date, until: date) -> Iterator[str]:
    names = {"year": ("",), "quarter": tuple(f"-Q{n}" for n in range(1, 5))}
    parts = names.get(span, tuple(f"-{n:02}" for n in range(1, 13)))
    for number in range(after.year, until.year + 1):
        for part in parts:
            if after < last_day(f"{number}{part}") <= until:
                yield f"{number}{part}"


def count_power(followed: Followed, *, by_month: bool = False, alike: bool = False) -> Least | None:
    """Return how small a change a series could show, as shares of what is expected; None if it can show none.

    With `by_month` it is what months would show where quarters were counted: each quarter is divided among its months
    by chance. With `alike` it is what would show beside the same count from elsewhere, if that were just as large.
    """
    moved = followed.moved
    if moved.totals is None or (by_month and moved.rated):
        return None
    earlier, before = earlier_years(moved.whole, rated=moved.rated)
    if by_month:
        dice, third = np.random.default_rng(SEED), [1 / 3] * 3
        quarters = [[dice.multinomial(round(count), third) for count in one.counts] for one in moved.whole.earlier]
        months = [np.concatenate(year).astype(float).tolist() for year in quarters]
        return smallest_changes(Known(EarlierYears.of(months, ahead=earlier.ahead), before))
    if alike:
        return smallest_changes(Known(earlier, before), Known(earlier, before))
    there = moved.elsewhere
    elsewhere = Known(*earlier_years(there.whole, rated=there.rated)) if there and there.whole else None
    return smallest_changes(Known(earlier, before), elsewhere)
