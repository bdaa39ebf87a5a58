"""Hold the folder as the rules see it: every table typed, with the name of its file, whether or not the file exists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Final

import polars as pl

from tideturn.dataset.identity import Sign, column_signs, columns_worth_searching, texts_worth_searching
from tideturn.dataset.model import Answers, Programme, Question
from tideturn.dataset.programme_file import PROGRAMME_FILE
from tideturn.dataset.schema import Table
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.dataset.wording import capital

ROW: Final = "#row"
"""Name of the column for a row's number in a spreadsheet; no file can have a column of this name by accident."""
ANY_KEY: Final = "*"
"""Key that means every row of the file, in what a query is about."""
_FILE: Final = re.compile(r"\b(?:surveys/(?P<survey>[^/]+)/)?(?P<name>\w+)\.(?:csv|toml)\b")
"""Pattern for a table or `programme.toml` as sentences name it."""
_SHEET: Final = ", sheet "
"""Text between a workbook's name and its sheet's name."""


@dataclass(frozen=True)
class Sheet:
    """One table: `frame` typed (absent columns null), `text` as written, `file` as the user knows it."""

    table: Table
    file: str
    frame: pl.DataFrame
    text: pl.DataFrame

    @classmethod
    def of(cls, table: Table, file: str, frame: pl.DataFrame, text: pl.DataFrame | None = None) -> Sheet:
        """Return a sheet whose frame has every declared column, whatever the file lacks."""
        absent = [
            pl.lit(None, dtype=column.dtype).alias(column.name)
            for column in table.columns
            if column.name not in frame.columns
        ]
        return cls(table, file, frame.with_columns(absent) if absent else frame, frame if text is None else text)

    def where(self, broken: pl.Expr, *columns: str) -> Iterator[dict[str, Any]]:
        """Yield the rows where `broken` is true, as dictionaries of their number (`ROW`) and the requested columns."""
        if self.frame.is_empty():
            return iter(())
        rows = self.numbered().filter(broken)
        return iter(()) if rows.is_empty() else rows.select(ROW, *columns).iter_rows(named=True)

    def distinct(self, name: str) -> pl.Series:
        """Return the distinct cells of a text column as written.

        Find them once: most columns of a large table hold few.
        """
        if name not in self._distinct:
            self._distinct[name] = self.text[name].drop_nulls().unique()
        return self._distinct[name]

    @cached_property
    def _distinct(self) -> dict[str, pl.Series]:
        return {}

    @cached_property
    def signs(self) -> Mapping[str, Mapping[str, tuple[Sign, ...]]]:
        """Return each column's distinct cells, as written, with signs of identity.

        Find them once: two rules need them.
        """
        found = {name: column_signs(self.distinct(name), distinct=True) for name in columns_worth_searching(self.text)}
        return {name: cells for name, cells in found.items() if cells}

    def numbered(self) -> pl.DataFrame:
        """Return the frame with each row's number: the header is row 1."""
        return self._numbered

    @cached_property
    def _numbered(self) -> pl.DataFrame:
        return self.frame.with_row_index(ROW, offset=2)


@dataclass(frozen=True)
class SurveySheets:
    """The tables of one survey, and its form's questions by name."""

    code: str
    responses: Sheet
    items: Sheet
    invited: Sheet
    questions: Mapping[str, Question] = field(default_factory=dict)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Return the survey's three tables."""
        return (self.responses, self.items, self.invited)

    @property
    def answer_columns(self) -> tuple[str, ...]:
        """Return the columns of `responses` that hold answers."""
        declared = SURVEY_TABLES["responses"].names
        return tuple(name for name in self.responses.frame.columns if name not in declared)


@dataclass(frozen=True)
class Folder:
    """Everything that the rules read. `programme` is None if `programme.toml` could not be read."""

    programme: Programme | None
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    surveys: Mapping[str, SurveySheets] = field(default_factory=dict)
    transcripts: Mapping[str, str] = field(default_factory=dict)
    pathways: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    incomplete: frozenset[str] = frozenset()
    """Names of files that could be read only in part; no rule reports a reference to what the unread part may hold."""
    programme_book: str | None = None
    """Name of the workbook whose sheets describe the programme, if no `programme.toml` does."""
    programme_rows: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Row number of each row of those sheets, by the sheet and the row's first cell."""

    def sheet(self, name: str) -> Sheet:
        """Return the table, or an empty one if the folder has none. Raises KeyError for an undeclared table."""
        return self.sheets.get(name) or _absent(name)

    def in_part(self, name: str, *, survey: str | None = None) -> bool:
        """Return whether some rows of the table, or of the survey's, could not be read or may be in an
        unread workbook.
        """
        if survey is None:
            sheet, in_book, file = self.sheets.get(name), name, TABLES[name].file
        else:
            sheets = self.surveys.get(survey)
            sheet = {one.table.name: one for one in sheets.sheets}[name] if sheets else None
            in_book, file = f"{survey}.{name}", f"surveys/{survey}/{SURVEY_TABLES[name].file}"
        if sheet is not None and not sheet.text.is_empty():
            return not self.incomplete.isdisjoint((sheet.file, sheet.file.partition(_SHEET)[0]))
        books = (".xlsx", f".xlsx{_SHEET}{in_book}")
        return any(unread == file or ("/" not in unread and unread.endswith(books)) for unread in self.incomplete)

    @cached_property
    def transcript_signs(self) -> Mapping[str, Mapping[str, tuple[Sign, ...]]]:
        """Return, for each transcript with signs of identity, its distinct lines that have them.

        Find them once: two rules need them.
        """
        names = texts_worth_searching(self.transcripts)
        found = {name: column_signs(pl.Series(self.transcripts[name].split("\n"), dtype=pl.String)) for name in names}
        return {name: lines for name, lines in found.items() if lines}

    def every_sheet(self) -> Iterator[Sheet]:
        """Yield every table that the folder has, including those of the surveys."""
        yield from self.sheets.values()
        for survey in self.surveys.values():
            yield from survey.sheets

    def described_in(self, part: str) -> str:
        """Return the file that holds this part of the programme (programme, sites, years), or the workbook and its
        sheet.
        """
        return PROGRAMME_FILE if self.programme_book is None else f"{self.programme_book}{_SHEET}{part}"

    @property
    def answers(self) -> Answers:
        """Return the settings under `[answers]`."""
        return self.programme.answers if self.programme else Answers()

    def spoken(self, text: str) -> str:
        """Return the text with each file that a workbook replaces named as its sheet."""
        return _FILE.sub(self._sheet_in_place, text) if self._in_book else text

    @cached_property
    def _in_book(self) -> bool:
        return self.programme_book is not None or any(_SHEET in sheet.file for sheet in self.every_sheet())

    @cached_property
    def _files(self) -> frozenset[str]:
        """Return the names of the tables' files that exist; a survey has an empty sheet for each file that does not."""
        asked = (sheet for survey in self.surveys.values() for sheet in survey.sheets if not sheet.text.is_empty())
        return frozenset(sheet.file for sheet in (*self.sheets.values(), *asked))

    def _sheet_in_place(self, file: re.Match[str]) -> str:
        survey, name = file["survey"], file["name"]
        known = SURVEY_TABLES if survey else {**TABLES, **SURVEY_TABLES, "programme": None}
        if file[0] in self._files or name not in known or (name == "programme" and self.programme_book is None):
            return file[0]
        sheet = f"the sheet {survey or 'S'}.{name}" if name in SURVEY_TABLES else f"the sheet {name}"
        return capital(sheet) if file.start() == 0 else sheet

    @property
    def site_codes(self) -> tuple[str, ...]:
        """Return the sites' codes."""
        return tuple(site.code for site in self.programme.sites) if self.programme else ()

    def has_year(self, number: int) -> bool:
        """Return whether `programme.toml` has this year."""
        return self.programme is not None and any(year.number == number for year in self.programme.years)


@cache
def _absent(name: str) -> Sheet:
    table = TABLES[name]
    return Sheet.of(table, table.file, table.empty())
