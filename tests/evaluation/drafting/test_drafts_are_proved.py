"""Test that every drafted finding of both folders, in both years, is proved."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests import worked_example

from tideturn.dataset.tables import TABLES
from tideturn.evaluation.claims.checks import context_of, run_checks
from tideturn.evaluation.claims.gather import gather_claims
from tideturn.evaluation.claims.grade import PROVED
from tideturn.evaluation.claims.model import DRAFTED
from tideturn.evaluation.drafting import draft


@pytest.mark.parametrize("year", [1, 2])
@pytest.mark.parametrize("folder", ["example", "second"])
def test_a_draft_needs_no_second_signature(folder: str, year: int) -> None:
    dataset = worked_example.built()[0] if folder == "example" else worked_example.second()
    evaluation = worked_example.bare_judged(year) if folder == "example" else worked_example.second_judged(year)
    drafted = draft(dataset, evaluation)
    rows = [
        dict.fromkeys(TABLES["findings"].names)
        | {"claim_id": one.claim_id, "section": one.section, "text": one.text, "type": one.type}
        | {"outcome_id": one.outcome_id, "scope": one.scope, "year": one.year, "author": DRAFTED}
        | {"summary_of": "|".join(one.summary_of)}
        for one in drafted
    ]
    edges = [
        {"claim_id": one.claim_id, "evidence_id": evidence, "edge": edge, "sha256": sha256}
        for one in drafted
        for evidence, edge, sha256 in one.edges
    ]
    tables = {"findings": pl.DataFrame(rows), "finding_evidence": pl.DataFrame(edges)}
    written = replace(dataset, tables={**dataset.tables, **tables})
    claims = gather_claims(written, year, evaluation.ledger, evaluation.outcomes)
    _, gradings = run_checks(claims, context_of(dataset, evaluation))
    left = {claim.text: one.unbound for claim, one in zip(claims, gradings, strict=True) if one.grade != PROVED}
    assert claims
    assert not left
