"""Read workbooks: values only, never running a formula; the archive's unpacked size is checked before it is opened."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from tideturn.dataset.archive import letters, weigh
from tideturn.dataset.headings import Grid, error, query
from tideturn.dataset.problems import Problem

_Cell = int | float | str | bool | time | date | datetime | timedelta
_BLOCK_ROWS = 20_000


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, as text."""

    name: str
    grid: Grid


def read_workbook(
    data: bytes, file: str, *, wanted: Callable[[str], bool] = lambda _: True
) -> tuple[list[Sheet] | None, list[Problem]]:
    """Return the wanted sheets in the workbook's order (None if it cannot be opened), and everything wrong with it.

    A sheet without any cell has an empty header.
    """
    problems = weigh(data, file, wanted)
    if any(problem.row is None for problem in problems):
        return None, problems
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        pages = [book.get_sheet_by_name(name) for name in book.sheet_names if wanted(name)]
        sheets = [_sheet(page) for page in pages]
    except (CalamineError, OSError, ValueError) as fault:
        mend = "Open it in the spreadsheet program and save it anew as .xlsx."
        return None, [*problems, error(file, f"The workbook is damaged: {fault}.", mend)]
    for page, sheet in zip(pages, sheets, strict=True):
        place, names = f"{file}, sheet {page.name}", _names_by_letter(page, sheet)
        problems = [
            replace(problem, column=names.get(problem.column or "", problem.column))
            if problem.file == place
            else problem
            for problem in problems
        ]
        problems += _merged(page, sheet, place)
    return sheets, problems


def letters_of(data: bytes, file: str, sheet: str) -> dict[str, str]:
    """Return the letter of each named column of a sheet; empty if the workbook or the sheet cannot be read."""
    if weigh(data, file, lambda name: name == sheet):
        return {}
    page = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet)
    return {name: letter for letter, name in _names_by_letter(page, _sheet(page)).items()}


def _names_by_letter(page: CalamineSheet, sheet: Sheet) -> dict[str, str]:
    """Return the header's names by their columns' letters; a grid begins at the first filled column."""
    left = page.start[1] if page.start else 0
    names = (name.strip() for name in sheet.grid.header)
    return {letters(left + index): name for index, name in enumerate(names) if name}


def _merged(page: CalamineSheet, sheet: Sheet, place: str) -> list[Problem]:
    """Return a query for each filled range of merged cells below the header: all but its first cell are empty."""
    left = page.start[1] if page.start else 0
    problems: list[Problem] = []
    for (top, first), (bottom, last) in page.merged_cell_ranges or ():
        index = first - left
        if top < 1 or top > sheet.grid.frame.height or not 0 <= index < len(sheet.grid.header):
            continue
        name = sheet.grid.header[index].strip()
        if name and (sheet.grid.frame.item(top - 1, index) or "").strip():
            where = f"{letters(first)}{top + 1}:{letters(last)}{bottom + 1}"
            what = f"The cells {where} are merged: the first holds the value, and the others are read as empty."
            mend = "Take the merging away, and write the value in each cell that it is meant for."
            problems.append(query(place, what, mend, row=top + 1, column=name))
    return problems[:1000]


def _sheet(sheet: CalamineSheet) -> Sheet:
    rows: list[list[str | None]] = []
    header: tuple[str, ...] = ()
    blocks: list[pl.DataFrame] = []
    for number, cells in enumerate(sheet.iter_rows()):
        texts = [text_of_cell(cell) for cell in cells]
        if number == 0:
            header = tuple(text or "" for text in texts)
            continue
        rows.append(texts)
        if len(rows) == _BLOCK_ROWS:
            blocks.append(_frame(rows, len(header)))
            rows = []
    blocks.append(_frame(rows, len(header)))
    return Sheet(sheet.name, Grid(header, pl.concat(blocks)))


def _frame(rows: list[list[str | None]], width: int) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else ([] for _ in range(width))
    return pl.DataFrame([pl.Series(str(index), cells, dtype=pl.String) for index, cells in enumerate(columns)])


def text_of_cell(cell: _Cell) -> str | None:
    """Return a cell as the text that a CSV file would hold: ISO dates, yes and no, whole numbers without a point."""
    match cell:
        case "":
            return None
        case str():
            return cell
        case bool():
            return "yes" if cell else "no"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return str(cell)
