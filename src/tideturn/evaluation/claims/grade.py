"""The grade of a finding: proved, judged or stopped (METHODS, section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tideturn.evaluation.claims.model import FAIL, Check, Claim
from tideturn.evaluation.claims.proof.clause import Clause, all_proved

PROVED: Final = "proved"
JUDGED: Final = "judged"
STOPPED: Final = "stopped"
OF_REVIEW: Final = "unreviewed"
"""The check that is of people, and changes no grade."""


@dataclass(frozen=True)
class Grading:
    """How one finding stands to its evidence, sentence by sentence."""

    claim_id: str
    grade: str
    clauses: tuple[Clause, ...]

    @property
    def left(self) -> tuple[str, ...]:
        """Return the words that nothing accounts for, of every sentence that is not proved."""
        return tuple(" … ".join(clause.left) for clause in self.clauses if not clause.proved)

    def as_dict(self) -> Mapping[str, Any]:
        """For `evaluation.json`, in the finding's own record."""
        return {"grade": self.grade, "left": list(self.left)}


def graded(claim: Claim, clauses: tuple[Clause, ...], checks: Iterable[Check]) -> Grading:
    """Grade a finding: stopped where a check fails, proved where every word of it is bound, else judged."""
    if any(check.status == FAIL for check in checks if check.check != OF_REVIEW):
        return Grading(claim.claim_id, STOPPED, clauses)
    return Grading(claim.claim_id, PROVED if all_proved(clauses) else JUDGED, clauses)
