"""The causal map of the worked example: what was planted in it comes out, and its words are in the transcripts."""

from __future__ import annotations

import pytest
from tests import worked_example

from tideturn.evaluation.model import Evaluation
from tideturn.example.words.causes import LACKING, MECHANISMS, ROUND_ABOUT, UNMENTIONED, added, claims

DATASET = worked_example.example()
TRUTH = worked_example.truth()


@pytest.fixture(scope="module", params=[1, 2])
def judged(request: pytest.FixtureRequest) -> Evaluation:
    return worked_example.judged(request.param)


def test_what_the_theory_lacks_is_proposed_with_words_that_somebody_said(judged: Evaluation) -> None:
    planted = LACKING[judged.year.number]
    told = [row for row in TRUTH["causal_map"]["lacking"] if row["year"] == judged.year.number]
    assert {(row["from"], row["to"]): row["sources"] for row in told} == planted
    assert {(one.start, one.end): one.sources for one in judged.proposals} == planted
    said = DATASET.transcripts.values()
    for one in judged.proposals:
        assert len(one.quotes) >= 3
        assert all(any(f"A: {quote.text}\n" in text for text in said) for quote in one.quotes)
        assert not one.start_in_theory
        assert one.end_in_theory


def test_nobody_who_did_not_agree_to_be_quoted_is(judged: Evaluation) -> None:
    kept = {row["file"] for row in DATASET.table("interviews").to_dicts() if not row["consent_to_quote"]}
    for one in judged.proposals:
        assert not [quote for quote in one.quotes if any(quote.text in DATASET.transcripts[file] for file in kept)]


def test_who_for_where_and_why_comes_out_as_planted_with_words_that_may_be_quoted(judged: Evaluation) -> None:
    planted = MECHANISMS[judged.year.number]
    told = [row for row in TRUTH["causal_map"]["mechanisms"] if row["year"] == judged.year.number]
    assert {(row["context"], row["mechanism"], row["outcome_id"]): row["sources"] for row in told} == planted
    found = {(one.context, one.factors[0], one.outcome_id): one for one in judged.mechanisms}
    assert {key: one.sources for key, one in found.items()} == planted
    assert [one.pattern for one in judged.mechanisms] == {1: [False], 2: [True, False]}[judged.year.number]
    may = [row["file"] for row in DATASET.table("interviews").to_dicts() if row["consent_to_quote"]]
    for one in judged.mechanisms:
        assert one.quotes
        assert all(any(f"A: {quote.text}\n" in DATASET.transcripts[file] for file in may) for quote in one.quotes)


def test_what_people_said_gets_in_the_way_is_never_among_what_helps(judged: Evaluation) -> None:
    hindering = {one.cause for one in judged.causes if one.effect == "hinders"}
    assert hindering == {1: {"police operations", "staff turnover"}, 2: {"staff turnover"}}[judged.year.number]
    assert not hindering & {one.cause for one in judged.causes if one.effect == "helps"}
    told = {claim.from_factor for claim in claims() if claim.effect == "hinders"}
    assert told == {"police operations", "staff turnover"}


def test_links_that_nobody_mentions_are_found_silent(judged: Evaluation) -> None:
    silent = {link.link_id for link in judged.toc_links if link.sources == 0}
    assert set(UNMENTIONED) <= silent
    assert all(
        (link.flow, link.people, link.threads) == (0, 0, 0) for link in judged.toc_links if link.link_id in UNMENTIONED
    )


def test_a_link_is_borne_out_round_about_as_planted() -> None:
    judged = worked_example.judged(2)
    link = next(one for one in judged.toc_links if one.link_id == ROUND_ABOUT[0])
    assert (link.link_id, link.sources, link.flow, link.people, link.threads) == ROUND_ABOUT
    assert [(arrow.start, arrow.end, arrow.sources) for arrow in link.cut] == [
        ("out_owned", "a senior sponsor", 2),
        ("out_owned", "joint_working", 1),
    ]
    assert judged.rings == (("information_quality", "joint_working", "information_quality"),)


def test_a_link_with_a_code_of_its_own_is_mentioned_by_coding_too() -> None:
    codebook = {row["code"]: row["link_id"] for row in DATASET.table("codebook").to_dicts() if row["link_id"]}
    coded = DATASET.table("codings").filter(DATASET.table("codings")["code"].is_in(list(codebook)))
    assert set(codebook.values()) == {"link-16", "link-31"}
    assert set(coded["code"]) == set(codebook)
    spans = set(DATASET.table("causal_claims").select("interview_id", "start", "end").iter_rows())
    assert set(coded.select("interview_id", "start", "end").iter_rows()) <= spans


def test_what_was_added_is_said_by_those_whose_words_it_is() -> None:
    files = dict(DATASET.table("interviews").select("interview_id", "file").iter_rows())
    for interview, own in added().items():
        assert all(claim.text in DATASET.transcripts[files[interview]] for claim in own)
