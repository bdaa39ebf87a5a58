"""How people who were trained had answered before, next to their later answers: a level alone would say too much."""

from __future__ import annotations

from collections.abc import Iterable

from tideturn.evaluation.evidence_values import AnswerPairs, ScorePairs
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.told import stated, told


def agreed_before(item: EvidenceItem, every: Iterable[EvidenceItem]) -> str:
    """Say how many had agreed with a question before the training: `41 of 168`.

    Look for the question's before-and-after comparison among the items in `every`. Return an empty string if nobody was
    asked before. If the comparison does not cover all who answered, say so: `0 of the 26 compared`.
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
    """Say how many did no better: `, 42 the same and 7 a worse answer`."""
    pairs = compared.value if isinstance(compared.value, ScorePairs) else None
    if pairs is None or pairs.same is None or pairs.worse is None or not (pairs.same or pairs.worse):
        return ""
    own, counts = compared.evidence_id, {"same": pairs.same, "worse": pairs.worse}
    ways = {way: stated(way, count, item=own, predicate="better") for way, count in counts.items()}
    return told(", {same} the same and {worse} a worse {what}", what=what, **ways)
