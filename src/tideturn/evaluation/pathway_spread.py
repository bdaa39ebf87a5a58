"""Count the cases of a pathway before and after a day, at some places, and how much months and places vary there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tideturn.evaluation.pathway_window import Window
from tideturn.evaluation.readings_pathways import Sides
from tideturn.methods.pathways.dispersion import allowed_for, dispersion, shifted
from tideturn.methods.pathways.groups import NOWHERE, by_site, day_number, first_days


@dataclass(frozen=True, eq=False)
class Cases:
    """Cases that are over, each at the same index in every array.

    `site` is an index into `sites`, and `agency` the code of the agency of a case's first event; both are −1 where
    there is none. `day` is the day of the first event, in days since 1970. `met` says whether a case met the whole
    pathway.
    """

    sites: tuple[str, ...]
    site: NDArray[np.int64]
    agency: NDArray[np.int64]
    day: NDArray[np.int64]
    met: NDArray[np.bool_]


def cases_of(*windows: Window | None) -> Cases:
    """Return the cases that are over, of windows of one log."""
    parts = [_cases(window) for window in windows if window is not None]
    columns = ([getattr(part, name) for part in parts] for name in ("site", "agency", "day", "met"))
    return Cases(parts[0].sites, *map(np.concatenate, columns))


def _cases(window: Window) -> Cases:
    log, held = window.log, window.held
    sites, agency = by_site(log), np.full(len(log.cases), NOWHERE, dtype=np.int64)
    if "agency" in log.frame.columns:
        agency = log.frame["agency"][log.firsts].cast(pl.Int64).fill_null(NOWHERE).to_numpy()
    met = np.array([fit.met for fit in held.fits], dtype=np.bool_)
    return Cases(sites.names, sites.of, agency, first_days(log), met[held.of])


def sides_of(cases: Cases, sites: Collection[str], day: date) -> Sides:
    """Return the cases of these sites before the day and from that day on, with how much months and places vary.

    Places are sites or, where these vary more, the agencies that cases came to first.
    """
    own = np.isin(cases.site, [place for place, site in enumerate(cases.sites) if site in sites])
    if not own.any():
        return Sides(0, 0, 0, 0)
    side, met = (cases.day[own] >= day_number(day)).astype(np.int64), cases.met[own]
    month = cases.day[own].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    places = [of[own] for of in (cases.site, cases.agency) if (of[own] != NOWHERE).any()]
    spread = [_spread(place, side, month, met) for place in places]
    before, after = ((int(met[side == one].sum()), int((side == one).sum())) for one in (0, 1))
    return Sides(*before, *after, allowed_for(max(one[0] for one in spread)), max(one[1] for one in spread))


def _spread(
    place: NDArray[np.int64], side: NDArray[np.int64], month: NDArray[np.int64], met: NDArray[np.bool_]
) -> tuple[float, float]:
    """Return the dispersion over places and months, and the variance of places that move without a cause."""
    # Cases that name no place count together as one more place.
    named = np.unique(place[place != NOWHERE])
    at = (np.where(place == NOWHERE, 0, np.searchsorted(named, place) + 1), side, month - month.min())
    size = (named.size + 1, 2, int(at[2].max()) + 1)
    met_cases, all_cases = (_table(at, size, weights) for weights in (met, np.ones(met.size)))
    return float(dispersion(met_cases, all_cases)), float(shifted(all_cases.sum((1, 2))))


def _table(at: Sequence[NDArray[np.int64]], size: tuple[int, ...], weights: NDArray[Any]) -> NDArray[np.float64]:
    table = np.zeros(size)
    np.add.at(table, tuple(at), weights)
    return table
