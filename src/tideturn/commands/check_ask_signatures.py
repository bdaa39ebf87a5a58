"""Ask for the missing signatures of judged findings in `tideturn check --ask`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from tideturn.dataset.check import Examined, dataset_in
from tideturn.dataset.check.about import About, stored
from tideturn.dataset.check.asking import Question
from tideturn.dataset.check.folder import ROW
from tideturn.dataset.check.reasons import reason_fault
from tideturn.dataset.edits import Edit, SetCell
from tideturn.dataset.known import known_by
from tideturn.dataset.model import Dataset
from tideturn.dataset.problems import Severity
from tideturn.dataset.schema import MANY
from tideturn.evaluation.claims.checks import context_of, reason_stopped
from tideturn.evaluation.claims.checks.evidence import UNSIGNED
from tideturn.evaluation.claims.grade import JUDGED, Grading
from tideturn.evaluation.claims.model import FAIL, Check, Claim
from tideturn.evaluation.claims.signature import not_covered, part_to_sign, stray_parts
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.model import Evaluation

_AFTER: Final = "summary_of"
"""Name of the column that a signature's columns are added in front of."""


def signatures(found: Examined) -> list[Question]:
    """Return a question for each judged finding without its signature; none while the folder cannot be evaluated."""
    if found.folder.sheet("findings").frame.is_empty() or any(p.severity is Severity.ERROR for p in found.problems):
        return []
    dataset = dataset_in(found)
    sheet = found.folder.sheet("findings")
    rows = dict(sheet.frame.select("claim_id").with_row_index(ROW, offset=2).select("claim_id", ROW).iter_rows())
    return [
        _question(claim, grading, check, sheet.file, rows[claim.claim_id], stopped)
        for year in sorted(set(sheet.frame["year"]))
        for claim, grading, check, stopped in _unsigned(dataset, evaluate(dataset, year=year))
    ]


Stopped = Callable[[str], str]
"""A function that returns why a reason cannot be printed; empty if it can."""


def _unsigned(dataset: Dataset, evaluation: Evaluation) -> Iterator[tuple[Claim, Grading, Check, Stopped]]:
    context = context_of(known_by(dataset, evaluation.year.as_of), evaluation)
    lacking = {one.claim_id: one for one in evaluation.checks if (one.check, one.status) == (UNSIGNED, FAIL)}
    for claim, grading in zip(evaluation.claims, evaluation.gradings, strict=True):
        if grading.grade == JUDGED and claim.claim_id in lacking:
            yield claim, grading, lacking[claim.claim_id], partial(reason_stopped, claim, context=context)


def _question(claim: Claim, grading: Grading, check: Check, file: str, row: int, stopped: Stopped) -> Question:
    named = claim.judged_part and not stray_parts(claim) and not not_covered(claim, grading.clauses)
    part = () if named else part_to_sign(claim, grading.clauses)
    return Question(
        rule=UNSIGNED,
        topic="Judged findings that need a signature",
        about=About(file, claim.claim_id, "judged_reason", stored(claim.text)),
        what=f"“{claim.text}” {check.why} If you think that it is true, give your reason and the evidence for it. "
        "The report prints your reason. If you wrote the finding, leave this open.",
        choices={},
        wanted="your reason",
        fault=lambda reason: reason_fault(reason) or stopped(reason),
        edits=partial(_edits, SetCell(file, row, "judged_reason", "", before=_AFTER), MANY.join(part)),
        signs=SetCell(file, row, "reviewer", "", before=_AFTER),
        not_by=claim.author,
    )


def _edits(cell: SetCell, part: str, reason: str) -> tuple[Edit, ...]:
    """Return edits that write the reason, and the part unless the finding has one that fits."""
    own = (replace(cell, column="judged_part", text=part),) if part else ()
    return (*own, replace(cell, text=reason))
