"""Summaries of summaries: each claim is made once, however many sum it up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
from tests.worked_example import judged

from tideturn.dataset.model import Dataset, Programme, Site, Year
from tideturn.evaluation.claims.gather import gather_claims


def folder_of(summed: dict[str, str | None]) -> Dataset:
    rows = [
        {
            "claim_id": claim,
            "section": "summary",
            "text": f"Sentence {claim}.",
            "type": "descriptive",
            "outcome_id": "o",
            "scope": "programme",
            "year": 1,
            "author": "ev-1",
            "reviewer": None,
            "judged_part": None,
            "judged_reason": None,
            "summary_of": parts,
        }
        for claim, parts in summed.items()
    ]
    year = Year(1, date(2018, 9, 1), date(2019, 8, 31))
    programme = Programme(name="P", sites=(Site("l", "L", "local"),), years=(year,))
    return Dataset(programme=programme, tables={"findings": pl.DataFrame(rows, infer_schema_length=None)})


def test_a_claim_that_many_sum_up_is_made_once() -> None:
    # Each sums up the next two: without keeping what was made, the last would be made 10^12 times.
    summed = {f"c{i}": "|".join(f"c{j}" for j in (i + 1, i + 2) if j < 60) or None for i in range(60)}
    claims = {claim.claim_id: claim for claim in gather_claims(folder_of(summed), 1, (), ())}
    assert list(claims) == list(summed)
    assert all(part is claims[part.claim_id] for claim in claims.values() for part in claim.body)
    assert [part.claim_id for part in claims["c0"].body] == ["c1", "c2"]


def test_a_ring_of_summaries_ends_where_it_closes() -> None:
    claims = gather_claims(folder_of({"a": "b", "b": "a", "c": "c"}), 1, (), ())
    assert [[part.claim_id for part in claim.body] for claim in claims] == [["b"], [], []]


def test_a_claim_is_filled_from_the_evidence_of_its_own_outcome() -> None:
    """A question under two outcomes has one id, and may count other answers for each."""
    name = "survey/s/q/staff/programme/2"
    some = next(item for item in judged(2).evidence if item.evidence_id.startswith("survey/") and "k" in item.by_name)
    items = [
        replace(some, evidence_id=name, outcome_id=outcome, value=some.value.of({**some.by_name, "k": k}))
        for outcome, k in (("a", 6), ("o", 10))
    ]
    folder = folder_of({"c": None})
    findings = folder.table("findings").with_columns(text=pl.lit(f"{{k:{name}}} agree."))
    edges = pl.DataFrame({"claim_id": ["c"], "evidence_id": [name], "edge": ["supports"], "sha256": [""]})
    folder = replace(folder, tables={"findings": findings, "finding_evidence": edges})
    (claim,) = gather_claims(folder, 1, items, ())
    assert claim.text == "10 agree."
    assert [item.outcome_id for item in claim.edges[0].items] == ["o", "a"]
