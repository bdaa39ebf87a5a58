"""A claim, which is a sentence of the report with its evidence, and the result of each check of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from tideturn.evaluation.model import EvidenceItem, OutcomeVerdict

PASS: Final = "pass"  # noqa: S105 (no password)
QUERY: Final = "query"
FAIL: Final = "fail"
DRAFTED: Final = "draft"
"""The author of a sentence that nobody has edited yet."""
SUMMARY: Final = "summary"
"""The section for summaries."""


@dataclass(frozen=True)
class Edge:
    """Relation of one piece of evidence to a claim: supports, contradicts or context.

    `sha256` is the hash of what was read when the edge was drawn, None where none was kept. `items` are the ledger's
    items with that id: one for each outcome that it speaks to, the claim's own first; empty if there is none.
    """

    evidence_id: str
    edge: str
    sha256: str | None
    items: tuple[EvidenceItem, ...] = ()

    @property
    def item(self) -> EvidenceItem | None:
        """Return the evidence itself, that of the claim's own outcome if there is one; None if the ledger has none.

        A question may count other answers for another outcome.
        """
        return self.items[0] if self.items else None


def own_first(items: Iterable[EvidenceItem], outcome_id: str) -> tuple[EvidenceItem, ...]:
    """Return evidence of one id with that of an outcome before that of others."""
    return tuple(sorted(items, key=lambda item: item.outcome_id != outcome_id))


@dataclass(frozen=True)
class Claim:
    """One sentence of the findings; `written` as its author wrote it, `text` with every reference filled."""

    claim_id: str
    section: str
    written: str
    text: str
    type: str
    outcome_id: str
    scope: str
    year: int
    author: str
    reviewer: str | None
    summary_of: tuple[str, ...]
    edges: tuple[Edge, ...]
    verdict: OutcomeVerdict | None
    """The verdict on its outcome at its scope; None where the outcome does not apply there."""
    filled: tuple[tuple[int, int], ...] = ()
    """Spans in `text` where references were filled: their numbers are the evidence's own."""
    unfilled: tuple[str, ...] = ()
    """Reasons why a reference could not be filled, each a sentence."""
    body: tuple[Claim, ...] = field(default=(), repr=False)
    """Claims that it sums up."""
    judged_part: tuple[str, ...] = ()
    """Parts of `text` that the reviewer signs as the evaluator's judgement."""
    judged_reason: str | None = None
    """Reason why it is right all the same, from the person who signs it."""

    @cached_property
    def evidence(self) -> tuple[Edge, ...]:
        """Return the claim's own edges, then those of the claims that it sums up."""
        return together(self.edges, self.body)

    def as_dict(self) -> Mapping[str, Any]:
        """Return the claim as a mapping for `evaluation.json`."""
        return {
            "claim_id": self.claim_id,
            "section": self.section,
            "text": self.text,
            "outcome_id": self.outcome_id,
            "scope": self.scope,
            "year": self.year,
            "type": self.type,
            "verdict": self.verdict.standing if self.verdict else None,
            "confidence": self.verdict.confidence if self.verdict else None,
            "author": self.author,
            "reviewer": self.reviewer,
            "judged_part": list(self.judged_part),
            "judged_reason": self.judged_reason,
            "summary_of": list(self.summary_of),
            "edges": [{"evidence_id": e.evidence_id, "edge": e.edge, "sha256": e.sha256} for e in self.edges],
        }


def together(own: Iterable[Edge], body: Iterable[Claim]) -> tuple[Edge, ...]:
    """Return a claim's own edges and those of the claims that it sums up, each once."""
    edges = {(edge.evidence_id, edge.edge): edge for edge in own}
    for claim in body:
        for edge in claim.evidence:
            edges.setdefault((edge.evidence_id, edge.edge), edge)
    return tuple(edges.values())


@dataclass(frozen=True)
class Check:
    """Result of one check of one claim: its status, the reason, and what to do about it."""

    check: str
    claim_id: str
    status: str
    why: str = ""
    mend: str = ""

    def as_dict(self) -> Mapping[str, Any]:
        """Return the result as a mapping for `evaluation.json`."""
        return {
            "check": self.check,
            "claim_id": self.claim_id,
            "status": self.status,
            "why": self.why,
            "mend": self.mend,
        }
