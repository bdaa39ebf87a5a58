"""Make the first folder as one workbook: a sheet for each table, drop-down lists, and a note on each column."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from tideturn.dataset import vocabulary as terms
from tideturn.dataset.guidance import ROLES, RULES, how_written, tables_of
from tideturn.dataset.model import Programme
from tideturn.dataset.programme_sheets import NAMES
from tideturn.dataset.schema import Column, Kind, Table
from tideturn.dataset.tables import SURVEY_TABLES, TABLES

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_PROGRAMME: Final = Table(
    "programme",
    "The programme",
    "What programme.toml says in a folder: one row for each thing said of the programme.",
    (
        Column("name", Kind.CODE, "What is said.", required=True),
        Column("value", Kind.TEXT, "What it is; whatever is left empty is not said."),
        Column("meaning", Kind.TEXT, "What is meant, for whoever fills this in."),
    ),
)
_SITES: Final = Table(
    "sites",
    "Sites",
    "One row for each city or area team, and one for the national team if there is one.",
    (
        Column("code", Kind.CODE, "A short code, which the other sheets use.", required=True),
        Column("name", Kind.TEXT, "The site's name.", required=True),
        Column("kind", Kind.CHOICE, "A local team or the national one; empty means local.", terms=terms.SITE_KIND),
    ),
)
_YEARS: Final = Table(
    "years",
    "Programme years",
    "One row for each programme year, which need not be a calendar year. Both days belong to it.",
    (
        Column("number", Kind.INTEGER, "The year's number.", required=True, minimum=1),
        Column("start", Kind.DATE, "Its first day.", required=True),
        Column("end", Kind.DATE, "Its last day.", required=True),
        Column("data_to", Kind.DATE, "Use what was known by this day; empty: the year's last day."),
    ),
)

_NOTE_LINE: Final = 46
"""Approximate number of characters of a note on one line."""
_LAST_ROW: Final = 1_048_575
_EARLIEST, _LATEST = date(1950, 1, 1), date(2099, 12, 31)
_WIDTHS: Final = {Kind.TEXT: 30, Kind.DATE: 13, Kind.TIME: 18, Kind.YES_NO: 11, Kind.INTEGER: 11, Kind.NUMBER: 11}
_AS_TEXT: Final = (Kind.CODE, Kind.CHOICE, Kind.TIME, Kind.PERIOD)
"""Kinds whose cells are formatted as text, or Excel would turn 007 into 7 and 2019-09 into a day."""


def empty_workbook(programme: Programme, *, survey: str) -> bytes:
    """Return the workbook's bytes, the same on every run.

    Its sheets are guidance, programme, sites, years, each table under its own name, and one survey's three.
    """
    import xlsxwriter  # slow to import, and only `new --excel` needs it

    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": programme.name, "created": datetime(2000, 1, 1)})
    looks = _Looks(book)
    sheets = {table.name: table for table in (_PROGRAMME, _SITES, _YEARS, *TABLES.values())}
    sheets |= {f"{survey}.{table.name}": table for table in SURVEY_TABLES.values()}

    _guidance_sheet(book.add_worksheet("guidance"), looks, {table.name: name for name, table in sheets.items()})
    for name, table in sheets.items():
        _table_sheet(book.add_worksheet(name), looks, table, sheets)
    said = {"name": programme.name}
    _fill(book, looks, "programme", ((n, said.get(n, ""), meaning) for n, (_, meaning) in NAMES.items()))
    _fill(book, looks, "sites", ((site.code, site.name, site.kind) for site in programme.sites))
    _fill(book, looks, "years", ((year.number, year.start, year.end, year.data_to or "") for year in programme.years))
    book.close()
    return written.getvalue()


class _Looks:
    """The formats of the workbook, made once."""

    def __init__(self, book: Workbook) -> None:
        header: dict[str, Any] = {"valign": "top", "bottom": 1, "text_wrap": True}
        self.required = book.add_format({**header, "bold": True, "bg_color": "#D9E7EC"})
        self.optional = book.add_format({**header, "bg_color": "#F3F2F1"})
        self.text = book.add_format({"num_format": "@"})
        self.date = book.add_format({"num_format": "yyyy-mm-dd"})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.role = book.add_format({"bold": True, "font_size": 12, "top": 1})
        self.words = book.add_format({"text_wrap": True, "valign": "top"})
        self.link = book.add_format({"font_color": "#005EA5", "underline": 1, "valign": "top"})

    def cells(self, column: Column) -> Format | None:
        if column.many or column.kind in _AS_TEXT:
            return self.text
        return self.date if column.kind is Kind.DATE else None


def _table_sheet(sheet: Worksheet, looks: _Looks, table: Table, sheets: dict[str, Table]) -> None:
    sheet.freeze_panes(1, 0)
    _prints_well(sheet)
    sheet.set_row(0, 30)
    for index, column in enumerate(table.offered):
        width = max(_WIDTHS.get(column.kind, 18), len(column.name) + 3)
        sheet.set_column(index, index, width, looks.cells(column))
        sheet.write_string(0, index, column.name, looks.required if column.required else looks.optional)
        note = _note(column)
        lines = sum(1 + len(line) // _NOTE_LINE for line in note.splitlines())
        sheet.write_comment(0, index, note, {"width": 300, "height": 20 + 15 * lines, "font_size": 9})
        rule = _rule(column, sheets)
        if rule is not None:
            sheet.data_validation(1, index, _LAST_ROW, index, rule)


def _prints_well(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C&A, page &P of &N")


def _note(column: Column) -> str:
    must = "Must be filled." if column.required else "May be empty."
    written = how_written(column)
    return f"{column.meaning}\n{must}\nWritten as {written}."


def _rule(column: Column, sheets: dict[str, Table]) -> dict[str, Any] | None:
    """Return what Excel offers and accepts.

    A closed list binds; all else only warns, since `check` sees more than Excel.
    """
    if column.many:
        return None
    if column.terms is not None:
        return _list(list(column.terms.codes), f"Choose one of: {', '.join(column.terms.codes)}", binding=True)
    if column.kind is Kind.YES_NO:
        return _list(["yes", "no"], "Write yes or no.", binding=True)
    if column.refers_to is not None:
        table, _, name = column.refers_to.partition(".")
        if table in sheets:
            return _list(_listed(sheets[table], name), f"It should be listed in {name} of the sheet {table}.")
    if column.kind is Kind.DATE:
        return _between("date", _EARLIEST, _LATEST, "A date is wanted, such as 2018-11-03.")
    if column.kind in (Kind.INTEGER, Kind.NUMBER):
        kind = "integer" if column.kind is Kind.INTEGER else "decimal"
        low = -1e9 if column.minimum is None else column.minimum
        high = 1e9 if column.maximum is None else column.maximum
        return _between(kind, low, high, f"What is wanted here is {how_written(column)}.")
    return None


def _list(source: list[str] | str, message: str, *, binding: bool = False) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_type": "stop" if binding else "warning",
        "error_title": "Not on the list",
        "error_message": _short(message),
    }


def _between(kind: str, low: date | float, high: date | float, message: str) -> dict[str, Any]:
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_type": "warning",
        "error_title": "Not as expected",
        "error_message": _short(message),
    }


def _short(message: str) -> str:
    """Shorten a message to the 255 characters that Excel accepts."""
    return message if len(message) <= 255 else f"{message[:254]}…"


def _listed(table: Table, column: str) -> str:
    """Return a formula for the filled cells below a column's header on another sheet, so that lists grow with it."""
    from xlsxwriter.utility import xl_col_to_name

    letter = xl_col_to_name(table.names.index(column))
    return f"=OFFSET({table.name}!${letter}$2,0,0,MAX(1,COUNTA({table.name}!${letter}:${letter})-1),1)"


def _fill(book: Workbook, looks: _Looks, name: str, rows: Iterable[tuple[str | int | date, ...]]) -> None:
    sheet = book.get_worksheet_by_name(name)
    for number, row in enumerate(rows, start=1):
        for index, value in enumerate(row):
            if value == "":
                continue
            if isinstance(value, str):
                sheet.write_string(number, index, value, looks.text)  # never taken for a formula
            elif isinstance(value, date):
                sheet.write_datetime(number, index, datetime(value.year, value.month, value.day), looks.date)
            else:
                sheet.write_number(number, index, value)


def _guidance_sheet(sheet: Worksheet, looks: _Looks, sheet_names: dict[str, str]) -> None:
    sheet.hide_gridlines(2)
    _prints_well(sheet)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, "What to put where", looks.title)
    row = 2
    for rule in RULES:
        sheet.write_string(row, 1, rule, looks.words)
        row += 1
    sheet.write_string(
        row, 1, "Rest on a header to read what its column holds. A bold header must be filled.", looks.words
    )
    row += 2
    begin = "Begin here: the programme, its sites and its years"
    for role, holds, tables in (
        (begin, "", (_PROGRAMME, _SITES, _YEARS)),
        *((role.capitalize(), holds, tables_of(role)) for role, holds in ROLES.items()),
    ):
        sheet.write_string(row, 0, role, looks.role)
        sheet.write_string(row, 1, holds, looks.role)
        row += 1
        for table in tables:
            name = sheet_names[table.name]
            sheet.write_url(row, 0, f"internal:'{name}'!A1", looks.link, name)
            sheet.write_string(row, 1, table.purpose, looks.words)
            row += 1
        row += 1
