"""Count young people referred and reached, in all and by group, as cells with sums that join them by group and site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final

import polars as pl

from tideturn.dataset.characteristics import CHARACTERISTICS, VALUE, Characteristic, population_of
from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.ledger.counts.casework import open_cases
from tideturn.evaluation.ledger.counts.measure import by_scope
from tideturn.evaluation.ledger.counts.reach import (
    NOT_RECORDED,
    REACHED_BY,
    REFERRED,
    REFERRED_BY,
    WITH,
    beside_of,
    broken_down,
    reached_in,
    referred_in,
    values_in,
)
from tideturn.evaluation.withholding.cells import TOTALS, WHOLE_PROGRAMME, Cells
from tideturn.methods.disclosure import Relation

_REFERRED: Final = frozenset(measure.name for measure in REFERRED_BY.values())
_REACHED: Final = frozenset(measure.name for measure in REACHED_BY.values())
_COMPARED: Final = "compared"
"""Number of people with a value that the population has: each share is a share of this number."""
BESIDE: Final = ("difference", "low", "high", "p")
"""Numbers that follow from a count beside the population, and would give it away."""
Named = Callable[[str], str]


def reach_cells(dataset: Dataset, year: Year, cells: Cells) -> None:
    """Add who was referred, accepted and reached at each place, and the same people again by each group.

    The cells of `sessions/programme/YEAR` and of the open cases are there already.
    """
    received, reached = referred_in(dataset, year), reached_in(dataset, year)
    _referred(dataset, year, received, cells)
    _reached(dataset, year, reached, cells)
    for one in CHARACTERISTICS:
        population = population_of(dataset, year, one.name)
        values = values_in(one, received, reached, population)
        for measure, cases in ((REFERRED_BY[one.name], received), (REACHED_BY[one.name], reached)):
            fields: dict[str, None] = {}
            for scope, rows in by_scope(dataset, cases):
                counts = broken_down(one, rows, values)
                named = partial(_cell, measure.name, scope, year.number)
                whole = _whole(measure.name, scope, year.number)
                add = _overlapping if one.several else _apart
                fields |= dict.fromkeys(add(counts, whole, named, _weight(scope), cells))
            _over_sites(dataset, fields, partial(_cell, measure.name), year, cells)
        _compared(year, one, population, cells)


def guarding(measure: str, scope: str, year: int, fields: Mapping[str, object]) -> Mapping[str, str] | None:
    """Return the cell that guards each field of a count of young people reached; None for any other count.

    In a comparison with the population, every number that follows from a guarded one is guarded by all of them.
    """
    if measure == REFERRED.name:
        return {name: _cell(measure, scope, year, name) for name in ("referred", "accepted")}
    if measure in _REFERRED | _REACHED:
        whole = "reached" if measure in _REACHED else "referred"
        counts = (name for name in fields if name.startswith(WITH) or name == NOT_RECORDED)
        return {whole: _whole(measure, scope, year), **{name: _cell(measure, scope, year, name) for name in counts}}
    if beside := beside_of(measure):
        group, value = beside
        named = partial(_cell, REACHED_BY[group].name, scope, year)
        return {"recorded": named(_COMPARED), "reached": named(f"{WITH}{value}")}
    return None


def _referred(dataset: Dataset, year: Year, received: pl.DataFrame, cells: Cells) -> None:
    for scope, rows in by_scope(dataset, received):
        named = partial(_cell, REFERRED.name, scope, year.number)
        whole = cells.add(named("referred"), rows.height, weight=TOTALS * _weight(scope))
        accepted = int(rows["opened"].count())
        parts = (("accepted", accepted), ("not_accepted", rows.height - accepted))
        cells.total(whole, [cells.add(named(name), count, weight=_weight(scope)) for name, count in parts])
    _over_sites(dataset, ("referred", "accepted", "not_accepted"), partial(_cell, REFERRED.name), year, cells)


def _reached(dataset: Dataset, year: Year, reached: pl.DataFrame, cells: Cells) -> None:
    """Add who had a session at each site; with those who had none, they are the open cases."""
    unseen = open_cases(dataset, year).join(reached, on="case_id", how="anti")
    for scope, rows in by_scope(dataset, reached):
        named = partial(_cell, "sessions", scope, year.number)
        # If so few were not seen that one of the two is hidden, the open cases stay: the plan gives them too.
        seen = cells.add(named("seen"), rows.height, weight=_weight(scope))
        here = unseen if scope == PROGRAMME_SCOPE else unseen.filter(pl.col("site") == scope)
        rest = cells.add(named("not_seen"), here.height, weight=_weight(scope))
        if scope != PROGRAMME_SCOPE:
            cells.total(f"cases/{scope}/{year.number}#open", [seen, rest])
    _over_sites(dataset, ("seen", "not_seen"), partial(_cell, "sessions"), year, cells)


def _apart(counts: Mapping[str, int], total: str, named: Named, weight: float, cells: Cells) -> tuple[str, ...]:
    """Add counts that include everybody once, and return their fields."""
    cells.total(total, [cells.add(named(field), count, weight=weight) for field, count in counts.items()])
    return tuple(counts)


def _overlapping(counts: Mapping[str, int], total: str, named: Named, weight: float, cells: Cells) -> tuple[str, ...]:
    """Add counts that may include a person twice, and what follows from them; return all their fields.

    What follows are all who have any value, those of them without each value, and by how many the values exceed the
    people.
    """
    for field, count in counts.items():
        cells.add(named(field), count, weight=weight)
    recorded = cells.counts[total].count - counts[NOT_RECORDED]
    # No report prints these, so hiding them costs nothing.
    every = cells.add(named("recorded"), recorded, weight=0)
    cells.total(total, [every, named(NOT_RECORDED)])
    values = {field: count for field, count in counts.items() if field.startswith(WITH)}
    without = {f"without.{field.removeprefix(WITH)}": recorded - count for field, count in values.items()}
    for field, other in zip(values, without, strict=True):
        cells.total(every, [named(field), cells.add(named(other), without[other], weight=0)])
    further = cells.add(named("further"), sum(values.values()) - recorded, weight=0)
    cells.never |= {every, further, *map(named, without)}
    terms = (*((named(field), 1) for field in values), (every, -1), (further, -1))
    cells.relations.append(Relation(terms))
    return (*counts, "recorded", *without, "further")


def _compared(year: Year, one: Characteristic, population: pl.DataFrame, cells: Cells) -> None:
    values = sorted({*population[VALUE]})
    named = partial(_cell, REACHED_BY[one.name].name, PROGRAMME_SCOPE, year.number)
    parts = [named(f"{WITH}{value}") for value in values]
    if parts and cells.counts.keys() >= {*parts}:
        count = sum(cells.counts[part].count for part in parts)
        cells.total(cells.add(named(_COMPARED), count, weight=TOTALS * WHOLE_PROGRAMME), parts)


def _over_sites(
    dataset: Dataset, fields: Iterable[str], named: Callable[[str, int, str], str], year: Year, cells: Cells
) -> None:
    """Record that each count of the whole programme is the sum of the sites' counts."""
    for field in fields:
        own = [named(site.code, year.number, field) for site in dataset.programme.sites]
        cells.total(named(PROGRAMME_SCOPE, year.number, field), own)


def _whole(measure: str, scope: str, year: int) -> str:
    """Return the cell that the counts of a group add up to."""
    return (
        _cell("sessions", scope, year, "seen") if measure in _REACHED else _cell(REFERRED.name, scope, year, "referred")
    )


def _cell(measure: str, scope: str, year: int, field: str) -> str:
    return f"{measure}/{scope}/{year}#{field}"


def _weight(scope: str) -> float:
    return WHOLE_PROGRAMME if scope == PROGRAMME_SCOPE else 1.0
