"""What people trained had answered before, beside what they answered after: a level alone would say too much."""

from __future__ import annotations

from collections.abc import Iterable

from tideturn.evaluation.evidence_values import AnswerPairs, ScorePairs
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.told import stated, told


def agreed_before(item: EvidenceItem, every: Iterable[EvidenceItem]) -> str:
    """`41 of 168`: how many had agreed with a question before the training, by its comparison among `every` item.

    Empty where none were asked. Where not all who answered are compared, it says so: `0 of the 26 compared`.
    """
    kind, _, question, *_ = item.evidence_id.split("/")
    for other in every if kind == "survey" else ():
        had = (other.value.agreed_before or {}).get(question) if isinstance(other.value, AnswerPairs) else None
        if other.origin == item.origin and had and had.n:
            k, n = (
                stated(f"agreed_before.{question}.{name}", count, item=other.evidence_id)
                for name, count in (("k", had.k), ("n", had.n))
            )
            return told("{k} of {n}" if had.n == item.n else "{k} of the {n} compared", k=k, n=n)
    return ""


def did_no_better(compared: EvidenceItem, what: str = "answer") -> str:
    """`, 42 the same and 7 a worse answer`: those who did no better."""
    pairs = compared.value if isinstance(compared.value, ScorePairs) else None
    if pairs is None or pairs.same is None or pairs.worse is None or not (pairs.same or pairs.worse):
        return ""
    own, counts = compared.evidence_id, {"same": pairs.same, "worse": pairs.worse}
    ways = {way: stated(way, count, item=own, predicate="better") for way, count in counts.items()}
    return told(", {same} the same and {worse} a worse {what}", what=what, **ways)
