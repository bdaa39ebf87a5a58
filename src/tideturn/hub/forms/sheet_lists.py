"""Lists that people import from a spreadsheet, though they are not tables of the programme folder.

An app declares `resources.folder.InSheets`, which gives a list. People import it like a table of the folder: they match
its columns, correct its errors by their cells, try it, and can undo it. No export includes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from tideturn.dataset.schema import Table
from tideturn.hub.access.standing import Standing
from tideturn.hub.forms.folder_tables import (
    FOLDER_TABLES,
    Adds,
    Cells,
    Changes,
    FolderRow,
    FolderTable,
    Removes,
    Undoes,
)

Reads = Callable[[Cells], Cells]
"""A row of a sheet as the hub has it, such as with the code of what it names. Raises HubError, whose sentence begins
with the column."""


@dataclass(frozen=True, kw_only=True)
class SheetList(FolderTable):
    """A list of the hub that a room keeps. Its rows are those that whoever asks may see."""

    described: Table
    """Its columns, as the page on which a sheet is matched has them."""
    reads: Callable[[Standing], Reads]
    """What reads a row for somebody."""
    late: Callable[[Cells], bool]
    """Whether a row is written after those of which this is not so, whatever its place in the sheet."""
    names_people: bool
    """Whether it is there to say who professionals are; in no other may a cell tell who somebody is."""

    @classmethod
    def of(
        cls,
        described: Table,
        *,
        same_by: tuple[str, ...],
        rows: Callable[[Standing], Iterable[FolderRow]],
        add: Adds,
        change: Changes,
        remove: Removes,
        undo: Undoes,
        reads: Callable[[Standing], Reads] = lambda _: dict,
        late: Callable[[Cells], bool] = lambda _: False,
        names_people: bool = False,
    ) -> SheetList:
        """A list with those columns."""
        return cls(
            name=described.name,
            key=(),
            columns=described.names,
            after=(),
            rows=rows,
            add=add,
            change=change,
            remove=remove,
            undo=undo,
            same_by=same_by,
            described=described,
            reads=reads,
            late=late,
            names_people=names_people,
        )


SHEET_LISTS: Final[dict[str, SheetList]] = {}
"""Every such list, by its name."""


def sheet_list(one: SheetList) -> None:
    """Declare a list. Raises ValueError where there is one of that name, or a table of the folder."""
    if one.name in FOLDER_TABLES or SHEET_LISTS.setdefault(one.name, one) is not one:
        raise ValueError(f"there is a list {one.name} already")
    if not set(one.same_by) <= set(one.columns):
        raise ValueError(f"what tells rows of {one.name} apart is none of its columns")


def kept_by_a_room(name: str) -> FolderTable:
    """The table of the folder, or the list, that a room keeps by that name. Raises KeyError."""
    return FOLDER_TABLES.get(name) or SHEET_LISTS[name]
