"""How the cases of a pathway stand on two sides of a day, at some places, and how much months and places vary there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tideturn.evaluation.pathway_window import Window
from tideturn.evaluation.readings_pathways import Sides
from tideturn.methods.pathways.dispersion import allowed_for, dispersion, shifted
from tideturn.methods.pathways.groups import NOWHERE, by_site, first_days


def cases_of(*windows: Window | None) -> pl.DataFrame:
    """Return a row for each case that is over: `site`, the `agency` of its first event, `day`, and whether it `met`."""
    return pl.concat([_cases(window) for window in windows if window is not None])


def _cases(window: Window) -> pl.DataFrame:
    log, held = window.log, window.held
    met = np.array([fit.met for fit in held.fits], dtype=np.bool_)
    agency = pl.Series("agency", [None] * len(log.cases), dtype=pl.Int64)
    if "agency" in log.frame.columns:
        first = log.frame.group_by("case").agg(pl.col("agency").first()).sort("case")
        agency = first["agency"].cast(pl.Int64)
    sites = by_site(log)
    return pl.DataFrame(
        {
            "site": pl.Series(sites.names, dtype=pl.String).gather(pl.Series(sites.of).replace(NOWHERE, None)),
            "agency": agency,
            "day": pl.from_epoch(pl.Series(first_days(log)), time_unit="d"),
            "met": met[held.of] if len(log.cases) else np.zeros(0, dtype=np.bool_),
        },
        schema={"site": pl.String, "agency": pl.Int64, "day": pl.Date, "met": pl.Boolean},
    )


def sides_of(cases: pl.DataFrame, sites: Collection[str], day: date) -> Sides:
    """Return the cases of these sites before the day and from it on, with how much months and places vary.

    Places are sites or, where these vary more, the agencies that cases came to first.
    """
    own = cases.filter(pl.col("site").is_in(list(sites))).with_columns(side=(pl.col("day") >= day).cast(pl.Int64))
    if own.is_empty():
        return Sides(0, 0, 0, 0)
    spread = [_spread(own, by) for by in ("site", "agency") if own[by].null_count() < own.height]
    counts = {side: (met, cases) for side, met, cases in own.group_by("side").agg(pl.col("met").sum(), pl.len()).rows()}
    before, after = (counts.get(side, (0, 0)) for side in (0, 1))
    return Sides(*before, *after, allowed_for(max(one[0] for one in spread)), max(one[1] for one in spread))


def _spread(cases: pl.DataFrame, by: str) -> tuple[float, float]:
    """Return the dispersion over places and months, and the variance of places that move without a cause."""
    # A case that names none is of a place of its own.
    place = cases[by].rank("dense").fill_null(0).cast(pl.Int64).to_numpy()
    month = (cases["day"].dt.year() * 12 + cases["day"].dt.month()).cast(pl.Int64).to_numpy()
    at = (place, cases["side"].to_numpy(), month - month.min())
    size = (int(place.max()) + 1, 2, int(at[2].max()) + 1)
    met, all_cases = (_table(at, size, weights) for weights in (cases["met"].to_numpy(), np.ones(cases.height)))
    return float(dispersion(met, all_cases)), float(shifted(all_cases.sum((1, 2))))


def _table(at: Sequence[NDArray[np.int64]], size: tuple[int, ...], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    table = np.zeros(size)
    np.add.at(table, tuple(at), weights)
    return table
