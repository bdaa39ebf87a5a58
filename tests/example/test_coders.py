"""The two coders of the worked example: what was planted between them is what is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests import worked_example

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation

DATASET = worked_example.example()
TRUTH = worked_example.truth()


@pytest.fixture(scope="module")
def judged() -> dict[int, Evaluation]:
    return {year: worked_example.judged(year) for year in (1, 2)}


def planted(year: int) -> list[dict[str, Any]]:
    return [row for row in TRUTH["coders"] if row["year"] == year]


@pytest.mark.parametrize("year", [1, 2])
def test_the_planted_kappa_of_every_code_is_found(judged: dict[int, Evaluation], year: int) -> None:
    found = judged[year].agreement
    assert found is not None
    assert found.coders == ("c1", "c2")
    assert [one.code for one in found.codes] == [row["code"] for row in planted(year)]
    for one, row in zip(found.codes, planted(year), strict=True):
        assert found.units == row["characters"]
        assert dict(one.given) == {"c1": row["both"] + row["first_alone"], "c2": row["both"] + row["second_alone"]}
        assert one.kappa.value == pytest.approx(row["kappa"], abs=1e-9)


def test_a_few_codes_are_less_than_perfect_and_one_of_an_outcome_too_little() -> None:
    told = {(row["year"], row["code"]): row["kappa"] for row in TRUTH["coders"]}
    assert 5 <= sum(kappa < 1 for kappa in told.values()) <= 12
    assert [place for place, kappa in told.items() if kappa < 0.67] == [(2, "information_quality")]


def test_coders_who_differ_weaken_interviews_and_the_verdict_where_nothing_else_carries_it(
    judged: dict[int, Evaluation],
) -> None:
    """The confirmed change does not hang on the coders; without it, both strands that are left do."""
    verdict = judged[2].verdict("information_quality", PROGRAMME_SCOPE)
    assert verdict is not None
    assert (verdict.verdict, verdict.confidence) == ("emerging", "moderate")
    weak = [(v.outcome_id, s.kind) for v in judged[2].outcomes for s in v.strands if "α 0.53" in "".join(s.concerns)]
    assert set(weak) == {("information_quality", "interview")}
    left_out = ("changes", "substantiations", "events", "waves", "ties")  # of the last three it needs none
    tables = {name: rows for name, rows in DATASET.tables.items() if name not in left_out}
    for agreement_concern, confidence in ((0.67, "low"), (0.5, "moderate")):
        programme = replace(DATASET.programme, rules={"agreement_concern": agreement_concern})
        alone = evaluate(replace(DATASET, programme=programme, tables=tables, pathways={}), year=2)
        without = alone.verdict("information_quality", PROGRAMME_SCOPE)
        assert without is not None
        assert (without.verdict, without.confidence) == ("emerging", confidence)
