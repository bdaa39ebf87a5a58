"""Link a drafted sentence to its evidence: how each piece relates to it, and the hash of what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.claims.direction import bears
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.strand import Strand

Edges = tuple[tuple[str, str, str], ...]
"""Edges, each with its id, its relation to the sentence, and the hash of what was read."""


def edges_of(strand: Strand, evidence: Mapping[str, EvidenceItem], standing: Verdict) -> Iterator[tuple[str, str, str]]:
    """Return a strand's evidence as edges of a sentence about an outcome whose verdict is `standing`."""
    for identity in strand.evidence:
        item = evidence.get(identity)
        if item is not None:
            yield identity, bears(item.polarity, standing), item.provenance.sha256


def once(edges: Iterable[tuple[str, str, str]]) -> Edges:
    """Return each piece of evidence once, with the first edge drawn to it."""
    kept: dict[str, tuple[str, str, str]] = {}
    for edge in edges:
        kept.setdefault(edge[0], edge)
    return tuple(kept.values())
