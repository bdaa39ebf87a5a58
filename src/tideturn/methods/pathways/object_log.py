"""The object-centric log: events that each concern several things, such as a child, a referral and two agencies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import polars as pl

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import counted, listed, quoted
from tideturn.methods.pathways.event_table import EventTable
from tideturn.methods.pathways.times import INSTANT, instants

RELATIONS: Final = pl.Schema(dict.fromkeys(("event", "object", "qualifier"), pl.String))
LINKS: Final = pl.Schema(dict.fromkeys(("object", "to", "qualifier"), pl.String))
EVENT_VALUES: Final = pl.Schema(dict.fromkeys(("event", "name", "kind", "value"), pl.String))
OBJECT_VALUES: Final = pl.Schema(
    {"object": pl.String(), "name": pl.String(), "kind": pl.String(), "value": pl.String(), "time": INSTANT}
)


@dataclass(frozen=True)
class Flattened(EventTable):
    """The events of an object-centric log case by case, where each case is one object of one type.

    `duplicated` counts the events that concern several of these objects and so are in several cases; `dropped` those
    that concern none and so are in no case. `notes` reports both.
    """

    duplicated: int = 0
    dropped: int = 0


@dataclass(frozen=True)
class ObjectLog:
    """Events, objects of several types, and which event concerns which objects; all frames keep the file's order.

    `events`: event, activity, time (UTC, microseconds). `objects`: object, type. `relations`: event, object, qualifier
    (the object's role; empty where unknown). `links`, between objects: object, to, qualifier. `event_values`: event,
    name, kind, value, and `object_values`: object, name, kind, value, time (since when): kind is string, time, integer,
    float or boolean, the value always text.
    """

    events: pl.DataFrame
    objects: pl.DataFrame
    relations: pl.DataFrame
    links: pl.DataFrame
    event_values: pl.DataFrame
    object_values: pl.DataFrame
    notes: tuple[str, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return (
            f"{counted(self.events.height, 'event')} of {counted(self.objects.height, 'object')}: "
            f"{listed(self.types) or 'none'}"
        )

    @cached_property
    def types(self) -> tuple[str, ...]:
        """Return the types of the objects, sorted."""
        return tuple(self.objects["type"].unique().sort())

    @cached_property
    def table(self) -> pl.DataFrame:
        """Return one row for each event and each of its objects: event, activity, time, object, type, qualifier.

        An event that concerns no object has one row without an object.
        """
        concerned = self.relations.join(self.objects, on="object", how="left", maintain_order="left")
        rows = self.events.join(concerned, on="event", how="left", maintain_order="left")
        return rows.select("event", "activity", "time", "object", "type", "qualifier")

    def flattened(self, object_type: str, *, site: str | None = None, agency: str | None = None) -> Flattened:
        """Return the events as cases, each case one object of `object_type`, ready for an event log.

        `site` and `agency` are types of objects, or else attributes of events; of several objects the first of the
        event counts, and a note says so. Raise TideturnError for a type or attribute that is not in the log.
        """
        self._known(object_type)
        case = self._concerned(object_type).unique(["event", "object"], keep="first", maintain_order=True)
        rows = self.events.join(case.rename({"object": "case"}), on="event", how="left", maintain_order="left")
        # An event is in a case once; two events that differ only in their names are two.
        kept = rows.drop_nulls("case").select("case", "activity", "time", "event")
        per_event = kept.group_by("event").len()
        duplicated = int((per_event["len"] > 1).sum())
        dropped = self.events.height - per_event.height
        notes = [_flattening(object_type, duplicated, kept.height - per_event.height, dropped)]
        for name, source in (("site", site), ("agency", agency)):
            if source is not None:
                values, several = self._one_each(source)
                kept = kept.join(values.rename({"value": name}), on="event", how="left", maintain_order="left")
                if several:
                    notes.append(f"With more than one {source}, of which the first was taken: {several:,}.")
        return Flattened(kept, (*self.notes, *notes), duplicated=duplicated, dropped=dropped)

    def _known(self, object_type: str) -> None:
        if object_type not in self.types:
            mend = f"The types are {listed(self.types)}." if self.types else "The log holds no object."
            raise TideturnError(f"there is no object of the type {quoted(object_type)}.", mend=mend)

    def _concerned(self, object_type: str) -> pl.DataFrame:
        """Return the events and the objects of this type that they concern: event, object."""
        of_type = self.objects.filter(pl.col("type") == object_type)
        return self.relations.join(of_type, on="object", how="semi", maintain_order="left").select("event", "object")

    def _one_each(self, source: str) -> tuple[pl.DataFrame, int]:
        """Return one value for each event (event, value), and how many events had more than one.

        The values are the event's objects of that type, or else its attribute of that name.
        """
        if source in self.types:
            values = self._concerned(source).rename({"object": "value"})
        else:
            values = self.event_values.filter(pl.col("name") == source).select("event", "value")
            if values.is_empty():
                mend = f"The types of objects are {listed(self.types)}."
                raise TideturnError(f"{quoted(source)} is no type of object and no attribute of an event.", mend=mend)
        several = int((values.group_by("event").agg(pl.col("value").n_unique())["value"] > 1).sum())
        return values.unique("event", keep="first", maintain_order=True), several


def object_log(
    frame: pl.DataFrame,
    objects: Sequence[str],
    *,
    activity: str = "activity",
    time: str = "time",
    separator: str = ";",
    zone: str = "Europe/London",
) -> ObjectLog:
    """Return the object-centric log of a plain table: one row per event, one column per type of object.

    A cell names the objects that the event concerns, several with the separator between them; the column is their type
    and their role. Rows without activity or time are left out, with a note. Objects of two types may have one name:
    then their type is written before it. Raise TideturnError for a column that is missing.
    """
    for column in (activity, time, *objects):
        if column not in frame.columns:
            mend = f"The columns are {', '.join(frame.columns)}."
            raise TideturnError(f"there is no column “{column}”.", mend=mend)
    when, notes = instants(frame[time], zone)
    name = pl.col(activity).cast(pl.String).str.strip_chars()
    rows = frame.select(pl.when(name != "").then(name).alias("activity"), *objects).with_columns(when.alias("time"))
    rows = rows.select(pl.format("e{}", pl.int_range(1, pl.len() + 1)).alias("event"), pl.all())
    events = rows.select("event", "activity", "time").drop_nulls()
    if left_out := rows.height - events.height:
        notes = (*notes, f"Left out, without activity or time: {counted(left_out, 'row')}.")
    named = pl.concat(
        [
            rows.select(
                "event",
                pl.col(column).cast(pl.String).str.split(separator).alias("name"),
                pl.lit(column).alias("type"),
            ).explode("name")
            for column in objects
        ]
        or [pl.DataFrame(schema=dict.fromkeys(("event", "name", "type"), pl.String))]
    ).with_columns(pl.col("name").str.strip_chars())
    named = events.select("event").join(named.filter(pl.col("name") != ""), on="event", maintain_order="left_right")
    shared = pl.col("type").n_unique().over("name") > 1
    named = named.with_columns(
        pl.when(shared).then(pl.format("{}:{}", "type", "name")).otherwise("name").alias("object")
    )
    return ObjectLog(
        events,
        named.select("object", "type").unique(maintain_order=True),
        named.select("event", "object", qualifier="type").unique(maintain_order=True),
        links=pl.DataFrame(schema=LINKS),
        event_values=pl.DataFrame(schema=EVENT_VALUES),
        object_values=pl.DataFrame(schema=OBJECT_VALUES),
        notes=notes,
    )


def _flattening(object_type: str, duplicated: int, more: int, dropped: int) -> str:
    told = [f"Told by {object_type}:"]
    if duplicated:
        told.append(
            f"{counted(duplicated, 'event')} with several of them {'stands' if duplicated == 1 else 'stand'} once for "
            f"each ({counted(more, 'row')} more),"
        )
    else:
        told.append("no event stands more than once,")
    told.append(f"and {counted(dropped, 'event')} without any {'is' if dropped == 1 else 'are'} left out.")
    return " ".join(told)
