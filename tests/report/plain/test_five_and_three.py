"""Young people read of five things that changed at most, three that did not or not yet, and of what happens next."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.worked_example import second, second_judged

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.model import Evaluation
from tideturn.report.blocks import Report, Section
from tideturn.report.plain import plain
from tideturn.report.plain.phrases import YOUNG_PEOPLE


def things(report: Report, anchor: str) -> list[str]:
    """The outcomes of one part, by the ids of their anchors."""
    parts = [part for part in report.sections if part.anchor == anchor]
    return [row.anchor.removeprefix("plain-") for part in parts for row in part.blocks if isinstance(row, Section)]


def under(evaluation: Evaluation, **verdicts: tuple[str, str, str]) -> Evaluation:
    """The evaluation with no other outcomes than these, each with its verdict, confidence and claim."""
    outcomes = tuple(
        replace(v, verdict=Verdict.of(verdict), confidence=confidence, claim=claim, override=None)
        for v in evaluation.outcomes
        if v.scope == "programme" and v.outcome_id in verdicts
        for verdict, confidence, claim in [verdicts[v.outcome_id]]
    )
    return replace(evaluation, outcomes=outcomes, claims=())


def test_the_best_borne_out_come_first_and_what_only_holds_after_what_changed(years):
    one = years[1]
    report = plain(one.dataset, one.evaluation, YOUNG_PEOPLE)
    assert things(report, "changed") == [
        *("safety", "pathways_suited", "practitioner_understanding", "access", "joint_working"),
    ]
    assert things(report, "unchanged") == ["information_shared", "pathways_understood", "risk"]
    assert [part.title for part in report.sections] == [
        *("What changed", "What did not change, or not yet", "What happens next", "If this was hard to read"),
    ]


def test_early_signs_stand_after_all_that_is_supported_and_nothing_is_padded(years):
    first = plain(years[0].dataset, years[0].evaluation, YOUNG_PEOPLE)
    assert things(first, "changed")[0] == "access"
    assert len(things(first, "changed")) == 5
    few = plain(second(), second_judged(1), YOUNG_PEOPLE)
    assert things(few, "changed") == ["notice", "sameday"]
    assert len(things(few, "unchanged")) == 3


def test_the_order_is_by_verdict_then_by_confidence(years):
    one = years[1]
    order = under(
        one.evaluation,
        safety=("emerging", "high", "change"),
        access=("supported", "very_low", "change"),
        cyp_understanding=("supported", "high", "change"),
        structures_response=("supported", "high", "state"),
        risk=("no_change_observed", "high", "change"),
        mental_health=("adverse", "low", "change"),
        relationships=("too_early", None, "change"),
        confidence=("contested", "low", "state"),
    )
    report = plain(one.dataset, order, YOUNG_PEOPLE)
    assert things(report, "changed") == ["cyp_understanding", "access", "structures_response", "safety"]
    assert things(report, "unchanged") == ["mental_health", "confidence", "risk"]


def test_a_state_that_only_holds_is_not_headed_as_a_change(years, texts_of):
    one = years[1]
    held = under(one.evaluation, structures_response=("supported", "high", "state"))
    report = plain(one.dataset, held, YOUNG_PEOPLE)
    assert report.sections[0].title == "What changed, or is good now"
    assert "This is how things are now. We can’t say that they changed." in " ".join(texts_of(report))


def test_where_nothing_changed_there_is_no_such_heading(years, texts_of):
    one = years[1]
    none = under(one.evaluation, relationships=("no_change_observed", "low", "change"))
    report = plain(one.dataset, none, YOUNG_PEOPLE)
    assert [part.anchor for part in report.sections] == ["unchanged", "next", "talk"]
    # All there is stands on the pages, so that nothing is left to the full report.
    assert not any("in all. The full report" in text for text in texts_of(report))


@pytest.mark.parametrize("number", [1, 2])
def test_how_many_things_there_are_is_said_where_not_all_are_told(texts_of, number):
    told = " ".join(texts_of(plain(second(), second_judged(number), YOUNG_PEOPLE)))
    assert "We looked at 12 things in all. The full report has the rest." in told


def test_what_is_too_hard_to_read_is_left_to_the_full_report(years, texts_of):
    one = years[1]
    report = {key: value for key, value in one.dataset.programme.report.items() if key != "plain"}
    dataset = replace(one.dataset, programme=replace(one.dataset.programme, report=report))
    told = " ".join(texts_of(plain(dataset, one.evaluation, YOUNG_PEOPLE)))
    assert "Score emotional health again" not in told
    assert "Young people set the questions of the national round table." in told
