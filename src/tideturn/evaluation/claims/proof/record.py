"""What is known of a year beside a claim's own evidence, from the folder and the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tideturn.dataset.model import Dataset
from tideturn.evaluation.claims.proof.clause import Record
from tideturn.evaluation.model import EvidenceItem


def record_of(dataset: Dataset, evidence: Iterable[EvidenceItem], source: Callable[[EvidenceItem], str]) -> Record:
    """Return what sentences may be proved with beside their own evidence; `evidence` is of this year and earlier.

    `source` gives the whole text that a piece of evidence comes from.
    """
    titles = {row["document_id"]: row["title"] or "" for row in dataset.table("documents").to_dicts()}
    said = tuple(item for item in evidence if item.kind == "interview")
    return Record(said, titles, source)
