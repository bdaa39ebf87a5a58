"""How long hiding and checking take: tables of counts with every margin, and what a large pathway's picture shows.

    .venv/bin/python bench/disclosure.py [--rounds N]

Tables are of outcomes × places × years, their counts drawn from exponential distributions of three means, by a fixed
seed: many, some and few of the cells are small. The pathway has 25 steps, 2,000 children at 4 sites in two years, and a
pilot at one of them; one in ten children goes a way of their own, and one in ten goes back to the first step. Seconds
are processor time (medians), loading the libraries excluded. `check` is the audit by the reader who knows no true
count; it has to find nothing. Targets, for the pathway: either under 60 s.
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import time
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from _runs import said

if TYPE_CHECKING:
    from tideturn.evaluation.withholding.cells import Cells
    from tideturn.methods.disclosure import AtMost, Cell, Relation

SIZES = [(60, 6, 3), (40, 8, 5)]
MEANS = [3, 10, 40]
STEPS, CHILDREN, SITES = 25, 2_000, ("east", "north", "south", "west")
SECONDS = 60.0
"""For the pathway, to hide and to check each."""
WIDTH = 18


class Took(NamedTuple):
    """Median seconds, and how many cells are hidden for either reason."""

    hide: float
    check: float
    primary: int
    secondary: Collection[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    import scipy.optimize  # noqa: F401 (loaded before the clock starts)

    print(
        f"{'':{WIDTH}} {'mean':>5} {'cells':>6} {'primary':>8} {'secondary':>10} {'totals':>7} {'hide':>7} {'check':>7}"
    )
    for sizes, mean in itertools.product(SIZES, MEANS):
        cells, relations = table(sizes, mean)
        took = measured(cells, relations, (), (), rounds)
        totals = sum("All" in name for name in took.secondary)
        print(line("×".join(map(str, sizes)), str(mean), len(cells), took, str(totals)))
    arrows = pathway()
    cells = list(arrows.counts.values())
    took = measured(cells, arrows.relations, arrows.bounds, arrows.never, rounds)
    good = max(took.hide, took.check) <= SECONDS
    print(line(f"pathway, {STEPS} steps", "", len(cells), took, "") + said(good))


def line(name: str, mean: str, cells: int, took: Took, totals: str) -> str:
    return (
        f"{name:>{WIDTH}} {mean:>5} {cells:>6} {took.primary:>8} {len(took.secondary):>10} {totals:>7} "
        f"{took.hide:>6.2f}s {took.check:>6.2f}s"
    )


def measured(
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    bounds: Sequence[AtMost],
    never: Collection[str],
    rounds: int,
) -> Took:
    """Both, so many times; `never` are cells that are not shown whatever is chosen."""
    from tideturn.methods.disclosure import audit, suppress

    hide, check = [], []
    for _ in range(rounds):
        began = time.process_time()
        found = suppress(cells, relations, bounds=bounds)
        hide.append(time.process_time() - began)
        hidden = found.hidden | set(never)
        shown = {cell.id: None if cell.id in hidden else cell.count for cell in cells}
        small = {cell.id for cell in cells if cell.protected and 1 <= cell.count <= 5}
        young = {cell.id for cell in cells if cell.protected}
        began = time.process_time()
        exposed = audit(shown, relations, bounds=bounds, small=small, protected=young)
        check.append(time.process_time() - began)
        assert exposed == ()
        assert not found.unprotected
    return Took(statistics.median(hide), statistics.median(check), len(found.primary), found.secondary)


def table(sizes: tuple[int, ...], mean: int) -> tuple[list[Cell], tuple[Relation, ...]]:
    """The cells of a table with every margin, and what they add up to."""
    from tideturn.methods.disclosure import Cell
    from tideturn.methods.disclosure.tables import TOTAL_WEIGHT, named, table_relations

    dice = random.Random(1)
    inner = {
        combo: int(dice.expovariate(1 / mean))
        for combo in itertools.product(
            *[[f"{letter}{n}" for n in range(size)] for letter, size in zip("abc", sizes, strict=True)]
        )
    }
    held: dict[tuple[str, ...], int] = {}
    for combo, count in inner.items():
        for over in itertools.product((False, True), repeat=len(sizes)):
            key = tuple("All" if total else value for total, value in zip(over, combo, strict=True))
            held[key] = held.get(key, 0) + count
    cells = [Cell(named(key), count, True, TOTAL_WEIGHT ** key.count("All")) for key, count in held.items()]
    return cells, table_relations(held.keys(), "All")


def pathway() -> Cells:
    """Children by step and by arrow in the second year of a large pathway, with all that a release reckons with."""
    import polars as pl

    from tideturn.dataset.model import Dataset, Programme, Site, Year
    from tideturn.evaluation.pathways import pathways_of
    from tideturn.evaluation.rules import Rules
    from tideturn.evaluation.withholding.cells import Cells
    from tideturn.evaluation.withholding.pathway_arrows import arrow_cells
    from tideturn.evaluation.withholding.withhold import disclosure_rule

    dice = random.Random(1)
    steps = [f"Step {number:02}" for number in range(1, STEPS + 1)]
    rows = []
    for child in range(CHILDREN):
        site, year = dice.choice(SITES), dice.choice((2020, 2021))
        begun = datetime(year, 1, 4, 9) + timedelta(days=dice.randrange(300))
        for place, step in enumerate(route(steps, dice)):
            rows.append(("desk", f"c-{child:04}", step, (begun + timedelta(hours=place)).isoformat(), site, None))
    schema = dict.fromkeys(("pathway", "case_id", "activity", "time", "site", "agency"), pl.String)
    outcomes = pl.DataFrame(schema={"outcome_id": pl.String, "sites": pl.String})
    tables = {"events": pl.DataFrame(rows, schema=schema, orient="row"), "outcomes": outcomes}
    years = tuple(Year(year - 2019, date(year, 1, 1), date(year, 12, 31)) for year in (2020, 2021))
    programme = Programme("Large", tuple(Site(name, name.title()) for name in SITES), years)
    design = {"name": "Desk", "steps": [{"name": step} for step in steps]}
    design["pilots"] = [{"site": SITES[0], "date": date(2021, 7, 1)}]
    rules = Rules(permutations=1)
    cells = Cells()
    found = pathways_of(Dataset(programme, tables, {}, {}, {"desk.toml": design}), years[1], rules)
    arrow_cells(found, disclosure_rule(rules).small, cells)
    return cells


def route(steps: Sequence[str], dice: random.Random) -> Sequence[str]:
    """Most go one of five ways, all the way or a part of it; a few take one to three steps of their own."""
    usual = (steps, steps[:2], (steps[0], steps[-1]), (*steps, "Call"), (*steps[:2], steps[0], *steps[2:]))
    if dice.random() < 0.1:
        return dice.choices((*steps, "Call"), k=dice.randint(1, 3))
    return dice.choices(usual, weights=(45, 20, 15, 10, 10))[0]


if __name__ == "__main__":
    main()
