"""What people said, in a release under names from which nobody can count who was heard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.model import EvidenceItem, Provenance

HEARD: Final = "transcripts"
"""What a piece of an interview was read from; which transcript it was would tell who else said what."""


def unnamed(
    claims: Iterable[Claim], evidence: Mapping[str, EvidenceItem]
) -> tuple[tuple[Claim, ...], dict[str, EvidenceItem]]:
    """The claims' graph with each piece of an interview called `interview/OUTCOME/YEAR/7` instead of by its interview.

    The numbers follow what the pieces say, never who said it, so that their order groups no speaker's words.
    """
    heard = [item for item in evidence.values() if item.kind == "interview"]
    heard.sort(key=lambda item: (item.outcome_id, item.year, item.text, item.polarity, item.evidence_id))
    names: dict[str, str] = {}
    numbers: dict[tuple[str, int], int] = {}
    for item in heard:
        group = (item.outcome_id, item.year)
        numbers[group] = numbers.get(group, 0) + 1
        names[item.evidence_id] = f"interview/{item.outcome_id}/{item.year}/{numbers[group]}"
    pieces = {
        names.get(identity, identity): _unnamed(item, names[identity]) if identity in names else item
        for identity, item in evidence.items()
    }
    return tuple(_renamed(claim, names) for claim in claims), pieces


def _unnamed(item: EvidenceItem, name: str) -> EvidenceItem:
    source = item.provenance.table
    return replace(
        item,
        evidence_id=name,
        provenance=Provenance(HEARD if source.startswith(f"{HEARD}/") else source, (), 0, ""),
    )


def _renamed(claim: Claim, names: Mapping[str, str]) -> Claim:
    """The claim with its edges renamed, those to interviews last and in the order of their new names."""
    kept = [edge for edge in claim.edges if edge.evidence_id not in names]
    said = [replace(edge, evidence_id=names[edge.evidence_id]) for edge in claim.edges if edge.evidence_id in names]
    said.sort(key=lambda edge: (edge.evidence_id, edge.edge))
    return replace(claim, edges=(*kept, *said), body=tuple(_renamed(part, names) for part in claim.body))
