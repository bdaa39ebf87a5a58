"""The part of a log seen by a cut-off: as a log, and as arrays for finding one event after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tideturn.dataset.wording import counted
from tideturn.methods.pathways.coding import compact
from tideturn.methods.pathways.groups import day_number, local_days
from tideturn.methods.pathways.log import FURTHER, EventLog

Places = NDArray[np.int64]
NEVER: Final = np.iinfo(np.int64).max
"""Closing time of a case that was never closed."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
_LAST: Final = date.max - timedelta(days=1)
"""Last day that has a day after it; some write 9999-12-31 for never."""


@dataclass(frozen=True)
class CutOff:
    """The end of the watch over a log, in microseconds since 1970 in UTC: everything before `bound` was seen.

    `until` is the moment itself, and `day` the local day that holds `bound`: a deadline at the end of any earlier day
    has passed.
    """

    until: int
    bound: int
    day: int

    @classmethod
    def at(cls, when: date, zone: str) -> CutOff:
        """Return the cut-off at the end of a date, or at an instant, itself included.

        A time without a zone is local time in `zone`.
        """
        here = ZoneInfo(zone)
        if isinstance(when, datetime):
            instant = when if when.tzinfo else when.replace(tzinfo=here)
            until = (instant - _EPOCH) // _TICK
            bound = until + 1
        else:
            instant = datetime.combine(min(when, _LAST) + timedelta(days=1), datetime.min.time(), tzinfo=here)
            until = bound = (instant - _EPOCH) // _TICK
        return cls(until, bound, day_number(instant.astimezone(here)))


def last_seen(log: EventLog) -> datetime | None:
    """Return the instant of the last event; None where there is none."""
    if log.frame.is_empty():
        return None
    return _EPOCH + int(log.frame["time"].to_physical().to_numpy().max()) * _TICK


def last_day_seen(log: EventLog) -> date | None:
    """Return the local day of the last event; None where there is none."""
    last = last_seen(log)
    return None if last is None else last.astimezone(ZoneInfo(log.zone)).date()


def seen_until(log: EventLog, when: date) -> EventLog:
    """Return the log as it was at the end of a day, or at an instant.

    Later events are gone, and so are names that only they have. The log's notes say how many events were left out, and
    how many cases began only then.
    """
    bound = CutOff.at(when, log.zone).bound
    kept = log.frame["time"].to_physical() < bound
    if kept.all():
        return log
    frame = log.frame.filter(kept)
    named = {"case": log.cases, "activity": pl.Series(log.activities, dtype=pl.String)}
    further = {"site": log.sites, "agency": log.agencies, "lifecycle": log.lifecycles}
    named |= {name: pl.Series(further[name], dtype=pl.String) for name in FURTHER if name in frame.columns}
    for name, known in named.items():
        codes, named[name] = compact(frame[name], known)
        frame = frame.with_columns(codes)
    names = {name: tuple(named[name]) if name in named else () for name in ("activity", *FURTHER)}
    late, unbegun = log.frame.height - frame.height, len(log.cases) - len(named["case"])
    note = f"After the last day that was watched, and left out: {counted(late, 'event')}"
    note += f" (all that {counted(unbegun, 'case')} had)." if unbegun else "."
    return replace(
        log,
        frame=frame.with_columns(pl.col("case").set_sorted()),
        cases=named["case"],
        activities=names["activity"],
        sites=names["site"],
        agencies=names["agency"],
        lifecycles=names["lifecycle"],
        notes=(*log.notes, note),
    )


class SeenEvents:
    """The events before a cut-off, in the log's order, and when cases were closed.

    `time` is in microseconds since 1970, `day` in local days since then; `closed`, where closings are known, is the
    bound of each case's closing by its code. Without a cut-off the watch ends with the last event.
    """

    def __init__(self, log: EventLog, cutoff: date | None, closed: Mapping[str, date] | None = None) -> None:
        frame = log.frame
        time = frame["time"].to_physical().to_numpy()
        self.cutoff = CutOff.at(cutoff or last_seen(log) or _EPOCH, log.zone)
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
        """Return the local day of each event."""
        return local_days(self._times, self._zone)

    def places(self, activity: str) -> Places:
        """Return the positions of an activity in the log."""
        if activity not in self._places:
            code = self.number.get(activity, -1)
            self._places[activity] = np.flatnonzero(self.activity == code) if code >= 0 else np.empty(0, dtype=np.int64)
        return self._places[activity]


def next_place(
    asked: Places, answers: Places, case: Places, *, or_itself: bool = False
) -> tuple[Places, NDArray[np.bool_]]:
    """Return, for each place, the next answer after it (or at it), and whether that is in the same case."""
    if not answers.size:
        return asked, np.zeros(asked.size, dtype=np.bool_)
    place = np.searchsorted(answers, asked, side="left" if or_itself else "right")
    answer = answers[np.minimum(place, answers.size - 1)]
    return answer, (place < answers.size) & (case[answer] == case[asked])


def _closings(log: EventLog, closed: Mapping[str, date]) -> Places:
    ends = [closed.get(name) for name in log.cases]
    return np.array([NEVER if end is None else CutOff.at(end, log.zone).bound for end in ends], dtype=np.int64)
