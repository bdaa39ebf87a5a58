"""`number_mismatch`: each wrong number is stopped, each right one passes; the case is a real report's own sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.evidence_values import value_of

from tideturn.evaluation.claims.checks.numbers import number_mismatch
from tideturn.evaluation.claims.model import Claim, Edge
from tideturn.evaluation.claims.number_words import spelled
from tideturn.evaluation.claims.references import fill
from tideturn.evaluation.claims.values import values_of
from tideturn.evaluation.model import EvidenceItem, Provenance
from tideturn.evaluation.rounding import round_half_up
from tideturn.methods.intervals import wilson


def survey(k: int, n: int, *, disagree: int = 0, identity: str = "survey/s/q/stakeholder/programme/1") -> EvidenceItem:
    interval = wilson(k, n)
    assert interval is not None
    value = {"k": k, "disagree": disagree, "neutral": n - k - disagree, "responses": n, "missing": 0, "share": k / n}
    value |= {"counts": {"yes": k, "no": n - k}}
    return EvidenceItem(
        evidence_id=identity,
        outcome_id="practice",
        scope="programme",
        year=1,
        kind="survey",
        voice="stakeholder",
        origin="survey:s",
        polarity="none",
        n=n,
        value=value_of(value) if value is not None else None,
        interval=(interval.low, interval.high),
        text="Did you receive professional recognition?",
        provenance=Provenance("surveys/s/responses", ("row 2",), n, "00"),
        unit="partners",
        as_of=date(2019, 8, 31),
    )


def said_by(sources: int, *, polarity: str = "supports", voice: str = "stakeholder") -> list[EvidenceItem]:
    return [
        EvidenceItem(
            evidence_id=f"interview/int-{i}/0-9/practice",
            outcome_id="practice",
            scope="north",
            year=1,
            kind="interview",
            voice=voice,
            origin=f"source-{i}",
            polarity=polarity,
            n=None,
            value=None,
            interval=None,
            text=f"It has changed, number {i}.",
            provenance=Provenance(f"transcripts/int-{i}.txt", ("0-9",), 1, "00"),
            unit="partners",
            as_of=date(2019, 8, 31),
        )
        for i in range(sources)
    ]


def claim(text: str, *items: EvidenceItem, type_: str = "descriptive") -> Claim:
    edges = tuple(Edge(item.evidence_id, "supports", "00", (item,)) for item in items)
    written = text
    text, filled, unfilled = fill(written, edges)
    return Claim(
        claim_id="c1",
        section="practitioners",
        written=written,
        text=text,
        type=type_,
        outcome_id="practice",
        scope="programme",
        year=1,
        author="evaluator-1",
        reviewer="evaluator-2",
        summary_of=(),
        edges=edges,
        verdict=None,
        filled=filled,
        unfilled=unfilled,
    )


def statuses(text: str, *items: EvidenceItem) -> set[str]:
    made = claim(text, *items)
    return {found.status for found in number_mismatch(made, values_of(made.edges, sites=4, local_sites=3))}


def stopped(text: str, *items: EvidenceItem) -> bool:
    return "fail" in statuses(text, *items)


# The Carpentries' long-term survey of 2017 (DOI 10.5281/zenodo.1039944): of 407 who answered the question, 100 had
# received professional recognition; the published report says 65 %.
RECOGNITION = survey(100, 407)


def test_a_published_percentage_that_its_own_data_contradict_is_stopped():
    assert stopped("65% received professional recognition.", RECOGNITION)
    assert stopped("100 of 407 people (65%) received professional recognition.", RECOGNITION)
    assert not stopped("100 of 407 people (25%) received professional recognition.", RECOGNITION)
    assert not stopped("25% received professional recognition.", RECOGNITION)


@pytest.mark.parametrize(
    "text",
    [
        "13 of 17 people (76%; 53% to 90%) said so.",
        "Thirteen of seventeen people said so.",
        "76% said so.",
        "76.5% said so.",
        "Seventy-six per cent said so.",
        "About three quarters said so.",
        "Three quarters said so.",
        "More than half said so.",
        "More than two thirds said so.",
        "The majority said so.",
        "Most people said so.",
        "13 people said so, and 17 answered.",
        "Four of 17 did not.",
        "About 75% said so.",
        "Between 53% and 90% would.",
        "In all three cities people said so.",
        "In Year 2, on 3 November 2026, people aged 14 said so.",
    ],
)
def test_right_numbers_pass(text: str):
    assert not stopped(text, survey(13, 17, disagree=4))


@pytest.mark.parametrize(
    "text",
    [
        "14 of 17 people said so.",
        "13 of 18 people said so.",
        "17 of 13 people and 12 of 17 people said so.",
        "77% said so.",
        "76.4% said so.",
        "Two thirds said so.",
        "Nine in ten said so.",
        "More than four fifths said so.",
        "14 people said so.",
        "Fourteen people said so.",
        "53% said so.",
        "13 of 17 people (78%) said so.",
        "13 of 17 people (76%; 50% to 90%) said so.",
        "76% of people, or 12 of them, said so.",
        "In all five cities people said so.",
        "A difference of 20 percentage points.",
        "It rose to 4.2.",
    ],
)
def test_wrong_numbers_are_stopped(text: str):
    assert stopped(text, survey(13, 17, disagree=4))


def test_the_majority_is_more_than_half():
    assert stopped("The majority said so.", survey(10, 20))
    assert not stopped("The majority said so.", survey(11, 20))
    assert stopped("Most people said so.", survey(9, 20))


def test_most_of_those_who_stayed_the_same_is_a_majority_of_its_own():
    item = survey(4, 13)
    item = replace(item, value=item.value.of({**item.by_name, "same": 9, "neutral": 0}))
    assert not stopped("Most gave the same score.", item)
    assert stopped("Most gave a better score.", item)


def test_the_range_of_a_share_may_be_held_against_a_half():
    assert not stopped("The range takes in a half.", survey(17, 30))
    assert stopped("A third said so.", survey(17, 30))


def test_a_small_number_is_asked_about_and_stops_nothing():
    assert statuses("A small number of partners said so.", survey(3, 17)) == {"query"}


def test_two_counts_of_different_evidence_make_no_share():
    first, second = survey(13, 17), survey(40, 45, identity="survey/s/r/stakeholder/programme/1")
    assert stopped("13 of 45 people said so.", first, second)
    assert not stopped("40 of 45 people said so.", first, second)


def test_people_who_said_so_are_counted_by_voice_and_side():
    items = [*said_by(3), *said_by(2, voice="staff", polarity="contradicts")]
    assert not stopped("Three partners said so.", *items[:3])
    assert stopped("Four partners said so.", *items[:3])
    assert not stopped("Six people said so.", *said_by(6))


def test_what_the_evidence_holds_is_told_with_what_it_is_of():
    made = claim("60% of partners said so.", survey(13, 17, disagree=1))
    found, *_ = number_mismatch(made, values_of(made.edges, sites=4, local_sites=3))
    assert found.mend == "The evidence holds 76% (for it)."


def test_fewer_than_ten_have_no_percentage():
    few = replace(survey(3, 4), value=value_of({"k": 3, "disagree": 0, "neutral": 1, "share": None}), interval=None)
    assert stopped("75% said so.", few)
    assert not stopped("3 of 4 people said so.", few)


def test_a_reference_is_filled_from_the_evidence_and_asks_for_nothing():
    identity = RECOGNITION.evidence_id
    text = f"{{k:{identity}}} of {{n:{identity}}} people ({{share:{identity}}}; {{interval:{identity}}}) said so."
    made = claim(text, RECOGNITION)
    assert made.text == "100 of 407 people (25%; 21% to 29%) said so."
    assert statuses(text, RECOGNITION) == set()


def test_a_number_typed_right_is_offered_its_reference():
    made = claim("13 people said so.", survey(13, 17))
    found = list(number_mismatch(made, values_of(made.edges, sites=1, local_sites=1)))
    assert [one.status for one in found] == ["query"]
    assert "{k:survey/s/q/stakeholder/programme/1}" in found[0].mend


@pytest.mark.parametrize(
    "reference",
    [
        "{k:nothing/of/the/kind}",
        "{mean:survey/s/q/stakeholder/programme/1}",
        "{quote:survey/s/q/stakeholder/programme/1}",
    ],
)
def test_a_reference_that_cannot_be_filled_is_stopped_and_stays_as_written(reference: str):
    made = claim(f"{reference} people said so.", RECOGNITION)
    assert reference in made.text
    assert stopped(f"{reference} people said so.", RECOGNITION)


counts = st.integers(10, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None)
@given(counts, st.booleans(), st.integers(0, 1))
def test_every_right_number_passes(kn: tuple[int, int], in_words: bool, places: int):
    k, n = kn
    assume(k > 1)
    item = survey(k, n)
    percent = round_half_up(k / n * 100, places)
    told = spelled(k) if in_words else str(k)
    assert not stopped(f"{told} of {spelled(n) if in_words else n} people said so.", item)
    assert not stopped(f"{percent}% said so.", item)
    assert not stopped(f"{k} of {n} people ({percent}%) said so.", item)
    assert not stopped(f"{told} people said so.", item)


@settings(deadline=None)
@given(counts, st.integers(0, 700), st.integers(0, 100), st.booleans())
def test_every_wrong_number_is_stopped(kn: tuple[int, int], other: int, percent: int, in_words: bool):
    k, n = kn
    item = survey(k, n)
    shares = {k / n, (n - k) / n, 0.0}
    assume(other not in {k, n, n - k, 0, 1})
    assert stopped(f"{spelled(other) if in_words else other} people said so.", item)
    if other <= n:
        assert stopped(f"{other} of {n} people said so.", item)
    if all(round_half_up(share * 100, 0) != percent for share in shares):
        assert stopped(f"{percent}% said so.", item)
        assert stopped(f"{spelled(percent)} per cent said so.", item)
    if round_half_up(k / n * 100, 0) != percent:
        assert stopped(f"{k} of {n} people ({percent}%) said so.", item)
    if not any(abs(share - 2 / 3) <= 0.02 + 1e-9 for share in shares):
        assert stopped("Two thirds said so.", item)
    if k / n <= 0.5 and (n - k) / n <= 0.5:
        assert stopped("The majority said so.", item)
