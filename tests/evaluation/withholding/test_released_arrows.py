"""The arrows of a released pathway, held against a reader who knows every route that there could be.

Small logs by lot are released, and what is shown is put as sums over unknown numbers of children: one for every route
that a child could take, at every place and time. Of each hidden small count that reader may not be left with one value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise, product

import numpy as np
import polars as pl
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from tideturn.dataset.model import Dataset, Programme, Site, Year
from tideturn.evaluation.pathway_moves import Moves, ShownMoves, moves_of
from tideturn.evaluation.pathways import PathwayAt, pathways_of
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.withholding.cells import Cells
from tideturn.evaluation.withholding.pathway_arrows import arrow_cells, released_moves
from tideturn.evaluation.withholding.withhold import Withheld
from tideturn.methods.disclosure import DisclosureRule, EarlierRelease, suppress
from tideturn.methods.pathways import event_log

STEPS = ("Desk", "Look-up", "Worker")
OTHER = "Call"
SITES = ("hull", "york")
YEARS = (Year(1, date(2020, 1, 1), date(2020, 12, 31)), Year(2, date(2021, 1, 1), date(2021, 12, 31)))
PILOT = date(2021, 7, 1)
RULE = DisclosureRule(small_count=2, show_zero=True, small_denominator=4)
WHOLE = "programme"

Route = tuple[str, ...]
Place = tuple[str, int, bool]
"""A site, a year, and whether the pilot's day had come."""
Where = Callable[[Place], bool]


@dataclass(frozen=True)
class Child:
    """One child's route, and where and when it was gone."""

    at: Place
    route: Route


def children(seed: int, *, pilot: bool) -> list[Child]:
    """Some children by lot: most go a few ways, a few go their own, and with an odd seed some take a step again."""
    lots = np.random.default_rng(seed)
    back = ("Desk", "Look-up", "Desk", "Worker") if seed % 2 else ("Desk", "Look-up", OTHER, "Worker")
    usual = [STEPS, STEPS[:2], ("Desk", "Worker"), (*STEPS, OTHER), back]
    found = []
    for site, year in product(SITES, (1, 2)):
        for _ in range(int(lots.integers(6, 22))):
            route = usual[int(lots.choice(5, p=[0.45, 0.2, 0.15, 0.1, 0.1]))]
            if lots.random() < 0.1:
                route = tuple(lots.choice([*STEPS, OTHER], int(lots.integers(1, 4)), replace=bool(seed % 2)).tolist())
            since = pilot and year == 2 and bool(lots.random() < 0.6)
            found.append(Child((site, year, since), route))
    return found


def dataset(of: Sequence[Child], *, pilot: bool) -> Dataset:
    rows = []
    for number, child in enumerate(of):
        _, year, since = child.at
        begun = datetime(2020, 3, 1, 9) if year == 1 else datetime(2021, 9 if since else 3, 1, 9)
        begun += timedelta(days=number % 60)
        for place, step in enumerate(child.route):
            time = (begun + timedelta(hours=5 * place)).isoformat()
            rows.append(("desk", f"c-{number:03}", step, time, child.at[0], None))
    schema = dict.fromkeys(("pathway", "case_id", "activity", "time", "site", "agency"), pl.String)
    # The watch goes on to the year's end.
    design: dict[str, object] = {"name": "Desk", "steps": [{"name": name} for name in STEPS]}
    if pilot:
        design["pilots"] = [{"site": "hull", "date": PILOT}]
    programme = Programme("Small", tuple(Site(code, code.title()) for code in SITES), YEARS)
    tables = {"events": pl.DataFrame(rows, schema=schema, orient="row")}
    tables["outcomes"] = pl.DataFrame(schema={"outcome_id": pl.String, "sites": pl.String})
    return Dataset(programme, tables, {}, {}, {"desk.toml": design})


@dataclass(frozen=True)
class Year2:
    """What both years' releases hide, and what the second draws."""

    of: list[Child]
    cells: Cells
    held: Withheld
    drawn: Mapping[str, ShownMoves]
    drawn_first: Mapping[str, ShownMoves]


def judged(held: Dataset, year: int, rule: DisclosureRule) -> tuple[tuple[PathwayAt, ...], Cells]:
    found = pathways_of(held, YEARS[year - 1], Rules(permutations=1))
    cells = Cells()
    arrow_cells(found, rule.small, cells)
    return found, cells


def release(
    held: Dataset, year: int, earlier: Sequence[EarlierRelease], rule: DisclosureRule = RULE
) -> tuple[Cells, Withheld, Mapping[str, ShownMoves]]:
    found, cells = judged(held, year, rule)
    chosen = suppress(tuple(cells.counts.values()), cells.relations, bounds=cells.bounds, earlier=earlier, rule=rule)
    withheld = Withheld(
        counts={name: cell.count for name, cell in cells.counts.items()},
        relations=tuple(cells.relations),
        bounds=tuple(cells.bounds),
        suppression=replace(chosen, secondary=chosen.secondary | (cells.never - chosen.primary)),
        rule=rule,
        guarded=frozenset(name for name, cell in cells.counts.items() if cell.protected),
    )
    drawn = released_moves(found, withheld.not_shown, rule)
    return cells, withheld, drawn[f"pathway/desk/{WHOLE}/{year}"]


@cache
def both(seed: int, *, pilot: bool) -> Year2:
    of = children(seed, pilot=pilot)
    held = dataset(of, pilot=pilot)
    _, first, drawn_first = release(held, 1, ())
    cells, withheld, drawn = release(held, 2, [first.as_release("year-1-1")])
    assert not first.suppression.unprotected
    assert not withheld.suppression.unprotected
    return Year2(of, cells, withheld, drawn, drawn_first)


def parts(*, pilot: bool) -> dict[tuple[int, str], Where]:
    """Which places each part that is drawn holds, by the year of the release."""
    found: dict[tuple[int, str], Where] = {
        (1, "year"): lambda at: at[1] == 1,
        (2, "year"): lambda at: at[1] == 2,
    }
    if pilot:
        found[2, "before"] = lambda at: at[0] == "hull" and not at[2]
        found[2, "after"] = lambda at: at[0] == "hull" and at[2]
    else:
        found[2, "year_before"] = lambda at: at[1] == 1
    return found


Told = tuple[Where, Callable[[Route], bool], int]
"""Of which places, which routes, and how many children that is."""


def went(start: str | None, end: str | None) -> Callable[[Route], bool]:
    return lambda route: (start, end) in set(pairwise((None, *route, None)))


def took(step: str) -> Callable[[Route], bool]:
    return lambda route: step in route


def told(of: Year2, *, pilot: bool) -> Iterator[Told]:
    """Everything that the two releases draw."""
    for (year, what), where in parts(pilot=pilot).items():
        moves = (of.drawn_first if year == 1 else of.drawn)[what]
        if moves.cases is not None:
            yield where, lambda _: True, moves.cases
        for step, count in moves.steps.items():
            if count is not None:
                yield where, took(step), count
        for (start, end), count in moves.ways.items():
            yield where, went(start, end), count


def few(of: Year2, *, pilot: bool) -> Iterator[Told]:
    """Every small count of children by step and by arrow: of what is drawn, and of each place and time by itself."""
    own: dict[object, Where] = dict(parts(pilot=pilot))
    own |= {at: (lambda one, at=at: one == at) for at in {child.at for child in of.of}}
    arrows = {pair for child in of.of for pair in pairwise((None, *child.route, None))}
    for where in own.values():
        there = [child.route for child in of.of if where(child.at)]
        for test in (*(went(*arrow) for arrow in arrows), *(took(step) for step in (*STEPS, OTHER))):
            count = sum(map(test, there))
            if RULE.small(count):
                yield where, test, count


@pytest.mark.parametrize(("seed", "pilot"), [*product(range(5), [True]), *product(range(3), [False])])
def test_who_knows_every_route_that_there_could_be_is_left_with_two_values_of_every_small_count(
    seed: int, pilot: bool
) -> None:
    of = both(seed, pilot=pilot)
    # Where nobody took a step again, the reader knows that too.
    every = (route for size in range(1, 5) for route in product((*STEPS, OTHER), repeat=size))
    known = sorted({route for route in every if seed % 2 or len(set(route)) == len(route)} | {c.route for c in of.of})
    places = sorted({child.at for child in of.of})
    unknown = [(at, route) for at in places for route in known]
    truth = np.array([sum(child.at == at and child.route == route for child in of.of) for at, route in unknown])

    def form(where: Where, test: Callable[[Route], bool]) -> np.ndarray:
        return np.array([float(where(at) and test(route)) for at, route in unknown])

    said = list(told(of, pilot=pilot))
    assert any(count > RULE.small_count for _, _, count in said)
    rows = csr_array(np.array([form(where, test) for where, test, _ in said]))
    sums = np.array([count for _, _, count in said], dtype=float)
    assert (rows @ truth == sums).all(), "the reader is told the truth"
    asked = {form(where, test).tobytes(): (form(where, test), count) for where, test, count in few(of, pilot=pilot)}
    assert len(asked) > 5
    for aim, count in asked.values():
        assert aim @ truth == count
        values = {count}
        for low, high in ((1, count - 1), (count + 1, RULE.small_count)):
            if low <= high:
                found = milp(
                    np.zeros(len(unknown)),
                    integrality=np.ones(len(unknown)),
                    bounds=Bounds(0, np.inf),
                    constraints=[LinearConstraint(rows, sums, sums), LinearConstraint(aim[None, :], low, high)],
                )
                values |= {round(float(aim @ found.x))} if found.x is not None else set()
        assert len(values) > 1, (count, [unknown[at] for at in np.flatnonzero(aim * truth)])


@pytest.mark.parametrize("pilot", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_nothing_that_is_drawn_is_small_nor_leaves_a_few_of_anything_else_that_is(seed: int, pilot: bool) -> None:
    of = both(seed, pilot=pilot)
    for moves in (*of.drawn_first.values(), *of.drawn.values()):
        counts = [*moves.steps.values(), *moves.ways.values()]
        assert not [count for count in counts if count is not None and RULE.small(count)]
        for step, count in moves.steps.items():
            if count is None:
                continue
            assert moves.cases is None or not RULE.leaves_few(moves.cases - count)
            for place in (0, 1):
                ways = [many for way, many in moves.ways.items() if way[place] == step]
                assert not [many for many in ways if RULE.leaves_few(count - many)]
                if not seed % 2:
                    assert not RULE.leaves_few(count - sum(ways)), "all others together"
    if pilot:
        whole, since = of.drawn["year"], of.drawn["after"]
        for way, many in since.ways.items():
            assert way not in whole.ways or not RULE.leaves_few(whole.ways[way] - many)


@pytest.mark.parametrize("pilot", [True, False])
def test_a_child_who_came_late_to_the_records_is_no_difference_between_two_releases(pilot: bool) -> None:
    of = both(0, pilot=pilot)
    late = [*of.of, Child(("hull", 2, pilot), STEPS)]
    drawn = release(dataset(late, pilot=pilot), 2, [of.held.as_release("year-2-1")])[2]
    compared = 0
    for what, moves in drawn.items():
        before = of.drawn[what]
        for way, count in moves.ways.items():
            assert abs(count - before.ways.get(way, count)) not in range(1, RULE.small_count + 1)
            compared += way in before.ways
        for step, many in moves.steps.items():
            then = before.steps.get(step)
            assert many is None or then is None or abs(many - then) not in range(1, RULE.small_count + 1)
    assert compared


@pytest.mark.parametrize("pilot", [True, False])
def test_where_noughts_are_hidden_nothing_says_that_nobody_skipped_a_step_or_went_another_way(pilot: bool) -> None:
    rule = replace(RULE, show_zero=False)
    shown = 0
    for seed in range(1):
        for moves in release(dataset(children(seed, pilot=pilot), pilot=pilot), 2, (), rule)[2].values():
            for step, count in moves.steps.items():
                ways = [(place, many) for way, many in moves.ways.items() for place in (0, 1) if way[place] == step]
                shown += len(ways)
                assert count is None or moves.cases is None or moves.cases - count > rule.small_count
                assert count is None or all(count - many not in range(rule.small_count + 1) for _, many in ways)
                for side in (0, 1):
                    assert count is None or count != sum(many for place, many in ways if place == side)
    assert shown


def test_children_are_counted_once_however_often_they_went() -> None:
    rows = [("a", "Desk", 1), ("a", "Call", 2), ("a", "Desk", 3), ("a", "Call", 7), ("b", "Desk", 1), ("b", "Call", 4)]
    frame = pl.DataFrame(
        [(case, step, datetime(2020, 1, day)) for case, step, day in rows],
        schema=["case", "activity", "time"],
        orient="row",
    )
    log = event_log(frame)
    assert moves_of(log) == Moves(
        cases=2,
        steps={"Call": 2, "Desk": 2},
        ways={("Call", "Desk"): 1, ("Desk", "Call"): 2, (None, "Desk"): 2, ("Call", None): 2},
        # The first time: one day and three.
        waits={("Call", "Desk"): 86_400.0, ("Desk", "Call"): 2 * 86_400.0},
    )
    assert moves_of(None) == Moves(0, {}, {}, {})
    other = event_log(frame.with_columns(case=pl.col("case") + "2"))
    assert moves_of(log, other).ways[("Desk", "Call")] == 4


@pytest.mark.parametrize("pilot", [True, False])
def test_sums_between_steps_arrows_places_and_times_are_true(pilot: bool) -> None:
    for seed in range(2):
        cells = both(seed, pilot=pilot).cells
        assert len(set(cells.relations)) == len(cells.relations) > 30
        for relation in cells.relations:
            assert sum(cells.counts[name].count * times for name, times in relation.terms) == relation.constant
        # Where some took a step again, its ways are more than it, and each of them no more than it.
        assert bool(cells.bounds) == bool(seed % 2)
        for bound in cells.bounds:
            few, many = (sum(cells.counts[name].count for name in names) for names in (bound.smaller, bound.larger))
            assert few <= many


def test_waits_are_whole_days_of_many_children_and_every_designed_step_is_there() -> None:
    drawn = 0
    for seed in range(5):
        for moves in both(seed, pilot=True).drawn.values():
            assert set(STEPS) <= set(moves.steps)
            assert set(moves.waits) <= set(moves.ways)
            for way, wait in moves.waits.items():
                assert wait == 86_400
                assert moves.ways[way] >= RULE.small_denominator
            drawn += len(moves.waits)
    assert drawn > 10
