"""Evidence of a drafted sentence: what bears on it, how, and the hash of what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tideturn.evaluation.model import EvidenceItem, Strand

Edges = tuple[tuple[str, str, str], ...]
"""Each as its id, how it bears, the hash of what was read."""


def edges_of(strand: Strand, evidence: Mapping[str, EvidenceItem]) -> Iterator[tuple[str, str, str]]:
    """A strand's evidence as edges: by what each piece says itself, or else by what the strand reads."""
    for identity in strand.evidence:
        item = evidence.get(identity)
        if item is None:
            continue
        if item.polarity in ("supports", "contradicts"):
            edge = item.polarity
        elif item.polarity == "no_change" or strand.reading == "negative":
            edge = "contradicts"
        else:
            edge = "supports" if strand.reading == "positive" or item.value is not None else "context"
        yield identity, edge, item.provenance.sha256


def once(edges: Iterable[tuple[str, str, str]]) -> Edges:
    """Each piece of evidence once: the first edge that was drawn to it stands."""
    kept: dict[str, tuple[str, str, str]] = {}
    for edge in edges:
        kept.setdefault(edge[0], edge)
    return tuple(kept.values())
