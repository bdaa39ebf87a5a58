"""Real counts that no programme touched, read as if one had begun in each of their years."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from tests.calibration.rates import Rates

from tideturn.dataset.model import Year
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.whole_years import Points, whole_years
from tideturn.methods.year_totals import year_totals

MOST: Final = Rules().series_years
PLAINLY: Final = 0.1
"""By how much a year must differ from the year before for somebody who only compares the two to call it a change."""


def read_real(file: Path) -> Iterator[tuple[str, str, Rates, Rates]]:
    """Yield each indicator of a file of indicator, site, period and count: its name, what was read, and how often.

    The first rates are the product's; the second those of somebody who compares each year with the year before. Rows
    of one indicator, site and period are added up. Years are calendar years; those that the product could not read
    (fewer than two years before, or too few counts in them) are no draws.
    """
    counts = pl.read_csv(file).group_by("indicator", "site", "period").agg(pl.col("count").sum()).sort("period")
    for indicator in counts["indicator"].unique().sort().to_list():
        frame = counts.filter(indicator=indicator)
        every = [_moved(one) for one in frame.partition_by("site")]
        moved = np.array([way for one in every for way, _ in one])
        times = np.array([ratio for one in every for _, ratio in one])
        sizes = f"{len(every)} series, {min(frame['period'])} to {max(frame['period'])}"
        plainly = Rates.of(times > 1 + PLAINLY, times < 1 - PLAINLY)
        yield indicator.replace("_", " "), sizes, Rates.of(moved == "rose", moved == "fell"), plainly


def _moved(series: pl.DataFrame) -> list[tuple[str, float]]:
    """Return which way each year of one series moved, and its total over that of the year before."""
    periods = tuple(series["period"])
    moved = []
    for number in sorted({int(period[:4]) for period in periods}):
        year = Year(1, date(number, 1, 1), date(number, 12, 31))
        known = [period for period in periods if int(period[:4]) <= number]
        before = sum(int(period[:4]) < number for period in known)
        counts = tuple(float(one) for one in series["count"][: len(known)])
        whole = whole_years(Points(tuple(known), counts, (1.0,) * len(known), before), year, [year], MOST)
        if whole.year is not None and not whole.why_not:
            earlier = [one.counts for one in whole.earlier]
            totals = year_totals(earlier, whole.year.counts, ahead=whole.ahead)
            moved.append((totals.moved, totals.year / max(totals.last, 1.0)))
    return moved
