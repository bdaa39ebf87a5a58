"""Count the young people referred and reached by group, beside the population."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from tideturn.dataset.characteristics import (
    CHARACTERISTIC_BY_NAME,
    CHARACTERISTICS,
    VALUE,
    Characteristic,
    population_of,
)
from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import AGE_BAND, POPULATION_GROUP, PROGRAMME_SCOPE
from tideturn.evaluation.evidence_values import WorkCounts
from tideturn.evaluation.ledger.counts.casework import sessions_in
from tideturn.evaluation.ledger.counts.measure import Measure, by_scope, in_year, named, parts_of
from tideturn.evaluation.ledger.provenance import of_rows
from tideturn.evaluation.model import EvidenceItem
from tideturn.methods.intervals import fisher, newcombe


@dataclass(frozen=True, kw_only=True)
class BesideCounts(WorkCounts):
    """Those reached with one value, of those with any recorded, beside the population; shares are of 1."""

    recorded: int | None
    reached: int | None
    population: int | None
    of_population: int | None
    population_share: float | None
    difference: float | None
    low: float | None
    high: float | None
    p: float | None


WITH: Final = "counts."
"""Prefix of the field of a value: `counts.girl`."""
NOT_RECORDED: Final = "not_recorded"
_POPULATION: Final = ("site", "year", "group", "value", "count", "source")
REFERRED: Final = Measure(
    "referred",
    "Young people referred in the year, and how many were accepted",
    "young people",
    "cases",
    ("case_id", "site", "received", "opened"),
    "referred",
    "accepted",
)
REFERRED_BY: Final = {
    one.name: Measure(
        f"referred_by_{one.name}",
        f"Young people referred in the year, by {one.called}",
        "young people",
        "cases",
        ("case_id", "site", "received", one.column),
        "referred",
    )
    for one in CHARACTERISTICS
}
REACHED_BY: Final = {
    one.name: Measure(
        f"reached_by_{one.name}",
        f"Young people with a session that went ahead, by {one.called}",
        "young people",
        "cases",
        ("case_id", "site", one.column),
        "reached",
    )
    for one in CHARACTERISTICS
}
POPULATION_BY: Final = {
    one.name: Measure(
        f"population_by_{one.name}",
        f"Young people the programme could have reached, by {one.called}",
        "population",
        "population",
        _POPULATION,
        "population",
    )
    for one in CHARACTERISTICS
    if one.name in POPULATION_GROUP
}
_BESIDE: Final = "beside_population"
"""Prefix of the measure of one value beside the population: `beside_population:gender:girl`."""


def reach(dataset: Dataset, year: Year) -> Iterator[EvidenceItem]:
    """Yield who was referred and reached in the year, in all and by group, and each group beside the population."""
    received, reached = referred_in(dataset, year), reached_in(dataset, year)
    yield from REFERRED.each(
        dataset, year, received, lambda rows: {"referred": rows.height, "accepted": int(rows["opened"].count())}
    )
    for one in CHARACTERISTICS:
        population = population_of(dataset, year, one.name)
        values = values_in(one, received, reached, population)
        for measure, cases in ((REFERRED_BY[one.name], received), (REACHED_BY[one.name], reached)):
            for scope, rows in by_scope(dataset, cases):
                yield measure.of(scope, year, rows, {measure.whole: rows.height, **broken_down(one, rows, values)})
        if population.height:
            yield _population(year, one, population)
            yield from _beside(year, one, population, broken_down(one, reached, values))


def referred_in(dataset: Dataset, year: Year) -> pl.DataFrame:
    """Return the cases whose referral was received in the year."""
    return in_year(dataset, "cases", "received", year)


def reached_in(dataset: Dataset, year: Year) -> pl.DataFrame:
    """Return the cases with a session that went ahead in the year, each once."""
    return dataset.table("cases").join(sessions_in(dataset, year).filter("held"), on="case_id", how="semi")


def values_in(
    one: Characteristic, received: pl.DataFrame, reached: pl.DataFrame, population: pl.DataFrame
) -> tuple[str, ...]:
    """Return every value of a year's referrals, young people reached or population, in the report's order.

    That is by name: an order by size would show which of two hidden counts is the larger.
    """
    cases = pl.concat([received, reached])
    return in_order(one, {*one.values(cases)[VALUE].drop_nulls(), *population[VALUE]})


def in_order(one: Characteristic, values: Iterable[str]) -> tuple[str, ...]:
    """Return values of a group in the report's order, each once: age bands from the youngest, others by name."""
    found = set(values)
    if one.name == "age_band":
        return tuple(band for band in AGE_BAND.codes if band in found)
    return tuple(sorted(found, key=lambda value: (value.casefold(), value)))


def broken_down(one: Characteristic, cases: pl.DataFrame, values: tuple[str, ...]) -> dict[str, int]:
    """Return how many of the cases have each value, by its field, and how many have none recorded."""
    found = dict(one.values(cases).group_by(VALUE).len().iter_rows())
    return {**{f"{WITH}{value}": found.get(value, 0) for value in values}, NOT_RECORDED: found.get(None, 0)}


def beside_measure(group: str, value: str) -> Measure:
    """Return the measure of one value among those reached beside the population."""
    text = f"Young people reached beside the population: {CHARACTERISTIC_BY_NAME[group].called}, {value}"
    return Measure(
        named(_BESIDE, group, value),
        text,
        "young people",
        "population",
        _POPULATION,
        "recorded",
        "reached",
        BesideCounts,
    )


def beside_of(name: str) -> tuple[str, str] | None:
    """Return the group and value in such a measure's name; None for any other measure."""
    if not name.startswith(f"{_BESIDE}:"):
        return None
    group, value = parts_of(name)
    return group, value


def _population(year: Year, one: Characteristic, rows: pl.DataFrame) -> EvidenceItem:
    counts = dict(rows.group_by(VALUE).agg(pl.col("count").sum()).sort(VALUE).iter_rows())
    fields = {"population": sum(counts.values()), **{f"{WITH}{value}": count for value, count in counts.items()}}
    return POPULATION_BY[one.name].of(PROGRAMME_SCOPE, year, rows, fields)


def _beside(year: Year, one: Characteristic, rows: pl.DataFrame, reached: dict[str, int]) -> Iterator[EvidenceItem]:
    """Yield each value's share of those reached less its share of the population, for values in the population."""
    counts = dict(rows.group_by(VALUE).agg(pl.col("count").sum()).sort(VALUE).iter_rows())
    of, recorded = sum(counts.values()), sum(reached[f"{WITH}{value}"] for value in counts)
    for value, count in counts.items():
        own = reached[f"{WITH}{value}"]
        interval = newcombe(own, recorded, count, of)
        if interval is None:
            continue
        measure = beside_measure(one.name, value)
        fields = {
            "recorded": recorded,
            "reached": own,
            "population": of,
            "of_population": count,
            "population_share": count / of,
            "difference": own / recorded - count / of,
            "low": interval.low,
            "high": interval.high,
            "p": fisher(own, recorded, count, of),
        }
        read = of_rows(measure.table, rows.filter(pl.col(VALUE) == value).sort(measure.read), measure.read)
        found = measure.item(PROGRAMME_SCOPE, year, fields, read)
        yield replace(found, interval=(interval.low, interval.high))
