"""What a page shows of a sheet before it is matched, so that no process that serves pages reads a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from tideturn.hub.import_export.spreadsheets.days import Order, order_of
from tideturn.hub.import_export.spreadsheets.grids import Area, Grid, Head, tidied

MOST_WORDS: Final = 60
"""Different cells of a column that are kept; one of more is not written in terms."""
_LONGEST_WORD: Final = 80


@dataclass(frozen=True)
class Glimpse:
    """The first rows of a sheet, and of each column which words it holds and what its days tell."""

    name: str
    hidden: bool
    rows: int
    head: Head
    words: Mapping[int, tuple[str, ...]]
    orders: Mapping[int, Order]

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "name": self.name,
            "hidden": self.hidden,
            "rows": self.rows,
            "head": [list(row) for row in self.head.rows],
            "merged": [[one.top, one.left, one.bottom, one.right] for one in self.head.merged],
            "filled": sorted(self.head.filled),
            "words": {str(index): list(words) for index, words in self.words.items()},
            "orders": {str(index): [one.day, one.month, one.open] for index, one in self.orders.items()},
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Glimpse:
        """What was kept."""
        head = Head(
            tuple(tuple(row) for row in plain["head"]),
            tuple(Area(*one) for one in plain["merged"]),
            frozenset(plain["filled"]),
        )
        words = {int(index): tuple(words) for index, words in plain["words"].items()}
        orders = {int(index): Order(*one) for index, one in plain["orders"].items()}
        return cls(plain["name"], plain["hidden"], plain["rows"], head, words, orders)


def glimpse(grid: Grid, *, hidden: bool) -> Glimpse:
    """What is shown of a sheet."""
    words, orders = {}, {}
    for name in grid.frame.columns:
        cells = grid.frame.select(tidied(pl.col(name)))[name].drop_nulls().unique(maintain_order=True)
        index = int(name)
        if 0 < cells.len() <= MOST_WORDS:
            words[index] = tuple(cell for cell in cells if len(cell) <= _LONGEST_WORD)
        days = order_of(cells)
        if days != Order():
            orders[index] = days
    return Glimpse(grid.name, hidden, grid.frame.height, grid.head(), words, orders)
