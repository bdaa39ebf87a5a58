"""Make the strand of a single piece of evidence: a set of scores, a series, a pathway, a network."""

from __future__ import annotations

from typing import Any

from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.readings import Reading
from tideturn.evaluation.strand import UNCOMPARED, Strand


def strand_of(item: EvidenceItem, reading: Reading, *, design: str, **more: Any) -> Strand:
    """Return the strand of a piece of evidence; one that compares rose if it reads positive, and fell if negative.

    `more` are fields of the strand that neither the evidence nor its reading has.
    """
    compares = design != UNCOMPARED
    return Strand(
        kind=item.kind,
        voice=item.voice,
        reading=reading.reading,
        why=reading.why,
        unit=item.unit,
        population=item.population,
        evidence=(item.evidence_id,),
        design=design,
        rose=compares and reading.reading == "positive",
        fell=compares and reading.reading == "negative",
        smallest_change=reading.smallest_change,
        needs=reading.needs,
        **more,
    )
