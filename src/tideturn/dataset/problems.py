"""Describe anything wrong: where it is, what it is, and how to fix it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Pattern for control characters, and those that reverse the display order of the letters after them."""


def visible(text: str) -> str:
    """Return the text with each control character shown as a sign: text from a file must not command a terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


class Severity(StrEnum):
    """An error stops the evaluation; a query is amended, or answered with a reason in `queries.csv`."""

    ERROR = "error"
    QUERY = "query"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a folder. `row` is the row's number in a spreadsheet: the header is row 1.

    `key` and `value` identify its subject even if rows move, as `queries.csv` stores them (`dataset.check.about`).
    """

    file: str
    row: int | None
    column: str | None
    severity: Severity
    rule: str
    what: str
    mend: str
    key: str = ""
    value: str = ""

    @property
    def place(self) -> str:
        """Return the place in words: `cases.csv, row 12, column site`."""
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


class TideturnError(Exception):
    """An error that a user can fix. `place` says where, `what` says what is wrong, and the hint says how to fix it."""

    def __init__(self, what: str, *, place: str = "", mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.place = place
        self.mend = mend

    def __str__(self) -> str:
        lead = f"{self.place}: " if self.place else ""
        tail = f" {self.mend}" if self.mend else ""
        return f"{lead}{self.what}{tail}"


class FolderError(TideturnError):
    """A folder that cannot be read into a dataset. `problems` lists every reason, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        more = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        super().__init__(f"{first.what}{more}", place=first.place, mend=first.mend)
