"""How cases hold to a designed pathway."""

from __future__ import annotations

import itertools
import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.dataset.problems import TideturnError
from tideturn.methods.intervals import Interval, Z
from tideturn.methods.pathways import EventLog, event_log
from tideturn.methods.pathways.conformance import StepCount, conformance
from tideturn.methods.pathways.constraints import Constraint
from tideturn.methods.pathways.design import Design, Fit, LocalDifference, Pilot, Step
from tideturn.methods.pathways.groups import by_hour
from tideturn.methods.pathways.traces import traces

CUSTODY = {
    "name": "Custody",
    "outcome_id": "suited",
    "steps": [{"name": "a"}, {"name": "b"}, {"name": "o", "optional": True}, {"name": "c"}],
    "constraints": [{"name": "soon", "after": "a", "then": "b", "within_days": 1}],
    "pilots": [{"site": "north", "date": date(2026, 2, 1), "moved": ["b"]}],
    "local": [{"site": "south", "reason": "out of hours", "steps": ["b"]}],
}
DESIGN = Design.from_mapping(CUSTODY, place="pathways/custody.toml")


def test_a_design_as_its_file_says() -> None:
    assert (
        Design(
            "Custody",
            (Step("a"), Step("b"), Step("o", optional=True), Step("c")),
            "suited",
            (Constraint("soon", "a", "b", 1),),
            (Pilot("north", date(2026, 2, 1), ("b",)),),
            (LocalDifference("south", "out of hours", ("b",)),),
        )
        == DESIGN
    )
    assert DESIGN.required == ("a", "b", "c")
    assert DESIGN.exempt("south") == {"b"}
    assert DESIGN.exempt("north") == DESIGN.exempt(None) == set()


@pytest.mark.parametrize(
    ("trace", "met", "skipped", "added", "out_of_order"),
    [
        ("abc", True, "", "", ""),
        ("aboc", True, "", "", ""),
        ("axbxyc", True, "", "xy", ""),
        ("ac", False, "b", "", ""),
        ("", False, "abc", "", ""),
        ("xx", False, "abc", "x", ""),
        ("bac", False, "", "", "b"),  # either stands wrong; the later designed came too soon
        ("bca", False, "", "", "a"),  # two in order outweigh one
        ("babc", True, "", "", ""),  # once in order is in order
        ("aabbcc", True, "", "", ""),
        ("abca", True, "", "", ""),
        ("abco", True, "", "", "o"),  # an optional step that came late is named, and no fault
        ("oabc", True, "", "", "o"),
        ("cab", False, "", "", "c"),
        ("cba", False, "", "", "bc"),
        ("oca", False, "b", "", "a"),
        ("coa", False, "b", "", "oc"),  # a required step outweighs an optional one, and of two the earlier is kept
    ],
)
def test_how_a_trace_holds_to_the_design(trace: str, met: bool, skipped: str, added: str, out_of_order: str) -> None:
    taken = tuple(step for step in "aboc" if step in trace)
    assert DESIGN.fit(tuple(trace)) == Fit(met, taken, tuple(skipped), tuple(added), tuple(out_of_order))


def test_what_fairly_differs_is_not_looked_at() -> None:
    assert DESIGN.fit(tuple("ac"), "south") == Fit(True, ("a", "c"))
    assert DESIGN.fit(tuple("cab"), "south") == Fit(False, ("a", "c"), (), (), ("c",))
    assert DESIGN.fit(tuple("bac"), "south") == Fit(True, ("a", "c"))


@settings(max_examples=40, deadline=None)
@given(st.text("abocx", max_size=9))
def test_met_is_a_subsequence(trace: str) -> None:
    places = [[n for n, step in enumerate(trace) if step == wanted] for wanted in "abc"]
    there = any(list(way) == sorted(set(way)) for way in itertools.product(*places))
    fit = DESIGN.fit(tuple(trace))
    assert fit.met == there
    assert set(fit.taken) == set(trace) & set("aboc")
    assert set(fit.skipped) == set("abc") - set(trace)
    assert not set(fit.out_of_order) & set(fit.skipped)
    assert fit.met == (not fit.skipped and not set(fit.out_of_order) & set("abc"))


def log_of(*cases: tuple[str, str | None, str, date]) -> EventLog:
    rows = [
        (name, step, datetime(day.year, day.month, day.day, 9 + n, tzinfo=UTC), site)
        for name, site, steps, day in cases
        for n, step in enumerate(steps)
    ]
    frame = pl.DataFrame(rows, schema=["case", "activity", "time", "site"], orient="row")
    return event_log(frame, site="site")


JANUARY, FEBRUARY = date(2026, 1, 10), date(2026, 2, 1)
CASES = (
    ("n1", "north", "abc", JANUARY),
    ("n2", "north", "ac", JANUARY),
    ("n3", "north", "abxc", FEBRUARY),
    ("n4", "north", "acb", FEBRUARY),
    ("n5", "north", "aboc", FEBRUARY),
    ("s1", "south", "ac", JANUARY),
    ("s2", "south", "a", FEBRUARY),
    ("t1", None, "ab", FEBRUARY),
)


def test_following_by_site_period_and_pilot() -> None:
    periods = {"January": (date(2026, 1, 1), date(2026, 1, 31)), "February": (date(2026, 2, 1), date(2026, 2, 28))}
    found = conformance(log_of(*CASES), DESIGN, periods=periods)
    assert (found.whole.cases, found.whole.met, found.whole.share) == (8, 4, 0.5)
    assert {name: (side.met, side.cases) for name, side in found.by_site.items()} == {"north": (3, 5), "south": (1, 2)}
    sides = {name: (side.met, side.cases) for name, side in found.by_period.items()}
    assert sides == {"January": (2, 3), "February": (2, 5)}
    assert found.whole.added == {"x": 1}
    # b is not asked of the two cases in the south; one in the north never had it, and one had it after c.
    assert found.whole.steps == (
        StepCount("a", False, 8, 8, 0, 0),
        StepCount("b", False, 6, 5, 1, 0),
        StepCount("o", True, 8, 1, 0, 0),
        StepCount("c", False, 8, 6, 2, 1),
    )
    (pilot,) = found.pilots
    assert (pilot.site, pilot.day) == ("north", FEBRUARY)
    assert (pilot.before.met, pilot.before.cases, pilot.after.met, pilot.after.cases) == (1, 2, 2, 3)
    assert pilot.difference == pytest.approx(2 / 3 - 1 / 2)
    assert pilot.p == pytest.approx(1)
    year = found.change("January", "February")
    assert (year.before.met, year.after.cases, year.p) == (2, 5, pytest.approx(1))
    assert year.difference == pytest.approx(2 / 5 - 2 / 3)
    # Agresti & Caffo 2000: one success and one failure more on each side.
    spread = math.sqrt(3 / 7 * 4 / 7 / 7 + 3 / 5 * 2 / 5 / 5)
    assert year.interval == Interval(
        pytest.approx(3 / 7 - 3 / 5 - Z * spread), pytest.approx(3 / 7 - 3 / 5 + Z * spread)
    )
    assert found.frame().filter(case="n4").row(0) == ("n4", False, [], [], ["c"])
    assert str(found) == "4 of 8 cases met the whole designed pathway (0.500, 95 % interval 0.215 to 0.785)"
    assert found.whole.interval == Interval(pytest.approx(0.2152, abs=5e-5), pytest.approx(0.7848, abs=5e-5))


def test_a_step_that_is_skipped_at_night() -> None:
    # In June the clock in London is an hour on from UTC: 18:59Z is a minute to eight in the evening.
    starts = {"d1": "06:59", "d2": "18:59", "d3": "12:00", "n1": "19:00", "n2": "23:30", "n3": "03:00"}
    rows = [
        (case, step, f"2026-06-{10 + n} {clock}:{30 * (n > 0):02}Z")
        for case, clock in starts.items()
        for n, step in enumerate("ac" if case[0] == "n" else "abc")
    ]
    frame = pl.DataFrame(rows, schema=["case", "activity", "time"], orient="row")
    log = event_log(frame.with_columns(pl.col("time").str.replace(" ", "T")))
    clock = by_hour(log, {"night": (20, 7), "day": (8, 20)})
    assert [clock.names[place] if place >= 0 else "" for place in clock.of] == ["", "day", "day", *["night"] * 3]
    found = conformance(log, DESIGN, groups=by_hour(log, {"night": (20, 7), "day": (7, 20)}))
    assert {name: (part.met, part.cases) for name, part in found.by_group.items()} == {"night": (0, 3), "day": (3, 3)}
    assert [part.steps[1].skipped for part in found.by_group.values()] == [3, 0]


def test_a_case_that_is_not_over_may_still_meet_the_pathway() -> None:
    found = conformance(log_of(*CASES), DESIGN, not_over=["t1", "n1", "nobody"])
    assert (found.whole.cases, found.whole.met, found.not_over) == (7, 4, 1)
    assert "t1" not in found.frame()["case"].to_list()


def test_without_sites_and_with_one_case() -> None:
    frame = pl.DataFrame({"case": ["x"], "activity": ["a"], "time": ["2026-01-01"]})
    found = conformance(event_log(frame), DESIGN)
    assert (found.whole.cases, found.whole.met, found.by_site) == (1, 0, {})
    (pilot,) = found.pilots
    assert (pilot.difference, pilot.p, pilot.interval, pilot.before.share) == (None, None, None, None)
    empty = conformance(event_log(frame.clear()), DESIGN)
    assert (str(empty), empty.whole.share) == ("0 of 0 cases met the whole designed pathway", None)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"steps": []}, "it designs no steps."),
        ({"steps": "a, b"}, "steps is no list of tables."),
        ({"steps": [{"name": " "}]}, "a step has no name."),
        ({"steps": [{"name": "a", "optional": "yes"}]}, "optional is “yes” for “a”."),
        ({"steps": [{"name": "a"}, {"name": "a "}]}, "the step “a” is there twice."),
        ({"constraints": [{"after": "a", "then": "z"}]}, "“z” is no step of the pathway."),
        ({"pilots": [{"site": "north"}]}, "a pilot has no site or no date."),
        ({"pilots": [{"site": "north", "date": date(2026, 1, 1), "moved": "b"}]}, "moved is no list of steps."),
        ({"pilots": [{"site": "north", "date": date(2026, 1, 1), "moved": ["z"]}]}, "“z” is no step of the pathway."),
        ({"local": [{"steps": ["a"]}]}, "a local difference has no site."),
        ({"local": [{"site": "south", "steps": ["z"]}]}, "“z” is no step of the pathway."),
        ({"constraint": []}, "“constraint” is no word of a pathway's file."),
        ({"steps": [{"name": "a", "optinal": True}]}, "“optinal” is no word of [[steps]]."),
        (
            {"constraints": [{"after": "a", "then": "b", "within_day": 2}]},
            "“within_day” is no word of [[constraints]].",
        ),
    ],
)
def test_what_cannot_be_a_design_is_refused(change: dict[str, Any], what: str) -> None:
    with pytest.raises(TideturnError) as refused:
        Design.from_mapping({**CUSTODY, **change}, place="pathways/custody.toml")
    assert refused.value.what == what
    assert refused.value.place.startswith("pathways/custody.toml")
    assert refused.value.mend


def test_traces_hold_each_way_once() -> None:
    found = traces(log_of(*CASES))
    assert found.steps[0] == ("a", "b", "c")
    assert [found.steps[place] for place in found.of][-1] == ("a", "b")
    assert len(set(found.steps)) == len(found.steps) == 7
    left = found.without({"b", "x", "o"})
    assert left.steps == (("a", "c"), ("a",))
    assert left.of.tolist() == [0, 0, 0, 0, 0, 0, 1, 1]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("abocx", min_size=1, max_size=6), min_size=1, max_size=8), st.integers(1, 40))
def test_nothing_hangs_on_names_on_the_order_of_rows_or_on_the_day(ways: list[str], days: int) -> None:
    cases = [(f"k{n}", "north", steps, JANUARY) for n, steps in enumerate(ways)]
    found = conformance(log_of(*cases), DESIGN)
    assert conformance(log_of(*reversed(cases)), DESIGN).whole == found.whole
    moved = [(name, site, steps, day + timedelta(days)) for name, site, steps, day in cases]
    assert conformance(log_of(*moved), DESIGN).whole == found.whole
    names = str.maketrans("abocx", "zyxwv")
    steps = tuple(Step(step.name.translate(names), step.optional) for step in DESIGN.steps)
    renamed = conformance(
        log_of(*((c, s, t.translate(names), d) for c, s, t, d in cases)), Design("Other", steps)
    ).whole
    assert (renamed.met, [s.taken for s in renamed.steps]) == (found.whole.met, [s.taken for s in found.whole.steps])
    assert {name.translate(names): n for name, n in found.whole.added.items()} == renamed.added
