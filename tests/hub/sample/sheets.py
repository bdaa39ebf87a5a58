"""Spreadsheets for the tests, as somebody may have kept them."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from sample.folders import worked
from tideturn.hub.access.standing import Standing
from tideturn.hub.import_export import actions
from tideturn.hub.import_export.matching import columns_said, glimpsed
from tideturn.hub.import_export.models import Import

Columns = Mapping[str, str]
"""By a heading, the column of the table that it is."""
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


def sheet_sent(by: Standing, content: bytes, name: str = "Referrals.xlsx") -> Import:
    """Read, as far as that goes."""
    return worked(actions.send_sheet(by=by, name=name, content=content))


def sheet_matched(
    by: Standing,
    one: Import,
    table: str,
    *,
    sheet: str = "",
    survey: str = "",
    columns: Columns | None = None,
    order: str = "",
    words: Mapping[str, Mapping[str, str]] | None = None,
    **fills: str,
) -> Import:
    """Matched as it is offered, but for the columns that are named and the words that are said; and looked through."""
    chosen = sheet or glimpsed(by, one.pk).sheets[0].name
    actions.choose_table(by=by, pk=one.pk, table=table, sheet=chosen, survey=survey)
    shown = glimpsed(by, one.pk)
    headings = shown.headings
    offered = columns_said(shown.columns_offered())
    named = {index: (columns or {}).get(name, offered.get(index, "")) for index, name in headings.names.items()}
    actions.match_columns(
        by=by, pk=one.pk, columns={index: name for index, name in named.items() if name}, headings=headings.names
    )
    shown = glimpsed(by, one.pk)
    actions.say_the_rest(
        by=by,
        pk=one.pk,
        headings=headings.names,
        fills=fills,
        order=order or shown.order_offered(),
        words=words or shown.words_said(shown.words_offered()),
    )
    return worked(one)


def sheet_looked_through(by: Standing, content: bytes, table: str, **more: Any) -> Import:
    return sheet_matched(by, sheet_sent(by, content, more.pop("name", "Referrals.xlsx")), table, **more)


def sheet_brought_in(by: Standing, content: bytes, table: str, **more: Any) -> Import:
    one = sheet_looked_through(by, content, table, **more)
    return worked(actions.bring_in(by=by, pk=one.pk))
