"""Deadlines in days as people count them: by the end of the last day, leaving out bank holidays where asked."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tideturn.methods.pathways.times import EPOCH

Days = NDArray[np.int64]
KNOWN: Final = (1900, 2100)
"""First and last year with known bank holidays."""


def last_days(days: Days, within: int, *, working: bool = False) -> Days:
    """Return, for each start day, the last day that is in time for something due `within` days.

    The start day is day 0, and the deadline is the end of the last day. Working days are Monday to Friday without the
    bank holidays of England; from a day that is not a working day, day 1 is the next that is (and so is day 0).
    """
    if not working:
        return days + within
    if not days.size:
        return days
    first, last = int(days.min()), int(days.max())
    # Twice the days, and a month for holidays, are enough for any number of working days.
    closed = bank_holidays(_year(first), _year(last + 2 * within + 31))
    every = np.arange(first, last + 1).astype("datetime64[D]")
    due = np.busday_offset(every, within, roll="backward" if within else "forward", holidays=closed)
    return due.astype(np.int64)[days - first]


def _year(day: int) -> int:
    """Return the year of a day, or the nearest with known bank holidays."""
    year = int(np.datetime64(day, "D").astype("datetime64[Y]").astype(np.int64)) + EPOCH.year
    return min(max(year, KNOWN[0]), KNOWN[1])


@cache
def bank_holidays(first: int, last: int) -> NDArray[np.datetime64]:
    """Return the bank holidays of England from one year to another, both included."""
    from holidays import country_holidays  # takes a tenth of a second to load, and is wanted only here

    calendar = country_holidays("GB", subdiv="ENG", years=range(first, last + 1))
    return np.array(sorted(day for day in calendar if first <= day.year <= last), dtype="datetime64[D]")
