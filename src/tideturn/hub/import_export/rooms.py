"""Turn the hub's records into sheets of the folder, and sheets of the folder into changes to records.

An imported sheet has its own order and further columns, which no app keeps. An exported sheet keeps both: it has the
current values, without the rows of records that were removed, and with the rows of new ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from tideturn.dataset.cells import split_many
from tideturn.dataset.model import Programme, Site, Year
from tideturn.dataset.raw import RawTable
from tideturn.dataset.tables import TABLES
from tideturn.hub.access.standing import Standing
from tideturn.hub.common.moment import one_moment
from tideturn.hub.forms.cells import folded
from tideturn.hub.import_export.comparing import Compared
from tideturn.hub.import_export.folders import Folder, laid_over
from tideturn.hub.resources.folder import Cells, FolderRow, InFolder, InSheets
from tideturn.hub.resources.tables import in_order

PROGRAMME: Final = "programme"
SITES: Final = "sites"
YEARS: Final = "years"
_SAYS: Final = " says"
"""Marker in a row's identity. No heading begins with a blank, and no column's name holds one."""
NO_NAME: Final = "Programme"
"""Name of a programme that nobody has named yet."""
_IN_ITS_FILE: Final = (PROGRAMME, SITES, YEARS)
"""Tables that a folder has in the file of the programme itself."""


@dataclass(frozen=True, eq=False)
class Write:
    """A change for an imported row: add a record, or change one that differs."""

    table: InFolder
    cells: Cells
    there: FolderRow | None
    """The record to change; None for a new one."""
    place: int = 0
    """Position of the imported row."""


@dataclass(frozen=True)
class Planned:
    """The changes to one table."""

    table: InFolder
    writes: tuple[Write, ...]
    same: int
    left: int
    """Records without a row in the folder. They stay."""

    @property
    def compared(self) -> Compared:
        """Return how many records it adds, changes, and leaves the same, and how many have no row."""
        added = sum(write.there is None for write in self.writes)
        return Compared(added, len(self.writes) - added, self.same, self.left)


def plan(by: Standing, folder: Folder) -> tuple[Planned, ...]:
    """Return the changes for a folder, table by table, each after the tables that its rows refer to.

    A column that the folder lacks changes nothing.
    """
    came = ((table, _rows_of(folder, table)) for table in in_order())
    return tuple(planned(by, table, rows) for table, rows in came if rows is not None)


def planned(by: Standing, table: InFolder, came: Iterable[Mapping[str, str]]) -> Planned:
    """Return the changes for rows of one table, or of one list."""
    rows, standing = list(came), list(table.rows(by))
    were, are = told_apart(table, [row.cells for row in standing], rows)
    there = dict(zip(were, standing, strict=True))
    writes, same = [], 0
    for place, (given, which) in enumerate(zip(rows, are, strict=True)):
        own = there.pop(which, None)
        before = dict.fromkeys(table.columns, "") if own is None else own.cells
        cells = {name: given.get(name, before[name]) for name in table.columns}
        if own is not None and all(_same(table, name, cells[name], own.cells[name]) for name in table.columns):
            same += 1
        else:
            writes.append(Write(table, cells, own, place))
    if isinstance(table, InSheets):
        writes.sort(key=lambda write: table.late(write.cells))
    return Planned(table, tuple(writes), same, len(there))


def without_rooms(folder: Folder) -> Folder:
    """Return the folder without the tables that are kept as records: its other tables and files."""
    files = {TABLES[table.name].file for table in in_order() if table.name in TABLES}
    return replace(folder, sheets={file: sheet for file, sheet in folder.sheets.items() if file not in files})


def with_rooms(by: Standing, kept: Folder) -> Folder:
    """Return the kept folder with the hub's records added, as far as the person may see them.

    All records are read at one moment: an edit is in all tables or in none.
    """
    with one_moment():
        of_rooms = [(table, [row.cells for row in table.rows(by)]) for table in in_order()]
    sheets = dict(kept.sheets)
    for table, rows in of_rooms:
        if table.name not in _IN_ITS_FILE:
            declared = TABLES[table.name]
            sheet = sheets.get(declared.file)
            if rows or sheet is not None:
                sheets[declared.file] = RawTable(table.name, declared.file, _overlaid(table, sheet, rows), declared)
    told = {table.name: rows for table, rows in of_rooms if table.name in _IN_ITS_FILE}
    return replace(kept, programme=_described(kept.programme or Programme(NO_NAME, (), ()), told), sheets=sheets)


def together_in_one(there: Folder, new: Folder) -> Folder:
    """Return the hub's folder with an imported one merged in, and with the sites and years of both."""
    both = laid_over(there, new)
    if new.programme is None or there.programme is None or both.programme is None:
        return both
    sites = {one.code: one for one in (*there.programme.sites, *new.programme.sites)}
    years = {one.number: one for one in (*there.programme.years, *new.programme.years)}
    ordered = tuple(years[number] for number in sorted(years))
    return replace(both, programme=replace(both.programme, sites=tuple(sites.values()), years=ordered))


def _rows_of(folder: Folder, table: InFolder) -> Iterable[Mapping[str, str]] | None:
    """Return the rows of a folder's table, with the columns that it has; None if the folder has no such table."""
    if table.name in _IN_ITS_FILE:
        return None if folder.programme is None else _in_its_file(folder.programme)[table.name]
    sheet = folder.sheets.get(TABLES[table.name].file)
    if sheet is None:
        return None
    own = [name for name in table.columns if name in sheet.frame.columns]
    return sheet.frame.select(pl.col(own).fill_null("")).iter_rows(named=True)


def told_apart(
    table: InFolder, there: Sequence[Mapping[str, str]], came: Sequence[Mapping[str, str]]
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return what identifies each row, for the current rows and for the imported ones; equal for two that are the same
    row.

    That is the table's key. A table without a key uses its `same_by` columns if no two rows on either side share them:
    a row may then correct another. Otherwise it is all the values of a row, with the number of equal rows before it. A
    column that was not imported identifies no row.
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


def _overlaid(table: InFolder, sheet: RawTable | None, rows: Sequence[Cells]) -> pl.DataFrame:
    """Return the sheet in its own order, with its own columns and the current values; then the rows that only the hub
    has.

    A cell stays as it was imported if the current value means the same: the order of several values has no meaning.
    """
    schema = dict.fromkeys(table.columns, pl.String)
    if sheet is None:
        return _as_text(rows, schema).sort(table.key or table.columns)
    whole = list(sheet.frame.fill_null("").iter_rows(named=True))
    came = [{name: row[name] for name in table.columns if name in row} for row in whole]
    were, are = told_apart(table, rows, came)
    places = {told: place for place, told in enumerate(are)}

    def order(one: tuple[tuple[str, ...], Cells]) -> tuple[int, list[tuple[bool, str]]]:
        told = one[0]
        return places.get(told, len(are)), [(bool(table.key) and not part, part) for part in told]

    overlaid = []
    for told, row in sorted(zip(were, rows, strict=True), key=order):
        before = whole[places[told]] if told in places else {}
        same = {name for name in table.columns if name in before and _same(table, name, row[name], before[name])}
        overlaid.append(before | {name: row[name] for name in table.columns if name not in same})
    return _as_text(overlaid, schema | dict.fromkeys(sheet.frame.columns, pl.String))


def _as_text(rows: Iterable[Cells], schema: Mapping[str, type[pl.String]]) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) or None for name in schema} for row in rows], schema=schema)


def _same(table: InFolder, name: str, one: str, other: str) -> bool:
    """Say whether two cells mean the same."""
    declared = TABLES.get(table.name)
    if declared is not None and declared.column(name).many:
        return sorted(split_many(one)) == sorted(split_many(other))
    return one.strip() == other.strip()


def _in_its_file(programme: Programme) -> Mapping[str, list[dict[str, str]]]:
    """Return what the folder says in the file of the programme itself, as tables."""
    years = ((str(one.number), one.start.isoformat(), one.end.isoformat()) for one in programme.years)
    return {
        PROGRAMME: [{"name": "name", "value": programme.name}],
        SITES: [{"code": one.code, "name": one.name, "kind": one.kind} for one in programme.sites],
        YEARS: [dict(zip(("number", "start", "end"), one, strict=True)) for one in years],
    }


def _described(before: Programme, told: Mapping[str, Sequence[Cells]]) -> Programme:
    """Return the programme as the hub describes it.

    Its name is spelt as the folder wrote it, if the hub's is the same. Its sites are in the folder's order, then by
    name. Its years keep the date until which the folder says that records were collected.
    """
    name = told[PROGRAMME][0]["value"] if told[PROGRAMME] else before.name
    order = {site.code: number for number, site in enumerate(before.sites)}
    data_to = {year.number: year.data_to for year in before.years}
    sites = sorted(told[SITES], key=lambda row: (order.get(row["code"], len(order)), row["name"]))
    years = (
        Year(int(row["number"]), date.fromisoformat(row["start"]), date.fromisoformat(row["end"]))
        for row in sorted(told[YEARS], key=lambda row: int(row["number"]))
    )
    return replace(
        before,
        name=before.name if before.name.strip() == name else name,
        sites=tuple(Site(row["code"], row["name"], row["kind"]) for row in sites),
        years=tuple(replace(one, data_to=data_to.get(one.number)) for one in years),
    )
