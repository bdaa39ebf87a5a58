"""Nothing is a fact that a release withholds."""

from __future__ import annotations

import pytest
from tests import worked_example

from tideturn.evaluation.claims.proof.facts import facts_of
from tideturn.evaluation.withholding.published import published
from tideturn.evaluation.withholding.withhold import withhold


@pytest.mark.parametrize("year", [1, 2])
def test_what_is_withheld_is_no_fact(year: int) -> None:
    dataset = worked_example.built()[0]
    evaluation = worked_example.bare_judged(year)
    released = published(dataset, evaluation, withhold(dataset, evaluation))
    held = {(item.evidence_id, fact.field): fact.k for item in evaluation.evidence for fact in facts_of(item)}
    told = {(item.evidence_id, fact.field): fact.k for item in released.evidence for fact in facts_of(item)}
    assert told.items() < held.items()
