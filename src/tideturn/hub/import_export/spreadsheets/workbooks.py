"""Sheets of a workbook: values alone, no formula is run; the archive is weighed before it is opened."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Final

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from tideturn.dataset.archive import sheet_paths, weigh
from tideturn.dataset.excel_source import text_of_cell
from tideturn.hub.common.errors import HubError
from tideturn.hub.import_export.spreadsheets.grids import Area, Fault, Grid, column_index

WIDEST: Final = 300
"""Columns of a sheet: one stray cell far to the right would otherwise make it very wide."""
_BLOCK: Final = 20_000
_PIECE: Final = 1 << 20
_TAIL: Final = 1024
_ROW: Final = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_HIDDEN: Final = re.compile(rb"""(?:^|\s)hidden=["'](?:1|true)["']""")
_NUMBER: Final = re.compile(rb"""(?:^|\s)r=["'](\d+)["']""")
_FIRST: Final = re.compile(rb"""(?:^|\s)min=["'](\d+)["']""")
_LAST: Final = re.compile(rb"""(?:^|\s)max=["'](\d+)["']""")


def sheets_in(data: bytes) -> tuple[tuple[str, bool], ...]:
    """The sheets of a workbook that hold cells, each with whether it is hidden. Raises HubError."""
    _weighed(data, "")
    book = _opened(data)
    return tuple(
        (one.name, one.visible != SheetVisibleEnum.Visible)
        for one in book.sheets_metadata
        if one.typ == SheetTypeEnum.WorkSheet
    )


def sheet_in(data: bytes, name: str) -> Grid:
    """A sheet. Raises HubError for a workbook that cannot be opened, or has no such sheet."""
    broken = _weighed(data, name)
    book = _opened(data)
    if name not in book.sheet_names:
        raise HubError(f"The workbook has no sheet {name}.", mend="Send it again.")
    try:
        page = book.get_sheet_by_name(name)
        frame = _frame(page)
    except (CalamineError, OSError, ValueError) as fault:
        raise HubError(
            f"The sheet {name} is damaged: {fault}.", mend="Open the workbook and save it anew as .xlsx."
        ) from None
    rows, columns = _hidden(data, name)
    merged = tuple(
        Area(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in page.merged_cell_ranges or ()
    )
    return Grid(
        name,
        frame,
        merged,
        frozenset(row for row in rows if row <= frame.height),
        frozenset(column for column in columns if column < frame.width),
        broken,
    )


def _weighed(data: bytes, name: str) -> tuple[Fault, ...]:
    faults = []
    for problem in weigh(data, "", lambda sheet: sheet == name):
        if problem.row is None:
            raise HubError(problem.what, mend=problem.mend)
        faults.append(Fault(problem.what, problem.mend, problem.row, column_index(problem.column or "A")))
    return tuple(faults)


def _opened(data: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, OSError, ValueError) as fault:
        raise HubError(
            f"The workbook is damaged: {fault}.", mend="Open it in the spreadsheet program and save it anew as .xlsx."
        ) from None


def _frame(page: CalamineSheet) -> pl.DataFrame:
    """Every cell as text, from A1 on, without empty rows at the end."""
    left = page.start[1] if page.start else 0
    width = left + page.width
    if width > WIDEST:
        raise HubError(
            f"The sheet {page.name} spans {width:,} columns; at most {WIDEST} are read.",
            mend="Delete the empty columns to the right of the table.",
        )
    blocks, rows = [], []
    for cells in page.iter_rows():
        rows.append([text_of_cell(cell) for cell in cells])
        if len(rows) == _BLOCK:
            blocks.append(framed(rows, left, width))
            rows = []
    blocks.append(framed(rows, left, width))
    return pl.concat(blocks)


def framed(rows: Iterable[list[str | None]], left: int, width: int) -> pl.DataFrame:
    """Rows as columns of text, with empty ones before the first that is filled."""
    columns: list[Iterable[str | None]] = list(zip(*rows, strict=True)) or [() for _ in range(width - left)]
    height = len(list(columns[0])) if columns else 0
    return pl.DataFrame(
        [pl.Series(str(index), [None] * height, dtype=pl.String) for index in range(left)]
        + [pl.Series(str(left + index), cells, dtype=pl.String) for index, cells in enumerate(columns)]
    )


def _hidden(data: bytes, name: str) -> tuple[set[int], set[int]]:
    """Which rows and columns of a sheet are hidden."""
    rows: set[int] = set()
    columns: set[int] = set()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        path = sheet_paths(archive).get(name, "")
        if path not in archive.namelist():
            return rows, columns
        for text in _pieces(archive, path):
            for given in _ROW.findall(text):
                number = _NUMBER.search(given)
                if number and _HIDDEN.search(given):
                    rows.add(int(number[1]))
            for given in _COLUMN.findall(text):
                first, last = _FIRST.search(given), _LAST.search(given)
                if first and last and _HIDDEN.search(given):
                    columns.update(range(int(first[1]) - 1, min(int(last[1]), WIDEST)))
    return rows, columns


def _pieces(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    tail = b""
    with archive.open(path) as stream:
        while piece := stream.read(_PIECE):
            yield tail + piece
            tail = piece[-_TAIL:]
