"""What people said brought an outcome about, by how many of them said so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.dataset.model import Dataset
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.dataset.wording import listed
from tideturn.evaluation.claims.number_words import told_count
from tideturn.evaluation.claims.rivals import rivals_for, rivals_in
from tideturn.evaluation.drafting.phrases import lowered
from tideturn.evaluation.model import Evaluation, EvidenceItem, OutcomeVerdict

_FEWEST: Final = 2
"""A cause that one person alone named is no finding."""
_NAMED: Final = 3
"""How many causes a sentence names."""


@dataclass(frozen=True)
class Cause:
    """The sentence, and its edges as (id, edge, hash)."""

    text: str
    edges: tuple[tuple[str, str, str], ...]


def said_causes(dataset: Dataset, evaluation: Evaluation, verdict: OutcomeVerdict) -> Cause | None:
    """What people interviewed in the year said brought it about; None where too few said, or no rival was considered.

    People are counted once for each cause, and only those who also spoke to the outcome, so that their words can be
    followed.
    """
    rivals = rivals_for(rivals_in(dataset, evaluation.year), verdict.outcome_id, verdict.scope)
    outcome_of = {row["node_id"]: row["outcome_id"] for row in dataset.table("toc_nodes").to_dicts()}
    node_of = {row["factor"]: row["node_id"] for row in dataset.table("factors").to_dicts()}
    source_of = {
        row["interview_id"]: row["source"] or row["interview_id"]
        for row in dataset.table("interviews").to_dicts()
        if row["year"] == evaluation.year.number
    }
    spoke: dict[str, list[EvidenceItem]] = {}
    for item in evaluation.evidence:
        if item.outcome_id == verdict.outcome_id and item.kind == "interview" and item.scope != PROGRAMME_SCOPE:
            spoke.setdefault(item.origin, []).append(item)
    named: dict[str, set[str]] = {}
    for row in dataset.table("causal_claims").to_dicts():
        source = source_of.get(row["interview_id"])
        if source in spoke and outcome_of.get(node_of.get(row["to_factor"], "")) == verdict.outcome_id:
            named.setdefault(row["from_factor"], set()).add(source)
    enough = sorted(((f, s) for f, s in named.items() if len(s) >= _FEWEST), key=lambda pair: (-len(pair[1]), pair[0]))
    if not enough or not rivals:
        return None
    first, *further = [(told_count(len(sources)), lowered(factor)) for factor, sources in enough[:_NAMED]]
    told = listed([f"{first[0]} people put this down to {first[1]}", *(f"{few} to {what}" for few, what in further)])
    everyone = sorted(set().union(*(sources for _, sources in enough[:_NAMED])))
    edges = [
        (item.evidence_id, "supports" if item.polarity == "supports" else "context", item.provenance.sha256)
        for source in everyone
        for item in spoke[source]
    ]
    if not any(edge == "supports" for _, edge, _ in edges):
        return None
    return Cause(
        f"{told}. Another explanation cannot be ruled out: {lowered(rivals[0].rstrip('.'))}",
        tuple(dict.fromkeys(edges)),
    )
