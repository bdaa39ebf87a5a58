"""A sheet as the file holds it: its cells as text, its merged and hidden cells, and the names of places in it.

The hub stores what the pages show of a sheet before it is matched, so that no process that serves pages reads a
spreadsheet.

Row numbers are the spreadsheet's own, from 1 on; columns are counted from 0, which is A.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from tideturn.dataset.archive import letters
from tideturn.dataset.wording import counted, listed
from tideturn.hub.import_export.spreadsheets.days import Order, order_of

HEAD: Final = 30
"""Number of first rows to search for the headings."""
LONGEST_TOLD: Final = 200
"""Maximum length of a cell of the head in letters."""
MOST_WORDS: Final = 60
"""Maximum number of different cells of a column to store; a column with more is not one of terms."""
_LONGEST_WORD: Final = 80
_SPACES: Final = "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]"
_NOTHING: Final = "[\u200b-\u200d\u2060\ufeff]"
"""Pattern of characters without any width; `_SPACES` has the spaces of every width."""


@dataclass(frozen=True)
class Area:
    """Merged cells; both ends are included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{letters(self.left)}{self.top}:{letters(self.right)}{self.bottom}"


@dataclass(frozen=True)
class Fault:
    """A fault in a sheet, and how to fix it. Without a row it is about a column; without both, about the sheet."""

    what: str
    mend: str
    row: int | None = None
    column: int | None = None

    def place(self, sheet: str) -> str:
        """Return its place in words: `Referrals, cell C7`."""
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
    """Cells that show a spreadsheet error, and formulas without a stored result."""
    separated: bool = False
    """Whether it is text with a separator between its cells. Such a row may have too many cells."""
    notes: tuple[str, ...] = ()
    """Notes on how it was read, if people should know."""

    def head(self) -> Head:
        """Return the first rows, to search for the headings."""
        cells = self.frame.head(HEAD).select(tidied(pl.all()).str.slice(0, LONGEST_TOLD))
        below = self.frame.slice(HEAD)
        filled = [int(name) for name in below.columns if below[name].null_count() < below.height]
        merged = tuple(area for area in self.merged if area.top <= HEAD)
        return Head(tuple(cells.iter_rows()), merged, frozenset(filled))


@dataclass(frozen=True)
class Head:
    """The first rows of a sheet, tidied, and the columns with something below them."""

    rows: tuple[tuple[str | None, ...], ...]
    merged: tuple[Area, ...] = ()
    filled: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Glimpse:
    """The first rows of a sheet, and the words and date orders in each column."""

    name: str
    hidden: bool
    head: Head
    words: Mapping[int, tuple[str, ...]]
    orders: Mapping[int, Order]

    def plain(self) -> dict[str, Any]:
        """Return it as plain values, to store."""
        return {
            "name": self.name,
            "hidden": self.hidden,
            "head": [list(row) for row in self.head.rows],
            "merged": [[one.top, one.left, one.bottom, one.right] for one in self.head.merged],
            "filled": sorted(self.head.filled),
            "words": {str(index): list(words) for index, words in self.words.items()},
            "orders": {str(index): [one.day, one.month, one.open] for index, one in self.orders.items()},
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Glimpse:
        """Return the glimpse that was stored as plain values."""
        head = Head(
            tuple(tuple(row) for row in plain["head"]),
            tuple(Area(*one) for one in plain["merged"]),
            frozenset(plain["filled"]),
        )
        words = {int(index): tuple(words) for index, words in plain["words"].items()}
        orders = {int(index): Order(*one) for index, one in plain["orders"].items()}
        return cls(plain["name"], plain["hidden"], head, words, orders)


def glimpse(grid: Grid, *, hidden: bool) -> Glimpse:
    """Return a glimpse of a sheet."""
    words, orders = {}, {}
    for name in grid.frame.columns:
        cells = grid.frame.select(tidied(pl.col(name)))[name].drop_nulls().unique(maintain_order=True)
        index = int(name)
        if 0 < cells.len() <= MOST_WORDS:
            words[index] = tuple(cell for cell in cells if len(cell) <= _LONGEST_WORD)
        days = order_of(cells)
        if days != Order():
            orders[index] = days
    return Glimpse(grid.name, hidden, grid.head(), words, orders)


def tidied(cells: pl.Expr) -> pl.Expr:
    """Return text with plain spaces only, and without spaces at either end; null if nothing is left."""
    plain = cells.str.replace_all(_SPACES, " ").str.replace_all(_NOTHING, "").str.strip_chars()
    return pl.when(plain == "").then(None).otherwise(plain).name.keep()


def were(number: int, one: str, rest: str, many: str | None = None) -> str:
    """Return a note in words: `1 row was read.`, `12 rows were read.`"""
    return f"{counted(number, one, many)} {'was' if number == 1 else 'were'} {rest}."


def named(rows: Sequence[int], most: int = 5) -> str:
    """Return rows in words: `row 4`, `rows 4, 7 and 9`; only the first of many."""
    more = [f"{len(rows) - most:,} more"] if len(rows) > most else []
    return f"{'row' if len(rows) == 1 else 'rows'} {listed([*rows[:most], *more])}"
