"""Evidence of a drafted sentence: what bears on it, how, and the hash of what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.claims.direction import bears
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.strand import Strand

Edges = tuple[tuple[str, str, str], ...]
"""Each as its id, how it bears, the hash of what was read."""


def edges_of(strand: Strand, evidence: Mapping[str, EvidenceItem], standing: Verdict) -> Iterator[tuple[str, str, str]]:
    """Return a strand's evidence as edges of a sentence about an outcome whose verdict is `standing`."""
    for identity in strand.evidence:
        item = evidence.get(identity)
        if item is not None:
            yield identity, bears(item.polarity, standing), item.provenance.sha256


def once(edges: Iterable[tuple[str, str, str]]) -> Edges:
    """Each piece of evidence once: the first edge that was drawn to it stands."""
    kept: dict[str, tuple[str, str, str]] = {}
    for edge in edges:
        kept.setdefault(edge[0], edge)
    return tuple(kept.values())
