"""Test that what `tideturn draft` writes is proved, and that the same sentence with one false word is not."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from tests import worked_example

from tideturn.dataset.model import Dataset
from tideturn.evaluation.claims.checks import Context, context_of
from tideturn.evaluation.claims.direction import bears
from tideturn.evaluation.claims.model import Claim, Edge
from tideturn.evaluation.claims.proof.clause import all_proved
from tideturn.evaluation.model import Evaluation

ROWS: Final = list(csv.DictReader((Path(__file__).parent / "drafted.csv").read_text(encoding="utf-8").splitlines()))
"""Sentences about an outcome of a folder in a year, or that sum up several, and whether they are true."""


def world(of: str) -> tuple[Dataset, Evaluation]:
    folder, year = of.split()
    if folder == "example":
        return worked_example.built()[0], worked_example.bare_judged(int(year))
    return worked_example.second(), worked_example.second_judged(int(year))


@cache
def context(of: str) -> Context:
    return context_of(*world(of))


def claim(of: str, outcome: str, text: str) -> Claim:
    """Make a claim with all evidence about its outcome."""
    evaluation = world(of)[1]
    verdict = evaluation.verdict(outcome, "programme")
    assert verdict is not None
    edges = tuple(
        Edge(item.evidence_id, bears(item.polarity, verdict.standing), None, (item,))
        for item in evaluation.evidence
        if item.outcome_id == outcome
    )
    about = (outcome, "programme", evaluation.year.number)
    return Claim("c1", "young_people", text, text, "change", *about, "a", "b", (), edges, verdict)


def claim_of(row: dict[str, str]) -> Claim:
    alone = claim(row["of"], row["outcome"], row["text"])
    parts = tuple(filter(None, row["summary_of"].split("|")))
    body = tuple(replace(claim(row["of"], part, ""), claim_id=part) for part in parts)
    return replace(alone, section="summary", summary_of=parts, edges=(), body=body) if parts else alone


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['true']}-{row['outcome']}-{row['text'][:40]}")
def test_what_a_draft_says_is_proved_and_no_false_neighbour(row: dict[str, str]) -> None:
    clauses = context(row["of"]).prove(claim_of(row))
    assert all_proved(clauses) == (row["true"] == "yes"), (row["text"], clauses)
