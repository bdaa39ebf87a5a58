"""Outcomes as rows of the programme folder."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.cells import at_most, joined, number_in, required_term_in, several_in, term_in, words_in
from tideturn.hub.forms.folder_tables import Cells, FolderRow, FolderTable, folder_table
from tideturn.hub.outcomes import policy
from tideturn.hub.outcomes.models import Outcome
from tideturn.hub.outcomes.rules import LATEST_YEAR, is_late
from tideturn.hub.outcomes.services import outcomes
from tideturn.hub.outcomes.terms import NOBODY_YET, Area, Better, Claim, Element


def fill_in() -> None:
    """Declare the table."""
    folder_table(
        FolderTable(
            name="outcomes",
            key=("outcome_id",),
            columns=("outcome_id", "area", "title", "due_year", "claim", "element", "definition", "better", "sites"),
            after=("sites",),
            rows=_rows,
            add=_add,
            change=_change,
            remove=outcomes.remove_outcome,
        )
    )


def _rows(by: Standing) -> list[FolderRow]:
    return [
        FolderRow(
            one.pk,
            one.version,
            {
                "outcome_id": one.code,
                "area": one.area,
                "title": one.title,
                "due_year": str(one.due_year),
                "claim": one.claim,
                "element": one.element,
                "definition": one.definition,
                "better": one.better,
                "sites": joined(one.sites),
            },
        )
        for one in policy.OUTCOMES.visible_to(by, Outcome.objects.order_by("code"))
    ]


def _add(*, by: Standing, cells: Cells) -> Outcome:
    return outcomes.add_outcome(by=by, code=words_in(cells, "outcome_id"), **_said(cells, ""))


def _change(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Outcome:
    found = policy.OUTCOMES.get_visible(by, pk)
    return outcomes.change_outcome(by=by, pk=pk, expected=expected, **_said(cells, found.looked_at_by))


def _said(cells: Cells, looked_at_by: str) -> dict[str, Any]:
    """What a row says. The folder does not tell who will look after the last year: that is the hub’s alone."""
    words_in(cells, "title")
    due = _due_year(cells)
    return {
        "area": required_term_in(cells, "area", Area.values),
        "title": at_most(300, cells, "title"),
        "due_year": due,
        "looked_at_by": looked_at_by or (NOBODY_YET if is_late(due) else ""),
        "claim": term_in(cells, "claim", Claim.values),
        "element": term_in(cells, "element", Element.values),
        "definition": at_most(5_000, cells, "definition"),
        "better": term_in(cells, "better", Better.values),
        "sites": several_in(cells, "sites"),
    }


def _due_year(cells: Cells) -> int:
    words_in(cells, "due_year")
    number = number_in(cells, "due_year")
    if number is None or number != int(number) or not 1 <= number <= LATEST_YEAR:
        raise HubError(
            f"due_year: {cells['due_year']} is no year of a programme.",
            mend=f"Write its number, from 1 to {LATEST_YEAR}.",
        )
    return int(number)
