"""Cases by site, by period, and before or after a day: every case in one group or in none."""

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
"""The group of a case that is in none."""
BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, eq=False)
class Groups:
    """Names of groups, and for each case, by its code, the place of its group among them (−1: in none)."""

    names: tuple[str, ...]
    of: NDArray[np.int64]

    def cases(self, name: str) -> NDArray[np.bool_]:
        """Which cases are in this group, by code."""
        return np.asarray(self.of == self.names.index(name))


def by_site(log: EventLog) -> Groups:
    """Each case at the site of its first event that names one; no group where the log knows no sites."""
    return Groups(log.sites, log.site_of)


def by_period(log: EventLog, periods: Mapping[str, tuple[date, date]]) -> Groups:
    """Each case in the period, its first and last day included, that holds the local day of the case's first event."""
    began = first_days(log)
    of = np.full(len(log.cases), NOWHERE, dtype=np.int64)
    for place, (start, end) in enumerate(periods.values()):
        of[(began >= day_number(start)) & (began <= day_number(end)) & (of == NOWHERE)] = place
    return Groups(tuple(periods), of)


def before_after(log: EventLog, day: date, site: str | None = None) -> Groups:
    """Each case, of one site or of all, before the day or after: a case whose first event is on the day is after."""
    of = (first_days(log) >= day_number(day)).astype(np.int64)
    if site is not None:
        sites = by_site(log)
        of[~sites.cases(site) if site in sites.names else np.full(of.size, fill_value=True)] = NOWHERE
    return Groups((BEFORE, AFTER), of)


def by_hour(log: EventLog, hours: Mapping[str, tuple[int, int]]) -> Groups:
    """Each case by the hour on the clock, in the log's zone, of its first event: from the first to before the second.

    Hours may go through midnight: `{"night": (20, 8)}` is from eight in the evening to eight in the morning.
    """
    hour = log.spans["began"].dt.convert_time_zone(log.zone).dt.hour().cast(pl.Int64).to_numpy()
    of = np.full(len(log.cases), NOWHERE, dtype=np.int64)
    for place, (start, end) in enumerate(hours.values()):
        inside = (hour >= start) & (hour < end) if start <= end else (hour >= start) | (hour < end)
        of[inside & (of == NOWHERE)] = place
    return Groups(tuple(hours), of)


def first_days(log: EventLog) -> NDArray[np.int64]:
    """The day of each case's first event by the calendar of the log's zone, as days since 1970, by case."""
    return local_days(log.spans["began"], log.zone)


def local_days(times: pl.Series, zone: str) -> NDArray[np.int64]:
    """Instants as days since 1970 by the calendar of the zone."""
    return times.dt.convert_time_zone(zone).dt.date().to_physical().cast(pl.Int64).to_numpy()


def day_number(day: date) -> int:
    """Days since 1970."""
    return (date(day.year, day.month, day.day) - EPOCH).days


def day_of(number: int) -> date:
    """The day of that number: `day_number` turned round."""
    return EPOCH + timedelta(days=number)
