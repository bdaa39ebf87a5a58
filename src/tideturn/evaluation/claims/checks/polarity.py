"""`edge_polarity`: no evidence may support a sentence that says something else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tideturn.dataset.vocabulary import POLARITY
from tideturn.evaluation.claims.checks.finding import Finding, fail
from tideturn.evaluation.claims.direction import NEITHER, direction_of, only_describes, says_besides
from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.quotation import holds_whole
from tideturn.evaluation.ledger.changes import REVERSED
from tideturn.evaluation.model import COUNT, EvidenceItem

_STILL: Final = Gated(r"\b(?:still|continues?|remains?|to this day)\b")


def edge_polarity(claim: Claim) -> Iterator[Finding]:
    """Yield evidence that is attached as support but points another way.

    A descriptive sentence may rest on neutral or mixed evidence. If somebody said both, it must quote all of it.
    """
    says = direction_of(claim)
    if _STILL.search(claim.text):
        for edge in claim.edges:
            if edge.edge == "supports" and edge.item is not None and f"({REVERSED} " in edge.item.text:
                yield fail(
                    f"the change in {edge.evidence_id} was reversed, but the sentence says that it lasts.",
                    "Say that it ended.",
                )
    describes, besides = only_describes(claim), says_besides(claim)
    for edge in claim.edges if says else ():
        own = [item for item in edge.items if item.outcome_id == claim.outcome_id] or edge.items
        may_read = {says, *besides, *(NEITHER if describes and own and _whole(claim, own[0]) else ())}
        counted = own and own[0].kind == COUNT  # how much was done points neither way
        if edge.edge == "supports" and own and not counted and not may_read & {item.polarity for item in own}:
            reads = POLARITY.terms.get(own[0].polarity, "says neither")
            yield fail(
                f"the evidence {edge.evidence_id} is drawn as support, but it {reads}; "
                f"the sentence {POLARITY.terms[says]}.",
                "Draw it as contradicts or context in finding_evidence.csv, or say in the sentence what it says.",
            )


def _whole(claim: Claim, item: EvidenceItem) -> bool:
    """Return whether evidence is measured, or quoted in full by the sentence."""
    return item.kind not in ("interview", "document") or holds_whole(claim.text, item.text)
