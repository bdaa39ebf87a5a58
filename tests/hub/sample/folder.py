"""Rows of the programme folder, for the tests: one that goes in, is changed and goes again."""

from uuid import UUID

from tideturn.hub.access.standing import Standing
from tideturn.hub.resources.folder import FolderRow
from tideturn.hub.resources.tables import FOLDER_TABLES


def rows_of(by: Standing, name: str) -> dict[UUID, FolderRow]:
    return {row.record: row for row in FOLDER_TABLES[name].rows(by)}


def add(by: Standing, name: str, cells: dict[str, str]) -> UUID:
    return FOLDER_TABLES[name].add(by=by, cells=cells).pk


def change(by: Standing, name: str, pk: UUID, cells: dict[str, str]) -> None:
    FOLDER_TABLES[name].change(by=by, pk=pk, expected=rows_of(by, name)[pk].version, cells=cells)


def goes_round(by: Standing, name: str, cells: dict[str, str], /, **other: str) -> None:
    """The row is read as it was written, first as it comes and then with other cells; and it goes again."""
    table, before = FOLDER_TABLES[name], len(rows_of(by, name))
    assert tuple(cells) == table.columns
    pk = add(by, name, cells)
    assert rows_of(by, name)[pk].cells == cells
    changed = {**cells, **other}
    assert changed != cells
    change(by, name, pk, changed)
    row = rows_of(by, name)[pk]
    assert row.cells == changed
    change(by, name, pk, changed)
    assert rows_of(by, name)[pk].version == row.version, "where nothing differs nothing is written"
    table.remove(by=by, pk=pk, expected=row.version)
    assert len(rows_of(by, name)) == before
