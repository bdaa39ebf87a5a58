"""XES: any log written and read is the same log, and whatever is wrong with a file is said in a sentence."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tideturn.dataset.problems import TideturnError
from tideturn.methods.pathways import xes
from tideturn.methods.pathways.log import event_log
from tideturn.methods.pathways.xes import read_xes
from tideturn.methods.pathways.xes_writing import write_xes

RUNNING_EXAMPLE = Path(__file__).with_name("running-example.csv")
"""van der Aalst (2011), Process Mining, Springer, table 1.1: six requests for compensation, 42 events."""
ONE = (
    '<event><string key="concept:name" value="desk"/><date key="time:timestamp" value="2026-03-01T10:00:00Z"/></event>'
)


def written(tmp_path: Path, text: str | bytes, name: str = "log.xes") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def trace(name: str, *events: str) -> str:
    return f'<trace><string key="concept:name" value="{name}"/>{"".join(events)}</trace>'


def event(**values: str) -> str:
    said = "".join(f'<string key="{key.replace("_", ":")}" value="{value}"/>' for key, value in values.items())
    return f"<event>{said}</event>"


def refused(path: Path, **options: str) -> str:
    with pytest.raises(TideturnError) as caught:
        read_xes(path, **options)  # type: ignore[arg-type]
    assert caught.value.place
    assert caught.value.mend
    return str(caught.value)


# Whatever Unicode XML can hold, with a taste for what must be escaped; the log itself takes the blanks off the ends.
LETTER = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
NAMES = st.text(LETTER | st.sampled_from("<>&\"' \t\n\r"), min_size=1, max_size=8).filter(str.strip)
TIMES = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))
MAYBE = st.none() | NAMES
ROWS = st.lists(st.tuples(NAMES, NAMES, TIMES, MAYBE, MAYBE, MAYBE), min_size=1, max_size=8)
COLUMNS = {"case": pl.String, "activity": pl.String, "time": pl.Datetime("us", "UTC")} | dict.fromkeys(
    ("site", "agency", "lifecycle"), pl.String
)


@settings(max_examples=30)
@given(ROWS, st.booleans())
def test_any_log_written_and_read_is_the_same_log(tmp_path_factory, rows, packed) -> None:
    frame = pl.DataFrame(rows, schema=COLUMNS, orient="row")
    known = {name: name for name in ("site", "agency", "lifecycle") if frame[name].null_count() < len(rows)}
    log = event_log(frame, **known, every_transition=True)
    path = tmp_path_factory.mktemp("xes") / ("log.xes.gz" if packed else "log.xes")
    write_xes(log, path, site="Area")
    read = read_xes(path, site="Area" if "site" in known else None).log(every_transition=True)
    assert read.named().equals(log.named())
    assert read.notes == tuple(note for note in log.notes if note.startswith(("At the same time", "At more than")))


def test_the_running_example_comes_back(tmp_path: Path) -> None:
    log = event_log(pl.read_csv(RUNNING_EXAMPLE, schema_overrides={"case": pl.String}), agency="resource")
    write_xes(log, tmp_path / "log.xes")
    read = read_xes(tmp_path / "log.xes").log()
    assert read.named().equals(log.named())
    assert (read.frame.height, len(read.cases), len(read.activities)) == (42, 6, 8)
    assert read.named()["time"][0] == datetime(2010, 12, 30, 10, 2, tzinfo=UTC)


VALID = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.xes-standard.org/"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="log">
    <attribute name="xes.version"><data type="decimal"/></attribute>
    <attribute name="xes.features"><data type="token"/></attribute>
    <zeroOrMore><element name="extension"><attribute name="name"><data type="NCName"/></attribute>
      <attribute name="prefix"><data type="NCName"/></attribute><attribute name="uri"><data type="anyURI"/></attribute>
    </element></zeroOrMore>
    <zeroOrMore><element name="global"><attribute name="scope"><choice><value>trace</value><value>event</value></choice>
      </attribute><ref name="said"/></element></zeroOrMore>
    <zeroOrMore><element name="classifier"><attribute name="name"><data type="NCName"/></attribute>
      <attribute name="keys"><data type="token"/></attribute></element></zeroOrMore>
    <ref name="said"/>
    <zeroOrMore><element name="trace"><ref name="said"/>
      <zeroOrMore><element name="event"><ref name="said"/></element></zeroOrMore></element></zeroOrMore>
  </element></start>
  <define name="said"><zeroOrMore><choice>
    <element name="string"><ref name="key"/><attribute name="value"><text/></attribute></element>
    <element name="date"><ref name="key"/><attribute name="value"><data type="dateTime"/></attribute></element>
  </choice></zeroOrMore></define>
  <define name="key"><attribute name="key"><data type="Name"/></attribute></define>
</grammar>"""
"""What the standard's own XML schema (IEEE 1849-2016) asks of the parts that we write, in other words."""


def test_what_is_written_is_valid(tmp_path: Path) -> None:
    rows = pl.read_csv(RUNNING_EXAMPLE).with_columns(site=pl.lit("Zürich & <Genève>"), lifecycle=pl.lit("complete"))
    write_xes(event_log(rows, agency="resource", site="site", lifecycle="lifecycle"), tmp_path / "log.xes")
    schema = etree.RelaxNG(etree.fromstring(VALID))
    schema.assertValid(etree.parse(tmp_path / "log.xes"))
    text = (tmp_path / "log.xes").read_text(encoding="utf-8")
    for good, bad in (("1849.2016", "1849-2016"), ('key="site"', 'key="the site"'), ("2010-12-30T10", "2010-12-30 10")):
        assert good in text
        assert not schema.validate(etree.fromstring(text.replace(good, bad).encode()))


def test_a_key_that_xes_does_not_allow_is_refused(tmp_path: Path) -> None:
    log = event_log(pl.read_csv(RUNNING_EXAMPLE))
    for bad in ("the site", "", "1st", 'a"b'):
        with pytest.raises(TideturnError, match="is no key that XES allows"):
            write_xes(log, tmp_path / "log.xes", site=bad)


def test_the_same_log_gives_the_same_bytes_also_packed(tmp_path: Path) -> None:
    log = event_log(pl.read_csv(RUNNING_EXAMPLE), agency="resource")
    for name in ("a.xes", "b.xes", "a.xes.gz", "b.xes.gz"):
        write_xes(log, tmp_path / name)
    plain, packed = (tmp_path / "a.xes").read_bytes(), (tmp_path / "a.xes.gz").read_bytes()
    assert plain == (tmp_path / "b.xes").read_bytes() == gzip.decompress(packed)
    assert packed == (tmp_path / "b.xes.gz").read_bytes()
    assert packed.startswith(b"\x1f\x8b")


def test_what_openxes_writes_is_read(tmp_path: Path) -> None:
    """In the shape of the logs of the BPI Challenges: lifecycles, attributes of attributes, prefixes, odd orders."""
    path = written(
        tmp_path,
        """<?xml version="1.0" encoding="UTF-8" ?>
<!-- XES standard version: 1.0 <trace> -->
<x:log xes.version="1.0" xes.features="nested-attributes" xmlns:x="http://www.xes-standard.org/">
  <x:string key="concept:name" value="financial log"/>
  <x:global scope="trace"><x:string key="concept:name" value="none"/></x:global>
  <x:global scope="event"><x:date key="time:timestamp" value="1970-01-01T00:00:00Z"/></x:global>
  <x:trace>
    <x:date key="REG_DATE" value="2011-10-01T00:38:44.546+02:00"/>
    <x:string value='173 &amp; "more"' key='concept:name'><x:string key="concept:name" value="nested"/></x:string>
    <x:list key="sites"><x:values><x:string key="site" value="not this"/></x:values></x:list>
    <x:string key="site" value="north"/>
    <x:event>
      <x:string key="org:resource" value="112"/>
      <x:string key="lifecycle:transition" value="COMPLETE"><x:string key="concept:name" value="nested"/></x:string>
      <x:string key="concept:name" value="A_SUBMITTED"/>
      <x:date key="time:timestamp" value="2011-10-01T00:38:44.546+02:00"/>
    </x:event>
    <x:event>
      <x:string key="lifecycle:transition" value="SCHEDULE"/>
      <x:string value="W_Completeren" key="concept:name"/>
      <x:date key="time:timestamp" value="2011-10-01T00:39:37.906+02:00"/>
      <x:string key="site" value="south"/>
    </x:event>
  </x:trace>
</x:log>""",
    )
    table = read_xes(path, site="site")
    assert table.frame.drop("time", "place").rows() == [
        ('173 & "more"', "A_SUBMITTED", "north", "112", "COMPLETE"),
        ('173 & "more"', "W_Completeren", "south", None, "SCHEDULE"),
    ]
    assert table.frame["time"][0] == datetime(2011, 9, 30, 22, 38, 44, 546_000, tzinfo=UTC)
    assert table.notes == ()
    done = table.log()
    assert done.activities == ("A_SUBMITTED",)
    assert any("not complete" in note for note in done.notes)


def test_a_group_is_the_agency_and_else_the_resource(tmp_path: Path) -> None:
    both = event(concept_name="desk", time_timestamp="2026-03-01T10:00:00Z", org_group="police", org_resource="Jo")
    path = written(tmp_path, f"<log>{trace('1', both, ONE)}</log>")
    assert read_xes(path).frame["agency"].to_list() == ["police", None]
    assert read_xes(path, agency="org:resource").frame["agency"].to_list() == ["Jo", None]
    only = event(concept_name="desk", time_timestamp="2026-03-01T10:00:00Z", org_resource="Jo")
    assert read_xes(written(tmp_path, f"<log>{trace('1', only)}</log>")).frame["agency"].to_list() == ["Jo"]


@pytest.mark.parametrize(
    ("said", "instant"),
    [
        ("2026-07-01T10:00:00+01:00", datetime(2026, 7, 1, 9, tzinfo=UTC)),
        ("2026-07-01T10:00:00.1234567Z", datetime(2026, 7, 1, 10, 0, 0, 123456, tzinfo=UTC)),
        ("2026-07-01T10:00:00", datetime(2026, 7, 1, 9, tzinfo=UTC)),
        ("2026-07-01", datetime(2026, 6, 30, 23, tzinfo=UTC)),
        (" 2026-07-01T10:00:00Z ", datetime(2026, 7, 1, 10, tzinfo=UTC)),
    ],
)
def test_times_are_read_as_they_are_written(tmp_path: Path, said: str, instant: datetime) -> None:
    table = read_xes(written(tmp_path, f"<log>{trace('1', event(concept_name='a', time_timestamp=said))}</log>"))
    assert table.frame["time"].to_list() == [instant]
    assert bool(table.notes) == (not said.strip().endswith(("Z", "+01:00")))


def test_what_was_done_about_odd_traces_is_said(tmp_path: Path) -> None:
    no_time, no_name = event(concept_name="look-up"), event(time_timestamp="2026-03-01T10:00:00Z")
    path = written(
        tmp_path,
        f"<log>{ONE}{trace('1', ONE, no_time)}{trace('empty')}<trace>{ONE}{no_name}</trace>{trace('1', ONE)}</log>",
    )
    table = read_xes(path)
    assert table.frame["case"].to_list() == ["1", "1", "unnamed trace 3", "unnamed trace 3", "1"]
    assert table.notes == (
        "With the name of an earlier trace, and read as one case with it: 1 trace.",
        "Without a name, and named after their place in the file: 1 trace.",
        "Without any event, and left out: 1 trace.",
        "In no trace, and left out: 1 event.",
    )
    log = table.log()
    assert log.frame.height == 2
    assert log.notes[4:] == (
        "Left out: 2 rows (1 without activity and 1 without time).",
        "There more than once, and counted once: 1 row.",
    )


def test_an_event_that_is_twice_in_its_trace_is_two(tmp_path: Path) -> None:
    log = read_xes(written(tmp_path, f"<log>{trace('1', ONE, ONE)}</log>")).log()
    assert log.frame.height == 2


@pytest.mark.parametrize(
    ("encoding", "declared"), [("utf-16", "UTF-16"), ("latin-1", "ISO-8859-1"), ("cp1252", "windows-1252")]
)
def test_encodings_are_those_that_the_file_says(tmp_path: Path, encoding: str, declared: str) -> None:
    event_ = event(concept_name="garde à vue", time_timestamp="2026-03-01T10:00:00Z")
    text = f'<?xml version="1.0" encoding="{declared}"?><log>{trace("1", event_)}</log>'
    assert read_xes(written(tmp_path, text.encode(encoding))).frame["activity"].to_list() == ["garde à vue"]


BOMB = '<!DOCTYPE log [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
ATTACKS = {
    "billion laughs": BOMB + "]><log><string key='x' value='&j;'/></log>",
    "a file of this machine": '<!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/passwd">]><log>&a;</log>',
    "an external subset": '<!DOCTYPE log SYSTEM "http://localhost/x.dtd"><log/>',
    "a parameter entity": '<!DOCTYPE log [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><log/>',
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_entities_are_refused_before_they_are_read(tmp_path: Path, attack: str) -> None:
    said = refused(written(tmp_path, ATTACKS[attack]))
    assert "log.xes, line 1: it has a document type declaration" in said
    assert "root:" not in said


GOOD = f'<?xml version="1.0" encoding="UTF-8"?>\n<log>\n{trace("1", ONE)}\n</log>\n'
WRONG = {
    "an entity that was never declared": (GOOD.replace("desk", "&lol;"), "line 3, column", "undefined entity"),
    "nothing": ("", "log.xes: the file is empty", ""),
    "blanks": (" \n\n", "the file is empty", ""),
    "a page": ("<html><body/></html>", "“html” and not “log”", "no XES"),
    "text": ("case,activity,time\n1,desk,2026-03-01\n", "line 1, column 1", "not well-formed XML"),
    "no event": ("<log><trace/></log>", "there is no event in any trace", ""),
    "no time": (f"<log>{trace('1', event(concept_name='a'))}</log>", "“time:timestamp”", "its time"),
    "no activity": (f"<log>{trace('1', event(time_timestamp='2026-03-01T10:00:00Z'))}</log>", "“concept:name”", ""),
    "a bad date": (
        GOOD.replace("</trace>", event(concept_name="a", time_timestamp="2026-02-30T10:00:00Z") + "</trace>"),
        "log.xes, case “1”, event 2 of its trace",
        "“2026-02-30T10:00:00Z” is not a time",
    ),
    "a year beyond the calendar": (
        GOOD.replace("</trace>", event(concept_name="a", time_timestamp="+12026-02-03T10:00:00Z") + "</trace>"),
        "log.xes, case “1”, event 2 of its trace",
        "outside the years 1 to 9999",
    ),
    "bytes that are not UTF-8": (GOOD.replace("desk", "garde à vue").encode("latin-1"), "byte 0xe0", "line 3"),
    "an encoding that nobody knows": (GOOD.replace("UTF-8", "klingon"), "names an encoding", "Save it as UTF-8"),
    "an encoding that is none of text": (GOOD.replace("UTF-8", "base64"), "names an encoding", ""),
    "many bytes a character": (GOOD.replace("UTF-8", "shift_jis"), "names an encoding", ""),
    "two roots": (GOOD + "<log/>", "line 5", "junk after document element"),
    "tags that cross": ("<log><trace></log></trace>", "mismatched tag", ""),
    "no end of depth": ("<log>" + "<list key='a'>" * 200, "101 levels deep", ""),
    "compressed, and damaged": (gzip.compress(GOOD.encode())[:-8] + b"\0" * 8, "the compressed file is damaged", ""),
    "compressed, and cut off": (gzip.compress(GOOD.encode())[:-12], "the compressed file ends in the middle", ""),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_whatever_is_wrong_is_said_with_its_place(tmp_path: Path, wrong: str) -> None:
    text, *expected = WRONG[wrong]
    said = refused(written(tmp_path, text))
    for part in expected:
        assert part in said


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path, share: float) -> None:
    path = written(tmp_path, GOOD.encode()[: int(len(GOOD) * share)])
    assert "cut off: it ends in the middle" in refused(path)


def test_a_bad_time_is_found_among_many_without_a_zone(tmp_path: Path) -> None:
    events = [event(concept_name="a", time_timestamp=f"2026-03-{day:02} 10:00") for day in (*range(1, 30), 32, 33)]
    path = written(tmp_path, f"<log>{trace('1', *events)}</log>")
    assert "event 30 of its trace: “2026-03-32 10:00” is not a time" in refused(path)


def test_no_file_and_a_folder_are_said(tmp_path: Path) -> None:
    assert "it cannot be read: No such file" in refused(tmp_path / "none.xes")
    assert "it cannot be read" in refused(tmp_path)


def test_an_attribute_that_is_not_there_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    assert "the attribute “Area”" in refused(path, site="Area")
    assert "the attribute “Step”, which is its activity" in refused(path, activity="Step")


def test_one_tag_without_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    """A small compressed file whose one tag swells to 16 MiB is refused after the first few."""
    path = written(tmp_path, gzip.compress(b'<log><string key="a" value="' + b"a" * (16 << 20)), "log.xes.gz")
    assert "takes more than 4 MiB" in refused(path)


def test_events_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xes, "MOST", 1 << 20)
    monkeypatch.setattr(xes, "_TURN", 1)
    events = b"<event/>" * (1 << 19)
    path = written(tmp_path, gzip.compress(b"<log><trace>" + events + b"</trace></log>", 1), "log.xes.gz")
    assert "of names and times" in refused(path)


def test_many_events_come_in_order_over_several_turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames are made as the file goes by, also in the middle of a trace: nothing is lost or moved where one begins."""
    monkeypatch.setattr(xes, "_TURN", 1)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    events = [
        event(concept_name=f"step {n}", time_timestamp=(start + timedelta(minutes=n)).isoformat())
        for n in range(20_000)
    ]
    path = written(tmp_path, f"<log>{trace('a', *events[:15_000])}{trace('b', *events[15_000:])}</log>")
    assert path.stat().st_size > 2 << 20
    frame = read_xes(path).frame
    assert frame["activity"].to_list() == [f"step {n}" for n in range(20_000)]
    assert frame["case"].to_list() == ["a"] * 15_000 + ["b"] * 5_000
    assert frame["place"].to_list() == [*range(15_000), *range(5_000)]


@pytest.mark.parametrize("bad", ["a\0b", "bell\x07", "\ufffe"])
def test_a_name_that_xml_cannot_hold_is_refused(tmp_path: Path, bad: str) -> None:
    log = event_log(pl.DataFrame({"case": ["1"], "activity": [bad], "time": [datetime(2026, 1, 1, tzinfo=UTC)]}))
    with pytest.raises(TideturnError, match="which XML cannot hold"):
        write_xes(log, tmp_path / "log.xes")
    assert not (tmp_path / "log.xes").exists()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    log = event_log(pl.read_csv(RUNNING_EXAMPLE))
    with pytest.raises(TideturnError, match="it cannot be written"):
        write_xes(log, tmp_path / "none" / "log.xes")
