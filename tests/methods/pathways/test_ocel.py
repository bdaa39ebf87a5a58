"""OCEL 2.0: any object-centric log written and read is the same, a flattening says what it does, faults have places."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.dataset.problems import TideturnError
from tideturn.methods.pathways import ocel
from tideturn.methods.pathways.object_log import EVENT_VALUES, LINKS, OBJECT_VALUES, RELATIONS, ObjectLog, object_log
from tideturn.methods.pathways.ocel import read_ocel, write_ocel

# The minimal example of the standard, https://www.ocel-standard.org/specification/formats/json/
MINIMAL: dict[str, Any] = {
    "eventTypes": [{"name": "create-order", "attributes": [{"name": "total-items", "type": "integer"}]}],
    "objectTypes": [{"name": "order", "attributes": [{"name": "item", "type": "integer"}]}],
    "events": [
        {
            "id": "e1",
            "type": "create-order",
            "time": "1970-01-01T00:00:00Z",
            "attributes": [{"name": "total-items", "value": 1}],
            "relationships": [{"objectId": "o1", "qualifier": "item"}],
        }
    ],
    "objects": [
        {"id": "o1", "type": "order", "attributes": [{"name": "item", "time": "1970-01-01T00:00:00Z", "value": 1}]}
    ],
}


def written(tmp_path: Path, said: object, name: str = "log.json") -> Path:
    path = tmp_path / name
    path.write_bytes(said if isinstance(said, bytes) else json.dumps(said).encode())
    return path


def changed(**parts: Any) -> dict[str, Any]:
    return {**MINIMAL, **parts}


def an_event(**parts: Any) -> dict[str, Any]:
    return {**MINIMAL["events"][0], **parts}


def equal(log: ObjectLog, other: ObjectLog) -> bool:
    parts = ("events", "objects", "relations", "links", "event_values", "object_values")
    return all(getattr(log, part).equals(getattr(other, part)) for part in parts)


def test_the_minimal_example_of_the_standard(tmp_path: Path) -> None:
    log = read_ocel(written(tmp_path, MINIMAL))
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    assert log.events.rows() == [("e1", "create-order", epoch)]
    assert log.objects.rows() == [("o1", "order")]
    assert log.relations.rows() == [("e1", "o1", "item")]
    assert log.event_values.rows() == [("e1", "total-items", "integer", "1")]
    assert log.object_values.rows() == [("o1", "item", "integer", "1", epoch)]
    assert log.table.rows() == [("e1", "create-order", epoch, "o1", "order", "item")]
    assert str(log) == "1 event of 1 object: order"
    assert log.notes == ()
    write_ocel(log, tmp_path / "again.json")
    again = json.loads((tmp_path / "again.json").read_bytes())
    assert again["events"][0]["time"] == again["objects"][0]["attributes"][0]["time"] == "1970-01-01T00:00:00.000000Z"
    again["events"][0]["time"] = again["objects"][0]["attributes"][0]["time"] = "1970-01-01T00:00:00Z"
    assert again["objects"][0].pop("relationships") == []
    assert again == MINIMAL


IDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4)
INSTANTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))
VALUES = st.tuples(
    IDS,
    st.one_of(
        st.tuples(st.just("string"), st.text(st.characters(exclude_categories=["Cs"]), max_size=4)),
        st.tuples(st.just("integer"), st.integers().map(str) | st.sampled_from(["007", "1.0", "", "NaN", "true"])),
        st.tuples(st.just("float"), st.floats().map(repr) | st.sampled_from(["1e5", "-0", "Infinity"])),
        st.tuples(st.just("boolean"), st.sampled_from(["true", "false", "True", "1"])),
        st.tuples(st.just("time"), st.just("2026-03-01T10:00:00Z")),
    ),
)


@st.composite
def logs(draw: st.DrawFn) -> ObjectLog:
    events = draw(st.lists(st.tuples(IDS, IDS, INSTANTS), max_size=5, unique_by=lambda row: row[0]))
    objects = draw(st.lists(st.tuples(IDS, IDS), min_size=1, max_size=5, unique_by=lambda row: row[0]))
    of_event, of_object = (
        st.sampled_from([row[0] for row in events] or [None]),
        st.sampled_from(objects).map(lambda row: row[0]),
    )
    qualifier = st.just("") | IDS
    some = 4 if events else 0
    relations = draw(st.lists(st.tuples(of_event, of_object, qualifier), max_size=some, unique=True))
    links = draw(st.lists(st.tuples(of_object, of_object, qualifier), max_size=4, unique=True))
    values = draw(st.lists(st.tuples(of_event, VALUES), max_size=some))
    object_values = draw(st.lists(st.tuples(of_object, VALUES, INSTANTS), max_size=4))
    activity, types = {row[0]: row[1] for row in events}, dict(objects)
    # A type declares one kind for each of its attributes.
    kinds: dict[tuple[str, str, str], str] = {}
    told = [(e, n, kinds.setdefault(("e", activity[e], n), k), v) for e, (n, (k, v)) in values]
    more = [(o, n, kinds.setdefault(("o", types[o], n), k), v, t) for o, (n, (k, v)), t in object_values]

    def ordered(rows: list[Any], entries: list[Any], schema: pl.Schema) -> pl.DataFrame:
        place = {entry[0]: number for number, entry in enumerate(entries)}
        return pl.DataFrame(sorted(rows, key=lambda row: place[row[0]]), schema=schema, orient="row")

    return ObjectLog(
        pl.DataFrame(
            events, schema={"event": pl.String, "activity": pl.String, "time": pl.Datetime("us", "UTC")}, orient="row"
        ),
        pl.DataFrame(objects, schema={"object": pl.String, "type": pl.String}, orient="row"),
        ordered(relations, events, RELATIONS),
        ordered(links, objects, LINKS),
        ordered(told, events, EVENT_VALUES),
        ordered(more, objects, OBJECT_VALUES),
    )


@settings(max_examples=30)
@given(logs(), st.booleans())
def test_any_log_written_and_read_is_the_same_log(tmp_path_factory, log, packed) -> None:
    path = tmp_path_factory.mktemp("ocel") / ("log.json.gz" if packed else "log.json")
    write_ocel(log, path)
    read = read_ocel(path)
    assert equal(read, log)
    twin = path.with_name(f"twin-{path.name}")
    write_ocel(read, twin)
    assert twin.read_bytes() == path.read_bytes()


MEETINGS = pl.DataFrame(
    {
        "activity": ["referral", "meeting", "look-up", "plan", "phone call"],
        "time": [f"2026-03-0{day}T10:00:00Z" for day in range(1, 6)],
        "child": ["Ada", "Ada; Ben", None, "Ben", "Ada"],
        "agency": ["police", "council;police", "council", " ", None],
    }
)


def test_a_flattening_says_what_it_duplicated_and_dropped() -> None:
    log = object_log(MEETINGS, ["child", "agency"])
    assert log.types == ("agency", "child")
    by_child = log.flattened("child", agency="agency")
    assert by_child.frame.select("case", "activity", "agency").rows() == [
        ("Ada", "referral", "police"),
        ("Ada", "meeting", "council"),
        ("Ben", "meeting", "council"),
        ("Ben", "plan", None),
        ("Ada", "phone call", None),
    ]
    assert (by_child.duplicated, by_child.dropped) == (1, 1)
    assert by_child.notes == (
        "Told by child: 1 event with several of them stands once for each (1 row more), "
        "and 1 event without any is left out.",
        "With more than one agency, of which the first was taken: 1.",
    )
    by_agency = log.flattened("agency")
    assert (by_agency.duplicated, by_agency.dropped) == (1, 2)
    traces = by_child.log().named().group_by("case", maintain_order=True).agg("activity").rows()
    assert traces == [("Ada", ["referral", "meeting", "phone call"]), ("Ben", ["meeting", "plan"])]
    assert by_child.notes[0] in by_child.log().notes


def test_nothing_duplicated_is_said_too() -> None:
    flat = object_log(MEETINGS.head(1), ["child"]).flattened("child")
    assert flat.notes == ("Told by child: no event stands more than once, and 0 events without any are left out.",)


@given(logs())
@settings(max_examples=20)
def test_a_flattening_loses_and_gains_only_what_it_says(log: ObjectLog) -> None:
    """Every row is a relation, once for each event and object; the others are counted."""
    for kind in log.types:
        flat = log.flattened(kind)
        of_kind = {row[0] for row in log.objects.rows() if row[1] == kind}
        pairs = {(event, to) for event, to, _ in log.relations.rows() if to in of_kind}
        assert sorted(flat.frame.select("event", "case").rows()) == sorted(pairs)
        events = [event for event, _ in pairs]
        assert flat.dropped == log.events.height - len(set(events))
        assert flat.duplicated == len({event for event in events if events.count(event) > 1})


def test_two_events_alike_in_all_but_their_names_are_two(tmp_path: Path) -> None:
    twice = changed(events=[an_event(), an_event(id="e2")])
    assert read_ocel(written(tmp_path, twice)).flattened("order").log().frame.height == 2


def test_an_agency_may_be_an_attribute_of_the_event(tmp_path: Path) -> None:
    log = read_ocel(written(tmp_path, MINIMAL))
    assert log.flattened("order", agency="total-items").frame["agency"].to_list() == ["1"]
    with pytest.raises(TideturnError, match=r"“site” is no type of object and no attribute of an event.*order"):
        log.flattened("order", site="site")
    with pytest.raises(TideturnError, match=r"no object of the type “child”.*order"):
        log.flattened("child")


def test_objects_of_two_types_with_one_name_are_two() -> None:
    frame = pl.DataFrame({"activity": ["a"], "time": ["2026-03-01"], "child": ["7"], "referral": ["7"]})
    log = object_log(frame, ["child", "referral"])
    assert log.objects.rows() == [("child:7", "child"), ("referral:7", "referral")]
    assert log.notes[0] == "Times without a time zone, read as local time in Europe/London: 1."


def test_rows_without_activity_or_time_are_left_out_and_said() -> None:
    frame = pl.DataFrame(
        {"activity": ["a", " ", "b"], "time": ["2026-03-01T00:00:00Z"] * 2 + [None], "child": ["7"] * 3}
    )
    log = object_log(frame, ["child"])
    assert log.events["event"].to_list() == log.relations["event"].to_list() == ["e1"]
    assert log.notes == ("Left out, without activity or time: 2 rows.",)
    with pytest.raises(TideturnError, match="there is no column “family”"):
        object_log(frame, ["family"])


def test_what_is_odd_and_readable_is_said(tmp_path: Path) -> None:
    said = changed(
        events=[an_event(time="2026-07-01T10:00:00", attributes=[{"name": "note", "value": 2.5}])],
        objects=[*MINIMAL["objects"], {"id": "o2", "type": "order"}],
    )
    log = read_ocel(written(tmp_path, said))
    assert log.events["time"].to_list() == [datetime(2026, 7, 1, 9, tzinfo=UTC)]
    assert log.event_values.rows() == [("e1", "note", "string", "2.5")]
    assert log.notes == (
        "Times without a time zone, read as local time in Europe/London: 1.",
        "Of a kind that their type does not declare, and read as text: 1 attributes.",
        "Concerned by no event: 1 object.",
    )


WRONG: dict[str, tuple[object, str, str]] = {
    "nothing": (b"", "log.json: the file is empty", ""),
    "text": (b"case,activity", "line 1, column 1: this is not JSON", ""),
    "cut off": (json.dumps(MINIMAL).encode()[:200], "the file is cut off", "line 1, column"),
    "not UTF-8": (b'{"events": "\xe0"}', "not text in UTF-8", ""),
    "half a character": (changed(events=[an_event(id="\ud800")]), "it names half a character", ""),
    "no end of depth": (b"[" * 100_000, "too deep", ""),
    "a list": ([], "no list of “eventTypes”, “objectTypes”, “events” and “objects”", ""),
    "no objects": ({k: v for k, v in MINIMAL.items() if k != "objects"}, "it has no list of “objects”", ""),
    "OCEL 1.0": ({"ocel:events": {}}, "this is OCEL 1.0", "Export it as OCEL 2.0"),
    "an event that is none": (changed(events=["e1"]), "events, entry 1: it has no id", ""),
    "an unknown activity": (changed(events=[an_event(type="x")]), "entry 1 (“e1”): its type “x” is not declared", ""),
    "an unknown type": (changed(objects=[{"id": "o1", "type": "x"}]), "objects, entry 1 (“o1”)", "use one of order"),
    "a type twice": (changed(objectTypes=MINIMAL["objectTypes"] * 2), "objectTypes, entry 2 (“order”)", "twice"),
    "an event twice": (changed(events=[an_event(), an_event()]), "events, entry 2 (“e1”)", "its id is there twice"),
    "a dangling object": (
        changed(events=[an_event(relationships=[{"objectId": "o9"}, {"objectId": "o8"}])]),
        "event “e1”: it speaks of the object “o9”, which is not listed; 2 relationships in all do so",
        "",
    ),
    "a dangling link": (
        changed(objects=[{**MINIMAL["objects"][0], "relationships": [{"objectId": "o9", "qualifier": ""}]}]),
        "object “o1”: it speaks of the object “o9”",
        "",
    ),
    "a bad time": (
        changed(events=[an_event(), an_event(id="e2", time="the day after")]),
        "events, entry 2 (“e2”): “the day after” is not a time",
        "",
    ),
    "no time": (
        changed(events=[an_event(), an_event(id="e2", time=None)]),
        "entry 2 (“e2”): the event has no time",
        "",
    ),
    "a bad time of a value": (
        changed(objects=[{**MINIMAL["objects"][0], "attributes": [{"name": "item", "time": "then", "value": 1}]}]),
        "an attribute of object “o1”: “then” is not a time",
        "",
    ),
    "a value that is a table": (
        changed(events=[an_event(attributes=[{"name": "x", "value": {}}])]),
        "value of “x”",
        "",
    ),
    "relationships that are no list": (
        changed(events=[an_event(relationships={"o1": "item"})]),
        "its relationships",
        "",
    ),
    "compressed, and cut off": (gzip.compress(json.dumps(MINIMAL).encode())[:-12], "ends in the middle", ""),
    "compressed, and damaged": (
        gzip.compress(json.dumps(MINIMAL).encode())[:-8] + b"\0" * 8,
        "the compressed file is damaged",
        "",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_whatever_is_wrong_is_said_with_its_place(tmp_path: Path, wrong: str) -> None:
    said, *expected = WRONG[wrong]
    with pytest.raises(TideturnError) as caught:
        read_ocel(written(tmp_path, said))
    for part in expected:
        assert part in str(caught.value)
    assert caught.value.place.startswith("log.json")
    assert caught.value.mend


def test_more_than_can_be_held_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocel, "MOST", 1 << 20)
    with pytest.raises(TideturnError, match="it holds more than 1 MiB"):
        read_ocel(written(tmp_path, gzip.compress(b" " * (4 << 20)), "log.json.gz"))


def test_no_file_and_no_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(TideturnError, match="it cannot be read: No such file"):
        read_ocel(tmp_path / "none.json")
    with pytest.raises(TideturnError, match="it cannot be written"):
        write_ocel(object_log(MEETINGS, ["child"]), tmp_path / "none" / "log.json")
