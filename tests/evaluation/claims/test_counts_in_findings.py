"""Findings that name counts of work: references to any field, and numbers typed by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tideturn.dataset.model import Year
from tideturn.evaluation.claims.checks.exposure import counts_adults, counts_young_people, hidden_counts_said
from tideturn.evaluation.claims.checks.exposure import small_counts_said as small_counts
from tideturn.evaluation.claims.checks.finding import Finding
from tideturn.evaluation.claims.checks.numbers import number_mismatch
from tideturn.evaluation.claims.checks.units import unit_mismatch
from tideturn.evaluation.claims.model import Claim, Edge
from tideturn.evaluation.claims.references import fill
from tideturn.evaluation.claims.values import values_of
from tideturn.evaluation.ledger.counts.casework import SEEN, SESSIONS
from tideturn.evaluation.ledger.counts.delivery import POSTS, TRAINING
from tideturn.evaluation.ledger.counts.measure import Measure
from tideturn.evaluation.ledger.counts.plan import piece_measure
from tideturn.evaluation.model import EvidenceItem, Provenance
from tideturn.evaluation.rules import Rules

YEAR = Year(2, date(2019, 9, 1), date(2020, 8, 31))
ALONE, FAMILY, GROUP = SESSIONS


def item(measure: Measure, scope: str = "programme", **fields: float) -> EvidenceItem:
    return measure.item(scope, YEAR, fields, Provenance(measure.table, (), 0, "00"))


def claim(written: str, *items: EvidenceItem) -> Claim:
    edges = tuple(Edge(one.evidence_id, "context", None, (one,)) for one in items)
    text, filled, unfilled = fill(written, edges)
    return Claim(
        claim_id="c",
        section="implementation",
        written=written,
        text=text,
        type="descriptive",
        outcome_id="",
        scope="programme",
        year=2,
        author="a",
        reviewer="b",
        summary_of=(),
        edges=edges,
        verdict=None,
        filled=filled,
        unfilled=unfilled,
        body=(),
    )


HELD = item(ALONE, offered=1947, held=1642, seen=163)
ID = "count/sessions_alone/programme/2"


def test_any_field_of_a_count_may_be_asked_for() -> None:
    told = claim(f"{{held:{ID}}} of {{n:{ID}}} sessions went ahead ({{share:{ID}}}), with {{seen:{ID}}} people.", HELD)
    assert told.text == "1,642 of 1,947 sessions went ahead (84%), with 163 people."
    assert told.unfilled == ()
    assert list(number_mismatch(told, values_of(told.edges, sites=4, local_sites=3))) == []


def test_a_number_of_the_plan_is_told_as_it_was_written() -> None:
    pilot = item(piece_measure("pilot", "months"), "south", planned=9.0, delivered=10.5)
    name = pilot.evidence_id
    assert claim(f"{{delivered:{name}}} of {{planned:{name}}} months", pilot).text == "10.5 of 9 months"


def test_a_field_that_a_count_has_not_is_refused_with_those_that_it_has() -> None:
    (why,) = claim(f"{{answered:{ID}}} came.", HELD).unfilled
    assert why == (
        "“{answered:…}” is no reference; they are k, n, share, interval, quote, same, worse, others, offered, held, "
        "seen."
    )
    # What is no count has the fields of any evidence alone.
    survey = replace(HELD, kind="survey")
    assert claim(f"{{held:{ID}}} came.", survey).unfilled == (
        "“{held:…}” is no reference; they are k, n, share, interval, quote, same, worse, others.",
    )


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("1,642 of 1,947 sessions went ahead.", "query"),
        ("The programme offered 1,947 sessions.", "query"),
        ("163 young people came.", "query"),
        ("84% of sessions went ahead.", "query"),
        ("1,643 of 1,947 sessions went ahead.", "fail"),
        ("The programme offered 2,184 sessions.", "fail"),
        ("85% of sessions went ahead.", "fail"),
    ],
)
def test_a_typed_number_is_held_against_the_count(text: str, status: str) -> None:
    told = claim(text, HELD)
    assert status in {one.status for one in number_mismatch(told, values_of(told.edges, sites=4, local_sites=3))}


def test_a_reference_to_a_field_that_the_release_hides_stops_the_sentence() -> None:
    told = claim(f"{{seen:{ID}}} young people came.", HELD)
    hidden = replace(HELD, value=HELD.value.of({**HELD.by_name, "seen": None}))
    assert len(list(hidden_counts_said(told, {ID: hidden}))) == 1
    assert list(hidden_counts_said(told, {ID: HELD})) == []


def test_a_reference_to_nothing_shows_nothing_small() -> None:
    assert not list(small_counts(claim(f"{{k:{ID}}} sessions went ahead."), Rules()))


def test_a_small_count_of_young_people_is_not_told() -> None:
    few = item(GROUP, offered=9, held=4, seen=3)
    assert counts_young_people(few)
    assert list(small_counts(claim("4 attendances took place.", few), Rules()))
    many = item(GROUP, offered=107, held=91, seen=65)
    assert not list(small_counts(claim("91 of 107 attendances took place.", many), Rules()))


def test_few_posts_at_a_place_are_no_few_adults() -> None:
    posts = item(POSTS, "london", posts=4, filled=3)
    trained = item(TRAINING["professionals"], "london", events=2, people=7)
    assert (counts_adults(posts), counts_adults(trained), counts_adults(HELD)) == (False, True, False)
    assert not list(small_counts(claim("In London 3 of 4 posts were filled.", posts), Rules()))


def mismatches(told: Claim) -> list[Finding]:
    return [*unit_mismatch(told, values_of(told.edges, sites=4, local_sites=3), (), {"London": "london"})]


SEEN_ITEM = item(SEEN, seen=96)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("96 young people had a session.", ""),
        ("96 had a session.", ""),
        ("96 families had a session.", "counts young people, not families"),
        ("We saw 96 parents.", "counts young people, not parents"),
        ("96 young people in London had a session.", "is of the whole programme, not of London"),
        ("96 young people had a session, some of them in London.", ""),
        ("96 young people in London, Birmingham and Greater Manchester had a session.", ""),
        ("96 young people in London and elsewhere had a session.", ""),
        ("95 families had a session.", ""),  # another check asks where this number is from
    ],
)
def test_a_count_is_of_its_own_people_and_place(text: str, wrong: str) -> None:
    found = mismatches(claim(text, SEEN_ITEM))
    assert [wrong in one.why for one in found] == [True] * bool(wrong)


def test_a_count_of_a_place_is_told_of_it() -> None:
    there = item(SEEN, "london", seen=38)
    told = claim("96 young people had a session, and 38 young people in London.", SEEN_ITEM, there)
    assert mismatches(told) == []
