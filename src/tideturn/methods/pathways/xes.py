"""Event logs in XES, the standard of process mining (IEEE 1849-2016): the reader.

It reads the concept, time, lifecycle and organizational extensions, and a site by name. It does not read attributes of
attributes, globals, classifiers, and anything else that a log may hold about an event.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

import polars as pl

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import counted, quoted
from tideturn.methods.pathways.event_table import EventTable, read_times
from tideturn.methods.pathways.xml_source import DEEPEST, XmlSource

NAME: Final = "concept:name"
TIME: Final = "time:timestamp"
LIFECYCLE: Final = "lifecycle:transition"
GROUP: Final = "org:group"
RESOURCE: Final = "org:resource"
MOST: Final = 2 << 30
"""Maximum bytes of names and times, about 20 million events, because a small compressed file can swell without end.

Making a log of them takes some four times as much.
"""
_TURN: Final = 16
"""MiB to read before their contents become a frame."""


def read_xes(
    path: Path,
    *,
    activity: str = NAME,
    site: str | None = None,
    agency: str | None = None,
    zone: str = "Europe/London",
) -> EventTable:
    """Return the events of an XES file, also gzipped, read as a stream; times are in UTC.

    `activity`, `site` and `agency` are keys of attributes; the site is the event's own or else its trace's. Without
    `agency` it is `org:group`, or `org:resource` where no event has a group. A trace without a name is named after its
    position. The column `place` counts the events of each trace, so that an event that is there twice in its trace
    counts as two, and a trace that is there twice as one. Raise TideturnError for a file that is not XES, is cut off,
    or has a time that is not one.
    """
    agencies = (GROUP, RESOURCE) if agency is None else (agency,)
    keys = tuple(dict.fromkeys((activity, TIME, LIFECYCLE, *agencies, *([site] if site else []))))
    frame, notes = _Traces(path, keys, site).read()
    for key, what in ((activity, "activity"), (TIME, "time")):
        if frame[key].null_count() == frame.height:
            raise TideturnError(
                f"no event has the attribute {quoted(key)}, which is its {what}.",
                place=path.name,
                mend="Export the log with it." if key == TIME else "Name the attribute that holds it.",
            )

    def place(row: int) -> str:
        case, number = frame.select("case", "place").row(row)
        return f"{path.name}, case {quoted(case)}, event {number + 1} of its trace"

    times, clocks = read_times(frame[TIME], zone, place)
    taken = next((key for key in agencies if frame[key].null_count() < frame.height), None)
    columns = {"case": pl.col("case"), "activity": pl.col(activity), "time": pl.lit(times)}
    if site:
        columns["site"] = pl.coalesce(site, "site of the trace")
    if taken:
        columns["agency"] = pl.col(taken)
    if frame[LIFECYCLE].null_count() < frame.height:
        columns["lifecycle"] = pl.col(LIFECYCLE)
    read = frame.select(**columns, place="place")
    if site and read["site"].null_count() == read.height:
        raise TideturnError(
            f"neither an event nor a trace has the attribute {quoted(site)}.",
            place=path.name,
            mend="Name the attribute of the traces or events that holds the site.",
        )
    return EventTable(read, (*notes, *clocks))


class _Traces:
    """The traces of one file, kept while it is read: the events' values by key, and each trace's name and length."""

    def __init__(self, path: Path, keys: tuple[str, ...], site: str | None) -> None:
        self._path = path
        self._site = site
        self._values: dict[str, list[str | None]] = {key: [] for key in keys}
        self._frames: list[pl.DataFrame] = []
        self._names: list[str] = []
        self._sites: list[str | None] = []
        self._lengths: list[int] = []
        self._unnamed = self._empty = self._outside = 0

    def read(self) -> tuple[pl.DataFrame, tuple[str, ...]]:
        """Return the events in the file's order: a text column for each key, `case`, `place`, the trace's site."""
        kept = 0
        for turn, _ in zip(count(1), self._source().chunks(), strict=False):
            if turn % _TURN == 0:
                kept += self._to_frame()
                if kept > MOST:
                    raise TideturnError(
                        f"it holds more than {MOST >> 30} GiB of names and times.",
                        place=self._path.name,
                        mend="Split it by cases into several files.",
                    )
        self._to_frame(last=True)
        if not self._names:
            mend = "Export it again, with events in traces."
            raise TideturnError("there is no event in any trace.", place=self._path.name, mend=mend)
        trace = pl.int_range(len(self._names), eager=True).repeat_by(pl.Series(self._lengths)).explode()
        by_trace = pl.DataFrame({"case": self._names, "site of the trace": pl.Series(self._sites, dtype=pl.String)})
        frame = pl.concat(self._frames).with_columns(by_trace[trace], place=pl.int_range(pl.len()).over(trace))
        return frame, tuple(self._notes())

    def _to_frame(self, *, last: bool = False) -> int:
        """Turn what was read since the last turn into a frame; return its size in bytes, 16 a cell and its text."""
        # The last event may still be open, and waits for the next turn.
        rows = len(next(iter(self._values.values()))) - (not last)
        if rows <= 0:
            return 0
        frame = pl.DataFrame(
            {key: column[:rows] for key, column in self._values.items()},
            schema=dict.fromkeys(self._values, pl.String),
        )
        for column in self._values.values():
            del column[:rows]
        self._frames.append(frame)
        return frame.height * frame.width * 16 + int(frame.estimated_size())

    def _source(self) -> XmlSource:
        """Return the file with handlers for each element's beginning and end: most of the time is spent there."""
        values = self._values
        new_row = tuple(column.append for column in values.values())
        of_trace = (NAME, self._site)
        trace: dict[str, str] = {}
        trace_tag = event_tag = ""
        depth = length = 0
        in_trace = in_event = False

        def start(name: str, said: list[str]) -> None:
            nonlocal depth, length, in_trace, in_event, trace_tag, event_tag
            depth += 1
            if depth == 4:
                if in_event:
                    if len(said) == 4 and said[0] == "key":
                        if said[1] in values:
                            values[said[1]][-1] = said[3]
                    else:
                        key, value = _parts(said)
                        if key in values:
                            values[key][-1] = value
            elif depth == 3:
                if in_trace:
                    if name == event_tag:
                        in_event = True
                        length += 1
                        for append in new_row:
                            append(None)
                    else:
                        key, value = _parts(said)
                        if key in of_trace and value is not None:
                            trace[key] = value
            elif depth == 2:
                in_trace = name == trace_tag
                self._outside += name == event_tag
            elif depth == 1:
                if name.rpartition(":")[2] != "log":
                    raise source.other_root(name, "log", "XES")
                prefix = name.removesuffix("log")
                trace_tag, event_tag = f"{prefix}trace", f"{prefix}event"
            elif depth > DEEPEST:
                raise source.too_deep(depth)

        def end(_: str) -> None:
            nonlocal depth, length, in_trace, in_event
            depth -= 1
            if depth == 2:
                in_event = False
            elif depth == 1 and in_trace:
                self._end_of(trace, length)
                trace.clear()
                length = 0
                in_trace = False

        source = XmlSource(self._path, start, end)
        return source

    def _end_of(self, trace: dict[str, str], length: int) -> None:
        if not length:
            self._empty += 1
            return
        name = trace.get(NAME, "").strip()
        self._unnamed += not name
        self._names.append(name or f"unnamed trace {len(self._names) + self._empty + 1}")
        self._lengths.append(length)
        self._sites.append(trace.get(self._site) if self._site else None)

    def _notes(self) -> Iterator[str]:
        again = len(self._names) - len(set(self._names))
        if again:
            yield f"With the name of an earlier trace, and read as one case with it: {counted(again, 'trace')}."
        if self._unnamed:
            yield f"Without a name, and named after their place in the file: {counted(self._unnamed, 'trace')}."
        if self._empty:
            yield f"Without any event, and left out: {counted(self._empty, 'trace')}."
        if self._outside:
            yield f"In no trace, and left out: {counted(self._outside, 'event')}."


def _parts(said: list[str]) -> tuple[str, str | None]:
    """Return an attribute's key and its value, in whatever order they are written; a list has no value."""
    parts = dict(zip(said[::2], said[1::2], strict=True))
    return parts.get("key", ""), parts.get("value")
