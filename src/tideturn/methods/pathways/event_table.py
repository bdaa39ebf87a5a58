"""What a file of events gave, one row an event, before its names become codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl

from tideturn.dataset.problems import TideturnError
from tideturn.methods.pathways.log import FURTHER, EventLog, event_log
from tideturn.methods.pathways.times import INSTANT, check_years, instants


@dataclass(frozen=True)
class EventTable:
    """Events as they stood in a file: `case`, `activity`, `time` and, where given, `site`, `agency`, `lifecycle`.

    Further columns only tell apart rows that are equal otherwise. `notes` says in sentences what was done to read them.
    """

    frame: pl.DataFrame
    notes: tuple[str, ...] = ()

    def log(self, *, every_transition: bool = False, zone: str = "Europe/London") -> EventLog:
        """The log of these events: of what was completed only, unless `every_transition` is asked for."""
        given = {name: name for name in FURTHER if name in self.frame.columns}
        log = event_log(self.frame, **given, every_transition=every_transition, zone=zone)
        return replace(log, notes=(*self.notes, *log.notes))


def read_times(text: pl.Series, zone: str, place: Callable[[int], str]) -> tuple[pl.Series, tuple[str, ...]]:
    """Times as a file writes them, as instants: in bulk where they have an offset, any other with all care.

    `place` tells where the row of that number is. Raises TideturnError, with that place, for text that is no time.
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
    """The place of the first text that is no time, found by halving."""
    low, high = 0, len(texts) - 1
    while low < high:
        middle = (low + high) // 2
        try:
            instants(texts[low : middle + 1], zone)
            low = middle + 1
        except TideturnError:
            high = middle
    return low
