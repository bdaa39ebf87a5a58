"""What a release tells of who was invited to a survey of adults and who answered: nothing that leaves a small place.

The worked example asks three places for some outcomes and four for others, and nobody's colleagues are many at any.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from tests import worked_example
from tests.evidence_values import value_of

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.model import Evaluation, EvidenceItem
from tideturn.evaluation.population import NOBODY_KNOWS, Population
from tideturn.evaluation.told import Told, bound_in
from tideturn.evaluation.withholding.turnout import untold_turnout, without_steps
from tideturn.methods.disclosure import DisclosureRule
from tideturn.report.release.freeze import as_published

FEW = 10


@cache
def published(year: int) -> Evaluation:
    earlier = [worked_example.withheld(1).as_release("year-1-1")] if year == 2 else []
    held = worked_example.withheld(year)
    return as_published(worked_example.example(), worked_example.judged(year), held, earlier)


def released(year: int) -> tuple[EvidenceItem, ...]:
    return published(year).evidence


def of_adults(items: tuple[EvidenceItem, ...]) -> Iterator[EvidenceItem]:
    return (item for item in items if item.kind == "survey" and item.unit in ("staff", "partners", "people trained"))


def turnouts(item: EvidenceItem) -> Iterator[tuple[str, int]]:
    """Every number of an item that tells how many were invited or answered."""
    value, population = item.by_name, item.population
    told = (("invited", value.get("invited")), ("invited", population.asked))
    for name, count in (*told, ("responses", value.get("responses")), ("responses", population.answered)):
        if count is not None:
            yield name, count


def worked_out(items: tuple[EvidenceItem, ...], places_of: dict[str, tuple[str, ...]]) -> set[tuple[str, str, str]]:
    """Return the places whose turnout a reader can work out: some weighted sum of printed numbers leaves them alone."""
    told: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    for item in of_adults(items):
        _, survey, _, voice, scope, _ = item.evidence_id.split("/")
        places = places_of[item.outcome_id] if scope == PROGRAMME_SCOPE else (scope,)
        for name, _ in turnouts(item):
            told.setdefault((f"{survey}/{voice}", name), set()).add(places)
    found = set()
    for (survey, name), sums in told.items():
        every = sorted({place for places in sums for place in places})
        rows = np.array([[place in places for place in every] for places in sorted(sums)], dtype=float)
        for at, place in enumerate(every):
            alone = np.eye(len(every))[at]
            if np.linalg.matrix_rank(np.vstack([rows, alone])) == np.linalg.matrix_rank(rows):
                found.add((survey, name, place))
    return found


@pytest.mark.parametrize("year", [1, 2])
def test_of_no_place_where_few_answered_a_turnout_can_be_worked_out(year: int):
    dataset, evidence = worked_example.example(), worked_example.judged(year).evidence
    local = tuple(site.code for site in dataset.programme.sites)
    places_of = {
        row["outcome_id"]: tuple(row["sites"].split("|")) if row["sites"] else local
        for row in dataset.table("outcomes").to_dicts()
    }
    few = {
        (f"{item.evidence_id.split('/')[1]}/{item.voice}", name, item.scope)
        for item in of_adults(evidence)
        for name in ("invited", "responses")
        if item.scope != PROGRAMME_SCOPE and (item.population.answered or 0) < FEW
    }
    # The reader finds them from the programme's numbers, so the method would notice a leak.
    whole = tuple(item for item in evidence if item.scope == PROGRAMME_SCOPE)
    assert few & worked_out(whole, places_of)
    assert few & worked_out(released(year), places_of) == set()


@pytest.mark.parametrize("year", [1, 2])
def test_a_reading_of_the_whole_programme_stays_with_its_answers(year: int):
    before = {item.evidence_id: item for item in of_adults(worked_example.judged(year).evidence)}
    for item in of_adults(released(year)):
        if item.scope == PROGRAMME_SCOPE:
            assert item.n == before[item.evidence_id].n
            assert item.polarity == before[item.evidence_id].polarity


def test_a_concern_at_a_place_is_told_without_the_steps_that_the_release_does_not_tell():
    """Otherwise the line that holds it, which nothing proves, is not printed at all."""
    strands = [strand for verdict in published(1).outcomes for strand in verdict.strands]
    bare = [concern for strand in strands if strand.population == NOBODY_KNOWS for concern in strand.concerns]
    assert "Too few partners who were invited answered the survey “partners-2019”." in bare
    assert [one for one in bare if any(bound.field.startswith("population.") for bound in bound_in(one))] == []


def item_at(scope: str, asked: int, answered: int, question: str = "safer") -> EvidenceItem:
    some = next(i for i in of_adults(worked_example.judged(2).evidence) if i.scope == PROGRAMME_SCOPE)
    return replace(
        some,
        evidence_id=f"survey/A/{question}/staff/{scope}/2",
        scope=scope,
        voice="staff",
        year=2,
        unit="staff",
        population=Population(None, asked, answered),
        value=value_of({"responses": answered, "k": 1, "missing": 0}),
    )


def test_where_every_place_is_large_all_turnout_is_told():
    items = [item_at("a", 20, 12), item_at("b", 30, 15), item_at(PROGRAMME_SCOPE, 50, 27)]
    assert untold_turnout([*items, item_at(PROGRAMME_SCOPE, 20, 12, "alone")], DisclosureRule()) == frozenset()


def test_a_place_where_nobody_answered_is_not_left_either():
    """Seven were invited to a fourth place and nobody answered there, so that it has no evidence of its own."""
    items = [item_at("a", 20, 12), item_at(PROGRAMME_SCOPE, 20, 12), item_at(PROGRAMME_SCOPE, 27, 12, "wider")]
    told = {item.evidence_id for item in items} - untold_turnout(items, DisclosureRule())
    assert told == {"survey/A/wider/staff/programme/2"}


def test_a_concern_is_said_without_its_numbers_and_with_what_it_says():
    lost = Population(204, 81, 17, None, ("came", "were asked", "answered the survey “A-2019”", ""), who="people")
    concerns = (*replace(lost, asked_at=4, events=10).lost_most("partners", share=0.5), Told("No baseline."))
    assert concerns[0] == "Only 81 of 204 people who came were asked, at 4 of 10 events (40%)."
    assert without_steps(concerns) == (
        "Too few people who came were asked.",
        "Too few partners who were asked answered the survey “A-2019”.",
        "No baseline.",
    )
    assert without_steps(Population(None, 2, 0).lost_most("sources", share=0.5)) == (
        "Too few were asked, or too few answered.",
    )
