"""Sentences about scores, counts, pathways and ties in two folders: true ones are proved, false ones are not."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from tests import worked_example

from tideturn.evaluation.claims.model import Claim, Edge, own_first
from tideturn.evaluation.claims.proof import prove
from tideturn.evaluation.model import EvidenceItem

ROWS = list(csv.DictReader((Path(__file__).parent / "records.csv").read_text(encoding="utf-8").splitlines()))
"""True sentences, which are proved, and false ones beside them, which never may be."""


def left(row: dict[str, str]) -> list[str]:
    """Return what nothing accounts for in a sentence; empty if it is proved."""
    year = int(row["year"])
    if row["folder"] == "example":
        dataset, evaluation = worked_example.built()[0], worked_example.bare_judged(year)
    else:
        dataset, evaluation = worked_example.second(), worked_example.second_judged(year)
    ledger: dict[str, list[EvidenceItem]] = defaultdict(list)
    for one in (*evaluation.earlier, evaluation):
        for item in one.evidence:
            ledger[item.evidence_id].append(item)
    named = row["evidence"].split("|")
    titles = {one["outcome_id"]: one for one in dataset.table("outcomes").to_dicts()}
    outcome = ledger[named[0]][0].outcome_id or next(iter(titles))
    edges = tuple(Edge(one, "supports", None, own_first(ledger[one], outcome)) for one in named)
    about = (outcome, row["scope"], year)
    verdict = evaluation.verdict(outcome, row["scope"])
    claim = Claim("c", "s", row["text"], row["text"], "change", *about, "a", "b", (), edges, verdict)
    title = f"{titles[outcome]['title']} . {titles[outcome]['definition'] or ''}"
    clauses = prove(claim, title, {site.name: site.code for site in dataset.programme.sites})
    return [word for clause in clauses for word in (clause.left or (() if clause.bonds else ("unbound",)))]


@pytest.mark.parametrize("row", [row for row in ROWS if row["proved"] == "yes"], ids=lambda row: row["text"])
def test_proves_what_the_records_hold(row: dict[str, str]) -> None:
    assert left(row) == []


@pytest.mark.parametrize("row", [row for row in ROWS if row["proved"] == "no"], ids=lambda row: row["text"])
def test_proves_no_other_number_people_time_or_direction(row: dict[str, str]) -> None:
    assert left(row)
