"""Grade sentences about the worked example and the second folder by their evidence alone."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests import worked_example

from tideturn.evaluation.claims.checks import Context, context_of
from tideturn.evaluation.claims.model import Claim, Edge, own_first
from tideturn.evaluation.claims.proof.clause import Clause
from tideturn.evaluation.model import Evaluation, EvidenceItem

NO_OUTCOME = "none"
"""What a row of sentences says in place of an outcome, where a finding has none."""


class Sentence(NamedTuple):
    """A sentence, its subject and its evidence, and whether it should be proved."""

    folder: str
    year: int
    outcome_id: str
    scope: str
    evidence: tuple[str, ...]
    proved: bool
    text: str


def sentences_in(path: Path) -> list[Sentence]:
    """Return the rows of a file; without an outcome a sentence is about that of its first evidence."""
    found = []
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        folder, year = row.get("folder") or "example", int(row.get("year") or 2)
        evidence = tuple(row["evidence"].replace("+", "|").split("|"))
        outcome = row.get("outcome_id") or _outcome_of(folder, year, evidence[0])
        outcome = "" if outcome == NO_OUTCOME else outcome
        scope = row.get("scope") or "programme"
        found.append(Sentence(folder, year, outcome, scope, evidence, row["proved"] == "yes", row["text"]))
    return found


def _outcome_of(folder: str, year: int, evidence: str) -> str:
    evaluation, _, ledger = _year(folder, year)
    return ledger[evidence][0].outcome_id or evaluation.outcomes[0].outcome_id


def clauses_of(sentence: Sentence) -> tuple[Clause, ...]:
    """Return a sentence, compared with its evidence."""
    return _year(sentence.folder, sentence.year)[1].prove(claim_of(sentence))


def claim_of(sentence: Sentence) -> Claim:
    """Return the claim that a sentence makes, with its evidence and the verdict on its outcome."""
    evaluation, _, ledger = _year(sentence.folder, sentence.year)
    about = (sentence.outcome_id, sentence.scope, sentence.year)
    edges = tuple(Edge(one, "supports", None, own_first(ledger[one], sentence.outcome_id)) for one in sentence.evidence)
    verdict = evaluation.verdict(sentence.outcome_id, sentence.scope)
    return Claim("c", "s", sentence.text, sentence.text, "descriptive", *about, "a", "b", (), edges, verdict)


@cache
def _year(folder: str, year: int) -> tuple[Evaluation, Context, dict[str, list[EvidenceItem]]]:
    """A year of a folder, with what the checks need for its claims, and its evidence by id."""
    if folder == "example":
        dataset, evaluation = worked_example.built()[0], worked_example.bare_judged(year)
    else:
        dataset, evaluation = worked_example.second(), worked_example.second_judged(year)
    ledger = defaultdict(list)
    for item in evaluation.ledger:
        ledger[item.evidence_id].append(item)
    return evaluation, context_of(dataset, evaluation), ledger
