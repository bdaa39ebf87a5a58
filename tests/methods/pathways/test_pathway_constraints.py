"""Constraints with deadlines: what became of each activation and of each case."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import quoted
from tideturn.methods.pathways import EventLog, event_log
from tideturn.methods.pathways.constraints import Constraint, Tally, Template, check, constraints_from
from tideturn.methods.pathways.groups import before_after, by_period, by_site

START = datetime(2026, 1, 5, 9, tzinfo=UTC)  # a Monday
LATER = START + timedelta(days=400)


def log_of(**traces: str) -> EventLog:
    """A letter is an event, an hour after the one before."""
    rows = [(case, step, START + timedelta(hours=n)) for case, steps in traces.items() for n, step in enumerate(steps)]
    return event_log(pl.DataFrame(rows, schema=["case", "activity", "time"], orient="row"))


def timed(*events: tuple[str, str, str]) -> EventLog:
    """Events of case, activity and time as text."""
    return event_log(pl.DataFrame(events, schema=["case", "activity", "time"], orient="row"))


def test_activations_of_a_response() -> None:
    # Activations as in Burattin, Maggi & Sperduti 2016, Expert Systems with Applications 65:194–211; the numbers follow
    # by hand from the words "after every a comes a b". It holds in t1, t2 (where nothing is asked) and t3 and not in
    # t4; it is activated twice in t1, never in t2, once in t3, and in t4 twice, the first kept and the second broken.
    log = log_of(t1="aabc", t2="bbcd", t3="abcb", t4="abac")
    (found,) = check(log, [Constraint("response", "a", "b")], closed=dict.fromkeys(log.cases, LATER), cutoff=LATER)
    assert found.activations == Tally(satisfied=4, violated=1, open=0)
    assert found.cases == Tally(satisfied=2, violated=1, open=0)
    assert found.not_asked == 1
    assert found.states.tolist() == [1, 0, 1, 3]


def test_a_response_to_a_running_case_is_open_until_it_is_answered() -> None:
    # Van der Aalst 2011, Process Mining, p. 250: the response from a to g of the trace a, b, d, g is (permanently)
    # satisfied by the end and temporarily violated, which is to say open, for each part of it that has a and not g.
    log = log_of(whole="abdg")
    states = [
        check(log, [Constraint("c4", "a", "g")], cutoff=START + timedelta(hours=hours))[0].states.tolist()
        for hours in (-1, 0, 1, 2, 3)
    ]
    assert states == [[0], [2], [2], [2], [1]]


def test_an_alternate_response_answers_each_by_its_own() -> None:
    # Pesic, Schonenberg & van der Aalst 2007: after each A a B, and no other A in between.
    log = log_of(aab="aab", abab="abab", aba="aba")
    rule = Constraint("own answer", "a", "b", template=Template.ALTERNATE_RESPONSE)
    (found,) = check(log, [rule], cutoff=LATER)
    assert found.activations == Tally(satisfied=4, violated=1, open=1)
    assert dict(zip(log.cases, found.states.tolist(), strict=True)) == {"aab": 3, "abab": 1, "aba": 2}


def test_a_precedence_asks_of_each_b_whether_an_a_came_before() -> None:
    # Pesic, Schonenberg & van der Aalst 2007: B only after an A, however many there are.
    log = log_of(abb="abb", ba="ba", a="a", c="c")
    rule = Constraint("only after", "a", "b", template=Template.PRECEDENCE)
    (found,) = check(log, [rule])
    assert found.activations == Tally(satisfied=2, violated=1, open=0)
    assert dict(zip(log.cases, found.states.tolist(), strict=True)) == {"a": 0, "abb": 1, "ba": 3, "c": 0}
    (soon,) = check(log, [Constraint("soon", "a", "b", within_hours=1.5, template=Template.PRECEDENCE)])
    assert soon.activations == Tally(satisfied=1, violated=2, open=0)


def test_days_end_at_midnight_in_london() -> None:
    log = timed(
        ("in time", "a", "2026-06-01T08:00:00Z"),
        ("in time", "b", "2026-06-06T22:59:59Z"),  # a second before midnight by British Summer Time
        ("late", "a", "2026-06-01T08:00:00Z"),
        ("late", "b", "2026-06-06T23:00:00Z"),
        ("winter", "a", "2026-01-05T08:00:00Z"),
        ("winter", "b", "2026-01-10T23:59:59Z"),
    )
    (found,) = check(log, [Constraint("five days", "a", "b", within_days=5)])
    assert dict(zip(log.cases, found.states.tolist(), strict=True)) == {"in time": 1, "late": 3, "winter": 1}


def test_hours_run_by_the_clock_through_the_night_that_it_changes() -> None:
    # On 29 March 2026 the clocks go forward: from 12:00 to 12:00 there are 23 hours.
    log = timed(("x", "a", "2026-03-28 12:00"), ("x", "b", "2026-03-29 12:00"))
    rules = [Constraint(f"{hours}", "a", "b", within_hours=hours) for hours in (22.99, 23)]
    assert [found.cases.satisfied for found in check(log, rules)] == [0, 1]


@pytest.mark.parametrize(
    ("asked", "within", "last"),
    [
        # Good Friday and Easter Monday of 2026 are 3 and 6 April; 2 April is the Thursday before.
        ("2026-04-02", 1, "2026-04-07"),
        ("2026-04-02", 2, "2026-04-08"),
        ("2026-04-04", 1, "2026-04-07"),  # from a Saturday the first working day is the next that there is
        ("2026-04-04", 0, "2026-04-07"),
        ("2026-04-07", 0, "2026-04-07"),
        # Christmas Day 2021 was a Saturday: the Monday and Tuesday after were holidays in its stead.
        ("2021-12-24", 1, "2021-12-29"),
        # The late Queen's funeral, and her jubilee, which had moved the spring holiday: one-off holidays of 2022.
        ("2022-09-16", 1, "2022-09-20"),
        ("2022-06-01", 1, "2022-06-06"),
        # St Andrew's Day is a holiday in Scotland only.
        ("2026-11-29", 1, "2026-11-30"),
    ],
)
def test_working_days_leave_out_the_bank_holidays_of_england(asked: str, within: int, last: str) -> None:
    # 27 and 28 December 2021, 2 and 3 June 2022: nationalworld.com, "2022 bank holidays", 27 April 2022. 19 September
    # 2022: the government's announcement, quoted at gb.trendquest.io/trending/2022/09/11/bank-holidays-2022. Good
    # Friday and Easter Monday of 2026 follow from Easter Day, 5 April.
    day = date.fromisoformat(last)
    log = timed(
        ("on it", "a", asked), ("on it", "b", last), ("after", "a", asked), ("after", "b", f"{day + timedelta(1)}")
    )
    rule = Constraint("working days", "a", "b", within_days=within, working_days=True)
    (found,) = check(log, [rule])
    assert dict(zip(log.cases, found.states.tolist(), strict=True)) == {"after": 3, "on it": 1}


def test_open_until_the_deadline_has_passed_by_the_cut_off() -> None:
    log = timed(("x", "a", "2026-06-01 08:00"))
    rule = Constraint("five days", "a", "b", within_days=5)
    states = {
        until: check(log, [rule], cutoff=until)[0].states.tolist()[0]
        for until in (
            date(2026, 5, 31),
            date(2026, 6, 1),
            date(2026, 6, 5),
            datetime(2026, 6, 6, 23, 59),
            date(2026, 6, 6),
            datetime(2026, 6, 7),
        )
    }
    assert list(states.values()) == [0, 2, 2, 2, 3, 3]


def test_what_came_after_the_cut_off_is_not_seen() -> None:
    log = timed(("x", "a", "2026-06-01 08:00"), ("x", "b", "2026-06-03 08:00"))
    rule = Constraint("five days", "a", "b", within_days=5)
    assert check(log, [rule], cutoff=date(2026, 6, 2))[0].cases == Tally(0, 0, 1)
    assert check(log, [rule], cutoff=date(2026, 6, 3))[0].cases == Tally(1, 0, 0)
    # An answer that is late was late before it was seen.
    late = Constraint("one day", "a", "b", within_days=1)
    assert check(log, [late], cutoff=date(2026, 6, 2))[0].cases == Tally(0, 1, 0)


def test_a_closed_case_keeps_no_promise() -> None:
    log = timed(("x", "a", "2026-06-01 08:00"))
    rule = Constraint("five days", "a", "b", within_days=5)
    closed = {"x": date(2026, 6, 2), "unknown": date(2026, 6, 2)}
    assert check(log, [rule], cutoff=date(2026, 6, 3), closed=closed)[0].cases == Tally(0, 1, 0)
    assert check(log, [rule], cutoff=date(2026, 6, 1), closed=closed)[0].cases == Tally(0, 0, 1)


def test_a_case_that_ended_breaks_what_it_had_not_kept_and_nothing_else() -> None:
    log = timed(
        ("ended", "a", "2026-06-01 08:00"),
        ("ended", "end", "2026-06-01 09:00"),
        ("kept", "a", "2026-06-01 08:00"),
        ("kept", "b", "2026-06-01 09:00"),
        ("kept", "end", "2026-06-01 10:00"),
        ("again", "a", "2026-06-01 08:00"),
        ("again", "b", "2026-06-01 09:00"),
        ("again", "end", "2026-06-01 10:00"),
        ("again", "a", "2026-06-01 11:00"),
        ("runs", "a", "2026-06-01 08:00"),
    )
    for rule in (Constraint("five days", "a", "b", within_days=5), Constraint("in the end", "a", "b")):
        plain, closed = (check(log, [rule], cutoff=date(2026, 6, 2), closing=ends)[0] for ends in ((), ("end",)))
        assert plain.cases == Tally(1, 0, 3)
        # What began again after an end is not ended by it.
        assert closed.cases == Tally(1, 1, 2)


def test_the_last_event_is_the_cut_off_where_none_is_given() -> None:
    log = timed(("x", "a", "2026-06-01 08:00"), ("y", "c", "2026-06-06 23:00"))
    rule = Constraint("five days", "a", "b", within_days=5)
    assert check(log, [rule])[0].cases == Tally(0, 0, 1)
    log = timed(("x", "a", "2026-06-01 08:00"), ("y", "c", "2026-06-07 00:00"))
    assert check(log, [rule])[0].cases == Tally(0, 1, 0)


def test_one_activity_may_answer_itself() -> None:
    log = log_of(x="aa", y="a")
    (found,) = check(log, [Constraint("again", "a", "a", within_days=1)], cutoff=LATER)
    assert found.activations == Tally(satisfied=1, violated=2, open=0)


def test_an_activity_that_nobody_did_is_told() -> None:
    (found,) = check(log_of(x="ab"), [Constraint("typo", "A", "b")])
    assert found.cases == Tally(0, 0, 0)
    assert found.not_asked == 1
    assert found.notes == ("No event is “A”, which “typo” speaks of.",)
    assert found.cases.share is None
    assert found.cases.interval is None
    assert str(found) == "typo: 0 of 0 cases kept it, 0 undecided, 1 not asked"


def test_groups_add_up() -> None:
    rows = [("x", "a", "2026-06-01", "n"), ("x", "b", "2026-06-02", "n"), ("y", "a", "2026-06-30", "s")]
    rows += [("z", "a", "2026-06-03", None)]
    log = event_log(pl.DataFrame(rows, schema=["case", "activity", "time", "site"], orient="row"), site="site")
    rule = Constraint("two days", "a", "b", within_days=2)
    (found,) = check(log, [rule], groups=by_site(log))
    assert found.by == {"n": Tally(1, 0, 0), "s": Tally(0, 0, 1)}
    assert found.cases == Tally(1, 1, 1)
    assert found.frame()["satisfied"].to_list() == [1, 1, 0]
    (found,) = check(log, [rule], groups=before_after(log, date(2026, 6, 3)))
    assert found.by == {"before": Tally(1, 0, 0), "after": Tally(0, 1, 1)}
    assert before_after(log, date(2026, 6, 3), "n").of.tolist() == [0, -1, -1]
    assert before_after(log, date(2026, 6, 3), "elsewhere").of.tolist() == [-1, -1, -1]
    june = by_period(log, {"start": (date(2026, 6, 1), date(2026, 6, 3)), "end": (date(2026, 6, 30), date(2026, 7, 1))})
    assert june.of.tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ({"after": "a"}, "then is not a step's name."),
        ({"after": "a", "then": "b", "within_days": 0.5}, "within_days is “0.5”."),
        ({"after": "a", "then": "b", "within_days": True}, "within_days is “True”."),
        ({"after": "a", "then": "b", "within_days": -1}, "within_days is “-1”."),
        ({"after": "a", "then": "b", "within_days": 40_000}, "within_days is “40000”."),
        ({"after": "a", "then": "b", "within_hours": "2"}, "within_hours is “2”."),
        ({"after": "a", "then": "b", "within_hours": -0.5}, "within_hours is “-0.5”."),
        ({"after": "a", "then": "b", "within_hours": float("nan")}, "within_hours is “nan”."),
        ({"after": "a", "then": "b", "within_hours": float("inf")}, "within_hours is “inf”."),
        ({"after": "a", "then": "b", "within_hours": 10**400}, f"within_hours is {quoted(10**400)}."),
        (
            {"after": "a", "then": "b", "within_hours": 1, "within_days": 1},
            "it has a deadline in days and one in hours.",
        ),
        ({"after": "a", "then": "b", "working_days": True}, "working_days stands without within_days."),
        ({"after": "a", "then": "b", "within_days": 1, "working_days": "yes"}, "working_days is “yes”."),
        ({"after": "a", "then": "b", "template": "succession"}, "“succession” is no template of a constraint."),
        ({"after": "a", "then": "b", "template": ["response"]}, "“['response']” is no template of a constraint."),
    ],
)
def test_what_cannot_be_a_constraint_is_refused(entry: dict[str, object], what: str) -> None:
    with pytest.raises(TideturnError) as refused:
        constraints_from([entry], "pathways/p.toml")
    assert refused.value.what == what
    assert refused.value.place == "pathways/p.toml, constraint 1"
    assert refused.value.mend


def test_a_constraint_read_from_a_file() -> None:
    (plain, full) = constraints_from(
        [
            {"after": "a", "then": "b"},
            {"name": "n", "after": "a", "then": "b", "within_days": 2, "working_days": True, "template": "precedence"},
        ]
    )
    assert plain == Constraint("a → b", "a", "b")
    assert full == Constraint("n", "a", "b", 2, True, None, Template.PRECEDENCE)


EVENTS = st.lists(
    st.tuples(st.sampled_from("xyz"), st.sampled_from("abc"), st.integers(0, 24 * 12)), min_size=1, max_size=25
)


def states_of(events: list[tuple[str, str, int]], rules: list[Constraint], shift: int = 0, cutoff: int = 0) -> object:
    rows = [(case, step, START + timedelta(hours=hours, weeks=shift)) for case, step, hours in events]
    log = event_log(pl.DataFrame(rows, schema=["case", "activity", "time"], orient="row"))
    until = START + timedelta(hours=cutoff, weeks=shift)
    return [(f.activations, f.cases, f.states.tolist()) for f in check(log, rules, cutoff=until)]


@settings(max_examples=30, deadline=None)
@given(events=EVENTS, within=st.integers(0, 6), cutoff=st.integers(0, 24 * 20), template=st.sampled_from(Template))
def test_nothing_hangs_on_names_or_on_the_week(
    events: list[tuple[str, str, int]], within: int, cutoff: int, template: Template
) -> None:
    rule = Constraint("r", "a", "b", within_days=within, template=template)
    found = states_of(events, [rule], cutoff=cutoff)
    renamed = [(case, {"a": "Z", "b": "m", "c": "A"}[step], hours) for case, step, hours in events]
    assert states_of(renamed, [Constraint("r", "Z", "m", within_days=within, template=template)], 0, cutoff) == found
    assert states_of(events, [rule], 3, cutoff) == found  # three weeks on, still in winter


@settings(max_examples=30, deadline=None)
@given(events=EVENTS, hours=st.integers(0, 100), cutoff=st.integers(0, 24 * 20), template=st.sampled_from(Template))
def test_every_activation_by_its_definition(
    events: list[tuple[str, str, int]], hours: int, cutoff: int, template: Template
) -> None:
    """Word by word from the definitions, event by event."""
    rule = Constraint("r", "a", "b", within_hours=hours, template=template)
    counts = [0, 0, 0, 0]
    unique = list(dict.fromkeys(events))
    for case in {case for case, _, _ in unique}:
        trace = sorted(((h, step) for c, step, h in unique if c == case and h <= cutoff), key=lambda event: event[0])
        for place, (at, step) in enumerate(trace):
            if template is Template.PRECEDENCE:
                if step == "b":
                    kept = any(s == "a" and at - h <= hours for h, s in trace[:place])
                    counts[1 if kept else 3] += 1
            elif step == "a":
                rest = trace[place + 1 :]
                own = [s for _, s in rest if s in "ab"]
                if any(s == "b" and h - at <= hours for h, s in rest) and (
                    template is Template.RESPONSE or own[0] == "b"
                ):
                    counts[1] += 1
                elif template is Template.ALTERNATE_RESPONSE and own and own[0] == "a":
                    counts[3] += 1
                else:
                    counts[2 if at + hours > cutoff else 3] += 1
    ((activations, _, _),) = states_of(events, [rule], 0, cutoff)  # type: ignore[misc]
    assert activations == Tally(counts[1], counts[3], counts[2])


@settings(max_examples=30, deadline=None)
@given(events=EVENTS, seed=st.integers(0, 9))
def test_nothing_hangs_on_the_order_of_rows_at_different_times(events: list[tuple[str, str, int]], seed: int) -> None:
    apart = list({(case, hours): (case, step, hours) for case, step, hours in events}.values())
    rule = Constraint("r", "a", "b", within_days=2)
    shuffled = [apart[n] for n in np.random.default_rng(seed).permutation(len(apart))]
    assert states_of(shuffled, [rule], 0, 400) == states_of(apart, [rule], 0, 400)


def test_no_case_and_days_at_the_ends_of_the_calendar() -> None:
    empty = log_of(x="a").of_cases(pl.Series([], dtype=pl.UInt32))
    rules = [Constraint("r", "a", "b", within_days=days, working_days=True) for days in (0, 300)]
    assert [found.cases for found in check(empty, rules)] == [Tally(0, 0, 0)] * 2
    never = date(9999, 12, 31)  # as some write it
    log = timed(("x", "a", "0001-01-03"), ("x", "b", "0001-01-04"), ("y", "a", "9999-12-30"))
    found = check(log, rules, cutoff=never, closed={"x": never, "y": never})
    assert [checked.states.tolist() for checked in found] == [[3, 3], [1, 3]]
    assert [checked.states.tolist() for checked in check(log, rules, cutoff=never)] == [[3, 3], [1, 2]]
