"""What everybody knows to be at most something else: hidden counts found by it, and protected from it."""

from __future__ import annotations

import itertools
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.dataset.problems import TideturnError
from tideturn.methods.disclosure import AtMost, Cell, DisclosureRule, EarlierRelease, Relation, audit, suppress

RULE = DisclosureRule()
MOST = 5


def young(**counts: int) -> list[Cell]:
    return [Cell(name, count, True) for name, count in counts.items()]


def at_most(smaller: str, larger: str) -> AtMost:
    return AtMost((smaller,), (larger,))


def shown(cells: list[Cell], hidden: Any) -> dict[str, int | None]:
    return {cell.id: None if cell.id in hidden else cell.count for cell in cells}


def small(cells: list[Cell]) -> set[str]:
    return {cell.id for cell in cells if 1 <= cell.count <= MOST}


PLACES = [Cell("cases", 23, True, 20.0), *young(london=1, leeds=22, leeds_met=22)]
SUM = [Relation.total("cases", ["london", "leeds"])]
KEPT = [at_most("leeds_met", "leeds")]


def test_a_count_that_sums_leave_open_is_found_by_what_is_at_most_what() -> None:
    """London's 1 and Leeds' 22 are hidden. But 22 at Leeds met their deadline, so Leeds had 22 or 23, and London 1."""
    found = suppress(PLACES, SUM, rule=RULE)
    assert found.hidden == {"london", "leeds"}
    seen, everybody = shown(PLACES, found.hidden), [cell.id for cell in PLACES]
    assert audit(seen, SUM, rule=RULE, small={"london"}, protected=everybody) == ()
    (exposed,) = audit(seen, SUM, bounds=KEPT, rule=RULE, small={"london"}, protected=everybody)
    assert (exposed.id, exposed.low, exposed.high) == ("london", 1, 1)


def test_it_is_not_found_once_the_search_knows_as_much() -> None:
    found = suppress(PLACES, SUM, bounds=KEPT, rule=RULE)
    assert found.hidden == {"london", "leeds", "leeds_met"}
    assert found.unprotected == set()
    seen = shown(PLACES, found.hidden)
    assert audit(seen, SUM, bounds=KEPT, rule=RULE, small={"london"}, protected=[cell.id for cell in PLACES]) == ()


def test_a_chain_of_deadlines_is_followed_to_its_end() -> None:
    """22 within 30 days, so as many within 60, so as many who began."""
    cells = [*PLACES, *young(leeds_60=22)]
    chain = [at_most("leeds_met", "leeds_60"), at_most("leeds_60", "leeds")]
    hidden = {"london", "leeds", "leeds_60"}
    (exposed,) = audit(shown(cells, hidden), SUM, bounds=chain, rule=RULE, small={"london"})
    assert (exposed.id, exposed.low) == ("london", 1)
    found = suppress(cells, SUM, bounds=chain, rule=RULE)
    assert audit(shown(cells, found.hidden), SUM, bounds=chain, rule=RULE, small={"london"}) == ()


def test_a_part_that_leaves_a_few_of_what_it_is_at_most_is_hidden() -> None:
    cells = young(asked=40, answered=37)
    bound = [at_most("answered", "asked")]
    both = ["asked", "answered"]
    (exposed,) = audit({"asked": 40, "answered": 37}, [], bounds=bound, rule=RULE, small=[], protected=both)
    assert (exposed.id, exposed.low, exposed.why) == (
        "answered",
        3,
        "it leaves so many of “asked”, of which it is part",
    )
    found = suppress(cells, [], bounds=bound, rule=RULE)
    assert found.hidden == {"answered"}
    assert audit(shown(cells, found.hidden), [], bounds=bound, rule=RULE, small=[], protected=both) == ()


def test_several_parts_together_leave_a_few_too() -> None:
    """Of 60 children 30 and 27 are at the two places: three are at neither."""
    cells = [Cell("all", 60, True, 20.0), *young(a=30, b=27)]
    bound = [AtMost(("a", "b"), ("all",))]
    assert len(audit(shown(cells, ()), [], bounds=bound, rule=RULE, small=[], protected=["all", "a", "b"])) == 1
    found = suppress(cells, [], bounds=bound, rule=RULE)
    assert len(found.hidden) == 1
    assert found.hidden <= {"a", "b"}


def test_what_is_left_of_adults_or_of_several_counts_is_no_group_of_children() -> None:
    staff = [Cell("invited", 40, False), *young(answered=37)]
    assert suppress(staff, [], bounds=[at_most("answered", "invited")], rule=RULE).hidden == set()
    cells = young(kept=37, over=30, running=10)
    assert suppress(cells, [], bounds=[AtMost(("kept",), ("over", "running"))], rule=RULE).hidden == set()


def test_a_part_that_leaves_many_or_none_is_shown() -> None:
    for answered in (40, 34):
        cells = young(asked=40, answered=answered)
        assert suppress(cells, [], bounds=[at_most("answered", "asked")], rule=RULE).hidden == set()


def test_what_is_not_so_is_named() -> None:
    with pytest.raises(TideturnError, match="“met” cannot be more than “taken”, and it is: 9 against 8"):
        suppress(young(met=9, taken=8), [], bounds=[at_most("met", "taken")], rule=RULE)
    with pytest.raises(TideturnError, match="cannot be true"):
        audit({"met": 9, "taken": 8}, [], bounds=[at_most("met", "taken")], rule=RULE, small=[])


def test_a_bound_of_an_earlier_release_opens_what_this_one_hides() -> None:
    """Last year's release showed how many met the deadline at Leeds; this one hides it, too late."""
    now = [cell for cell in PLACES if cell.id != "leeds_met"]
    before = EarlierRelease("1", {"leeds_met": 22, "leeds": None}, (), tuple(KEPT))
    sight = {"cases": 23, "london": None, "leeds": None}
    (exposed,) = audit(sight, SUM, earlier=[before], rule=RULE, small={"london"})
    assert (exposed.id, exposed.low) == ("london", 1)
    found = suppress(now, SUM, earlier=[before], rule=RULE)
    assert "cases" in found.hidden
    assert audit(shown(now, found.hidden), SUM, earlier=[before], rule=RULE, small={"london"}) == ()


def test_a_count_that_was_mended_below_what_an_earlier_bound_says_is_another_count() -> None:
    """21 met the deadline at Leeds then, and now it has 20: what was hidden then was another count than this one."""
    cells = [Cell("cases", 23, True, 20.0), *young(london=3, leeds=20)]
    before = EarlierRelease("1", {"leeds_met": 21, "leeds": None, "cases": 24}, (), tuple(KEPT))
    found = suppress(cells, SUM, earlier=[before], rule=RULE)
    counts = {cell.id: cell.count for cell in cells}
    assert "london" in found.hidden
    seen = shown(cells, found.hidden)
    assert audit(seen, SUM, earlier=[before], rule=RULE, small={"london"}, counts=counts) == ()


def every_table(
    names: list[str], ceiling: int, relations: list[Relation], bounds: list[AtMost], seen: dict[str, int | None]
) -> Any:
    """Every table of whole numbers up to a ceiling that fits what is shown, tried one by one; a row each."""
    tables = np.array(list(itertools.product(range(ceiling + 1), repeat=len(names))), dtype=np.int64)
    at = {name: place for place, name in enumerate(names)}

    def of(name: str) -> Any:
        return tables[:, at[name]] if name in at else np.full(len(tables), seen[name])

    fits = np.ones(len(tables), dtype=bool)
    for relation in relations:
        fits &= sum(times * of(name) for name, times in relation.terms) == relation.constant
    for bound in bounds:
        fits &= sum(of(name) for name in bound.smaller) <= sum(of(name) for name in bound.larger)
    return tables[fits]


def parts_and_subsets(dice: random.Random, sizes: list[int]) -> tuple[list[Cell], list[Relation], list[AtMost]]:
    """A total of three parts, of each part those who came sooner and soonest, and those of two parts together."""
    parts = {f"p{n}": dice.choice(sizes) for n in range(3)}
    soon = {f"s{n}": max(count - dice.choice([0, 0, 1, 3, 7]), 0) for n, count in enumerate(parts.values())}
    soonest = {f"t{n}": max(count - dice.choice([0, 0, 1, 3, 7]), 0) for n, count in enumerate(soon.values())}
    total = {"all": sum(parts.values()), "other": dice.randint(0, parts["p0"] + parts["p1"])}
    cells = [Cell(name, count, True) for name, count in {**parts, **soon, **soonest}.items()]
    cells += [Cell(name, count, True, 4.0) for name, count in total.items()]
    bounds = [at_most(f"s{n}", f"p{n}") for n in range(3)] + [at_most(f"t{n}", f"s{n}") for n in range(3)]
    return cells, [Relation.total("all", list(parts))], [*bounds, AtMost(("other",), ("p0", "p1"))]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 100_000), hide=st.integers(1, 4))
def test_the_reader_finds_exactly_what_trying_every_table_finds(seed: int, hide: int) -> None:
    """Whatever is hidden, well or badly: a count is exposed if and only if one small value of it fits."""
    dice = random.Random(seed)
    cells, relations, bounds = parts_and_subsets(dice, [0, 1, 2, 3, 4, 6])
    hidden = sorted(dice.sample([cell.id for cell in cells if cell.id != "all"], hide))
    seen = shown(cells, hidden)
    top = max(cell.count for cell in cells)
    tables = every_table(hidden, top, relations, bounds, seen)
    can_be = {name: {*tables[:, place].tolist()} & {*range(1, MOST + 1)} for place, name in enumerate(hidden)}
    few = small(cells) & set(hidden)
    found = audit(seen, relations, bounds=bounds, rule=RULE, small=few)
    found = tuple(one for one in found if one.why == "what is shown leaves it one small value")
    assert {one.id for one in found} == {name for name in few if len(can_be[name]) == 1}
    assert all({one.low} == {one.high} == can_be[one.id] for one in found)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_nothing_that_is_hidden_can_be_worked_out_by_any_table(reader: Any, known: Any, seed: int) -> None:
    cells, relations, bounds = parts_and_subsets(random.Random(seed), [1, 2, 8, 17, 30])
    bounds = [bound for bound in bounds if len(bound.larger) == 1]
    found = suppress(cells, relations, bounds=bounds, rule=RULE)
    assert found.unprotected == set()
    everything = reader(cells, relations, found.hidden, (), True, bounds)
    assert known(everything, cells, relations, found.hidden, MOST, bounds) == []
    everybody = [cell.id for cell in cells]
    seen = shown(cells, found.hidden)
    assert audit(seen, relations, bounds=bounds, rule=RULE, small=small(cells), protected=everybody) == ()


@settings(max_examples=2, deadline=None)
@given(seed=st.integers(0, 10_000), typical=st.sampled_from([4, 10]), sites=st.integers(2, 3))
def test_three_releases_and_what_is_at_most_what_give_no_small_count_away(
    tables: Any, dealt: Any, reader: Any, known: Any, released: Any, seed: int, typical: float, sites: int
) -> None:
    """Sites × years, a year more each time, with the totals to date; of each count those who met a deadline."""
    dice = random.Random(seed)
    counts = dealt(dice, (sites, 3), typical)
    met = {key: max(count - dice.choice([0, 0, 1, 4, 9]), 0) for key, count in counts.items()}
    earlier: list[Any] = []
    for years in (1, 2, 3):
        cells: list[Cell] = []
        relations: list[Relation] = []
        for what, held in (("cases", counts), ("met", met)):
            some = {(site, f"in {year}"): n for (site, year), n in held.items() if int(year[1]) < years}
            own, sums = tables(some)
            to_date = {cell.id: f"{what} {cell.id}".replace("/Total", f"/to {years}") for cell in own}
            cells += [Cell(to_date[c.id], c.count, True, c.weight) for c in own]
            relations += [Relation(tuple((to_date[n], t) for n, t in r.terms)) for r in sums]
        names = [cell.id for cell in cells if cell.id.startswith("cases")]
        bounds = [at_most(name.replace("cases", "met", 1), name) for name in names]
        found = suppress(cells, relations, bounds=bounds, earlier=earlier, rule=RULE)
        assert found.unprotected == set()
        everything = reader(cells, relations, found.hidden, earlier, True, bounds)
        assert known(everything, cells, relations, found.hidden, MOST, bounds) == []
        seen = shown(cells, found.hidden)
        few, everybody = small(cells), [cell.id for cell in cells]
        assert audit(seen, relations, bounds=bounds, earlier=earlier, rule=RULE, small=few, protected=everybody) == ()
        earlier.append(released(str(years), cells, relations, found, bounds))
