"""A list of the hub that comes in from a spreadsheet and is no part of the folder: its rows as its room reads them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from uuid import UUID

import polars as pl

from tideturn.hub.access.standing import Standing
from tideturn.hub.common.errors import HubError
from tideturn.hub.forms.cells import folded
from tideturn.hub.import_export.models import Import
from tideturn.hub.import_export.spreadsheets.grids import Fault
from tideturn.hub.import_export.spreadsheets.taking import Taken
from tideturn.hub.resources.folder import Cells, InSheets
from tideturn.hub.resources.tables import SHEET_LISTS

COLUMN: Final = re.compile(r"([a-z_]+): ")
"""With what a sentence begins that is of one column."""


def list_of(name: str) -> InSheets | None:
    """The list of that name; None for a table of the folder."""
    return SHEET_LISTS.get(name)


def comes_as_list(pk: UUID) -> bool:
    """Whether what comes in is such a list."""
    said = Import.objects.values_list("sheet", flat=True).get(pk=pk) or {}
    return said.get("table", "") in SHEET_LISTS


def as_the_room_reads(by: Standing, one: InSheets, taken: Taken) -> Taken:
    """The rows with what they name as the hub has it; what cannot be read is a fault by its cell."""
    read = one.reader(by)
    found: list[Mapping[str, str | None]] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, ...], int] = {}
    by_what = " and ".join(one.same_by)
    there: dict[tuple[str, ...], list[Cells]] = defaultdict(list)
    for standing in one.rows(by):
        there[_same(one, standing.cells)].append(standing.cells)
    for row, cells in zip(taken.rows, taken.frame.iter_rows(named=True), strict=True):
        blank = dict.fromkeys(one.columns, "")
        try:
            said = read({**blank, **{name: cell or "" for name, cell in cells.items()}})
        except HubError as error:
            column = COLUMN.match(error.what)
            faults.append(Fault(error.what, error.mend, row, taken.places.get(column[1]) if column else None))
            continue
        found.append({name: said[name] or None for name in cells})
        named = _same(one, said)
        first = seen.setdefault(named, row)
        same = there[named]
        if len(same) > 1 and not any(all(said[name] == its[name] for name in cells) for its in same):
            what = f"The hub has {len(same)} of the same {by_what}: nobody can tell which is meant."
            mend = "Take the row out, and change the one that is meant on its page."
            faults.append(Fault(what, mend, row, taken.places.get(one.same_by[-1])))
        if first != row:
            mend = f"Take one of the two rows out: {by_what} may stand once."
            faults.append(Fault(f"The row is of the same as row {first}.", mend, row, taken.places.get(one.same_by[0])))
    frame = pl.DataFrame(found, schema=taken.frame.schema) if not faults else taken.frame
    return replace(taken, frame=frame, faults=(*taken.faults, *faults))


def _same(one: InSheets, cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(folded(cells[name]) for name in one.same_by)
