"""How wide the columns of a table are: no word cut, and the room that is left to those that have most to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tideturn.report.blocks import Cell, VerdictMark
from tideturn.report.charts.text_width import text_width
from tideturn.report.renderers.letters import BREAK, line

PORTRAIT: Final = 468.0
LANDSCAPE: Final = 728.0
"""How wide a line is on an A4 page upright and on its side, in points; the template's margins leave as much."""
GAP: Final = 10.0
"""Points between two columns."""
_SIZES: Final = (9.0, 8.25, 7.5)
_YIELDING: Final = 0.75
_HAIR: Final = 0.5
_SHORT: Final = 26
"""A table of fewer lines than this is not parted at all."""
_TALL: Final = {False: 36, True: 28}
"""A row of more lines than this, upright and on its side, may be parted between pages; every other stays whole."""


@dataclass(frozen=True)
class Fit:
    """How a table is set: sizes in points, and for each row whether it may run on to the next page."""

    size: float
    landscape: bool
    widths: tuple[float, ...]
    parted: tuple[bool, ...]
    short: bool
    """Whether the table is so low that it stays on one page."""


_SHAPE: Final = "MM"
"""About as wide as a verdict's shape, which stands before its word."""


def measured(cell: Cell) -> str:
    """What a column must have room for: the words, or the longer line of a verdict."""
    if isinstance(cell, VerdictMark):
        return _SHAPE + max(line(cell.word), line(cell.note), key=len)
    return line("".join(span.text for span in cell))


def fitted(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Fit:
    """The largest type in which no cell is broken, if there is one; else no word, upright where that can be."""
    upright = PORTRAIT - GAP * (len(head) - 1)
    turned = LANDSCAPE - GAP * (len(head) - 1)
    ems = _needs(head, rows)
    needs = {size: tuple([size * width + 1 for width in widths] for widths in ems) for size in _SIZES}
    for size, (least, most) in needs.items():
        if sum(most) <= upright:
            return _fit(size, False, _shared(least, most, upright), rows)
    for room in (upright, turned):
        for size, (least, most) in needs.items():
            if sum(least) <= room:
                return _fit(size, room == turned, _shared(least, most, room), rows)
    least, _ = needs[_SIZES[-1]]
    return _fit(_SIZES[-1], True, [width * turned / sum(least) for width in least], rows)


def _fit(size: float, landscape: bool, widths: Sequence[float], rows: Sequence[Sequence[str]]) -> Fit:
    lines = [
        max((1 + text_width(cell, size) // width for cell, width in zip(row, widths, strict=True)), default=1)
        for row in rows
    ]
    gaps = [*(GAP for _ in widths[1:]), 0.0]
    whole = tuple(round(width + gap, 2) for width, gap in zip(widths, gaps, strict=True))
    return Fit(
        size, landscape, whole, tuple(line > _TALL[landscape] for line in lines), sum(lines) + len(rows) / 2 < _SHORT
    )


def _needs(head: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[float], list[float]]:
    """For each column the width of its longest piece of a word, and of its longest cell on one line, in ems."""
    least, most = [], []
    for position, title in enumerate(head):
        cells = [(title, 600), *((row[position], 600 if position == 0 else 400) for row in rows)]
        pieces = {(piece, weight) for cell, weight in cells for piece in cell.replace(BREAK, " ").split()}
        least.append(max((text_width(piece, 1, weight) for piece, weight in pieces), default=0))
        most.append(max(text_width(cell, 1, weight) for cell, weight in cells))
    return least, most


def least_widths(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Return for each column the width of its longest piece of a word, in ems."""
    return _needs(head, rows)[0]


def _shared(least: list[float], most: list[float], room: float) -> list[float]:
    """Each what it must have, then of what is left by a power of how much more it would like, and no more than that.

    A power below one, so that a column of dates is not broken for the sake of one of sentences.
    """
    widths = list(least)
    spare = room - sum(least)
    weights = [max(high - low, 0.0) ** _YIELDING for low, high in zip(least, most, strict=True)]
    wanting = [i for i, weight in enumerate(weights) if weight]
    while wanting and spare > _HAIR:
        unit = spare / sum(weights[i] for i in wanting)
        for i in wanting:
            more = min(most[i] - widths[i], unit * weights[i])
            widths[i] += more
            spare -= more
        wanting = [i for i in wanting if most[i] - widths[i] > _HAIR]
    return [width + spare / len(widths) for width in widths]
