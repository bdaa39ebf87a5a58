"""How long cases take to reach a step, when some were closed without it and some were not seen to end."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import quoted
from tideturn.methods.pathways.cut_off import NEVER, Places, SeenEvents, next_place
from tideturn.methods.pathways.groups import Groups
from tideturn.methods.pathways.incidence import CLOSED, OPEN, REACHED, Incidence, incidence
from tideturn.methods.pathways.log import EventLog
from tideturn.methods.pathways.times import SECOND


@dataclass(frozen=True, eq=False)
class TimeToStep:
    """How long from a start until a step: over all cases and by group.

    `not_started` are cases without a start by the cut-off; they are not watched.
    """

    step: str
    start: str | None
    whole: Incidence
    by: Mapping[str, Incidence]
    not_started: int

    def __str__(self) -> str:
        return f"{self.step}: {self.whole}"

    def frame(self) -> pl.DataFrame:
        """Return the incidence of all cases (`group` is empty) and of each group, one row for each time."""
        parts = {"": self.whole, **self.by}
        return pl.concat([part.frame().select(pl.lit(name).alias("group"), pl.all()) for name, part in parts.items()])


def time_to_step(
    log: EventLog,
    step: str,
    *,
    start: str | None = None,
    cutoff: date | None = None,
    closed: Mapping[str, date] | None = None,
    closing: Collection[str] = (),
    groups: Groups | None = None,
) -> TimeToStep:
    """Return how long each case took from its first event, or its first `start`, to the next `step`.

    A case that has not reached the step is closed without it from the first activity of `closing` after its start, or
    from its day or time in `closed` (by name; a day means its end, so that what happened on it came before). Any other
    case is open at the cut-off: a day (its end) or an instant, the last event where none is given. Events after a
    case's closing, or after the cut-off, are not seen. A case with neither a step nor a closing is censored at the
    cut-off: nothing says that it still waits. Raise TideturnError for an activity that is not in the log.
    """
    for name in (step, *closing, *([start] if start is not None else [])):
        if name not in log.activities:
            raise TideturnError(f"no event is {quoted(name)}.", mend="Spell it as the log does.")
    seen = SeenEvents(log, cutoff, closed)
    begun, first = _starts(seen, start)
    reached = _when(seen, first, [step], or_itself=start is None)
    closings = _when(seen, first, closing, or_itself=start is None)
    if seen.closed is not None:
        known = seen.closed[begun]
        closings = np.minimum(closings, np.where(known <= seen.cutoff.bound, known, NEVER))
    how = np.where(reached <= closings, REACHED, CLOSED)
    ended = np.minimum(reached, closings)
    how[ended == NEVER] = OPEN
    ended[ended == NEVER] = seen.cutoff.until
    # A case recorded as closed before it started was closed at once.
    seconds = np.maximum(ended - seen.time[first], 0) / SECOND
    of = {name: groups.cases(name)[begun] for name in groups.names} if groups else {}
    by = {name: incidence(seconds[own], how[own]) for name, own in of.items()}
    return TimeToStep(step, start, incidence(seconds, how), by, seen.cases - begun.size)


def _starts(seen: SeenEvents, start: str | None) -> tuple[Places, Places]:
    """Return the cases that have started, by code, and the positions of their starts."""
    places = np.arange(seen.case.size) if start is None else seen.places(start)
    begun, at = np.unique(seen.case[places], return_index=True)
    return begun, places[at]


def _when(seen: SeenEvents, first: Places, activities: Collection[str], *, or_itself: bool) -> Places:
    """Return the time of the next of the activities after each start, in microseconds; NEVER where there is none."""
    answers = np.sort(np.concatenate([np.empty(0, dtype=np.int64), *map(seen.places, activities)]))
    answer, there = next_place(first, answers, seen.case, or_itself=or_itself)
    return np.where(there, seen.time[answer], NEVER)
