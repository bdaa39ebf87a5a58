"""Reads workbooks: values only, no formula is ever run; the archive is weighed before it is opened."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from tideturn.dataset.archive import weigh
from tideturn.dataset.headings import Grid, error
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
    """The wanted sheets in the workbook's order, None where it cannot be opened; and everything wrong with it.

    A sheet without any cell has an empty header.
    """
    problems = weigh(data, file, wanted)
    if any(problem.row is None for problem in problems):
        return None, problems
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [_sheet(book.get_sheet_by_name(name)) for name in book.sheet_names if wanted(name)]
    except (CalamineError, OSError, ValueError) as fault:
        mend = "Open it in the spreadsheet program and save it anew as .xlsx."
        return None, [*problems, error(file, f"The workbook is damaged: {fault}.", mend)]
    return sheets, problems


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
    """A cell as the text that a CSV file would hold: ISO dates, yes and no, whole numbers without a point."""
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
