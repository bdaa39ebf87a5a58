"""Identify what a problem is about: the record by its key, the column, and its value; a row added above changes
nothing.

`queries.csv` stores the value itself, or the first digits of its SHA-256 if the value is long or looks like somebody's
identity: an answer must not repeat what the folder must not hold.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Final

from tideturn.dataset.check.folder import ANY_KEY, Folder, Sheet
from tideturn.dataset.check.judgements import names_somebody
from tideturn.dataset.identity import signs
from tideturn.dataset.problems import Problem
from tideturn.dataset.schema import MANY

LONGEST: Final = 60
"""Maximum number of characters of a value to store as it is."""
_DIGITS: Final = 16
_HEADER: Final = 2
"""Number of the first row of data in a spreadsheet."""


@dataclass(frozen=True, order=True)
class About:
    """A file, a record's key, a column, and the value there. An empty key means the file and no record."""

    file: str
    key: str
    column: str
    value: str

    @classmethod
    def of(cls, problem: Problem) -> About:
        """Return what a located problem is about."""
        return cls(problem.file, problem.key, problem.column or "", problem.value)

    @property
    def anywhere(self) -> About:
        """Return the same value in any row."""
        return replace(self, key=ANY_KEY)


class Records:
    """The records of a folder, found by the rows that problems name."""

    def __init__(self, folder: Folder) -> None:
        self._sheets = {sheet.file: sheet for sheet in folder.every_sheet()}
        self._lines = {f"transcripts/{name}": text.split("\n") for name, text in folder.transcripts.items()}

    def located(self, problem: Problem) -> Problem:
        """Return a problem with the key of its record and the value of its cell."""
        row, sheet = problem.row or 0, self._sheets.get(problem.file)
        if sheet is not None and _HEADER <= row < sheet.text.height + _HEADER:
            value = stored(problem.value) if problem.value else _cell(sheet, row, problem.column or "")
            return replace(problem, key=problem.key or _key(sheet, row), value=value)
        lines = self._lines.get(problem.file, ())
        return replace(problem, value=stored(lines[row - 1])) if 0 < row <= len(lines) else problem


def stored(value: str, *, hidden: bool = False) -> str:
    """Return a value as `queries.csv` stores it: `#` and 16 digits of its SHA-256 if it is long or `hidden`."""
    if hidden or len(value) > LONGEST or signs(value):
        return f"#{hashlib.sha256(value.encode()).hexdigest()[:_DIGITS]}"
    return value.strip()


def _key(sheet: Sheet, row: int) -> str:
    names = sheet.table.key or sheet.table.required
    return MANY.join(_cell(sheet, row, name) for name in names if not sheet.table.column(name).older)


def _cell(sheet: Sheet, row: int, column: str) -> str:
    if column not in sheet.text.columns:
        return ""
    value = sheet.text[column][row - _HEADER]
    text = "" if value is None else str(value)
    return stored(text, hidden=names_somebody(sheet.table.name, column, text))
