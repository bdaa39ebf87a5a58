"""Count money: what was spent in the year, on what and where, and the cost per person and session.

Each unit cost is stated with what it divides. Costs that name a part of the plan enter the unit costs of what that part
serves; where no cost of the year names one, each unit cost divides the whole spend.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.money import POUNDS, currency_of, pence, sign, whole
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.dataset.wording import listed
from tideturn.evaluation.evidence_values import WorkCounts
from tideturn.evaluation.ledger.counts.casework import SEEN, SESSIONS, SeenCounts, SessionCounts
from tideturn.evaluation.ledger.counts.delivery import TRAINING, TrainingCounts
from tideturn.evaluation.ledger.counts.measure import Measure
from tideturn.evaluation.ledger.counts.measure import named as name_of
from tideturn.evaluation.ledger.counts.plan import counts_young
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.units import OTHER_MONEY
from tideturn.evaluation.units import POUNDS as IN_POUNDS


@dataclass(frozen=True, kw_only=True)
class SpentCounts(WorkCounts):
    """Money spent, and how much of it is in no unit cost."""

    spent: int | None
    in_no_unit_cost: int | None


_READ: Final = ("year", "site", "category", "amount", "component", "currency")
_TRAINS: Final = re.compile(r"\b(?:train\w*|workshops?|courses?)\b", re.IGNORECASE)
"""Words in the name or the count of a part of the plan that trains people."""
FEWEST_SHARING: Final = 10
"""Minimum people in a unit cost: with fewer, it says more about them than about the work, and could identify them."""
SPENT, EACH, ELSEWHERE = "spent", "each", "in_no_unit_cost"
COST: Final = Measure("cost", "What was spent", IN_POUNDS, "costs", _READ, "", SPENT, SpentCounts)
PER_YOUNG_PERSON: Final = Measure(
    "cost_per_young_person", "for each young person with a session that went ahead", IN_POUNDS, "costs", _READ, "", EACH
)
PER_SESSION: Final = Measure(
    "cost_per_session", "for each session that went ahead", IN_POUNDS, "costs", _READ, "", EACH
)
PER_PERSON_TRAINED: Final = Measure(
    "cost_per_person_trained", "for each outside professional who was trained", IN_POUNDS, "costs", _READ, "", EACH
)
SHARED_BY: Final = {PER_YOUNG_PERSON.name: "seen", PER_SESSION.name: "sessions", PER_PERSON_TRAINED.name: "people"}
"""Field that each unit cost divides the spend by."""


@dataclass(frozen=True)
class Spend:
    """What was spent in a year in one currency, and on which parts of the plan."""

    rows: pl.DataFrame
    currency: str
    with_young: tuple[str, ...]
    """Names of the parts of the plan that serve young people or families."""
    training: tuple[str, ...]

    @property
    def tied(self) -> bool:
        """Return whether any cost names a part of the plan."""
        return self.rows["component"].count() > 0

    def of(self, components: tuple[str, ...]) -> pl.DataFrame:
        """Return the rows of these parts of the plan; all rows if no cost names any."""
        return self.rows.filter(pl.col("component").is_in(components)) if self.tied else self.rows


def currencies(dataset: Dataset, year: Year) -> list[str]:
    """Return the currencies of the year's costs; never add up amounts in several."""
    rows = dataset.table("costs").filter(pl.col("year") == year.number)
    return rows.select(currency_of().unique().sort()).to_series().to_list()


def spend(dataset: Dataset, year: Year) -> Spend | None:
    """Return the year's costs; None if there are none, or they are in several currencies."""
    in_use = currencies(dataset, year)
    if len(in_use) != 1:
        return None
    rows = dataset.table("costs").filter(pl.col("year") == year.number)
    own = rows["component"].drop_nulls().unique().sort().to_list()
    counted: dict[str, list[str]] = {name: [] for name in own}
    for row in dataset.table("plan").to_dicts():
        if row["component"] in counted:
            counted[row["component"]].append(row["measure"])
    training = tuple(name for name in own if counted[name] and any(map(_TRAINS.search, (name, *counted[name]))))
    young = tuple(name for name in own if name not in training and any(map(counts_young, counted[name])))
    return Spend(rows, in_use[0], young, training)


def money(dataset: Dataset, year: Year, items: Mapping[str, EvidenceItem]) -> Iterator[EvidenceItem]:
    """Yield what was spent, and the unit costs; `items` holds the year's counts of people and sessions by measure."""
    spent = spend(dataset, year)
    if spent is None:
        return
    total = in_pence(spent.rows)
    of_young, of_training = spent.of(spent.with_young), spent.of(spent.training)
    other = total - in_pence(of_young) - in_pence(of_training)
    for item in _in(spent, COST).each(dataset, year, spent.rows, lambda rows: {SPENT: whole(in_pence(rows))}):
        own = item.scope == PROGRAMME_SCOPE and spent.tied
        yield replace(item, value=SpentCounts.of({**item.by_name, ELSEWHERE: whole(other)})) if own else item
    for (category,), rows in spent.rows.partition_by("category", as_dict=True).items():
        yield from _in(spent, category_measure(str(category))).each(
            dataset, year, rows, lambda rows: {SPENT: whole(in_pence(rows))}
        )
    sessions = {one.name: items[one.name].value_as(SessionCounts).held for one in SESSIONS if one.name in items}
    parts = {name: held for name, held in sessions.items() if held is not None}
    young, trained = items.get(SEEN.name), items.get(TRAINING["professionals"].name)
    seen = young.value_as(SeenCounts).seen if young is not None else None
    people = trained.value_as(TrainingCounts).people if trained is not None else None
    for measure, rows, names, fields in (
        (PER_YOUNG_PERSON, of_young, spent.with_young, {"seen": seen}),
        (PER_SESSION, of_young, spent.with_young, {**parts, "sessions": sum(parts.values())}),
        (PER_PERSON_TRAINED, of_training, spent.training, {"people": people}),
    ):
        shared_by = fields[SHARED_BY[measure.name]]
        if rows.height and shared_by is not None and shared_by >= FEWEST_SHARING:
            on = listed(names) if spent.tied else "everything"
            each = whole(in_pence(rows), int(shared_by))
            unit_cost = replace(_in(spent, measure), text=f"Spent on {on} {measure.text} ({_unit(spent)})")
            yield unit_cost.of(PROGRAMME_SCOPE, year, rows, {SPENT: whole(in_pence(rows)), **fields, EACH: each})


def category_measure(category: str) -> Measure:
    """Return the measure of what was spent on one kind of cost, `cost:salaries`."""
    return replace(COST, name=name_of("cost", category), text=f"What was spent on {category}")


def in_pence(rows: pl.DataFrame) -> int:
    """Return the sum of the rows, in pence."""
    return sum(map(pence, rows["amount"].to_list()))


def _in(spent: Spend, measure: Measure) -> Measure:
    """Return the measure in the currency of the costs."""
    unit = IN_POUNDS if spent.currency == POUNDS else OTHER_MONEY
    return replace(measure, unit=unit, text=f"{measure.text} ({_unit(spent)})")


def _unit(spent: Spend) -> str:
    return sign(spent.currency).strip()
