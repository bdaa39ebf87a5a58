"""Rename what people said in a release, so that nobody can count who was interviewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.model import EvidenceItem, Provenance
from tideturn.evaluation.withholding.published import UNREAD

HEARD: Final = "transcripts"
"""Source of a piece of an interview. Naming the transcript would show who else said what."""
NOT_QUOTED: Final = "not-quoted"


def unnamed(
    claims: Iterable[Claim], evidence: Mapping[str, EvidenceItem]
) -> tuple[tuple[Claim, ...], dict[str, EvidenceItem]]:
    """Return the claims and evidence with each quoted piece of an interview named `interview/OUTCOME/YEAR/7`.

    The name does not say which interview. The numbers follow what the pieces say, never who said it, so that their
    order does not group one speaker's words. All that is not quoted becomes one piece, which hides both its amount and
    its reading: next to the quoted words of the adults, it would count those of the young people.
    """
    heard = [item for item in evidence.values() if item.kind == "interview"]
    heard.sort(key=lambda item: (item.outcome_id, item.year, item.text, item.polarity, item.evidence_id))
    named: dict[str, EvidenceItem] = {}
    numbers: Counter[str] = Counter()
    for item in heard:
        group = f"interview/{item.outcome_id}/{item.year}"
        numbers[group] += bool(item.text)
        source = HEARD if item.provenance.table.startswith(f"{HEARD}/") else item.provenance.table
        named[item.evidence_id] = replace(
            item,
            evidence_id=f"{group}/{numbers[group] if item.text else f'{NOT_QUOTED}/{source}'}",
            polarity=item.polarity if item.text else UNREAD,
            provenance=Provenance(source, (), 0, ""),
        )
    pieces = (named.get(identity, item) for identity, item in evidence.items())
    return tuple(_renamed(claim, named) for claim in claims), {item.evidence_id: item for item in pieces}


def _renamed(claim: Claim, named: Mapping[str, EvidenceItem]) -> Claim:
    """Return the claim with its edges renamed: those to interviews last, each once, in the order of their new names."""
    kept = [edge for edge in claim.edges if edge.evidence_id not in named]
    said = {
        (name, edge.edge): replace(edge, evidence_id=name)
        for edge in claim.edges
        if edge.evidence_id in named and (name := named[edge.evidence_id].evidence_id)
    }
    return replace(
        claim,
        edges=(*kept, *(said[key] for key in sorted(said))),
        body=tuple(_renamed(part, named) for part in claim.body),
    )
