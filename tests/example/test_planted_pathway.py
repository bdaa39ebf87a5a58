"""What was planted in the custody pathway is found: a pilot, a city that is like another, a step skipped at night."""

from __future__ import annotations

from functools import cache

import pytest
from tests.worked_example import built

from tideturn.dataset.model import Dataset
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.ledger.pathways import pathways
from tideturn.evaluation.ledger.scopes import outcomes_of
from tideturn.evaluation.pathways import PathwayAt, pathways_of
from tideturn.evaluation.rules import Rules
from tideturn.example import random_source
from tideturn.example.pathway import DIFFER, READINGS, SKIPPED_AT_NIGHT, SKIPPED_BY_DAY, pathway_tables
from tideturn.example.truth import Reading
from tideturn.methods.pathways.skipped import BY_HOUR

RULES = Rules(permutations=199)
SEEDS = (random_source.SEED, 7, 1848, 65537)


@cache
def measured(year: int, seed: int) -> tuple[Dataset, tuple[PathwayAt, ...]]:
    example = built()[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(random_source, "SEED", seed)
        events = pathway_tables()
    dataset = Dataset(example.programme, {"outcomes": example.table("outcomes"), **events}, pathways=example.pathways)
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
def test_the_step_skipped_at_night_is_found_and_by_day_none_but_those_that_are(year: int, seed: int) -> None:
    skipped = [one for one in measured(year, seed)[1][0].skipped if one.cut.by == BY_HOUR]
    assert tuple(one.step for one in skipped if one.more == "night") == SKIPPED_AT_NIGHT
    assert {one.step for one in skipped if one.more == "day"} <= set(SKIPPED_BY_DAY)


def test_support_that_day_time_cases_miss_is_told_as_what_night_time_cases_miss_is() -> None:
    """Of the first year's 55 by day 41 never came to support, and of the 26 at night three."""
    (support,) = [
        one
        for one in measured(1, random_source.SEED)[1][0].skipped
        if (one.cut.by, one.step) == (BY_HOUR, "Support begins")
    ]
    assert (support.skipped, support.cases, support.more) == ((3, 41), (26, 55), "day")
