"""Grade findings: proved, judged or stopped (METHODS, section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tideturn.evaluation.claims.model import FAIL, Check, Claim
from tideturn.evaluation.claims.proof.clause import Clause, all_proved

PROVED: Final = "proved"
JUDGED: Final = "judged"
STOPPED: Final = "stopped"
GRADES: Final = (PROVED, JUDGED, STOPPED)


@dataclass(frozen=True)
class Grading:
    """Grade of one finding, with its sentences."""

    claim_id: str
    grade: str
    clauses: tuple[Clause, ...]

    @property
    def unbound(self) -> tuple[str, ...]:
        """Return the words left over, one text per sentence that is not proved."""
        return tuple(clause.not_proved for clause in self.clauses if not clause.proved)

    def as_dict(self) -> Mapping[str, Any]:
        """Return the fields for `evaluation.json`."""
        return {"grade": self.grade, "unbound": list(self.unbound)}


def graded(claim: Claim, clauses: tuple[Clause, ...], checks: Iterable[Check]) -> Grading:
    """Grade a finding by the checks of its text and evidence: stopped if one fails, proved if no word is left over."""
    if any(check.status == FAIL for check in checks):
        return Grading(claim.claim_id, STOPPED, clauses)
    return Grading(claim.claim_id, PROVED if all_proved(clauses) else JUDGED, clauses)
