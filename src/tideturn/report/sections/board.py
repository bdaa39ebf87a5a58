"""The outcome board: outcomes down, places across, a verdict in each cell that leads to its reasons."""

from __future__ import annotations

from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import CONFIDENCE, KIND, PROGRAMME_SCOPE
from tideturn.evaluation.model import OutcomeVerdict
from tideturn.report.blocks import Board, BoardCell, BoardRow, Section, VerdictMark
from tideturn.report.sections.lookup import Lookup
from tideturn.report.wording import listed

AREAS: Final = {
    "cyp": "Children and young people",
    "practitioner": "Practitioners",
    "system": "The system: pathways, structures, collaboration",
}


def board(look: Lookup) -> Section | None:
    """Return the outcome board under its own heading; None if nothing was judged."""
    scopes = [*(site.code for site in look.sites), PROGRAMME_SCOPE]
    groups = []
    for area, title in AREAS.items():
        rows = tuple(
            BoardRow(row["title"], look.anchor(outcome), tuple(_cell(look, outcome, scope) for scope in scopes))
            for outcome, row in look.outcomes.items()
            if row["area"] == area and (outcome, PROGRAMME_SCOPE) in look.verdicts
        )
        if rows:
            groups.append((title, rows))
    table = Board(
        f"Verdict on each outcome in each place, Year {look.evaluation.year.number}",
        tuple(look.place(scope) for scope in scopes),
        tuple(groups),
    )
    if not groups:
        return None
    return Section("board", "The outcomes at a glance", 2, (table,), "board")


def _cell(look: Lookup, outcome: str, scope: str) -> BoardCell | None:
    verdict = look.verdicts.get((outcome, scope))
    if verdict is None:
        return None
    mark = look.mark(verdict)
    note = _note(look, verdict)
    label = f"{look.title(outcome)}, {look.place(scope)}: {mark.word}" + (f", {note}" if note else "")
    return BoardCell(VerdictMark(mark.verdict, mark.word, note), look.anchor(outcome, scope), label)


def _note(look: Lookup, verdict: OutcomeVerdict) -> str:
    """Return the few words under a verdict that say most about it."""
    if verdict.override:
        return "overridden"
    if verdict.verdict is Verdict.TOO_EARLY:
        due = f"due in Year {look.outcomes[verdict.outcome_id]['due_year']}"
        negative = sum(sign.reading == "negative" for sign in verdict.early_signs)
        return f"{due}; a negative sign" if negative else due
    if verdict.verdict is Verdict.WITHHELD:
        return "numbers too small"
    if not verdict.own:
        return listed([KIND.terms[k] for k in KIND.codes if any(s.kind == k for s in verdict.strands)])
    if verdict.verdict is Verdict.NOT_MEASURED:
        return "nothing collected"
    if verdict.scope == PROGRAMME_SCOPE and verdict.sure:
        return f"{CONFIDENCE.terms[verdict.sure]} confidence"
    kinds = [s.kind for s in verdict.strands if verdict.verdict.way in ("", s.reading)]
    told = listed([KIND.terms[kind] for kind in KIND.codes if kind in kinds])
    if verdict.verdict is Verdict.INSUFFICIENT and told:
        return f"too little: {told}"
    return told
