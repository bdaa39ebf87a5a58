"""What people trained had answered before, beside what they answered after: a level alone would say too much."""

from __future__ import annotations

from collections.abc import Iterator

from tideturn.evaluation.model import EvidenceItem, Strand
from tideturn.evaluation.told import stated, told
from tideturn.report.sections.lookup import Lookup


def had_before(look: Lookup, outcome_id: str, strand: Strand, evidence_id: str) -> str:
    """`; before the training, 41 of 168 had`, of a question that the same people were asked then; else nothing."""
    _, survey, question, *_ = evidence_id.split("/")
    answered = next((one.n for one in look.evidence_of.get(outcome_id, ()) if one.evidence_id == evidence_id), None)
    for item in _compared(look, outcome_id, strand):
        if item.origin == f"survey:{survey}" and (those := agreed_before(item, question, answered)):
            return told("; before the training, {those} had", those=those)
    return ""


def agreed_before(compared: EvidenceItem, question: str, answered: int | None) -> str:
    """`41 of 168`: how many of those whose answers were compared had agreed before; empty where none were asked.

    Where they are not all of those who `answered`, it says so: `0 of the 26 compared`.
    """
    had = ((compared.value or {}).get("agreed_before") or {}).get(question)
    if not had or not had["n"]:
        return ""
    k, n = (stated(f"agreed_before.{question}.{name}", had[name], item=compared.evidence_id) for name in ("k", "n"))
    return told("{k} of {n}" if had["n"] == answered else "{k} of the {n} compared", k=k, n=n)


def did_no_better(look: Lookup, outcome_id: str, strand: Strand, evidence_id: str) -> str:
    """`, 42 the same and 7 a worse answer`: what the others answered, who did not answer better afterwards."""
    for item in _compared(look, outcome_id, strand):
        counts = {way: (item.value or {}).get(way) for way in ("same", "worse")}
        if item.evidence_id == evidence_id and None not in counts.values() and any(counts.values()):
            ways = {way: stated(way, count, item=evidence_id, predicate="better") for way, count in counts.items()}
            return told(", {same} the same and {worse} a worse answer", **ways)
    return ""


def _compared(look: Lookup, outcome_id: str, strand: Strand) -> Iterator[EvidenceItem]:
    """The comparisons of the same people's answers, before and after, among the evidence of a strand."""
    own = {identity for identity in strand.evidence if identity.startswith("matched/")}
    return (item for item in look.evidence_of.get(outcome_id, ()) if item.evidence_id in own)
