"""Spreadsheets for the tests, as somebody may have kept them."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[Any]]


def filled(sheet: Worksheet, rows: Rows, *, merged: Sequence[str] = ()) -> Worksheet:
    """A sheet with those rows; None is an empty cell, and an empty row a blank one."""
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row, start=1):
            if cell is not None:
                sheet.cell(number, place, cell)
    for area in merged:
        sheet.merge_cells(area)
    return sheet


def workbook(rows: Rows, *, name: str = "Referrals", merged: Sequence[str] = (), **hidden: Sequence[Any]) -> bytes:
    """A workbook of one sheet; `rows_hidden` and `columns_hidden` say what is hidden in it."""
    book = openpyxl.Workbook()
    sheet = filled(book.active, rows, merged=merged)
    sheet.title = name
    for row in hidden.get("rows_hidden", ()):
        sheet.row_dimensions[row].hidden = True
    for column in hidden.get("columns_hidden", ()):
        sheet.column_dimensions[column].hidden = True
    return saved(book)


def several(sheets: Mapping[str, Rows], *, hidden: Sequence[str] = ()) -> bytes:
    """A workbook of several sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        filled(book.create_sheet(name), rows)
    for name in hidden:
        book[name].sheet_state = "hidden"
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def separated(rows: Rows, *, sign: str = ",", encoding: str = "utf-8") -> bytes:
    """Text with that sign between its cells."""
    lines = (sign.join("" if cell is None else str(cell) for cell in row) for row in rows)
    return "\r\n".join([*lines, ""]).encode(encoding)
