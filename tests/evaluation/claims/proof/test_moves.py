"""Sentences about what moved, held against the worked example: true ones are proved, false ones are not."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from tests import worked_example

from tideturn.evaluation.claims.model import Claim, Edge, own_first
from tideturn.evaluation.claims.proof import prove
from tideturn.evaluation.model import EvidenceItem

SENTENCES = [
    (row["evidence_id"], row["text"], row["proved"] == "yes")
    for row in csv.DictReader((Path(__file__).parent / "moves.csv").read_text(encoding="utf-8").splitlines())
]
"""True sentences, which are proved, and false ones beside them, which never may be."""


def left(evidence_id: str, text: str) -> list[str]:
    """What nothing accounts for of a sentence that rests on one piece of Year 2's evidence; empty where proved."""
    evaluation = worked_example.bare_judged(2)
    ledger: dict[str, list[EvidenceItem]] = defaultdict(list)
    for year in (*evaluation.earlier, evaluation):
        for item in year.evidence:
            ledger[item.evidence_id].append(item)
    outcome = ledger[evidence_id][0].outcome_id
    edges = (Edge(evidence_id, "supports", None, own_first(ledger[evidence_id], outcome)),)
    claim = Claim("c", "s", text, text, "change", outcome, "programme", 2, "a", "b", (), edges, None)
    dataset = worked_example.built()[0]
    row = next(row for row in dataset.table("outcomes").to_dicts() if row["outcome_id"] == outcome)
    places = {site.name: site.code for site in dataset.programme.sites}
    clauses = prove(claim, f"{row['title']} . {row['definition'] or ''}", places)
    return [word for clause in clauses for word in (clause.left or (() if clause.bonds else ("unbound",)))]


@pytest.mark.parametrize(("evidence_id", "text"), [row[:2] for row in SENTENCES if row[2]])
def test_proves_what_moved_as_the_engine_reads_it(evidence_id: str, text: str) -> None:
    assert left(evidence_id, text) == []


@pytest.mark.parametrize(("evidence_id", "text"), [row[:2] for row in SENTENCES if not row[2]])
def test_proves_no_other_way_time_unit_people_or_scale(evidence_id: str, text: str) -> None:
    assert left(evidence_id, text)
