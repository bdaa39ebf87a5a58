"""Read `findings.csv` and `finding_evidence.csv` as the claims of a year, with their evidence and references filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.dataset.model import Dataset
from tideturn.evaluation.claims.model import Claim, Edge, own_first, together
from tideturn.evaluation.claims.references import fill
from tideturn.evaluation.model import EvidenceItem, OutcomeVerdict


def gather_claims(
    dataset: Dataset, year: int, evidence: Iterable[EvidenceItem], verdicts: Sequence[OutcomeVerdict]
) -> tuple[Claim, ...]:
    """Return the claims of a year in the order in which they were written; a claim that sums up others contains them.

    `evidence` is the ledger of this year and of earlier ones, so that a claim may compare.
    """
    rows = dataset.table("findings").filter(pl.col("year") == year).to_dicts()
    ledger: dict[str, list[EvidenceItem]] = {}
    for item in evidence:
        ledger.setdefault(item.evidence_id, []).append(item)
    outcome_of = {row["claim_id"]: row["outcome_id"] or "" for row in rows}
    edges: dict[str, list[Edge]] = {}
    for row in dataset.table("finding_evidence").to_dicts():
        items = own_first(ledger.get(row["evidence_id"], ()), outcome_of.get(row["claim_id"], ""))
        edges.setdefault(row["claim_id"], []).append(Edge(row["evidence_id"], row["edge"], row["sha256"], items))
    judged = {(verdict.outcome_id, verdict.scope): verdict for verdict in verdicts}
    by_id = {row["claim_id"]: row for row in rows}
    made: dict[str, Claim] = {}
    for row in rows:
        _made(row["claim_id"], by_id, edges, judged, made, ())
    return tuple(made[row["claim_id"]] for row in rows)


def _made(
    claim_id: str,
    rows: Mapping[str, Mapping[str, Any]],
    edges: Mapping[str, Sequence[Edge]],
    judged: Mapping[tuple[str, str], OutcomeVerdict],
    made: dict[str, Claim],
    above: tuple[str, ...],
) -> Claim:
    """Return the claim; first make those that it sums up. Cut a circle of summaries where it closes."""
    if claim_id in made:
        return made[claim_id]
    row = rows[claim_id]
    parts = tuple(split_many(row["summary_of"]))
    body = tuple(
        _made(part, rows, edges, judged, made, (*above, claim_id))
        for part in parts
        if part in rows and part != claim_id and part not in above
    )
    own = tuple(edges.get(claim_id, ()))
    known = together(own, body)
    text, filled, unfilled = fill(row["text"], known)
    claim = Claim(
        claim_id=claim_id,
        section=row["section"],
        written=row["text"],
        text=text,
        type=row["type"],
        outcome_id=row["outcome_id"] or "",
        scope=row["scope"],
        year=row["year"],
        author=row["author"],
        reviewer=row["reviewer"],
        summary_of=parts,
        edges=own,
        verdict=judged.get((row["outcome_id"] or "", row["scope"])),
        filled=filled,
        unfilled=unfilled,
        body=body,
        judged_part=tuple(fill(part, known)[0] for part in split_many(row["judged_part"])),
        judged_reason=fill(row["judged_reason"], known)[0] if row["judged_reason"] else None,
    )
    made[claim_id] = claim
    return claim
