"""Find invisible characters in cells: control characters, other than tabs and the ends of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import polars as pl

from tideturn.dataset.check.folder import Folder, Sheet
from tideturn.dataset.check.rule import Found, query
from tideturn.dataset.schema import Kind
from tideturn.dataset.wording import counted, listed

_CONTROL: Final = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
_ONE: Final = re.compile(_CONTROL)
_FREE: Final = frozenset({Kind.CODE, Kind.TEXT})
"""Kinds of column that may hold any character; a cell of another kind with such a character would not be
of that kind.
"""
_SMALL: Final = 20_000
"""Maximum number of rows of a table where checking every cell costs less than finding the distinct ones."""
_NAMES: Final = (  # noqa: SIM905 (names read better than a list of quotation marks)
    # U+0000 to U+001F
    "null|start of heading|start of text|end of text|end of transmission|enquiry|acknowledge|alert|backspace|"
    "character tabulation|line feed|line tabulation|form feed|carriage return|shift out|shift in|data link escape|"
    "device control one|device control two|device control three|device control four|negative acknowledge|"
    "synchronous idle|end of transmission block|cancel|end of medium|substitute|escape|information separator four|"
    "information separator three|information separator two|information separator one|"
    # U+007F to U+009F
    "delete|padding character|high octet preset|break permitted here|no break here|index|next line|"
    "start of selected area|end of selected area|character tabulation set|character tabulation with justification|"
    "line tabulation set|partial line forward|partial line backward|reverse line feed|single shift two|"
    "single shift three|device control string|private use one|private use two|set transmit state|cancel character|"
    "message waiting|start of guarded area|end of guarded area|start of string|single graphic character introducer|"
    "single character introducer|control sequence introducer|string terminator|operating system command|"
    "privacy message|application program command"
).split("|")
"""Names of the control characters in the Unicode Character Database (NameAliases.txt), in its order."""


@query(
    "control_character",
    looks_for="a control character (U+0000 to U+001F and U+007F to U+009F, other than tabs and the ends of lines) in a "
    "code, a text or a header",
    why="nobody sees it, so two codes that look the same may not be the same; and it often stands where a letter or a "
    "mark was lost",
)
def control_character(folder: Folder) -> Iterator[Found]:
    """Find headers and cells with invisible characters; give each character's name and its place in the text."""
    for sheet in folder.every_sheet():
        for header in sheet.text.columns:
            if _ONE.search(header):
                yield _found(sheet, 1, header, header)
        for header in _columns(sheet):
            column = sheet.text[header]
            for place in column.str.contains(_CONTROL).arg_true():
                yield _found(sheet, place + 2, header, column[place])


def _columns(sheet: Sheet) -> list[str]:
    """Return the columns that hold a control character."""
    fixed = {column.name for column in sheet.table.columns if column.kind not in _FREE and not column.many}
    may = [name for name, dtype in sheet.text.schema.items() if dtype == pl.String and name not in fixed]
    if sheet.text.height > _SMALL:
        return [name for name in may if sheet.distinct(name).str.contains(_CONTROL).any()]
    if not may or sheet.text.is_empty():
        return []
    seen = sheet.text.select(pl.col(may).str.contains(_CONTROL).any()).row(0)
    return [name for name, holds in zip(may, seen, strict=True) if holds]


def _found(sheet: Sheet, row: int, header: str, text: str) -> Found:
    first, *others = _ONE.finditer(text)
    further = f", and {counted(len(others), 'further one')}" if others else ""
    where = "the header's" if row == 1 else "the cell's"
    what = f"{named(first.group())} is {where} character {first.start() + 1}{further}; nobody can see it."
    return Found(sheet.file, row, header, what, _mend({match.group() for match in (first, *others)}))


def control_in(text: str) -> str:
    """Return the first control character of a text by its code point and name; empty if it holds none."""
    found = _ONE.search(text)
    return named(found.group()) if found else ""


def named(control: str) -> str:
    """Return a control character's code point and name: `U+001B (escape)`."""
    code = ord(control)
    return f"U+{code:04X} ({_NAMES[code if code < 0x20 else code - 0x7F + 0x20]})"


def _mend(controls: set[str]) -> str:
    """Return how to fix the text.

    If text from Windows was read as Latin-1, such a character is a mark that can be restored.
    """
    meant = []
    for control in sorted(controls):
        try:
            mark = control.encode("latin-1").decode("cp1252")
        except UnicodeDecodeError:
            continue
        if mark != control:
            meant.append(f"“{mark}” for U+{ord(control):04X}")
    if meant:
        return f"Perhaps the text came from Windows and was read wrongly: write {listed(meant)}, or take it out."
    return "Take it out, or write the letter that was meant; if it belongs there, say so in queries.csv."


RULES: Final = (control_character,)
