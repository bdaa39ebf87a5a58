"""Check that a number counts the people that the sentence names (`unit_mismatch`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tideturn.evaluation.claims.checks.finding import Finding, fail
from tideturn.evaluation.claims.proof.clause import Clause


def unit_mismatch(clauses: Sequence[Clause]) -> Iterator[Finding]:
    """Fail each number whose sentence names other people, and would be proved with the people that it counts."""
    for against in (one for clause in clauses for one in clause.against if one.whom):
        item = against.fact.item
        why = f"“{against.text}” counts {item.unit}, not {against.whom} ({item.evidence_id})."
        yield fail(why, f"Say “{against.text} {item.unit}”, or give the number of {against.whom}.")
