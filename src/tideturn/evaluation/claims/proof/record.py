"""Collect the year's other records from the folder and the evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tideturn.dataset.model import Dataset
from tideturn.evaluation.claims.proof.clause import Record
from tideturn.evaluation.claims.proof.harvest import changes_of
from tideturn.evaluation.model import EvidenceItem


def record_of(dataset: Dataset, evidence: Iterable[EvidenceItem], source: Callable[[EvidenceItem], str]) -> Record:
    """Return the record of a year; `evidence` is of this year and earlier ones.

    `source` returns the full source text of a piece of evidence.
    """
    titles = {row["document_id"]: row["title"] or "" for row in dataset.table("documents").to_dicts()}
    held = tuple(evidence)
    said = tuple(item for item in held if item.kind == "interview")
    return Record(said, titles, source, changes_of(dataset, held))
