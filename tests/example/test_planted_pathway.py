"""What was planted in the custody pathway is found: a pilot, a city that is like another, a step skipped at night."""

from __future__ import annotations

from functools import cache

import pytest

from tideturn.dataset.model import Dataset
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.ledger.pathways import pathways
from tideturn.evaluation.ledger.scopes import outcomes_of
from tideturn.evaluation.pathways import PathwayAt, pathways_of
from tideturn.evaluation.rules import Rules
from tideturn.example import random_source
from tideturn.example.build import build_example
from tideturn.example.pathway import DIFFER, READINGS, SKIPPED_AT_NIGHT, pathway_tables
from tideturn.example.truth import Reading

RULES = Rules(permutations=199)
SEEDS = (random_source.SEED, 7, 1848, 65537)


@cache
def example() -> Dataset:
    return build_example()[0]


@cache
def measured(year: int, seed: int) -> tuple[Dataset, tuple[PathwayAt, ...]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(random_source, "SEED", seed)
        events = pathway_tables()
    dataset = Dataset(
        example().programme, {"outcomes": example().table("outcomes"), **events}, pathways=example().pathways
    )
    return dataset, pathways_of(dataset, dataset.programme.year(year), RULES)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("planted", READINGS, ids=lambda r: f"{r.scope}-year-{r.year}")
def test_planted_reading_comes_out(planted: Reading, seed: int) -> None:
    dataset, found = measured(planted.year, seed)
    strands = pathways(dataset, found, outcomes_of(dataset), RULES).strands
    readings = {(outcome, scope): strand.reading for outcome, scope, strand in strands}
    assert readings[planted.outcome_id, planted.scope] == planted.reading


@pytest.mark.parametrize("seed", SEEDS)
def test_cities_differ_where_it_was_planted_and_nowhere_else(seed: int) -> None:
    found = {
        (year, one.a, one.b): one.differs
        for year in (1, 2)
        for at in measured(year, seed)[1]
        if at.scope == PROGRAMME_SCOPE
        for one in at.apart
    }
    assert found == DIFFER


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("year", [1, 2])
def test_the_step_skipped_at_night_is_found_and_no_other(year: int, seed: int) -> None:
    whole = measured(year, seed)[1][0]
    assert whole.more_at_night == SKIPPED_AT_NIGHT
