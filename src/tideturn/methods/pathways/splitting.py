"""Division of a log into several: by site, and by the year, quarter or month in which a case began."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import listed
from tideturn.methods.pathways.groups import Groups
from tideturn.methods.pathways.log import EventLog

PERIODS: Final = ("year", "quarter", "month")
"""Periods, written as in `series.csv`: 2019, 2019-Q3, 2019-09."""


def split(log: EventLog, *, site: bool = False, period: str | None = None) -> Iterator[tuple[dict[str, str], EventLog]]:
    """Yield the log's whole cases by `site`, by `period` (year, quarter, month) or both: a part's names, and the part.

    A case is of the site of its first event that names one, and of the period that holds its first event in the log's
    zone; a case without a site is in no part. Parts are in the order of their names. Raise TideturnError for a log
    without sites, and for another period.
    """
    if site and not log.sites:
        raise TideturnError("the log names no sites.", mend="Name the column that holds them.")
    of: dict[str, pl.Expr] = {}
    if site:
        of["site"] = pl.lit(pl.Series(log.sites)).gather(pl.col("site"))
    if period is not None:
        of["period"] = _period(log, period)
    if not of:
        yield {}, log
        return
    cases = log.spans.select("case", **of).drop_nulls()
    for names, part in cases.sort(*of, "case").group_by(*of, maintain_order=True):
        yield dict(zip(of, map(str, names), strict=True)), log.of_cases(part["case"])


def in_periods(log: EventLog, period: str) -> Groups:
    """Group cases by the year, quarter or month of their first event; periods without a case are left out.

    Raise TideturnError for another period.
    """
    of = log.spans.select(period=_period(log, period))["period"]
    names = of.unique().sort()
    return Groups(tuple(names), names.search_sorted(of).cast(pl.Int64).to_numpy())


def _period(log: EventLog, period: str) -> pl.Expr:
    """Return the name of the period that holds a case's first event, over `log.spans`."""
    if period not in PERIODS:
        raise TideturnError(f"there is no period “{period}”.", mend=f"Take {listed(PERIODS, 'or')}.")
    began = pl.col("began").dt.convert_time_zone(log.zone)
    if period == "quarter":
        return pl.format("{}-Q{}", began.dt.strftime("%Y"), began.dt.quarter())
    return began.dt.strftime("%Y" if period == "year" else "%Y-%m")
