"""What the programme means by its terms, as a list that comes in from a spreadsheet; the folder has no table of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from tideturn.dataset.schema import Column, Kind, Table
from tideturn.hub.access.standing import Standing
from tideturn.hub.forms.cells import at_most, day_cell, required_day_in, words_in
from tideturn.hub.forms.folder_tables import Cells, FolderRow
from tideturn.hub.forms.sheet_lists import SheetList, sheet_list
from tideturn.hub.outcomes import policy
from tideturn.hub.outcomes.models import Definition
from tideturn.hub.outcomes.services import definitions as services

_WORDINGS: Final = ("for_staff", "for_partners", "for_young_people")


def fill_in() -> None:
    """Declare the list, once."""
    sheet_list(DEFINITIONS)


def _rows(by: Standing) -> Iterator[FolderRow]:
    for one in policy.DEFINITIONS.visible_to(by, Definition.objects.order_by("term")):
        said = {name: getattr(one, name) for name in ("term", *_WORDINGS, "reason")}
        yield FolderRow(one.pk, one.version, {**said, "date": day_cell(one.on)})


def _add(*, by: Standing, cells: Cells) -> Definition:
    return services.add_definition(by=by, **_said(cells))


def _change(*, by: Standing, pk: UUID, expected: int, cells: Cells) -> Definition:
    return services.reword_definition(by=by, pk=pk, expected=expected, **_said(cells))


def _said(cells: Cells) -> dict[str, Any]:
    for name in ("term", *_WORDINGS, "reason"):
        words_in(cells, name)
    return {
        "term": at_most(120, cells, "term"),
        **{name: at_most(2_000, cells, name) for name in _WORDINGS},
        "on": required_day_in(cells, "date"),
        "reason": at_most(300, cells, "reason"),
    }


def _words(name: str, meaning: str) -> Column:
    return Column(name, Kind.TEXT, meaning, required=True, free=True)


DEFINITIONS: Final = SheetList.of(
    Table(
        "definitions",
        "Definitions",
        "What the programme means by its terms, in words for three kinds of readers.",
        (
            Column("term", Kind.TEXT, "The term.", required=True),
            _words("for_staff", "What it means, in words for staff."),
            _words("for_partners", "What it means, in words for partners."),
            _words("for_young_people", "What it means, in words for young people."),
            Column("date", Kind.DATE, "The day since which it is worded so.", required=True),
            _words("reason", "Why it is worded so."),
        ),
        key=("term",),
    ),
    same_by=("term",),
    rows=_rows,
    add=_add,
    change=_change,
    remove=services.remove_definition,
)
