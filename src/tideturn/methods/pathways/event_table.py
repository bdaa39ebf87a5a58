"""The events of a file, one row per event, before their names become codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl

from tideturn.dataset.problems import TideturnError
from tideturn.methods.pathways.log import FURTHER, EventLog, event_log
from tideturn.methods.pathways.times import INSTANT, check_years, instants


@dataclass(frozen=True)
class EventTable:
    """Events as in their file: `case`, `activity`, `time` and, where given, `site`, `agency`, `lifecycle`.

    Further columns only distinguish rows that are equal otherwise. `notes` says in sentences what was done to read
    them.
    """

    frame: pl.DataFrame
    notes: tuple[str, ...] = ()

    def log(self, *, every_transition: bool = False, zone: str = "Europe/London") -> EventLog:
        """Return the log of these events: only of completed ones, unless `every_transition` is asked for."""
        given = {name: name for name in FURTHER if name in self.frame.columns}
        log = event_log(self.frame, **given, every_transition=every_transition, zone=zone)
        return replace(log, notes=(*self.notes, *log.notes))


def read_times(text: pl.Series, zone: str, place: Callable[[int], str]) -> tuple[pl.Series, tuple[str, ...]]:
    """Return times in a file's text as instants: in bulk where they have an offset, the others by `instants`.

    `place` returns the place of the row with that number, for errors. Raise TideturnError, with that place, for text
    that is not a time.
    """
    found = text.str.to_datetime("%+", time_unit="us", strict=False).cast(INSTANT)
    check_years(found, place)
    odd = (found.is_null() & text.is_not_null()).arg_true()
    if odd.is_empty():
        return found, ()
    others = text.gather(odd)
    try:
        read, notes = instants(others, zone)
    except TideturnError as fault:
        at = place(odd[_first_unread(others, zone)])
        raise TideturnError(fault.what, place=at, mend=fault.mend) from None
    return found.scatter(odd, read), notes


def _first_unread(texts: pl.Series, zone: str) -> int:
    """Return the position of the first text that is not a time, found by bisection."""
    low, high = 0, len(texts) - 1
    while low < high:
        middle = (low + high) // 2
        try:
            instants(texts[low : middle + 1], zone)
            low = middle + 1
        except TideturnError:
            high = middle
    return low
