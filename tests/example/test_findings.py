"""The findings of the worked example pass every check; as they stood before review, two of them were stopped."""

from __future__ import annotations

import pytest

from tideturn.dataset.model import Dataset
from tideturn.evaluation.evaluate import evaluate
from tideturn.example import build_example
from tideturn.example.findings import BEFORE_REVIEW, with_findings


@pytest.fixture(scope="module")
def bare() -> Dataset:
    return build_example()[0]


@pytest.mark.parametrize("year", [1, 2])
def test_every_finding_passes_every_check_without_a_query(bare: Dataset, year: int):
    checks = evaluate(with_findings(bare), year=year).checks
    assert len(checks) > 100
    assert [check for check in checks if check.status != "pass"] == []


def test_before_review_two_sentences_are_stopped_each_for_its_reasons(bare: Dataset):
    checks = evaluate(with_findings(bare, before_review=True), year=1).checks
    stopped = {(check.claim_id, check.check) for check in checks if check.status == "fail"}
    assert {claim for claim, _ in stopped} == set(BEFORE_REVIEW)
    assert {("y1-confidence", "number_mismatch"), ("y1-confidence", "overclaim")} <= stopped
    assert {("y1-pathways", "overclaim"), ("y1-pathways", "dissent_hidden")} <= stopped


@pytest.mark.parametrize("year", [1, 2])
def test_every_outcome_that_anything_is_known_of_is_written_about(bare: Dataset, year: int):
    evaluation = evaluate(with_findings(bare), year=year)
    known = {v.outcome_id for v in evaluation.outcomes if v.scope == "programme" and v.strands}
    written = {claim.outcome_id for claim in evaluation.claims if claim.section != "summary"}
    mentioned_in_passing = {"mental_health", "relationships"} if year == 1 else set()
    assert known - written == mentioned_in_passing
