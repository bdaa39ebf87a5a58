"""The part of a log that was seen by a cut-off, as arrays in which one event is looked for after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tideturn.methods.pathways.groups import day_number, local_days
from tideturn.methods.pathways.log import EventLog

Places = NDArray[np.int64]
NEVER: Final = np.iinfo(np.int64).max
"""When a case that was never closed was closed."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
_LAST: Final = date.max - timedelta(days=1)
"""The last day that has a day after it; some write 9999-12-31 for never."""


@dataclass(frozen=True)
class CutOff:
    """Until when a log was watched, in microseconds since 1970 in UTC: everything before `bound` was seen.

    `until` is the moment itself, and `day` the local day that holds `bound`: a deadline at the end of any earlier day
    has passed.
    """

    until: int
    bound: int
    day: int

    @classmethod
    def at(cls, when: date, zone: str) -> CutOff:
        """The end of a date, or an instant itself included; a clock without a zone is read in `zone`."""
        here = ZoneInfo(zone)
        if isinstance(when, datetime):
            instant = when if when.tzinfo else when.replace(tzinfo=here)
            until = (instant - _EPOCH) // _TICK
            bound = until + 1
        else:
            instant = datetime.combine(min(when, _LAST) + timedelta(days=1), datetime.min.time(), tzinfo=here)
            until = bound = (instant - _EPOCH) // _TICK
        return cls(until, bound, day_number(instant.astimezone(here)))


class SeenEvents:
    """The events before a cut-off, in the log's order, and when cases were closed.

    `time` is in microseconds since 1970, `day` in local days since then; `closed`, where closings are known, is the
    bound of each case's closing by its code. Without a cut-off the log was watched until its last event.
    """

    def __init__(self, log: EventLog, cutoff: date | None, closed: Mapping[str, date] | None = None) -> None:
        frame = log.frame
        time = frame["time"].to_physical().to_numpy()
        last = _EPOCH + int(time.max()) * _TICK if time.size else _EPOCH
        self.cutoff = CutOff.at(last if cutoff is None else cutoff, log.zone)
        kept = time < self.cutoff.bound
        if not kept.all():
            frame, time = frame.filter(pl.Series(kept)), time[kept]
        self.time: Places = time
        self.case: Places = frame["case"].cast(pl.Int64).to_numpy()
        self.activity = frame["activity"].to_numpy()
        self.number = {name: code for code, name in enumerate(log.activities)}
        self.cases = len(log.cases)
        self.closed = _closings(log, closed) if closed else None
        self._times, self._zone = frame["time"], log.zone
        self._places: dict[str, Places] = {}

    @cached_property
    def day(self) -> Places:
        """The local day of each event."""
        return local_days(self._times, self._zone)

    def places(self, activity: str) -> Places:
        """Where in the log an activity stands."""
        if activity not in self._places:
            code = self.number.get(activity, -1)
            self._places[activity] = np.flatnonzero(self.activity == code) if code >= 0 else np.empty(0, dtype=np.int64)
        return self._places[activity]


def next_place(
    asked: Places, answers: Places, case: Places, *, or_itself: bool = False
) -> tuple[Places, NDArray[np.bool_]]:
    """For each place the next of the answers after it (or there), and whether that is in the same case."""
    if not answers.size:
        return asked, np.zeros(asked.size, dtype=np.bool_)
    place = np.searchsorted(answers, asked, side="left" if or_itself else "right")
    answer = answers[np.minimum(place, answers.size - 1)]
    return answer, (place < answers.size) & (case[answer] == case[asked])


def _closings(log: EventLog, closed: Mapping[str, date]) -> Places:
    ends = [closed.get(name) for name in log.cases]
    return np.array([NEVER if end is None else CutOff.at(end, log.zone).bound for end in ends], dtype=np.int64)
