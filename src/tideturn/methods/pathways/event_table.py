"""What a file of events gave, one row an event, before its names become codes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from tideturn.methods.pathways.log import FURTHER, EventLog, event_log


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
