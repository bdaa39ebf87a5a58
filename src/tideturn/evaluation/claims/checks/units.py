"""`unit_mismatch`: a number that is right of other people than those whom the sentence names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tideturn.evaluation.claims.checks.finding import Finding, fail
from tideturn.evaluation.claims.proof.clause import Clause


def unit_mismatch(clauses: Sequence[Clause]) -> Iterator[Finding]:
    """Fail each number whose sentence would be proved of those whom its evidence counts, and names others."""
    for against in (one for clause in clauses for one in clause.against if one.whom):
        item = against.fact.item
        why = f"“{against.text}” counts {item.unit} and not {against.whom}: it is of {item.evidence_id}."
        yield fail(why, f"Say “{against.text} {item.unit}”, or give the number of {against.whom}.")
