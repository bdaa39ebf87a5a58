"""Give evidence its tokens: the collection that it comes from, and whose account it is.

Two strands that share a token are not independent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.strand import PEOPLE, STAFF, Strand

_OWN: Final = frozenset({"programme", "the programme"})
"""Names that a programme uses for itself as the origin of a document, besides its own name, in any case."""


def people(voice: str) -> str:
    """Return the token of an account: `people:stakeholder`."""
    return f"{PEOPLE}{voice}"


def of_document(origin: str, programme: str) -> frozenset[str]:
    """Return a document's tokens: its origin, and the staff's where the programme itself wrote it."""
    own = origin.strip().casefold() in _OWN | {programme.strip().casefold()}
    return frozenset({f"document:{origin}"} | ({STAFF} if own else set()))


def shared_out(items: Iterable[EvidenceItem], strands: Iterable[tuple[str, str, Strand]]) -> tuple[EvidenceItem, ...]:
    """Return the items, each with its own tokens; an answer has its survey's and voice's, others their strand's."""
    of_strand = {
        (outcome_id, identity): strand.tokens
        for outcome_id, _, strand in strands
        if strand.kind != "survey"
        for identity in strand.evidence
    }
    return tuple(item if item.tokens else replace(item, tokens=_of(item, of_strand)) for item in items)


def _of(item: EvidenceItem, of_strand: dict[tuple[str, str], frozenset[str]]) -> frozenset[str]:
    if item.kind == "survey":
        return frozenset({item.origin, people(item.voice)})
    if item.kind == "interview":
        return frozenset({people(item.voice)})
    return of_strand.get((item.outcome_id, item.evidence_id), frozenset())
