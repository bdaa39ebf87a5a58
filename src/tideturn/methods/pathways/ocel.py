"""Object-centric event logs in OCEL 2.0, in its JSON form: reader, which reports every fault, and writer.

The form is that of Berti and others (2023), OCEL 2.0 Specification, arXiv:2403.01975, section 6.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import counted, listed, quoted
from tideturn.methods.pathways.event_table import read_times
from tideturn.methods.pathways.object_log import EVENT_VALUES, LINKS, OBJECT_VALUES, RELATIONS, ObjectLog
from tideturn.methods.pathways.packed_files import reading, writing

MOST: Final = 512 << 20
"""Maximum bytes of unpacked JSON: it is held whole, at about ten times its size."""
MARKS: Final = 64 << 20
"""Maximum values, where a table counts as four: a file of brackets alone fills a hundred times its size in memory."""
_CHUNK: Final = 4 << 20
ALWAYS: Final = "1970-01-01T00:00:00Z"
"""Time of an attribute that an object has always had."""
KINDS: Final = ("string", "time", "integer", "float", "boolean")
_PARTS: Final = ("eventTypes", "objectTypes", "events", "objects")


def read_ocel(path: Path, *, zone: str = "Europe/London") -> ObjectLog:
    """Return the log in a file of OCEL 2.0 JSON, also gzipped; times without a zone are local times in `zone`.

    Raise TideturnError, with the entry at fault, for a file that is not such JSON, a type that is not declared, an
    object that is not listed, a name that is there twice, and a time that is not one.
    """
    return _Reading(path.name, _said(path)).log(zone)


class _Reading:
    """The parts of one file, split into tables of text."""

    def __init__(self, file: str, said: Mapping[str, Any]) -> None:
        self._file = file
        self._said = said
        self._undeclared = 0

    def log(self, zone: str) -> ObjectLog:
        activities, types = self._types("eventTypes"), self._types("objectTypes")
        events, event_values, relations = self._entries("events", activities)
        objects, object_values, links = self._entries("objects", types)
        known = set(objects["id"])
        for part, rows in (("events", relations), ("objects", links)):
            self._dangling(part, rows, known)
        when, notes = read_times(events["time"], zone, lambda row: self._place("events", events["id"][row], row))
        if when.null_count():
            row = int(when.is_null().arg_true()[0])
            raise self._fault("the event has no time.", "Give every event a time.", "events", events["id"][row], row)
        since, more = read_times(
            object_values["time"].fill_null(ALWAYS),
            zone,
            lambda row: f"{self._file}, an attribute of object {quoted(object_values['id'][row])}",
        )
        return ObjectLog(
            events.select(event="id", activity="type", time=pl.lit(when)),
            objects.select(object="id", type="type"),
            relations.rename({"id": "event", "to": "object"}).select(*RELATIONS),
            links.rename({"id": "object"}).select(*LINKS),
            event_values.rename({"id": "event"}).select(*EVENT_VALUES),
            object_values.rename({"id": "object"}).with_columns(since.alias("time")).select(*OBJECT_VALUES),
            notes=(*notes, *more, *self._notes(objects, relations)),
        )

    def _notes(self, objects: pl.DataFrame, relations: pl.DataFrame) -> Iterator[str]:
        if self._undeclared:
            yield f"Of a kind that their type does not declare, and read as text: {self._undeclared:,} attributes."
        alone = objects.join(relations, left_on="id", right_on="to", how="anti").height
        if alone:
            yield f"Concerned by no event: {counted(alone, 'object')}."

    def _types(self, part: str) -> dict[str, dict[str, str]]:
        """Return the types of a part, each with the kinds of its attributes by name."""
        types: dict[str, dict[str, str]] = {}
        for number, entry in enumerate(self._said[part]):
            name = self._text(entry, "name", part, number)
            if name in types:
                raise self._fault("the type is declared twice.", "Keep it once.", part, name, number)
            kinds = types[name] = {}
            for attribute in self._listed(entry, "attributes", part, name, number):
                kind = attribute.get("type")
                kinds[self._text(attribute, "name", part, number)] = kind if kind in KINDS else "string"
        return types

    def _entries(
        self, part: str, types: Mapping[str, Mapping[str, str]]
    ) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        """Return the entries of a part (id, type, time), their attributes and their relations to objects."""
        rows: list[tuple[str, str, str | None]] = []
        values: list[tuple[str, str, str, str, str | None]] = []
        relations: list[tuple[str, str, str]] = []
        seen: set[str] = set()
        for number, entry in enumerate(self._said[part]):
            name, kind = self._text(entry, "id", part, number), self._text(entry, "type", part, number)
            if name in seen:
                raise self._fault("its id is there twice.", "Give every entry an id of its own.", part, name, number)
            seen.add(name)
            if kind not in types:
                mend = f"Declare it, or use one of {listed(list(types)[:10])}." if types else "Declare it."
                raise self._fault(f"its type {quoted(kind)} is not declared.", mend, part, name, number)
            time = entry.get("time")
            rows.append((name, kind, None if time is None else str(time)))
            for attribute in self._listed(entry, "attributes", part, name, number):
                value, key = attribute.get("value"), self._text(attribute, "name", part, number)
                if isinstance(value, list | dict):
                    what = f"the value of {quoted(key)} is a table or a list."
                    raise self._fault(what, "Write text, a number, true or false.", part, name, number)
                if value is not None:
                    declared = types[kind].get(key)
                    self._undeclared += declared is None
                    since = attribute.get("time")
                    told = None if since is None else str(since)
                    values.append((name, key, declared or "string", _text_of(value), told))
            for relation in self._listed(entry, "relationships", part, name, number):
                to = self._text(relation, "objectId", part, number)
                relations.append((name, to, str(relation.get("qualifier") or "")))
        return (
            _frame(rows, ("id", "type", "time")),
            _frame(values, ("id", "name", "kind", "value", "time")),
            _frame(relations, ("id", "to", "qualifier")).unique(maintain_order=True),
        )

    def _dangling(self, part: str, rows: pl.DataFrame, known: set[str]) -> None:
        strange = rows.filter(~pl.col("to").is_in(list(known)))
        if strange.height:
            name, to = strange.select("id", "to").row(0)
            more = f"; {counted(strange.height, 'relationship')} in all do so" if strange.height > 1 else ""
            raise TideturnError(
                f"it speaks of the object {quoted(to)}, which is not listed{more}.",
                place=f"{self._file}, {part.removesuffix('s')} {quoted(name)}",
                mend="List every object under “objects”.",
            )

    def _listed(self, entry: Mapping[str, Any], key: str, part: str, name: str, number: int) -> list[dict[str, Any]]:
        entries = entry.get(key) or []
        if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
            raise self._fault(f"its {key} are no list of tables.", "Write them as OCEL 2.0 does.", part, name, number)
        return entries

    def _text(self, entry: Any, key: str, part: str, number: int) -> str:
        value = entry.get(key) if isinstance(entry, dict) else None
        if isinstance(value, str) and value:
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        raise self._fault(f"it has no {key}.", "Write it as OCEL 2.0 does.", part, None, number)

    def _place(self, part: str, name: str | None, number: int) -> str:
        return f"{self._file}, {part}, entry {number + 1}{f' ({quoted(name)})' if name else ''}"

    def _fault(self, what: str, mend: str, part: str, name: str | None, number: int) -> TideturnError:
        return TideturnError(what, place=self._place(part, name, number), mend=mend)


def _frame(rows: list[Any], columns: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def _text_of(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _said(path: Path) -> dict[str, Any]:
    """Return the JSON of a file, with its four parts as lists."""
    try:
        held = _bytes(path)
        said = json.loads(held)
        if b"\\ud" in held.lower():
            # A lone surrogate is half a character: JSON can name it, and no text can hold it.
            json.dumps(said, ensure_ascii=False).encode()
    except json.JSONDecodeError as fault:
        cut_off = fault.pos >= len(fault.doc.rstrip())
        what = "the file is cut off: it ends in the middle." if cut_off else f"this is not JSON: {fault.msg}."
        place = f"{path.name}, line {fault.lineno}, column {fault.colno}"
        raise TideturnError(what, place=place, mend="Export it again.") from None
    except UnicodeError as fault:
        half = isinstance(fault, UnicodeEncodeError)
        what = "it names half a character (\\ud800 to \\udfff)." if half else "it is not text in UTF-8."
        raise TideturnError(what, place=path.name, mend="Save it as UTF-8.") from None
    except (RecursionError, ValueError):
        what = "lists lie within each other too deep, or a number has too many digits."
        raise TideturnError(what, place=path.name, mend="No event log is made so: export it again.") from None
    if isinstance(said, dict) and any(key.startswith("ocel:") for key in said):
        raise TideturnError("this is OCEL 1.0.", place=path.name, mend="Export it as OCEL 2.0.")
    missing = [part for part in _PARTS if not isinstance(said, dict) or not isinstance(said.get(part), list)]
    if missing:
        raise TideturnError(
            f"this is no OCEL 2.0: it has no list of {listed([quoted(part) for part in missing])}.",
            place=path.name,
            mend="Name a file in OCEL 2.0, in its JSON form.",
        )
    return dict(said)


def _bytes(path: Path) -> bytearray:
    """Return the bytes of the file, if they can still be held in memory once parsed."""
    held = bytearray()
    with reading(path) as file:
        while len(held) <= MOST and (chunk := file.read(_CHUNK)):
            held += chunk
    mend = "Split it by cases, or export one type of object as XES."
    if len(held) > MOST:
        raise TideturnError(f"it holds more than {MOST >> 20} MiB of JSON.", place=path.name, mend=mend)
    if 4 * held.count(b"{") + held.count(b"[") + held.count(b",") > MARKS:
        raise TideturnError(f"it holds more than {MARKS >> 20} million values.", place=path.name, mend=mend)
    if not held.strip():
        raise TideturnError("the file is empty.", place=path.name, mend="Export it again.")
    return held


def write_ocel(log: ObjectLog, path: Path) -> None:
    """Write the log as OCEL 2.0 JSON, an entry a line, gzipped where the name ends in .gz: same log, same bytes."""
    text = "".join(_document(log)).encode()
    with writing(path) as file:
        file.write(text)


def _document(log: ObjectLog) -> Iterator[str]:
    object_values = log.object_values.with_columns(_iso("time"))
    parts = {
        "eventTypes": _declared(log.events, "event", "activity", log.event_values),
        "objectTypes": _declared(log.objects, "object", "type", log.object_values),
        "events": _written(log.events, _by(log.relations, "event"), _by(log.event_values, "event")),
        "objects": _written(log.objects, _by(log.links, "object"), _by(object_values, "object")),
    }
    yield "{\n"
    for number, (part, entries) in enumerate(parts.items()):
        lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
        yield f'"{part}": [\n{lines}\n]{"," if number < len(parts) - 1 else ""}\n'
    yield "}\n"


def _by(frame: pl.DataFrame, key: str) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each event or object, in their order."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        rows.setdefault(row[key], []).append(row)
    return rows


def _declared(frame: pl.DataFrame, key: str, kind: str, values: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield every type with the attributes that its entries have."""
    used = values.join(frame.select(key, of=kind), on=key).select("of", "name", "kind").unique().sort("of", "name")
    of_type: dict[str, dict[str, str]] = {}
    for of, name, kind_of in used.iter_rows():
        of_type.setdefault(of, {})[name] = kind_of
    for name in frame[kind].unique().sort():
        attributes = [{"name": key, "type": kind_of} for key, kind_of in of_type.get(name, {}).items()]
        yield {"name": name, "attributes": attributes}


def _written(
    frame: pl.DataFrame, relations: Mapping[str, list[dict[str, Any]]], values: Mapping[str, list[dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    """Yield the events, or the objects, as OCEL writes them."""
    rows = frame.with_columns(_iso("time")) if "time" in frame.columns else frame
    for name, kind, *time in rows.iter_rows():
        entry: dict[str, Any] = {"id": name, "type": kind}
        if time:
            entry["time"] = time[0]
        entry["attributes"] = [
            {"name": value["name"], "value": _typed(value["kind"], value["value"])}
            | ({"time": value["time"]} if "time" in value else {})
            for value in values.get(name, [])
        ]
        entry["relationships"] = [
            {"objectId": row["to" if "to" in row else "object"], "qualifier": row["qualifier"]}
            for row in relations.get(name, [])
        ]
        yield entry


def _iso(column: str) -> pl.Expr:
    return pl.col(column).dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ")


def _typed(kind: str, text: str) -> str | int | float | bool:
    """Return a value as JSON has it, where that is the same as the text; else the text."""
    if kind in ("integer", "float", "boolean"):
        try:
            value = json.loads(text, parse_constant=str)
        except ValueError:
            return text
        if isinstance(value, bool if kind == "boolean" else int | float) and json.dumps(value) == text:
            return value
    return text
