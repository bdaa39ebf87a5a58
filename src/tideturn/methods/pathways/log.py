"""The event log, the basis of every measure of a pathway: what happened, in which case, when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import counted, listed, quoted
from tideturn.methods.pathways.coding import categories, coded, compact, places_by
from tideturn.methods.pathways.times import INSTANT, instants, known_zone

FURTHER: Final = ("site", "agency", "lifecycle")
"""Optional columns of an event, besides its case, its activity and its time."""
COMPLETE: Final = "complete"
"""Transition of the XES lifecycle for an activity that was done."""


@dataclass(frozen=True, eq=False)
class EventLog:
    """Events by case and time, as codes, and the names of the codes.

    `frame` has `case` (UInt32), `activity` (UInt16; UInt32 above 65,535 names) and `time` (UTC, microseconds), and
    where given `site`, `agency` and `lifecycle` (like `activity`; null where absent). It is sorted by case, then time;
    events of one case at one time keep the order of the file. Codes number the sorted names, so they do not depend on
    the order of the rows. `notes` says in sentences how odd input was handled.
    """

    frame: pl.DataFrame
    cases: pl.Series
    activities: tuple[str, ...]
    sites: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    lifecycles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    zone: str = "Europe/London"

    def __str__(self) -> str:
        return (
            f"{counted(self.frame.height, 'event')} of {counted(len(self.activities), 'activity', 'activities')} "
            f"in {counted(len(self.cases), 'case')}"
        )

    @cached_property
    def spans(self) -> pl.DataFrame:
        """Return one row per case, by code: `case`, `events`, `began`, `ended` and, where given, `site`.

        The site is that of the case's first event that names one, whatever came later.
        """
        first, time = self.firsts, self.frame["time"]
        after = np.append(first[1:], self.frame.height)[: first.size]
        spans = {
            "case": self.frame["case"][first],
            "events": pl.Series(after - first, dtype=pl.UInt32),
            "began": time[first],
            "ended": time[after - 1],
        }
        if "site" in self.frame.columns:
            unnamed = self.frame["site"].is_null().to_numpy()
            place = np.arange(unnamed.size)
            named = np.minimum.reduceat(np.where(unnamed, unnamed.size, place), first) if first.size else first
            spans["site"] = self.frame["site"][np.where(named < after, named, first)]
        return pl.DataFrame(spans)

    @cached_property
    def site_of(self) -> NDArray[np.int64]:
        """Return the code of each case's site, in the order of case codes; −1 where no event names one."""
        if "site" not in self.frame.columns:
            return np.full(self.spans.height, -1, dtype=np.int64)
        return self.spans["site"].cast(pl.Int64).fill_null(-1).to_numpy()

    @cached_property
    def firsts(self) -> NDArray[np.int64]:
        """Return the position of each case's first event, in the order of case codes."""
        case = self.frame["case"].to_numpy()
        return np.flatnonzero(np.append(True, case[1:] != case[:-1])[: case.size])

    def named(self) -> pl.DataFrame:
        """Return the events with names in place of codes."""
        named = {"activity": self.activities, "site": self.sites, "agency": self.agencies, "lifecycle": self.lifecycles}
        names = {"case": self.cases} | {name: pl.Series(known, dtype=pl.String) for name, known in named.items()}
        return self.frame.with_columns(
            names[name].gather(self.frame[name]).alias(name) for name in self.frame.columns if name in names
        )

    def of_sites(self, *sites: str) -> EventLog:
        """Return the whole cases of these sites. Raise TideturnError for a site that is not in the log."""
        for site in sites:
            if site not in self.sites:
                known = f"The sites are {listed(self.sites)}." if self.sites else "Name the column of sites."
                raise TideturnError(f"there is no site {quoted(site)}.", mend=known)
        codes = [self.sites.index(site) for site in sites]
        return self.of_cases(self.spans["case"].filter(np.isin(self.site_of, codes)))

    def between(self, start: date | None = None, end: date | None = None) -> EventLog:
        """Return the whole cases whose first event is at or after `start` and before `end`.

        A date means its midnight; a date and a time without a zone are local, in the log's zone.
        """
        began = pl.col("began")
        kept = self.spans
        if start is not None:
            kept = kept.filter(began >= self._instant(start))
        if end is not None:
            kept = kept.filter(began < self._instant(end))
        return self.of_cases(kept["case"])

    def of_cases(self, codes: pl.Series) -> EventLog:
        """Return the cases of these codes, renumbered; activities, sites and the others keep their codes."""
        case, kept = self.frame["case"].to_numpy(), np.zeros(len(self.cases), dtype=np.bool_)
        kept[codes.to_numpy()] = True
        there = kept[case]
        present = np.zeros(kept.size, dtype=np.bool_)
        present[case[there]] = True
        numbers = (np.cumsum(present) - 1).astype(np.uint32)[case[there]]
        frame = self.frame.filter(there).with_columns(pl.Series("case", numbers).set_sorted())
        return replace(self, frame=frame, cases=self.cases.filter(present))

    def _instant(self, when: date) -> pl.Expr:
        if isinstance(when, datetime) and when.tzinfo is not None:
            return pl.lit(when).dt.convert_time_zone("UTC").cast(INSTANT)
        return pl.lit(instants(pl.Series("time", [when]), self.zone)[0].item())


def event_log(
    frame: pl.DataFrame | pl.LazyFrame,
    *,
    case: str = "case",
    activity: str = "activity",
    time: str = "time",
    site: str | None = None,
    agency: str | None = None,
    lifecycle: str | None = None,
    every_transition: bool = False,
    zone: str = "Europe/London",
) -> EventLog:
    """Return the log of a table with one row per event, in any order; of a lazy one, read only the columns named.

    Times are text in ISO 8601, dates, or datetimes; those without a zone are local times in `zone`. Rows without case,
    activity or time are left out. A row that is there twice, equal in every column of the table, counts once. Where a
    lifecycle is given, only completed events count, unless `every_transition` is asked for. Raise TideturnError for a
    column that is missing and for a cell that is not a time.
    """
    columns = {"case": case, "activity": activity, "time": time}
    columns |= {name: at for name, at in zip(FURTHER, (site, agency, lifecycle), strict=True) if at is not None}
    lazy = frame.lazy()
    schema = lazy.collect_schema()
    for at in columns.values():
        if at not in schema:
            raise TideturnError(f"there is no column “{at}”.", mend=f"The columns are {', '.join(schema)}.")
    known_zone(zone)
    events = lazy.select(
        pl.col(at).alias(name) if name == "time" else categories(pl.col(at), schema[at]).alias(name)
        for name, at in columns.items()
    ).collect(engine="streaming")
    names: dict[str, pl.Series] = {}
    for name in columns:
        if name != "time":
            codes, names[name] = coded(events[name])
            events = events.with_columns(codes)
    found, notes = instants(events["time"].alias(time), zone)
    events = events.with_columns(found.alias("time"), row=pl.int_range(pl.len(), dtype=pl.UInt32))
    events, lacking = _whole(events)
    events, unfinished = _done(events, names) if lifecycle and not every_transition else (events, ())
    events = _ordered(events)
    events, again = _once(events, lazy, columns)
    notes = (*notes, *lacking, *unfinished, *again, *_disorder(events))
    events = events.drop("row")
    for name in names:
        codes, names[name] = compact(events[name], names[name])
        events = events.with_columns(codes)
    events = events.with_columns(pl.col("case").cast(pl.UInt32).set_sorted())
    known = {name: tuple(names[name]) if name in names else () for name in ("activity", *FURTHER)}
    log = EventLog(
        events,
        names["case"],
        known["activity"],
        sites=known["site"],
        agencies=known["agency"],
        lifecycles=known["lifecycle"],
        notes=notes,
        zone=zone,
    )
    return replace(log, notes=(*notes, *_two_sites(log)))


def _whole(events: pl.DataFrame) -> tuple[pl.DataFrame, Iterable[str]]:
    """Return the rows that have a case, an activity and a time, and a note on the others."""
    lacking = {name: events[name].null_count() for name in ("case", "activity", "time")}
    if not any(lacking.values()):
        return events, ()
    kept = events.drop_nulls(list(lacking))
    return kept, left_out(events.height - kept.height, lacking)


def left_out(rows: int, lacking: Mapping[str, int]) -> tuple[str, ...]:
    """Return the note, if any, on rows that lack a case, an activity or a time."""
    parts = listed([f"{number:,} without {name}" for name, number in lacking.items() if number])
    return (f"Left out: {counted(rows, 'row')} ({parts}).",) if rows else ()


def twice(rows: int) -> tuple[str, ...]:
    """Return the note, if any, on rows that were there already."""
    return (f"There more than once, and counted once: {counted(rows, 'row')}.",) if rows else ()


def _done(events: pl.DataFrame, names: dict[str, pl.Series]) -> tuple[pl.DataFrame, Iterable[str]]:
    """Return the events that are complete or have no lifecycle, and a note on the others."""
    complete = names["lifecycle"].str.to_lowercase() == COMPLETE
    if not complete.any():
        return events, ("No event says that it is complete: all were kept, whatever their lifecycle.",)
    kept = events.filter(pl.col("lifecycle").is_null() | pl.col("lifecycle").is_in(complete.arg_true().implode()))
    left = events.height - kept.height
    return kept, (f"Left out, for they are not complete: {counted(left, 'event')}.",) if left else ()


def _ordered(events: pl.DataFrame) -> pl.DataFrame:
    """Sort the events by case, then time, then position; most files are in order of time, at least within each case."""
    by_case = events[places_by(events["case"])]
    early = (pl.col("case") == pl.col("case").shift(1)) & (pl.col("time") < pl.col("time").shift(1))
    if by_case.select(early.any()).item():
        return by_case.sort("case", "time", maintain_order=True)
    return by_case


def _once(events: pl.DataFrame, whole: pl.LazyFrame, columns: dict[str, str]) -> tuple[pl.DataFrame, Iterable[str]]:
    """Return the events without repeated rows, equal in all columns of the table, and a note on the repeats."""
    read = [name for name in events.columns if name != "row"]
    at_once = pl.struct("case", "time")
    tied = events.filter((at_once == at_once.shift(1)) | (at_once == at_once.shift(-1)))
    alike = tied.filter(tied.select(read).is_duplicated())
    if alike.is_empty():
        return events, ()
    further = [name for name in whole.collect_schema() if name not in columns.values()]
    if further:
        row = pl.int_range(pl.len(), dtype=pl.UInt32).alias("row")
        rest = whole.select(row, pl.struct(further).alias("rest"))
        rest = rest.filter(pl.col("row").is_in(alike["row"].implode()))
        alike = alike.join(rest.collect(engine="streaming"), on="row", maintain_order="left")
    first = alike.unique(set(alike.columns) - {"row"}, keep="first", maintain_order=True)
    again = alike.join(first, on="row", how="anti")["row"]
    if again.is_empty():
        return events, ()
    kept = events.filter(~pl.col("row").is_in(again.implode()))
    return kept, twice(len(again))


def _disorder(events: pl.DataFrame) -> Iterable[str]:
    """Yield notes on events that were before an earlier one of their case, and on events at the same time."""
    same = pl.col("case") == pl.col("case").shift(1)
    early, tied = events.select(
        early=(same & (pl.col("row") < pl.col("row").shift(1))).sum(),
        tied=(same & (pl.col("time") == pl.col("time").shift(1))).sum(),
    ).row(0)
    if early:
        yield f"Out of order in the file, and put in order of time: {counted(early, 'event')}."
    if tied:
        yield f"At the same time as the event before in their case, and left in the order of the file: {tied:,}."


def _two_sites(log: EventLog) -> Iterable[str]:
    """Yield a note on cases with events at more than one site."""
    if "site" not in log.frame.columns:
        return
    seen = log.frame.drop_nulls("site").group_by("case").agg(pl.col("site").n_unique())
    if several := seen.filter(pl.col("site") > 1).height:
        yield f"At more than one site, and counted at the site of their first event: {counted(several, 'case')}."
