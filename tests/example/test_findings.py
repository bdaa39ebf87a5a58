"""The findings of the worked example pass every check; as they stood before review, two of them were stopped."""

from __future__ import annotations

import pytest
from tests.worked_example import built, judged

from tideturn.evaluation.evaluate import evaluate
from tideturn.example.findings import BEFORE_REVIEW, with_findings


@pytest.mark.parametrize("year", [1, 2])
def test_every_finding_passes_every_check_without_a_query(year: int):
    checks = judged(year).checks
    assert len(checks) > 100
    assert [check for check in checks if check.status != "pass"] == []


def test_before_review_two_sentences_are_stopped_each_for_its_reasons():
    checks = evaluate(with_findings(built()[0], before_review=True), year=1).checks
    stopped = {(check.claim_id, check.check) for check in checks if check.status == "fail"}
    assert {claim for claim, _ in stopped} == set(BEFORE_REVIEW)
    assert {("y1-confidence", "number_mismatch"), ("y1-confidence", "overclaim")} <= stopped
    assert {("y1-pathways", "overclaim"), ("y1-pathways", "dissent_hidden")} <= stopped


@pytest.mark.parametrize("year", [1, 2])
def test_every_outcome_that_anything_is_known_of_is_written_about(year: int):
    evaluation = judged(year)
    known = {v.outcome_id for v in evaluation.outcomes if v.scope == "programme" and v.strands}
    written = {claim.outcome_id for claim in evaluation.claims if claim.section != "summary"}
    mentioned_in_passing = {"mental_health", "relationships"} if year == 1 else set()
    assert known - written == mentioned_in_passing
