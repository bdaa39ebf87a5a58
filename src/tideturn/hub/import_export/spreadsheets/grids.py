"""A sheet as it lies in a file: its cells as text, what is merged or hidden in it, and how a place in it is called.

Rows are numbered as a spreadsheet numbers them, from 1 on; columns are counted from 0, which is A.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from tideturn.dataset.archive import letters

HEAD: Final = 30
"""Rows among which the headings are looked for."""
LONGEST_TOLD: Final = 200
"""Letters of a cell of the head."""
_SPACES: Final = "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]"
_NOTHING: Final = "[\u200b-\u200d\u2060\ufeff]"
"""Spaces of every width, and what has no width at all."""


@dataclass(frozen=True)
class Area:
    """Cells that are merged to one; both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{letters(self.left)}{self.top}:{letters(self.right)}{self.bottom}"


@dataclass(frozen=True)
class Fault:
    """Something wrong in a sheet, and how it is mended. Without a row it is of a column, without both of the sheet."""

    what: str
    mend: str
    row: int | None = None
    column: int | None = None

    def place(self, sheet: str) -> str:
        """Where it is, in words: `Referrals, cell C7`."""
        if self.row is None:
            return sheet if self.column is None else f"{sheet}, column {letters(self.column)}"
        if self.column is None:
            return f"{sheet}, row {self.row}"
        return f"{sheet}, cell {letters(self.column)}{self.row}"


@dataclass(frozen=True)
class Grid:
    """A sheet. Row `i` of the frame is its row `i + 1`; the frame's column `0` is A."""

    name: str
    frame: pl.DataFrame
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    broken: tuple[Fault, ...] = ()
    """Cells that show an error of the spreadsheet, and formulas of which no result was stored."""
    separated: bool = False
    """Whether it is text with a sign between its cells, of which a row may have too many."""
    notes: tuple[str, ...] = ()
    """How it was read, where that is worth telling."""

    @property
    def width(self) -> int:
        """How many columns it has."""
        return self.frame.width

    def head(self) -> Head:
        """What the headings are looked for in."""
        cells = self.frame.head(HEAD).select(tidied(pl.all()).str.slice(0, LONGEST_TOLD))
        below = self.frame.slice(HEAD)
        filled = [int(name) for name in below.columns if below[name].null_count() < below.height]
        merged = tuple(area for area in self.merged if area.top <= HEAD)
        return Head(tuple(cells.iter_rows()), merged, frozenset(filled))


@dataclass(frozen=True)
class Head:
    """The first rows of a sheet, tidied; and which of its columns have something below them."""

    rows: tuple[tuple[str | None, ...], ...]
    merged: tuple[Area, ...] = ()
    filled: frozenset[int] = field(default_factory=frozenset)


def tidied(cells: pl.Expr) -> pl.Expr:
    """Text without the spaces round it, and with none but plain ones in it; null where nothing is left."""
    plain = cells.str.replace_all(_SPACES, " ").str.replace_all(_NOTHING, "").str.strip_chars()
    return pl.when(plain == "").then(None).otherwise(plain).name.keep()


def tidy(text: str) -> str:
    """The same of one text."""
    return re.sub(_NOTHING, "", re.sub(_SPACES, " ", text)).strip()


def column_index(name: str) -> int:
    """The column that a spreadsheet calls so."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def counted(number: int, one: str, many: str = "") -> str:
    """`1 row`, `12 rows`, `2 rows of totals`."""
    first, _, rest = one.partition(" of ")
    several = many or (f"{first}s of {rest}" if rest else f"{one}s")
    return f"{number:,} {one if number == 1 else several}"


def were(number: int, one: str, rest: str) -> str:
    """`1 row was read.`, `12 rows were read.`"""
    return f"{counted(number, one)} {'was' if number == 1 else 'were'} {rest}."


def named(rows: list[int], most: int = 5) -> str:
    """`row 4`, `rows 4, 7 and 9`; of many the first."""
    told = [str(row) for row in rows[:most]]
    if len(rows) > most:
        return f"rows {', '.join(told)} and {len(rows) - most:,} more"
    return f"row {told[0]}" if len(told) == 1 else f"rows {', '.join(told[:-1])} and {told[-1]}"


Words = Mapping[str, Mapping[str, str]]
"""By column, which term is meant by which words."""
