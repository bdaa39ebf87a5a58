"""What a log holds: worked by hand, by a second way of counting, and unmoved by what should not move it."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.dataset.problems import TideturnError
from tideturn.methods.pathways import (
    EventLog,
    count,
    directly_follows,
    entropy,
    event_log,
    rework,
    split,
    throughput,
    wait_between,
)

RUNNING_EXAMPLE = Path(__file__).with_name("running-example.csv")
BEGAN = datetime(2024, 1, 1, tzinfo=UTC)

Rows = list[tuple[str, str, datetime]]


def log_of(rows: Rows) -> EventLog:
    return event_log(pl.DataFrame(rows, schema=["case", "activity", "time"], orient="row"))


def log_of_traces(traces: dict[str, int]) -> EventLog:
    """As many cases of each trace, a letter an activity, an hour from one to the next."""
    rows = [
        (f"{trace}{copy}", activity, BEGAN + timedelta(hours=hour))
        for trace, copies in traces.items()
        for copy in range(copies)
        for hour, activity in enumerate(trace)
    ]
    return log_of(rows)


# --- worked examples


@pytest.fixture(scope="module")
def running_example() -> EventLog:
    """The log of van der Aalst (2011), Process Mining, Springer, Table 1.1 (also in the second edition, 2016)."""
    return event_log(pl.read_csv(RUNNING_EXAMPLE, schema_overrides={"case": pl.String}), site="resource")


def test_the_running_example(running_example: EventLog) -> None:
    counts = count(running_example)
    assert (counts.cases, counts.events, len(counts.activities)) == (6, 42, 8)
    assert counts.at_ends() == ({"register request": 6}, {"pay compensation": 3, "reject request": 3})
    edges = {(row["from"], row["to"]): row for row in counts.frame().to_dicts()}
    # Counted in the table: a decision is followed by a new round once in case 3 and twice in case 5.
    assert edges["decide", "reinitiate request"]["count"] == 3
    # Cases 1 and 4 end in rejection after a day and 3:06, and three days and 3:42; case 5 after a day and 1:44.
    waits = [27 * 3600 + 6 * 60, 75 * 3600 + 42 * 60, 25 * 3600 + 44 * 60]
    assert edges["decide", "reject request"]["median_wait"] == statistics.median(waits)
    assert edges["decide", "reject request"]["lower_wait"] == (waits[0] + waits[2]) / 2
    # Every case went its own way, so that the entropy is that of six equal shares.
    assert counts.variants["cases"].to_list() == [1] * 6
    assert counts.entropy == pytest.approx(math.log2(6))


def test_the_running_example_s_rework_and_waits(running_example: EventLog) -> None:
    again = {row["activity"]: row for row in rework(running_example).frame().to_dicts()}
    assert again["decide"] == {
        "activity": "decide",
        "events": 9,
        "cases": 6,
        "repeating": 2,
        "extra": 3,
        "self_loops": 0,
        "looping": 0,
    }
    assert (again["register request"]["repeating"], again["register request"]["extra"]) == (0, 0)
    decided = wait_between(running_example, "register request", "decide")
    # Case 1: from 30 December, 11:02, to 6 January, 11:18.
    assert dict(decided.frame().iter_rows())["1"] == 7 * 86400 + 16 * 60
    rejected = wait_between(running_example, "decide", "reject request")
    # The first decision of case 5 fell on 10 January at 13:28, its rejection on the 24th at 14:56.
    assert dict(rejected.frame().iter_rows()) == {
        "1": 27 * 3600 + 6 * 60,
        "4": 75 * 3600 + 42 * 60,
        "5": 14 * 86400 + 88 * 60,
    }
    assert (rejected.began, rejected.spread.number) == (6, 3)
    again_decided = wait_between(running_example, "decide", "decide")
    assert dict(again_decided.frame().iter_rows())["3"] == 3 * 86400 + 37 * 60
    lasted = dict(throughput(running_example).frame().iter_rows())
    assert lasted["1"] == 8 * 86400 + 3 * 3600 + 22 * 60


def test_the_directly_follows_relation_of_the_alpha_algorithm_s_first_log() -> None:
    # L1 = [⟨a,b,c,d⟩³, ⟨a,c,b,d⟩², ⟨a,e,d⟩]: van der Aalst (2011), Process Mining, section 5.2.1, where
    # a>b, a>c, a>e, b>c, b>d, c>b, c>d and e>d, and no others.
    counts = count(log_of_traces({"abcd": 3, "acbd": 2, "aed": 1}))
    assert counts.frame().select("from", "to", "count").rows() == [
        ("a", "b", 3),
        ("b", "c", 3),
        ("c", "d", 3),
        ("a", "c", 2),
        ("b", "d", 2),
        ("c", "b", 2),
        ("a", "e", 1),
        ("e", "d", 1),
    ]
    assert counts.routes().rows() == [(list("abcd"), 3), (list("acbd"), 2), (list("aed"), 1)]
    assert counts.routes(1).rows() == [(list("abcd"), 3)]
    assert counts.entropy == pytest.approx(1 / 2 * 1 + 1 / 3 * math.log2(3) + 1 / 6 * math.log2(6))


def test_entropy_of_the_horse_race() -> None:
    # Cover and Thomas (2006), Elements of Information Theory, Example 1.1.2: 1/2, 1/4, 1/8, 1/16, 4 × 1/64 is 2 bits.
    assert entropy(pl.Series([32, 16, 8, 4, 1, 1, 1, 1])) == pytest.approx(2)
    assert entropy(pl.Series([9])) == 0
    assert math.copysign(1, entropy(pl.Series([9])) or 0) == 1
    assert entropy(pl.Series([], dtype=pl.Int64)) is None


def test_quartiles_of_waits() -> None:
    # Type 7 of Hyndman and Fan (1996): of 1, 2, 3, 4 the quartiles are 1.75, 2.5 and 3.25.
    ends = [("c1", 1), ("c2", 2), ("c3", 3), ("c4", 4)]
    rows = [
        row for case, seconds in ends for row in ((case, "a", BEGAN), (case, "b", BEGAN + timedelta(seconds=seconds)))
    ]
    (edge,) = directly_follows(log_of(rows)).select("lower_wait", "median_wait", "upper_wait").rows()
    assert edge == (1.75, 2.5, 3.25)
    spread = throughput(log_of(rows)).spread
    assert (spread.number, spread.least, spread.lower, spread.median, spread.upper, spread.most) == (
        *(4, 1.0, 1.75, 2.5, 3.25, 4.0),
    )


def test_a_step_in_no_time_and_one_of_a_microsecond() -> None:
    rows = [("c", "a", BEGAN), ("c", "b", BEGAN), ("c", "d", BEGAN + timedelta(microseconds=1))]
    assert dict(directly_follows(log_of(rows)).select("count", "median_wait").rows()) == {1: 1e-6}
    assert [row[5] for row in count(log_of(rows)).frame().select("*").rows()] == [0.0, 1e-6]


# --- cycles, self-loops, one case, no case, many activities


def test_self_loops_and_cycles() -> None:
    log = log_of_traces({"aaab": 1, "abab": 1, "c": 1})
    again = {row["activity"]: row for row in rework(log).frame().to_dicts()}
    assert again["a"] == {
        "activity": "a",
        "events": 5,
        "cases": 2,
        "repeating": 2,
        "extra": 3,
        "self_loops": 2,
        "looping": 1,
    }
    assert (again["b"]["extra"], again["b"]["self_loops"]) == (1, 0)
    assert str(rework(log)).splitlines() == [
        "a: 3 extra events in 2 cases, 2 directly after itself",
        "b: 1 extra event in 1 case, 0 directly after itself",
    ]
    assert str(rework(log_of_traces({"ab": 1}))) == "No case does anything twice."
    assert directly_follows(log).filter(pl.col("from") == pl.col("to"))["count"].to_list() == [2]


def test_one_event() -> None:
    counts = count(log_of_traces({"a": 1}))
    assert counts.edges.is_empty()
    assert counts.at_ends() == ({"a": 1}, {"a": 1})
    assert counts.entropy == 0
    assert throughput(log_of_traces({"a": 1})).spread.median == 0
    assert str(counts).splitlines() == ["1 case, 1 event, 1 activity, 1 variant (0.00 bits)", "1 × a"]


def test_no_case() -> None:
    log = log_of_traces({"ab": 1}).between(date(2030, 1, 1))
    counts = count(log)
    assert (counts.cases, counts.events, counts.entropy) == (0, 0, None)
    assert counts.frame().is_empty()
    assert counts.flow().is_empty()
    assert counts.routes().is_empty()
    assert counts.at_ends() == ({}, {})
    assert rework(log).frame().is_empty()
    assert throughput(log).spread.median is None
    assert wait_between(log, "a", "b").frame().is_empty()
    assert str(wait_between(log, "a", "b")) == "From “a” to “b”: none of 0 cases."
    assert str(counts) == "No case, and so nothing to count."
    assert list(split(log, period="year")) == []


def test_five_thousand_activities() -> None:
    many = 5_000
    rows = [
        (case, f"a{(step * stride) % many:04}", BEGAN + timedelta(minutes=step))
        for case, stride in (("c", 1), ("d", 7))
        for step in range(many)
    ]
    counts = count(log_of(rows))
    assert (len(counts.activities), counts.edges.height) == (many, 2 * (many - 1))
    assert counts.edges["count"].to_list() == [1] * (2 * (many - 1))
    edges = set(counts.frame().select("from", "to").iter_rows())
    assert ("a4998", "a4999") in edges
    assert ("a4994", "a0001") in edges


def test_more_activities_than_two_bytes_hold_keep_their_arrows_apart() -> None:
    many = 66_000
    rows = [("c", f"{step:05}", BEGAN + timedelta(seconds=step)) for step in range(many)]
    edges = directly_follows(log_of(rows))
    assert edges.height == many - 1
    assert (edges["to"] - edges["from"] == 1).all()


def test_an_activity_that_is_not_there_is_refused(running_example: EventLog) -> None:
    with pytest.raises(
        TideturnError, match=r"there is no activity “descide”\. The activities are check ticket, decide"
    ):
        wait_between(running_example, "descide", "decide")


def test_a_wait_begins_after_its_step_in_the_log_s_order() -> None:
    # Both at one time: “b” stands after “a” in c and before it in d.
    rows = [("c", "a", BEGAN), ("c", "b", BEGAN), ("d", "b", BEGAN), ("d", "a", BEGAN)]
    waited = wait_between(log_of(rows), "a", "b")
    assert waited.frame().rows() == [("c", 0.0)]
    assert waited.began == 2
    assert str(waited) == "From “a” to “b”: 1 of 2 cases, median 0.0 hours."


# --- parts


def test_parts_by_site_and_period(running_example: EventLog) -> None:
    parts = {tuple(names.values()): part for names, part in split(running_example, site=True, period="month")}
    assert {key: len(part.cases) for key, part in parts.items()} == {
        ("Ellen", "2011-01"): 1,
        ("Mike", "2010-12"): 1,
        ("Mike", "2011-01"): 1,
        ("Pete", "2010-12"): 2,
        ("Pete", "2011-01"): 1,
    }
    by_year = [(names, len(part.cases)) for names, part in split(running_example, period="year")]
    assert by_year == [({"period": "2010"}, 3), ({"period": "2011"}, 3)]
    assert [names for names, _ in split(running_example, period="quarter")] == [
        {"period": "2010-Q4"},
        {"period": "2011-Q1"},
    ]
    assert [names for names, _ in split(running_example)] == [{}]
    with pytest.raises(TideturnError, match=r"there is no period “week”\. Take year, quarter or month\."):
        list(split(running_example, period="week"))
    with pytest.raises(TideturnError, match="the log names no sites"):
        list(split(log_of_traces({"a": 1}), site=True))


def test_a_case_without_a_site_is_in_no_part() -> None:
    rows = [("c", "a", BEGAN, "north"), ("d", "a", BEGAN, None)]
    log = event_log(pl.DataFrame(rows, schema=["case", "activity", "time", "site"], orient="row"), site="site")
    assert [(names, part.cases.to_list()) for names, part in split(log, site=True)] == [({"site": "north"}, ["c"])]


def test_a_period_is_that_of_the_log_s_zone() -> None:
    rows = [("c", "a", datetime(2024, 6, 30, 23, 30, tzinfo=UTC))]
    assert [names["period"] for names, _ in split(log_of(rows), period="month")] == ["2024-07"]


# --- a second way of counting, and what moves nothing

few = settings(max_examples=20, deadline=None)
events = st.lists(st.tuples(st.sampled_from("uvwxyz"), st.sampled_from("abcd"), st.integers(0, 40)), max_size=40).map(
    lambda rows: [(case, activity, BEGAN + timedelta(seconds=second)) for case, activity, second in dict.fromkeys(rows)]
)


def traces_of(rows: Rows) -> dict[str, list[tuple[str, datetime]]]:
    """Each case's events in order of time, those of one time as they stand: counted by nothing but Python."""
    traces: dict[str, list[tuple[str, datetime]]] = {}
    for case, activity, time in sorted(rows, key=lambda row: row[2]):
        traces.setdefault(case, []).append((activity, time))
    return traces


@few
@given(events)
def test_as_counted_event_by_event(rows: Rows) -> None:
    log, traces = log_of(rows), traces_of(rows)
    counts = count(log)
    pairs: dict[tuple[str, str], list[float]] = {}
    for trace in traces.values():
        for (one, at), (other, then) in pairwise(trace):
            pairs.setdefault((one, other), []).append((then - at).total_seconds())
    assert {(row["from"], row["to"]): row["count"] for row in counts.frame().to_dicts()} == {
        pair: len(waits) for pair, waits in pairs.items()
    }
    assert {(row["from"], row["to"]): row["median_wait"] for row in counts.frame().to_dicts()} == {
        pair: pytest.approx(statistics.median(waits)) for pair, waits in pairs.items()
    }
    routes = Counter(tuple(activity for activity, _ in trace) for trace in traces.values())
    assert {tuple(steps): cases for steps, cases in counts.routes().iter_rows()} == dict(routes)
    assert counts.at_ends() == (
        dict(Counter(trace[0][0] for trace in traces.values())),
        dict(Counter(trace[-1][0] for trace in traces.values())),
    )
    again = {row["activity"]: row for row in rework(log).frame().to_dicts()}
    for activity, row in again.items():
        each = [[name for name, _ in trace].count(activity) for trace in traces.values()]
        assert row["extra"] == sum(max(0, number - 1) for number in each)
        assert row["repeating"] == sum(number > 1 for number in each)
        assert row["self_loops"] == len(pairs.get((activity, activity), []))
    if "a" in log.activities and "b" in log.activities:
        expected = {}
        for case, trace in traces.items():
            names = [name for name, _ in trace]
            if "a" in names and "b" in names[names.index("a") + 1 :]:
                first = names.index("a")
                expected[case] = (trace[names.index("b", first + 1)][1] - trace[first][1]).total_seconds()
        assert dict(wait_between(log, "a", "b").frame().iter_rows()) == expected


@few
@given(events)
def test_the_counts_add_up(rows: Rows) -> None:
    counts = count(log_of(rows))
    assert counts.edges["count"].sum() == counts.events - counts.cases
    assert counts.flow()["count"].sum() == counts.events + counts.cases
    for frame in (counts.variants, counts.starts, counts.ends):
        assert frame["cases"].sum() == counts.cases
    if counts.entropy is not None:
        assert 0 <= counts.entropy <= math.log2(counts.cases) + 1e-12


def told(log: EventLog) -> tuple[object, ...]:
    counts = count(log)
    return (
        counts.frame().rows(),
        counts.routes().rows(),
        counts.at_ends(),
        counts.entropy,
        rework(log).frame().rows(),
        throughput(log).spread,
    )


@few
@given(events, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_says_nothing_where_times_differ(rows: Rows, dice: object) -> None:
    distinct = list({(case, time): (case, activity, time) for case, activity, time in rows}.values())
    shuffled = distinct.copy()
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = log_of(distinct), log_of(shuffled)
    assert one.frame.equals(other.frame)
    assert told(one) == told(other)


@few
@given(events)
def test_cases_by_other_names_time_moved_and_the_same_extract_twice(rows: Rows) -> None:
    moves: list[Callable[[Rows], Rows]] = [
        lambda rows: [(f"{ord('z') - ord(case)} again", activity, time) for case, activity, time in rows],
        lambda rows: [(case, activity, time + timedelta(days=4000, microseconds=7)) for case, activity, time in rows],
        lambda rows: rows + rows,
    ]
    unmoved = told(log_of(rows))
    for move in moves:
        assert told(log_of(move(rows))) == unmoved


@few
@given(events)
def test_activities_by_other_names(rows: Rows) -> None:
    other = {"a": "zeta", "b": "eta", "c": "theta", "d": "alpha"}
    one, two = count(log_of(rows)), count(log_of([(case, other[name], time) for case, name, time in rows]))
    named = {(other[row["from"]], other[row["to"]], row["count"], row["median_wait"]) for row in one.frame().to_dicts()}
    assert named == {(row["from"], row["to"], row["count"], row["median_wait"]) for row in two.frame().to_dicts()}
    assert {tuple(other[step] for step in steps): cases for steps, cases in one.routes().iter_rows()} == {
        tuple(steps): cases for steps, cases in two.routes().iter_rows()
    }
    assert one.entropy == pytest.approx(two.entropy)
