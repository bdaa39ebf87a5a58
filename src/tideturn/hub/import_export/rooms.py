"""The rooms' records as sheets of the folder, and sheets of the folder as what the rooms are to write.

What came in has an order and columns of its own that no room keeps: a sheet that leaves has them as they came, with the
rooms' cells, without the rows that a room no longer has, and with those that it has since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.dataset.model import Programme, Site, Year
from tideturn.dataset.schema import MANY, Table
from tideturn.dataset.tables import TABLES
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.moment import one_moment
from tideturn.hub.forms.cells import folded
from tideturn.hub.import_export.comparing import Compared
from tideturn.hub.import_export.folders import Folder, Sheet, laid_over
from tideturn.hub.resources.folder import Cells, FolderRow, InFolder, InSheets
from tideturn.hub.resources.tables import in_order

PROGRAMME: Final = "programme"
SITES: Final = "sites"
YEARS: Final = "years"
_ROW: Final = " row"
_CAME: Final = " came"
_TOLD: Final = " told"
_SAYS: Final = " says"
"""No heading begins with a blank, and no column's name holds one."""
_BETWEEN: Final = "\x1f"
NO_NAME: Final = "Programme"
"""What a programme is called of which nobody has said so yet."""
_IN_ITS_FILE: Final = (PROGRAMME, SITES, YEARS)
"""Tables that a folder has in the file of the programme itself."""


@dataclass(frozen=True, eq=False)
class Write:
    """What a room is to do for a row that comes in: add a record, or change one that says something else."""

    table: InFolder
    cells: Cells
    there: FolderRow | None
    """The record that is to say it; None where there is none."""


@dataclass(frozen=True)
class Planned:
    """What comes of a table that a room keeps."""

    table: InFolder
    writes: tuple[Write, ...]
    same: int
    left: int
    """Records that no row of the folder is of. They stay."""

    @property
    def compared(self) -> Compared:
        """How many records it adds, changes, and does not change."""
        added = sum(write.there is None for write in self.writes)
        return Compared(added, len(self.writes) - added, self.same, self.left)


def plan(by: Standing, folder: Folder) -> tuple[Planned, ...]:
    """What the rooms are to do for a folder, table after table, each after those that its rows name.

    A column that the folder does not have says nothing: what a record says there stays.
    """
    came = ((table, _rows_of(folder, table)) for table in in_order())
    return tuple(planned(by, table, rows) for table, rows in came if rows is not None)


def planned(by: Standing, table: InFolder, came: Iterable[Mapping[str, str]]) -> Planned:
    """What a room is to do for rows of one of its tables, or of one of its lists."""
    rows, standing = list(came), list(table.rows(by))
    were, are = told_apart(table, [row.cells for row in standing], rows)
    there = dict(zip(were, standing, strict=True))
    writes, same = [], 0
    for given, which in zip(rows, are, strict=True):
        own = there.pop(which, None)
        before = dict.fromkeys(table.columns, "") if own is None else own.cells
        cells = {name: given.get(name, before[name]) for name in table.columns}
        if own is not None and all(_same(table, name, cells[name], own.cells[name]) for name in table.columns):
            same += 1
        else:
            writes.append(Write(table, cells, own))
    if isinstance(table, InSheets):
        writes.sort(key=lambda write: table.late(write.cells))
    return Planned(table, tuple(writes), same, len(there))


def without_rooms(folder: Folder) -> Folder:
    """The folder's tables that no room keeps, and its other files."""
    files = {TABLES[table.name].file for table in in_order() if table.name in TABLES}
    return replace(folder, sheets={file: sheet for file, sheet in folder.sheets.items() if file not in files})


def with_rooms(by: Standing, kept: Folder) -> Folder:
    """What the hub keeps of folders, with the rooms' records in it, as far as somebody may see them.

    The records are all of one moment: nobody's edit is in the one table and not in the other.
    """
    with one_moment():
        of_rooms = [(table, [row.cells for row in table.rows(by)]) for table in in_order()]
    sheets = dict(kept.sheets)
    programme = kept.programme or Programme(NO_NAME, (), ())
    for table, rows in of_rooms:
        if table.name == PROGRAMME:
            programme = replace(programme, name=_name(rows, programme))
        elif table.name == SITES:
            programme = replace(programme, sites=_sites(rows, programme))
        elif table.name == YEARS:
            programme = replace(programme, years=_years(rows, programme))
        else:
            declared = TABLES[table.name]
            sheet = sheets.get(declared.file)
            if rows or sheet is not None:
                sheets[declared.file] = Sheet(declared, _overlaid(declared, table, sheet, rows))
    return replace(kept, programme=programme, sheets=sheets)


def together_in_one(there: Folder, new: Folder) -> Folder:
    """What the hub holds, laid under a folder that comes in: its sites and years stand beside those of the folder."""
    both = laid_over(there, new)
    if new.programme is None or there.programme is None or both.programme is None:
        return both
    sites = {one.code: one for one in (*there.programme.sites, *new.programme.sites)}
    years = {one.number: one for one in (*there.programme.years, *new.programme.years)}
    ordered = tuple(years[number] for number in sorted(years))
    return replace(both, programme=replace(both.programme, sites=tuple(sites.values()), years=ordered))


def _rows_of(folder: Folder, table: InFolder) -> Iterable[Mapping[str, str]] | None:
    """The rows of a table that a folder has, with the columns that it has; None where it has no such table."""
    file = TABLES[table.name].file if table.name in TABLES else f"{table.name}.csv"
    if file not in folder.sheets and table.name in _IN_ITS_FILE:
        return None if folder.programme is None else _CELLS[table.name](folder.programme)
    sheet = folder.sheets.get(file)
    if sheet is None:
        return None
    own = [name for name in table.columns if name in sheet.frame.columns]
    return sheet.frame.select(pl.col(own).fill_null("")).iter_rows(named=True)


def told_apart(
    table: InFolder, there: Sequence[Mapping[str, str]], came: Sequence[Mapping[str, str]]
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """What tells each row from the others, of those that are there and of those that come in; the same of two that are
    the same row.

    That is the table's key. In a table without one it is what the table is the same by, where no two rows of either
    share it: then a row says something else of the same. Else it is all that a row says, and how many rows that say the
    same stand before it. A column that did not come tells no rows apart either.
    """
    if table.key:
        were, are = ([tuple(row.get(name, "") for name in table.key) for row in rows] for rows in (there, came))
        return were, are
    named = tuple(came[0]) if came else ()
    by = table.same_by if set(table.same_by) <= set(named) else ()
    shared = {
        one for rows in (there, came) for one, many in Counter(_named(row, by) for row in rows).items() if many > 1
    }
    were, are = (list(_by_what_is_said(rows, named, by, shared)) for rows in (there, came))
    return were, are


def _by_what_is_said(
    rows: Iterable[Mapping[str, str]], named: Sequence[str], by: Sequence[str], shared: Collection[tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    before: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        same = _named(row, by)
        if by and same not in shared:
            yield same
            continue
        said = tuple(row.get(name, "").strip() for name in named)
        yield (_SAYS, *said, str(before[said]))
        before[said] += 1


def _named(row: Mapping[str, str], by: Sequence[str]) -> tuple[str, ...]:
    return tuple(folded(row.get(name, "")) for name in by)


def _overlaid(declared: Table, table: InFolder, sheet: Sheet | None, rows: Sequence[Cells]) -> pl.DataFrame:
    """The sheet in its own order, with its own columns and the room's cells; then what the room alone has."""
    said = pl.DataFrame(
        [{name: row[name] or None for name in table.columns} for row in rows],
        schema=dict.fromkeys(table.columns, pl.String),
    )
    if sheet is None:
        return said.sort(table.key or table.columns)
    own = [name for name in sheet.frame.columns if name not in table.columns]
    places, on = sheet.frame.with_row_index(_ROW), list(table.key)
    if not on:
        both = [name for name in table.columns if name in sheet.frame.columns]
        came = list(sheet.frame.select(pl.col(both).fill_null("")).iter_rows(named=True))
        said, places = (
            frame.with_columns(pl.Series(_TOLD, [_BETWEEN.join(one) for one in told], dtype=pl.String))
            for frame, told in zip((said, places), told_apart(table, rows, came), strict=True)
        )
        on = [_TOLD]
    joined = said.join(places, on=on, how="left", suffix=_CAME, nulls_equal=True)
    cells = [_cell(declared, name, joined) for name in table.columns]
    return joined.sort(_ROW, *on, nulls_last=True).select(*cells, *own)


def _cell(declared: Table, name: str, joined: pl.DataFrame) -> pl.Expr:
    """The room's cell, written as it came where it says the same: the order of several values says nothing."""
    came = f"{name}{_CAME}"
    if came not in joined.columns:
        return pl.col(name)
    plain = [_plain(pl.col(one), many=declared.column(name).many) for one in (name, came)]
    return pl.when(plain[0].eq_missing(plain[1])).then(pl.col(came)).otherwise(pl.col(name)).alias(name)


def _plain(cell: pl.Expr, *, many: bool) -> pl.Expr:
    if not many:
        return cell.str.strip_chars()
    return cell.str.split(MANY).list.eval(pl.element().str.strip_chars()).list.sort().list.join(MANY)


def _same(table: InFolder, name: str, one: str, other: str) -> bool:
    """Whether two cells say the same."""
    declared = TABLES.get(table.name)
    if declared is not None and declared.column(name).many:
        return sorted(split_many(one)) == sorted(split_many(other))
    return one.strip() == other.strip()


def _cells_of_the_name(programme: Programme) -> list[dict[str, str]]:
    return [{"name": "name", "value": programme.name}]


def _cells_of_sites(programme: Programme) -> list[dict[str, str]]:
    return [{"code": one.code, "name": one.name, "kind": one.kind} for one in programme.sites]


def _cells_of_years(programme: Programme) -> list[dict[str, str]]:
    return [
        {"number": str(one.number), "start": one.start.isoformat(), "end": one.end.isoformat()}
        for one in programme.years
    ]


_CELLS: Final[Mapping[str, Callable[[Programme], list[dict[str, str]]]]] = {
    PROGRAMME: _cells_of_the_name,
    SITES: _cells_of_sites,
    YEARS: _cells_of_years,
}


def _name(rows: Sequence[Cells], before: Programme) -> str:
    """As the folder wrote it, where the hub says the same."""
    said = rows[0]["value"] if rows else before.name
    return before.name if before.name.strip() == said else said


def _sites(rows: Iterable[Cells], before: Programme) -> tuple[Site, ...]:
    """In the order in which the folder had them, then by name."""
    order = {site.code: number for number, site in enumerate(before.sites)}
    ordered = sorted(rows, key=lambda row: (order.get(row["code"], len(order)), row["name"]))
    return tuple(Site(row["code"], row["name"], row["kind"]) for row in ordered)


def _years(rows: Iterable[Cells], before: Programme) -> tuple[Year, ...]:
    """Return the hub's years, with the day until which the folder said that records were collected."""
    data_to = {year.number: year.data_to for year in before.years}
    ordered = sorted(rows, key=lambda row: int(row["number"]))
    return tuple(
        Year(number, date.fromisoformat(row["start"]), date.fromisoformat(row["end"]), data_to.get(number))
        for row in ordered
        for number in (int(row["number"]),)
    )
