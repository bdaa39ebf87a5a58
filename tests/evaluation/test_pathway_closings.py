"""Cases that ended without a step do not wait for it: by their day in cases.csv, or by what their pathway names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tideturn.evaluation.ledger import gather
from tideturn.evaluation.pathways import pathways_of
from tideturn.evaluation.rules import Rules
from tideturn.methods.pathways.constraints import Tally

RULES = Rules(permutations=99)
DESIGN = {
    "name": "A child in custody",
    "outcome_id": "safety",
    "steps": [{"name": step} for step in ("arrive", "contact", "plan")],
}
DAY = timedelta(days=1)
BEGAN = date(2019, 2, 4)


def events(name, contact_after=None):
    """A case that arrives at noon and is seen so many days later, or not."""
    noon = datetime(BEGAN.year, BEGAN.month, BEGAN.day, 12)
    steps = {"arrive": noon} | ({} if contact_after is None else {"contact": noon + contact_after * DAY})
    return [
        {"pathway": "custody", "case_id": name, "activity": step, "time": time.isoformat(), "site": "north"}
        for step, time in steps.items()
    ]


@pytest.fixture
def measured(make, year):
    """The programme's pathway of ten cases, six of them seen a day after one another, the last four never."""

    def done(closed, design=DESIGN, more=()):
        rows = [row for n in range(10) for row in events(f"c{n}", n + 1 if n < 6 else None)]
        cases = [{"case_id": name, "site": "north", "received": BEGAN, "closed": day} for name, day in closed.items()]
        dataset = make(events=[*rows, *more, *events("later", 300)], cases=cases)
        return replace(dataset, pathways={"custody.toml": design}), year

    return done


def contact(prepared):
    at = pathways_of(*prepared, RULES)[0]
    wait = at.waits["contact"]
    return at, tuple(int(part.sum()) for part in (wait.reached, wait.closed, wait.open))


def test_who_is_closed_without_a_step_is_closed_and_not_open(measured):
    # "later" is an eleventh case, first seen after the year, and open at its end.
    assert contact(measured({}))[1] == (6, 0, 5)
    at, counts = contact(measured({"c6": BEGAN + 2 * DAY, "c7": BEGAN + 3 * DAY, "c0": BEGAN + 30 * DAY, "c8": None}))
    assert counts == (6, 2, 3)
    assert at.waits["contact"].share[-1] == pytest.approx(6 / 11)
    assert any(note.startswith("Ended, by the day in cases.csv: 3 cases.") for note in at.notes)


def test_the_share_is_that_of_aalen_and_johansen_and_not_of_kaplan_and_meier(measured):
    """Every case that was never seen closed on the second day: 11 at risk, of whom 2 are seen, then 5 closed.

    One less Kaplan–Meier, for whom they might still be seen, would reach 1 with the last of those that remain.
    """
    left = {f"c{n}": BEGAN + 2 * DAY for n in range(6, 10)} | {"later": BEGAN + 2 * DAY}
    at, counts = contact(measured(left))
    assert counts == (6, 5, 0)
    assert at.half["contact"] == 6 * DAY.total_seconds()
    assert at.waits["contact"].share[-1] == pytest.approx(6 / 11)


def test_what_happened_on_the_closing_day_came_before_and_what_came_later_is_in_no_wait(measured):
    at, counts = contact(measured({"c1": BEGAN + 2 * DAY}))
    assert counts[:2] == (6, 0)
    at, counts = contact(measured({"c1": BEGAN + DAY}))
    assert counts[:2] == (5, 1)
    assert "After the day on which their case was closed, and in no wait: 1 event." in at.notes


def test_a_closing_before_the_pathway_began_or_after_its_watch_closes_nothing(measured):
    at, counts = contact(measured({"c6": BEGAN - DAY, "c7": date(2019, 10, 1), "nobody": BEGAN + DAY}))
    assert counts == (6, 0, 5)
    assert not at.some_closed
    assert [note for note in at.notes if "losed" in note] == [
        "Closed before their first event on this pathway, which ends no wait here: 1 case."
    ]


def test_an_activity_that_the_pathway_names_ends_a_case_too(measured):
    left = [
        {"pathway": "custody", "case_id": name, "activity": activity, "time": "2019-02-06T12:00", "site": "north"}
        for name, activity in (("c6", "moved away"), ("c7", "plan"), ("c8", "phone call"))
    ]
    ends = DESIGN | {"closing": ["moved away", "plan", "never happened"]}
    at, counts = contact(measured({"c9": BEGAN + 2 * DAY}, ends, left))
    assert counts == (6, 3, 2)
    # Whoever has the last step has not left, unless the file says that it ends a case.
    assert contact(measured({}, DESIGN, left))[1] == (6, 0, 5)
    # What ends a case is no step that somebody added.
    assert set(at.now.added) == {"phone call"}


def test_a_rule_that_still_asks_is_broken_by_an_end_and_by_no_other(measured):
    rules = {"constraints": [{"name": "in the end", "after": "arrive", "then": "contact"}], "closing": ["plan"]}
    plan = {"pathway": "custody", "case_id": "c6", "activity": "plan", "time": "2019-02-06T12:00", "site": "north"}
    at, _ = contact(measured({"c7": BEGAN + 2 * DAY}, DESIGN | rules, [plan]))
    assert at.deadlines[0].cases == Tally(satisfied=6, violated=2, open=3)


def test_a_step_is_waited_for_only_where_it_is_asked(measured):
    local = {"local": [{"site": "south", "steps": ["contact"], "reason": "Another team."}]}
    south = [row | {"site": "south"} for row in events("s1")]
    assert contact(measured({}, DESIGN | local, south))[0].waits["contact"].cases == 11
    assert contact(measured({}, DESIGN, south))[0].waits["contact"].cases == 12


def test_a_closing_changes_no_side_and_its_reason_says_so(measured):
    plain, closed = measured({}), measured({"c6": BEGAN + 2 * DAY})
    one, other = (pathways_of(*prepared, RULES)[0] for prepared in (plain, closed))
    assert (one.sides, one.not_over) == (other.sides, other.not_over)
    items, strands = gather(*closed, RULES)
    item = next(item for item in items if item.evidence_id == "pathway/custody/programme/1")
    said = "A case that was closed without having met it is one that did not."
    assert strands["safety", "programme"][0].why.endswith(said)
    assert said not in gather(*plain, RULES)[1]["safety", "programme"][0].why
    assert next(wait for wait in item.by_name["waits"] if wait["step"] == "contact")["closed"] == 1
    assert any("cases.csv" in note for note in item.by_name["notes"])
