"""Groups of cases by site, by period, and before or after a day: every case in one group or in none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tideturn.methods.pathways.log import EventLog
from tideturn.methods.pathways.times import EPOCH

NOWHERE: Final = -1
"""Group number of a case that is in no group."""
BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, eq=False)
class Groups:
    """Names of groups, and for each case, by its code, the index of its group among them (−1: in none)."""

    names: tuple[str, ...]
    of: NDArray[np.int64]

    def cases(self, name: str) -> NDArray[np.bool_]:
        """Return which cases are in this group, by code."""
        return np.asarray(self.of == self.names.index(name))


def by_site(log: EventLog) -> Groups:
    """Group cases by the site of their first event that names one; no groups where the log has no sites."""
    return Groups(log.sites, log.site_of)


def by_period(log: EventLog, periods: Mapping[str, tuple[date, date]]) -> Groups:
    """Group cases by the period, first and last day included, that holds the local day of their first event."""
    began = first_days(log)
    of = np.full(len(log.cases), NOWHERE, dtype=np.int64)
    for place, (start, end) in enumerate(periods.values()):
        of[(began >= day_number(start)) & (began <= day_number(end)) & (of == NOWHERE)] = place
    return Groups(tuple(periods), of)


def before_after(log: EventLog, day: date, site: str | None = None) -> Groups:
    """Group cases, of one site or of all, by their first event: before the day, or on the day and after."""
    of = (first_days(log) >= day_number(day)).astype(np.int64)
    if site is not None:
        sites = by_site(log)
        of[~sites.cases(site) if site in sites.names else np.full(of.size, fill_value=True)] = NOWHERE
    return Groups((BEFORE, AFTER), of)


def by_hour(log: EventLog, hours: Mapping[str, tuple[int, int]]) -> Groups:
    """Group cases by the local hour of their first event, in the log's zone: from the first hour to before the second.

    Hours may go through midnight: `{"night": (20, 8)}` is from eight in the evening to eight in the morning.
    """
    hour = log.spans["began"].dt.convert_time_zone(log.zone).dt.hour().cast(pl.Int64).to_numpy()
    of = np.full(len(log.cases), NOWHERE, dtype=np.int64)
    for place, (start, end) in enumerate(hours.values()):
        inside = (hour >= start) & (hour < end) if start <= end else (hour >= start) | (hour < end)
        of[inside & (of == NOWHERE)] = place
    return Groups(tuple(hours), of)


def first_days(log: EventLog) -> NDArray[np.int64]:
    """Return the local day of each case's first event, in the log's zone, as days since 1970, by case."""
    return local_days(log.spans["began"], log.zone)


def local_days(times: pl.Series, zone: str) -> NDArray[np.int64]:
    """Return instants as days since 1970 by the calendar of the zone."""
    return times.dt.convert_time_zone(zone).dt.date().to_physical().cast(pl.Int64).to_numpy()


def day_number(day: date) -> int:
    """Return the days from 1970 to this day."""
    return (date(day.year, day.month, day.day) - EPOCH).days


def day_of(number: int) -> date:
    """Return the day of that number: the inverse of `day_number`."""
    return EPOCH + timedelta(days=number)
