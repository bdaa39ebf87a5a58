"""The engine recovers every verdict that was planted in the worked example, and not by the luck of one seed."""

from __future__ import annotations

import pytest
from tests.worked_example import judged

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE, VERDICT
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation
from tideturn.example import build_example, random_source
from tideturn.example.frame import HOW_MANY, INTERVIEWS, OUTCOMES
from tideturn.example.truth import LETTERS, SPOKEN, WORDS, Reading, spoken
from tideturn.example.truth_readings import READINGS
from tideturn.example.truth_verdicts import MAIN, NOT_SHOWN, ONE_OF_SEVERAL, PLANTED, PLAUSIBLE, TRUTHS, Planted, Truth

WHOLE = [(outcome, year, truth) for (outcome, scope, year), truth in TRUTHS.items() if scope == PROGRAMME_SCOPE]


@pytest.fixture(scope="module")
def evaluations() -> dict[int, Evaluation]:
    return {year: judged(year) for year in (1, 2)}


def _name(planted: Planted) -> str:
    return f"{planted.outcome_id}-{planted.scope}-year-{planted.year}"


@pytest.mark.parametrize("planted", PLANTED, ids=_name)
def test_planted_verdict_comes_out(planted: Planted, evaluations: dict[int, Evaluation]) -> None:
    found = evaluations[planted.year].verdict(planted.outcome_id, planted.scope)
    assert found is not None
    assert found.verdict == planted.verdict, found.why


@pytest.mark.parametrize(("outcome", "year", "truth"), WHOLE, ids=[f"{o}-year-{y}" for o, y, _ in WHOLE])
def test_rule_sides_and_confidence_come_out_as_worked_out_by_hand(
    outcome: str, year: int, truth: Truth, evaluations: dict[int, Evaluation]
) -> None:
    found = evaluations[year].verdict(outcome, PROGRAMME_SCOPE)
    assert found is not None
    assert (found.verdict.number, found.confidence) == (truth.rule, truth.confidence), found.confidence_reasons
    if truth.sides:
        assert found.sides == truth.sides, found.why


@pytest.mark.parametrize("year", [1, 2])
def test_how_far_the_programme_is_a_cause_comes_out(year: int, evaluations: dict[int, Evaluation]) -> None:
    found = {one.outcome_id: one.rating for one in evaluations[year].contributions}
    assert found == {outcome: truth.contribution for outcome, when, truth in WHOLE if when == year}


def test_what_each_outcome_claims_comes_out(evaluations: dict[int, Evaluation]) -> None:
    claims = {verdict.outcome_id: verdict.claim for verdict in evaluations[2].outcomes}
    assert claims == {outcome.outcome_id: outcome.claim for outcome in OUTCOMES}
    assert {outcome for outcome, claim in claims.items() if claim == "state"} == {
        "practitioner_understanding",
        "confidence",
        "pathways_consistent",
        "pathways_understood",
        "structures_response",
        "victims",
    }


def _read(reading: Reading) -> str:
    return f"{reading.outcome_id}-year-{reading.year}-{reading.kind}-{reading.voice}-{reading.unit}".replace(" ", "-")


@pytest.mark.parametrize("reading", READINGS, ids=_read)
def test_planted_reading_comes_out(reading: Reading, evaluations: dict[int, Evaluation]) -> None:
    found = evaluations[reading.year].verdict(reading.outcome_id, reading.scope)
    assert found is not None
    alike = [
        s for s in found.strands if (s.kind, s.voice, reading.unit or s.unit) == (reading.kind, reading.voice, s.unit)
    ]
    assert reading.reading in {strand.reading for strand in alike}, [strand.why for strand in alike]
    if reading.design:
        assert (reading.reading, reading.design) in {(strand.reading, strand.design) for strand in alike}


def test_nothing_reads_one_way_where_nothing_was_planted(evaluations: dict[int, Evaluation]) -> None:
    planted = {(one.outcome_id, one.year, one.kind, one.voice, one.reading) for one in READINGS}
    unplanned = [
        (verdict.outcome_id, year, strand.kind, strand.voice, strand.unit, strand.reading)
        for year, evaluation in evaluations.items()
        for verdict in evaluation.outcomes
        if verdict.scope == PROGRAMME_SCOPE
        for strand in verdict.strands
        if strand.reading not in ("insufficient", "silent")
        and (verdict.outcome_id, year, strand.kind, strand.voice, strand.reading) not in planted
    ]
    assert unplanned == []


def test_no_strand_of_documents_or_changes_stands_where_none_was_planted(evaluations: dict[int, Evaluation]) -> None:
    planted = {(r.outcome_id, r.year, r.kind) for r in WORDS}
    for year, evaluation in evaluations.items():
        for verdict in evaluation.outcomes:
            for strand in verdict.strands:
                if strand.kind in ("document", "change"):
                    assert (verdict.outcome_id, year, strand.kind) in planted


@pytest.mark.parametrize("seed", [7, 1848, 65537])
def test_verdicts_do_not_hang_on_the_seed(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random_source, "SEED", seed)
    dataset, _ = build_example()
    missed = []
    for year in (1, 2):
        evaluation = evaluate(dataset, year=year)
        for planted in PLANTED:
            if planted.year == year:
                found = evaluation.verdict(planted.outcome_id, planted.scope)
                if found is None or found.verdict != planted.verdict:
                    missed.append((_name(planted), found and found.verdict))
    assert missed == []


def test_the_range_of_what_can_be_shown_is_planted() -> None:
    second = {outcome: truth for outcome, year, truth in WHOLE if year == 2}
    claims = {outcome.outcome_id: outcome.claim for outcome in OUTCOMES}
    supported = [outcome for outcome, truth in second.items() if truth.verdict == "supported"]
    assert {claims[outcome] for outcome in supported} == {"state", "change"}
    assert {second[outcome].confidence for outcome in supported} == {"high", "moderate", "low"}
    assert {truth.sides for truth in second.values() if truth.verdict == "emerging"} == {1, 2}
    assert {truth.contribution for truth in second.values()} == {NOT_SHOWN, PLAUSIBLE, ONE_OF_SEVERAL, MAIN}
    assert {reading.design for reading in READINGS} == {"", "uncompared", "measured", "compared"}


def test_every_kind_of_verdict_is_planted_for_the_whole_programme() -> None:
    assert {p.verdict for p in PLANTED if p.scope == PROGRAMME_SCOPE} == set(VERDICT.codes)


def test_every_outcome_has_a_planted_verdict_in_both_years() -> None:
    whole = [(p.outcome_id, p.year) for p in PLANTED if p.scope == PROGRAMME_SCOPE]
    assert sorted(whole) == sorted((outcome.outcome_id, year) for outcome in OUTCOMES for year in (1, 2))


def test_both_ways_of_being_contested_are_planted(evaluations: dict[int, Evaluation]) -> None:
    by_voice = evaluations[1].verdict("pathways_understood", PROGRAMME_SCOPE)
    by_place = evaluations[2].verdict("pathways_understood", PROGRAMME_SCOPE)
    assert by_voice is not None
    assert by_place is not None
    assert {"positive", "negative"} <= {strand.reading for strand in by_voice.strands}
    assert not {"positive", "negative"} & {strand.reading for strand in by_place.strands}
    assert "London" in by_place.why
    assert "Birmingham" in by_place.why


def test_a_negative_early_sign_is_flagged(evaluations: dict[int, Evaluation]) -> None:
    victims = evaluations[2].verdict("victims", PROGRAMME_SCOPE)
    assert victims is not None
    assert victims.verdict == "too_early"
    assert "negative" in {sign.reading for sign in victims.early_signs}
    assert "negative" in victims.why


def test_the_override_stands_beside_the_verdict(evaluations: dict[int, Evaluation]) -> None:
    identification = evaluations[2].verdict("identification", PROGRAMME_SCOPE)
    assert identification is not None
    assert (identification.verdict, identification.standing) == ("supported", "emerging")


def test_the_follow_up_reads_as_the_founding_figure(evaluations: dict[int, Evaluation]) -> None:
    lasting = evaluations[2].verdict("lasting_practice", PROGRAMME_SCOPE)
    assert lasting is not None
    survey = next(strand for strand in lasting.strands if strand.kind == "survey")
    assert (survey.n, survey.k) == (17, 13)
    assert (round(survey.share or 0, 2), round(survey.low or 0, 2), round(survey.high or 0, 2)) == (0.76, 0.53, 0.90)


def test_each_letter_of_what_is_spoken_belongs_to_an_interview() -> None:
    for (_, year, voice), sites in SPOKEN.items():
        for site, letters in sites.items():
            assert len(letters) == HOW_MANY[year, voice][site]
            assert set(letters) <= {*LETTERS, "."}
    assert all(spoken(interview) for interview in INTERVIEWS)
