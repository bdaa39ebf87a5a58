"""Find the questions on which partners and the programme's staff differ, and give both numbers."""

from __future__ import annotations

from collections.abc import Iterator

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import Evaluation, EvidenceItem
from tideturn.evaluation.rules import Rules
from tideturn.methods.intervals import newcombe
from tideturn.report.plain.claims import claimed, edges_of
from tideturn.report.plain.wording import share


def differences(evaluation: Evaluation) -> tuple[Claim, ...]:
    """Return a sentence for each question that both groups were asked and answered differently by more than chance.

    A first wave, which cannot show change, does show a level, and so shows where the two differ. The largest difference
    comes first.
    """
    found: list[tuple[float, Claim]] = []
    for verdict in evaluation.outcomes:
        if verdict.scope != PROGRAMME_SCOPE:
            continue
        evidence = {item.evidence_id: item for item in evaluation.evidence if item.outcome_id == verdict.outcome_id}
        edges = edges_of(verdict, evidence)
        for staff, partners in _both_asked(evidence):
            if not _differ(staff, partners, evaluation.rules):
                continue
            ours = f"{_so_many(staff, 'of the programme’s staff')} {staff.choices.agreed}"
            written = f"“{staff.text.rstrip('.')}”: {ours}, but {_so_many(partners, 'partners')} did."
            claim = claimed(evaluation, verdict, f"differ-{len(found) + 1}", written, edges)
            found.append((abs(_share(staff) - _share(partners)), claim))
    return tuple(claim for _, claim in sorted(found, key=lambda one: -one[0]))


def _so_many(item: EvidenceItem, who: str) -> str:
    return f"{{k:{item.evidence_id}}} of {{n:{item.evidence_id}}} {who}{share(item)}"


def _share(item: EvidenceItem) -> float:
    return known(item.k) / (item.n or 1)


def _differ(staff: EvidenceItem, partners: EvidenceItem, rules: Rules) -> bool:
    """Return whether enough of both answered and Newcombe's 95% interval of their difference excludes 0."""
    (k, n), (other_k, other_n) = ((known(item.k), known(item.n)) for item in (staff, partners))
    apart = newcombe(k, n, other_k, other_n) if min(n, other_n) >= rules.min_n else None
    return apart is not None and not apart.low <= 0 <= apart.high


def _both_asked(evidence: dict[str, EvidenceItem]) -> Iterator[tuple[EvidenceItem, EvidenceItem]]:
    for identity, item in evidence.items():
        kind, *_ = identity.split("/")
        other = evidence.get(identity.replace("/staff/", "/stakeholder/"))
        if kind != "survey" or item.voice != "staff" or item.scope != PROGRAMME_SCOPE or other is None:
            continue
        if other is not item and all(piece.n and piece.k is not None for piece in (item, other)):
            yield item, other
