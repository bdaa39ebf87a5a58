"""Sentences about answers to surveys, held against two folders: true ones are proved, false ones are not."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from tests import worked_example

from tideturn.evaluation.claims.checks import context_of
from tideturn.evaluation.claims.model import Claim, Edge, own_first
from tideturn.evaluation.claims.proof.clause import all_proved
from tideturn.evaluation.model import Evaluation, EvidenceItem

ROWS = list(csv.DictReader((Path(__file__).parent / "answers.csv").read_text(encoding="utf-8").splitlines()))


@cache
def judged(folder: str, year: int) -> Evaluation:
    return worked_example.bare_judged(year) if folder == "example" else worked_example.second_judged(year)


def proved(folder: str, year: int, evidence_ids: str, text: str) -> bool:
    evaluation = judged(folder, year)
    dataset = worked_example.built()[0] if folder == "example" else worked_example.second()
    items = [item for one in (*evaluation.earlier, evaluation) for item in one.evidence]
    ledger: dict[str, list[EvidenceItem]] = defaultdict(list)
    for item in items:
        ledger[item.evidence_id].append(item)
    names = evidence_ids.split("+")
    outcome = ledger[names[0]][0].outcome_id
    edges = tuple(Edge(name, "supports", None, own_first(ledger[name], outcome)) for name in names)
    about = (outcome, "programme", year)
    claim = Claim("c", "s", text, text, "descriptive", *about, "a", "b", (), edges, evaluation.verdict(*about[:2]))
    context = context_of(dataset, evaluation.year, evaluation.contributions, lambda _: (), items)
    return all_proved(context.prove(claim))


@pytest.mark.parametrize("row", [row for row in ROWS if row["proved"] == "yes"], ids=lambda row: row["text"])
def test_what_people_answered_is_proved(row: dict[str, str]) -> None:
    assert proved(row["folder"], int(row["year"]), row["evidence_ids"], row["text"])


@pytest.mark.parametrize("row", [row for row in ROWS if row["proved"] == "no"], ids=lambda row: row["text"])
def test_no_other_answer_number_time_or_denominator_is(row: dict[str, str]) -> None:
    assert not proved(row["folder"], int(row["year"]), row["evidence_ids"], row["text"])
