"""What everybody knows to be at most what, in a release: that it is so, and that no hidden count is found by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import permutations
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worked_example import withheld

from tideturn.dataset.model import Dataset, Year
from tideturn.evaluation.pathways import PathwayAt, pathways_of
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.withholding import Withheld
from tideturn.evaluation.withholding.at_most import _no_later, pathway_bounds, record_bounds
from tideturn.evaluation.withholding.cells import Cells
from tideturn.evaluation.withholding.pathways import pathway_cells
from tideturn.methods.disclosure import AtMost, Cell, DisclosureRule, EarlierRelease, Suppression, audit, suppress
from tideturn.methods.pathways import event_log
from tideturn.methods.pathways.constraints import NOT_ASKED, OPEN, SATISFIED, VIOLATED, Constraint, Template, check

Make = Callable[..., Dataset]
RULE = DisclosureRule()


def sum_of(held: Withheld, names: tuple[str, ...]) -> int:
    return sum(held.counts[name] for name in names)


@pytest.mark.parametrize("year", [1, 2])
def test_all_of_it_is_so(year: int) -> None:
    held = withheld(year)
    assert len(held.bounds) > 50
    assert all(sum_of(held, bound.smaller) <= sum_of(held, bound.larger) for bound in held.bounds)
    assert len(set(held.bounds)) == len(held.bounds)


@cache
def without_bounds(year: int) -> Withheld:
    """What would be hidden if only sums were known."""
    held = withheld(year)
    cells = [Cell(name, count, name in held.guarded) for name, count in held.counts.items()]
    earlier = [replace(withheld(1).as_release("year-1-1"), bounds=())] if year == 2 else []
    return replace(held, suppression=suppress(cells, held.relations, earlier=earlier, rule=RULE))


def test_children_whom_sums_alone_would_have_given_away_are_hidden() -> None:
    """Four came to the custody of one city in its second year before the pilot began there, and none met the pathway.

    39 cases since the pilot's day and 43 in the year would have told them; so would 45 before it and 41 a year before.
    """
    earlier = [withheld(1).as_release("year-1-1")]
    city = "pathway/custody/manchester"
    pilot = f"{city}/2#pilot.2019-10-07"
    counts = withheld(2).counts
    assert counts[f"{city}/2#cases"] - counts[f"{pilot}.after.cases"] == 4
    found = without_bounds(2).exposed(earlier)
    # By which of the city's counts they are told hangs on what else is hidden.
    assert any(one.id.startswith(city) and one.low == one.high == 4 for one in found)
    assert withheld(2).exposed(earlier) == ()
    shown = withheld(2).shown()
    assert None in {shown[f"{city}/2#cases"], shown[f"{pilot}.after.cases"]}
    assert shown[f"{pilot}.before.cases"] is None
    # What the pilot is read by is told as far as may be.
    assert (shown[f"{pilot}.after.cases"], shown[f"{pilot}.after.met"]) == (39, 30)


def test_few_counts_more_are_hidden_for_it() -> None:
    for year, most in ((1, 0), (2, 15)):
        named = set(withheld(year).counts) - withheld(year).unnamed
        more = len(withheld(year).suppression.hidden & named) - len(without_bounds(year).suppression.hidden & named)
        assert more <= most


def case(name: str, day: date, steps: dict[str, int], site: str = "north") -> list[dict[str, Any]]:
    """A case with its steps, each so many hours after noon of its first day."""
    noon = datetime(day.year, day.month, day.day, 12)
    return [
        {
            "pathway": "custody",
            "case_id": name,
            "activity": step,
            "time": (noon + timedelta(hours=hours)).isoformat(),
            "site": site,
        }
        for step, hours in steps.items()
    ]


DESIGN: dict[str, Any] = {
    "name": "A child in custody",
    "outcome_id": "safety",
    "steps": [{"name": "arrive"}, {"name": "contact"}],
    "constraints": [
        {"name": "soon", "after": "arrive", "then": "contact", "within_days": 1},
        {"name": "in the end", "after": "arrive", "then": "contact", "within_days": 3},
    ],
}


def along(make: Make, year: Year, rows: list[dict[str, Any]], design: dict[str, Any]) -> tuple[PathwayAt, ...]:
    """The pathway of a dataset, watched until well after the year."""
    events = [*rows, *case("later", date(2021, 6, 1), {"arrive": 0})]
    return pathways_of(replace(make(events=events), pathways={"custody.toml": design}), year, Rules(permutations=9))


def days(first: date, steps: list[dict[str, int]], prefix: str = "c") -> list[dict[str, Any]]:
    """Cases a day apart."""
    return [row for n, own in enumerate(steps) for row in case(f"{prefix}{n}", first + timedelta(days=n), own)]


def test_who_kept_the_later_deadline_alone_cannot_be_had_by_taking_one_from_the_other(make: Make, year_2: Year) -> None:
    """Of forty, 20 were met within a day, three more within three days, and 17 later still."""
    steps = [{"arrive": 0, "contact": hours} for hours in [5] * 20 + [60] * 3 + [200] * 17]
    cells = Cells()
    pathways = along(make, year_2, days(date(2019, 11, 1), steps), DESIGN)
    pathway_cells(pathways, ["north", "south"], cells)
    everybody, listed = list(cells.counts), list(cells.counts.values())
    at = "pathway/custody/north/2#rule"
    assert (cells.counts[f"{at}.1.kept"].count, cells.counts[f"{at}.2.kept"].count) == (20, 23)
    before = suppress(listed, cells.relations, rule=RULE)
    assert before.hidden == set()
    pathway_bounds(pathways, RULE, cells)
    assert AtMost((f"{at}.1.kept",), (f"{at}.2.kept",)) in cells.bounds
    assert AtMost((f"{at}.2.broken",), (f"{at}.1.broken",)) in cells.bounds

    def exposed(chosen: Suppression) -> set[tuple[str, int]]:
        shown = {name: None if name in chosen.hidden else cell.count for name, cell in cells.counts.items()}
        found = audit(shown, cells.relations, bounds=cells.bounds, rule=RULE, small=(), protected=everybody)
        return {(one.id, one.low) for one in found}

    assert {(f"{at}.1.kept", 3), (f"{at}.2.broken", 3)} <= exposed(before)
    after = suppress(listed, cells.relations, bounds=cells.bounds, rule=RULE)
    assert after.unprotected == set()
    assert exposed(after) == set()


def test_a_median_wait_of_few_does_not_tell_how_many_they_were(make: Make, year_2: Year) -> None:
    """Five of ten came to the step. Half came within a day, so five at least; a small count is five at most."""
    steps = [{"arrive": 0, "contact": 5}] * 5 + [{"arrive": 0, "elsewhere": 5}] * 5
    design = {name: one for name, one in DESIGN.items() if name != "constraints"}
    cells = Cells()
    pathways = along(make, year_2, days(date(2019, 11, 1), steps), design)
    assert {at.half["contact"] is None for at in pathways} == {False}
    pathway_cells(pathways, ["north", "south"], cells)
    pathway_bounds(pathways, RULE, cells)
    listed = list(cells.counts.values())
    came = "pathway/custody/north/2#taken.contact"

    def pinned(chosen: Suppression) -> dict[str, int]:
        shown = {name: None if name in chosen.hidden else cell.count for name, cell in cells.counts.items()}
        small = [cell.id for cell in listed if RULE.small(cell.count)]
        found = audit(shown, cells.relations, bounds=cells.bounds, rule=RULE, small=small)
        return {one.id: one.low for one in found if one.why == "what is shown leaves it one small value"}

    assert pinned(suppress(listed, cells.relations, rule=RULE))[came] == 5
    assert pinned(suppress(listed, cells.relations, bounds=cells.bounds, rule=RULE)) == {}


def test_a_pilots_time_lies_within_its_year_and_a_later_pilots_within_it(make: Make, year_2: Year) -> None:
    design = DESIGN | {
        "pilots": [{"site": "north", "date": date(2019, 12, 1)}, {"site": "north", "date": date(2020, 2, 1)}]
    }
    steps = [{"arrive": 0, "contact": 5}] * 150
    rows = days(date(2018, 11, 1), steps[:30], "a") + days(date(2019, 11, 1), steps, "b")
    cells = Cells()
    pathways = along(make, year_2, rows, design)
    pathway_cells(pathways, ["north", "south"], cells)
    pathway_bounds(pathways, RULE, cells)
    north = "pathway/custody/north"
    first, second = (f"{north}/2#pilot.{day}" for day in ("2019-12-01", "2020-02-01"))
    chains = [
        (f"{second}.after.cases", f"{first}.after.cases", f"{north}/2#cases"),
        (f"{north}/1#cases", f"{first}.before.cases", f"{second}.before.cases"),
    ]
    for shortest, longer, longest in chains:
        assert AtMost((shortest,), (longer,)) in cells.bounds
        assert AtMost((longer,), (longest,)) in cells.bounds
    assert [cells.counts[name].count for name in chains[0]] == [58, 120, 150]
    assert [cells.counts[name].count for name in chains[1]] == [30, 60, 122]


def test_a_step_that_one_place_does_not_ask_is_asked_of_the_cases_of_the_others(make: Make, year_2: Year) -> None:
    """Or what the whole programme asks, taken from its cases, would tell how many came to that place."""
    design = DESIGN | {"local": [{"site": "south", "steps": ["contact"], "reason": "Done by another team."}]}
    rows = days(date(2019, 11, 1), [{"arrive": 0, "contact": 5}] * 12)
    rows += [row for n in range(4) for row in case(f"s{n}", date(2019, 11, 1 + n), {"arrive": 0}, "south")]
    cells = Cells()
    pathway_cells(along(make, year_2, rows, design), ["north", "south"], cells)
    whole, north, south = (f"pathway/custody/{place}/2" for place in ("programme", "north", "south"))
    assert cells.counts[f"{whole}#asked.contact"].count == 12
    chosen = suppress(list(cells.counts.values()), cells.relations, rule=RULE)
    assert f"{south}#cases" in chosen.hidden
    assert {f"{whole}#cases", f"{whole}#asked.contact"} & chosen.hidden
    assert (f"{north}#cases" in chosen.hidden) == (f"{whole}#asked.contact" in chosen.hidden)


PAIRS = [
    Constraint("rule", "A", "B", template=template, **limit)
    for template in Template
    for limit in (
        {},
        {"within_days": 0},
        {"within_days": 2},
        {"within_days": 2, "working_days": True},
        {"within_days": 3, "working_days": True},
        {"within_hours": 1.5},
        {"within_hours": 48.0},
    )
]
EVENT = st.tuples(st.integers(0, 5), st.sampled_from("ABC"), st.integers(0, 10 * 24 * 4))


@settings(max_examples=40, deadline=None)
@given(
    events=st.lists(EVENT, min_size=2, max_size=40), start=st.sampled_from(["2019-12-20", "2020-03-26", "2020-10-22"])
)
def test_whoever_keeps_a_rule_keeps_any_that_grants_longer(events: list[tuple[int, str, int]], start: str) -> None:
    """Case by case, over bank holidays and both changes of the clocks."""
    first = datetime.fromisoformat(start)
    rows = [(str(one), step, first + timedelta(minutes=15 * quarters)) for one, step, quarters in events]
    frame = pl.DataFrame(rows, schema=["case", "activity", "time"], orient="row")
    log = event_log(frame, case="case", activity="activity", time="time", zone="Europe/London")
    states = {one.constraint: one.states for one in check(log, PAIRS, closing="C")}
    for one, other in permutations(PAIRS, 2):
        if _no_later(one, other):
            a, b = states[one], states[other]
            assert ((a != SATISFIED) | (b == SATISFIED)).all()
            assert ((b != VIOLATED) | (a == VIOLATED)).all()
            assert ((a != OPEN) | (b == OPEN)).all()
            assert ((a == NOT_ASKED) == (b == NOT_ASKED)).all()


def test_which_rules_grant_longer() -> None:
    def limits(**given: Any) -> Constraint:
        return Constraint("rule", "A", "B", **given)

    assert _no_later(limits(within_days=30), limits(within_days=60))
    assert not _no_later(limits(within_days=60), limits(within_days=30))
    assert _no_later(limits(within_days=5), limits(within_days=5, working_days=True))
    assert not _no_later(limits(within_days=5, working_days=True), limits(within_days=5))
    assert _no_later(limits(within_hours=1), limits())
    assert not _no_later(limits(), limits(within_hours=1))
    assert not _no_later(limits(within_hours=1), limits(within_days=1))
    assert not _no_later(limits(within_days=1), Constraint("rule", "A", "C", within_days=1))


def test_the_few_who_were_not_scored_twice_are_a_group_of_the_open_cases() -> None:
    cells = Cells()
    year = Year(1, date(2018, 10, 1), date(2019, 9, 30))
    for name, count in (("cases/north/1#open", 60), ("matched/safety/record/north/1#n", 40)):
        cells.add(name, count)
    cells.add("matched/practice/staff/north/1#n", 20)
    cells.add("sessions/programme/1#seen", 60)
    for kind, held, seen in (("alone", 800, 60), ("group", 100, 40)):
        cells.add(f"sessions_{kind}/programme/1#held", held)
        cells.add(f"sessions_{kind}/programme/1#seen", seen)
    record_bounds(["north"], year, cells)
    assert cells.bounds == [
        AtMost(("sessions/programme/1#seen",), ("sessions_alone/programme/1#held", "sessions_group/programme/1#held")),
        AtMost(("sessions/programme/1#seen",), ("sessions_alone/programme/1#seen", "sessions_group/programme/1#seen")),
        AtMost(("matched/safety/record/north/1#n",), ("cases/north/1#open",)),
    ]


def test_parts_that_do_not_make_up_a_total_are_at_most_it() -> None:
    """Three of sixty cases have no place on record: nobody may have them by taking the places from the whole."""
    cells = Cells()
    for name, count in (("all", 60), ("north", 31), ("south", 26)):
        cells.add(name, count)
    cells.total("all", ["north", "south", "nowhere"])
    assert (cells.relations, cells.bounds) == ([], [AtMost(("north", "south"), ("all",))])
    chosen = suppress(list(cells.counts.values()), cells.relations, bounds=cells.bounds, rule=RULE)
    assert len(chosen.hidden) == 1
    cells.total("north", ["all"])
    assert len(cells.bounds) == 1


def test_what_a_release_does_not_name_it_does_not_bound() -> None:
    bounds = (AtMost(("rare",), ("step",)), AtMost(("step",), ("cases",)))
    held = Withheld(
        {"rare": 3, "step": 20, "cases": 30},
        (),
        Suppression(frozenset({"rare"}), frozenset()),
        RULE,
        frozenset({"rare", "step", "cases"}),
        unnamed=frozenset({"rare"}),
        bounds=bounds,
    )
    assert held.as_listed("year-1-1") == EarlierRelease("year-1-1", {"step": 20, "cases": 30}, (), bounds[1:])
    assert held.as_release("year-1-1").bounds == bounds
