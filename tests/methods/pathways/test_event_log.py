"""The event log: any table, in order of time, and a sentence for whatever was odd about it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tideturn.dataset.problems import TideturnError
from tideturn.methods.pathways import EventLog, event_log
from tideturn.methods.pathways.coding import coded, places_by

DAY = datetime(2024, 6, 1, tzinfo=UTC)


def table(rows: list[tuple[Any, ...]], *names: str) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["case", "activity", "time", *names], orient="row", infer_schema_length=None)


def of_times(*times: Any, zone: str = "Europe/London") -> EventLog:
    """A log of one case with these times, its activities named by their place."""
    return event_log(table([("c", f"{place}", time) for place, time in enumerate(times)]), zone=zone)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- codes, order and types


def test_codes_number_the_sorted_names_and_events_stand_by_case_and_time() -> None:
    later = DAY + timedelta(hours=1)
    log = event_log(table([("b", "Y", later), ("a", "Z", DAY), ("b", "X", DAY)]))
    assert log.cases.to_list() == ["a", "b"]
    assert log.activities == ("X", "Y", "Z")
    assert log.frame.rows() == [(0, 2, DAY), (1, 0, DAY), (1, 1, later)]
    assert log.frame.schema == {"case": pl.UInt32, "activity": pl.UInt16, "time": pl.Datetime("us", "UTC")}
    assert log.named().select("case", "activity").rows() == [("a", "Z"), ("b", "X"), ("b", "Y")]
    assert log.notes == ("Out of order in the file, and put in order of time: 1 event.",)
    assert str(log) == "3 events of 3 activities in 2 cases"


def test_events_of_a_case_at_one_time_stand_as_in_the_file() -> None:
    tied = [("c", name, DAY) for name in ("third", "first", "second")]
    early = ("c", "before all", DAY - timedelta(seconds=1))
    log = event_log(table([*tied, early]))
    assert log.named()["activity"].to_list() == ["before all", "third", "first", "second"]
    assert log.notes == (
        "Out of order in the file, and put in order of time: 1 event.",
        "At the same time as the event before in their case, and left in the order of the file: 2.",
    )


def test_more_activities_than_two_bytes_count() -> None:
    many = 70_000
    frame = pl.DataFrame({"case": "c", "activity": [f"a{n:05}" for n in range(many)], "time": DAY})
    log = event_log(frame)
    assert log.frame.schema["activity"] == pl.UInt32
    assert log.frame["activity"].to_list() == list(range(many))


def test_many_cases_in_any_order_are_each_put_together() -> None:
    # More cases than two bytes number, so that both halves of a code are sorted by.
    cases = 70_001
    frame = pl.DataFrame({"case": [f"{n * 13 % cases:05}" for n in range(cases)], "activity": "a", "time": DAY})
    log = event_log(frame)
    assert log.frame["case"].to_list() == list(range(cases))


def test_rows_of_one_code_keep_their_places() -> None:
    codes = pl.Series([70_000, 1, 70_000, 0, 1], dtype=pl.UInt32)
    assert places_by(codes).tolist() == [3, 1, 4, 0, 2]
    assert places_by(codes.head(0)).tolist() == []


def test_blanks_around_a_name_are_no_part_of_it() -> None:
    codes, names = coded(pl.Series("x", [" b", "a", "b ", " ", None], dtype=pl.Categorical(pl.Categories.random())))
    assert codes.to_list() == [1, 0, 1, None, None]
    assert names.to_list() == ["a", "b"]


def test_a_case_may_be_a_number() -> None:
    whole = event_log(pl.DataFrame({"case": [10, 9], "activity": "a", "time": DAY}))
    assert whole.cases.to_list() == ["10", "9"]
    broken = event_log(pl.DataFrame({"case": [10.0, 9.5, None, float("nan")], "activity": "a", "time": DAY}))
    assert broken.cases.to_list() == ["10", "9.5"]


def test_columns_by_other_names_and_only_those(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    frame = table([("c", "a", DAY)]).rename({"case": "child", "activity": "step", "time": "at"})
    frame.with_columns(unread=pl.lit("x")).write_parquet(path)
    log = event_log(pl.scan_parquet(path), case="child", activity="step", time="at")
    assert log.frame.columns == ["case", "activity", "time"]
    with pytest.raises(TideturnError, match=r"there is no column “case”\. The columns are child, step, at, unread\."):
        event_log(pl.scan_parquet(path))


# --- times


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024-01-31T14:05:06Z", "2024-01-31T14:05:06"),
        ("2024-01-31T14:05:06.25+01:00", "2024-01-31T13:05:06.25"),
        ("2024-01-31 14:05:06+0130", "2024-01-31T12:35:06"),
        ("2024-01-31T14:05Z", "2024-01-31T14:05:00"),
        ("2024-01-31 14:05", "2024-01-31T14:05:00"),
        (" 2024-07-31 14:05:06 ", "2024-07-31T13:05:06"),
        ("2024-07-31", "2024-07-30T23:00:00"),
    ],
)
def test_text_in_iso_8601(written: str, meant: str) -> None:
    # The odd one out shows that each way is read beside any other.
    log = of_times(written, "2020-02-29T00:00:00.000001Z")
    assert log.frame["time"].to_list() == [utc("2020-02-29T00:00:00.000001"), utc(meant)]


def test_dates_and_datetimes_with_and_without_a_zone() -> None:
    summer = utc("2024-07-01T11:00:00")
    assert of_times(datetime(2024, 7, 1, 12)).frame["time"].to_list() == [summer]
    assert of_times(summer).frame["time"].to_list() == [summer]
    assert of_times(date(2024, 7, 1)).frame["time"].to_list() == [utc("2024-06-30T23:00:00")]
    assert of_times(datetime(2024, 7, 1, 12), zone="Asia/Kolkata").frame["time"].to_list() == [
        utc("2024-07-01T06:30:00")
    ]
    coarse = pl.DataFrame({"case": "c", "activity": "a", "time": [summer]}).with_columns(
        pl.col("time").dt.cast_time_unit("ms").dt.convert_time_zone("America/New_York")
    )
    assert event_log(coarse).frame["time"].to_list() == [summer]


def test_what_was_done_about_times_without_a_zone_is_said() -> None:
    assert of_times("2024-07-01T12:00Z").notes == ()
    assert of_times(date(2024, 7, 1)).notes == (
        "Times without a time zone, read as local time in Europe/London: 1.",
        "A day without a time, and read as its midnight: 1.",
    )
    assert of_times("2024-07-01 12:00", "2024-07-02").notes == (
        "Times without a time zone, read as local time in Europe/London: 2.",
        "A day without a time, and read as its midnight: 1.",
    )


def test_the_hours_that_the_clocks_change() -> None:
    # On 27 October 2024 the hour from 1 to 2 came twice; on 31 March it never came.
    log = of_times("2024-03-31 00:59", "2024-03-31 01:30", "2024-10-27 01:30", "2024-10-27 02:00")
    assert log.frame["time"].to_list() == [
        utc("2024-03-31T00:59:00"),
        utc("2024-03-31T01:30:00"),
        utc("2024-10-27T00:30:00"),
        utc("2024-10-27T02:00:00"),
    ]
    assert log.notes[1:] == (
        "In an hour that came twice when the clocks went back, and read as the earlier: 1.",
        "In an hour that never came when the clocks went forward, and moved on by it: 1.",
    )
    # Lord Howe's clocks go forward by half an hour: 2:15 was 2:45.
    assert of_times("2024-10-06 02:15", zone="Australia/Lord_Howe").frame["time"].to_list() == [
        utc("2024-10-05T15:45:00")
    ]


@pytest.mark.parametrize(
    ("times", "what"),
    [
        (["2024-06-01", "1 June"], r"row 3, column time: “1 June” is not a time\. Write times as"),
        (["2024-02-30"], r"row 2, column time: “2024-02-30” is not a time"),
        (["31/01/2024 14:05"], r"“31/01/2024 14:05” is not a time"),
        ([1717200000], r"the column “time” holds Int64, which is no time"),
        (["2024-06-01", "0001-01-01"], r"row 3, column time: the time lies outside the years 1 to 9999"),
        (["+12024-06-01T00:00Z"], r"row 2, column time: the time lies outside the years 1 to 9999"),
        (["9999-12-31T23:59:59-05:00"], r"row 2, column time: the time lies outside the years 1 to 9999"),
        ([date(9999, 12, 31), date(1, 1, 1)], r"row 3, column time: the time lies outside the years 1 to 9999"),
    ],
)
def test_what_is_no_time_is_refused(times: list[Any], what: str) -> None:
    with pytest.raises(TideturnError, match=what):
        of_times(*times)


@pytest.mark.parametrize("zone", [None, "UTC", "America/New_York"])
@pytest.mark.parametrize("unit", ["ms", "us"])
@pytest.mark.parametrize("count", [2**62, -(2**62), 2**63 - 1])
def test_a_datetime_that_no_calendar_holds_is_refused(count: int, unit: Any, zone: str | None) -> None:
    times = pl.Series("time", [0, None, count]).cast(pl.Datetime(unit, zone))
    with pytest.raises(TideturnError, match="row 4, column time: the time lies outside the years 1 to 9999"):
        event_log(pl.DataFrame({"case": ["a"] * 3, "activity": ["b"] * 3, "time": times}))


def test_a_day_that_never_came_is_moved_on_too() -> None:
    # Samoa went from 29 to 31 December 2011, from ten hours behind UTC to fourteen ahead of it (with summer time).
    log = of_times("2011-12-30 12:00", zone="Pacific/Apia")
    assert log.frame["time"].to_list() == [utc("2011-12-30T22:00:00")]


def test_a_zone_that_is_none_is_refused() -> None:
    for zone in ("Mars", "", "../etc"):
        with pytest.raises(TideturnError, match="there is no time zone"):
            of_times(DAY, zone=zone)


# --- rows that are left out, or there twice


def test_rows_without_case_activity_or_time_are_left_out() -> None:
    rows = [("c", "a", "2024-06-01T00:00Z"), (None, "b", ""), (" ", "a", "2024-06-01T00:00Z"), ("d", "", None)]
    log = event_log(table(rows))
    assert log.named()["case"].to_list() == ["c"]
    # What only those rows held is no activity of this log.
    assert (log.activities, log.cases.to_list()) == (("a",), ["c"])
    assert log.notes == ("Left out: 3 rows (2 without case, 1 without activity and 2 without time).",)


def test_the_same_extract_twice_counts_once() -> None:
    rows = [("c", "a", DAY), ("c", "b", DAY), ("d", "a", DAY + timedelta(hours=1))]
    once, twice = event_log(table(rows)), event_log(table(rows + rows))
    assert once.frame.equals(twice.frame)
    assert "There more than once, and counted once: 3 rows." in twice.notes


def test_rows_that_differ_in_a_column_not_asked_for_are_two_events() -> None:
    rows = [
        ("c", "call", DAY, 1, "x"),
        ("c", "call", DAY, 2, "x"),
        ("c", "call", DAY, 1, "x"),
        ("c", "end", DAY, 1, "x"),
    ]
    log = event_log(table(rows, "number", "who"))
    assert log.named()["activity"].to_list() == ["call", "call", "end"]
    assert "There more than once, and counted once: 1 row." in log.notes
    assert event_log(table([row[:3] for row in rows])).frame.height == 2


def test_a_lazy_table_is_looked_at_whole_where_rows_look_alike(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    lines = ["c,call,2024-06-01T00:00Z,1", ",lost,2024-06-01T00:00Z,1", "c,call,2024-06-01T00:00Z,2"]
    path.write_text("\n".join(["case,activity,time,number", *lines, *lines]), encoding="utf-8")
    log = event_log(pl.scan_csv(path, infer_schema=False))
    assert log.named()["activity"].to_list() == ["call", "call"]
    assert log.frame.columns == ["case", "activity", "time"]
    assert "There more than once, and counted once: 2 rows." in log.notes


def test_only_what_is_complete_counts_unless_asked() -> None:
    rows = [("c", "a", DAY, "START"), ("c", "a", DAY + timedelta(1), "Complete"), ("c", "b", DAY + timedelta(2), None)]
    frame = table(rows, "lc")
    log = event_log(frame, lifecycle="lc")
    assert log.named().rows() == [
        ("c", "a", DAY + timedelta(1), "Complete"),
        ("c", "b", DAY + timedelta(2), None),
    ]
    assert log.lifecycles == ("Complete",)
    assert log.notes == ("Left out, for they are not complete: 1 event.",)
    assert event_log(frame, lifecycle="lc", every_transition=True).frame.height == 3
    begun = event_log(frame.filter(pl.col("lc") == "START"), lifecycle="lc")
    assert begun.frame.height == 1
    assert begun.notes == ("No event says that it is complete: all were kept, whatever their lifecycle.",)


# --- sites, agencies and parts of a log


@pytest.fixture
def two_sites() -> EventLog:
    rows = [
        ("c", "a", datetime(2024, 1, 31, 23, tzinfo=UTC), None, "police"),
        ("c", "b", datetime(2024, 2, 1, tzinfo=UTC), "south", None),
        ("c", "d", datetime(2024, 2, 2, tzinfo=UTC), "north", "health"),
        ("e", "a", datetime(2024, 7, 31, 23, tzinfo=UTC), "north", None),
        ("f", "b", datetime(2024, 8, 1, tzinfo=UTC), None, None),
    ]
    return event_log(table(rows, "where", "who"), site="where", agency="who")


def test_a_case_at_two_sites_is_of_its_first(two_sites: EventLog) -> None:
    assert (two_sites.sites, two_sites.agencies) == (("north", "south"), ("health", "police"))
    assert two_sites.frame["site"].to_list() == [None, 1, 0, 0, None]
    assert two_sites.spans["site"].to_list() == [1, 0, None]
    assert two_sites.spans["events"].to_list() == [3, 1, 1]
    assert two_sites.notes == ("At more than one site, and counted at the site of their first event: 1 case.",)


def test_parts_are_whole_cases_with_the_same_activities(two_sites: EventLog) -> None:
    south = two_sites.of_sites("south")
    assert south.named().select("case", "activity", "site").rows() == [
        ("c", "a", None),
        ("c", "b", "south"),
        ("c", "d", "north"),
    ]
    assert south.activities == two_sites.activities
    assert two_sites.of_sites("north", "south").cases.to_list() == ["c", "e"]
    north = two_sites.of_sites("north")
    assert (north.cases.to_list(), north.frame["case"].to_list()) == (["e"], [0])
    with pytest.raises(TideturnError, match=r"there is no site “west”\. The sites are north and south\."):
        two_sites.of_sites("west")
    with pytest.raises(TideturnError, match="Name the column of sites"):
        event_log(table([("c", "a", DAY)])).of_sites("west")


def test_between_takes_the_cases_that_began_then(two_sites: EventLog) -> None:
    # In London e began on 1 August at midnight, for it is summer there; f an hour later.
    assert two_sites.between(end=date(2024, 8, 1)).cases.to_list() == ["c"]
    assert two_sites.between(date(2024, 8, 1)).cases.to_list() == ["e", "f"]
    assert two_sites.between(datetime(2024, 8, 1, 0, 30)).cases.to_list() == ["f"]
    assert two_sites.between(date(2024, 1, 31), date(2024, 2, 1)).cases.to_list() == ["c"]
    assert two_sites.between(datetime(2024, 1, 31, 23, 0, 1, tzinfo=UTC), date(2024, 2, 1)).frame.is_empty()


def test_no_event_at_all() -> None:
    log = event_log(table([("c", "a", DAY)]).head(0))
    assert (len(log.cases), log.activities, log.notes) == (0, (), ())
    assert log.named().is_empty()
    assert log.spans.is_empty()
