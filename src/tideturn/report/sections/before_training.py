"""What people trained had answered before, beside what they answered after: a level alone would say too much."""

from __future__ import annotations

from collections.abc import Iterator

from tideturn.evaluation.model import EvidenceItem, Strand
from tideturn.evaluation.told import Told, stated, told
from tideturn.report.sections.lookup import Lookup


def had_before(look: Lookup, outcome_id: str, strand: Strand, evidence_id: str) -> Told:
    """`; before the training, 41 of 168 had`, of a question that the same people were asked then; else nothing."""
    _, survey, question, *_ = evidence_id.split("/")
    for item in _compared(look, outcome_id, strand):
        had = ((item.value or {}).get("agreed_before") or {}).get(question)
        if had and had["n"] and item.origin == f"survey:{survey}":
            field = f"agreed_before.{question}"
            k, n = (stated(f"{field}.{name}", had[name], item=item.evidence_id) for name in ("k", "n"))
            return told("; before the training, {k} of {n} had", k=k, n=n)
    return Told("")


def did_no_better(look: Lookup, outcome_id: str, strand: Strand, evidence_id: str) -> Told:
    """`, 42 the same and 7 a worse answer`: what the others answered, who did not answer better afterwards."""
    for item in _compared(look, outcome_id, strand):
        counts = {way: (item.value or {}).get(way) for way in ("same", "worse")}
        if item.evidence_id == evidence_id and None not in counts.values() and any(counts.values()):
            ways = {way: stated(way, count, item=evidence_id, predicate="better") for way, count in counts.items()}
            return told(", {same} the same and {worse} a worse answer", **ways)
    return Told("")


def _compared(look: Lookup, outcome_id: str, strand: Strand) -> Iterator[EvidenceItem]:
    """The comparisons of the same people's answers, before and after, among the evidence of a strand."""
    own = {identity for identity in strand.evidence if identity.startswith("matched/")}
    return (item for item in look.evidence_of.get(outcome_id, ()) if item.evidence_id in own)
