"""Choose the column widths of a table so that no word is cut and the longest text gets the most of the spare room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tideturn.report.blocks import Cell, VerdictMark
from tideturn.report.charts.text_width import text_width
from tideturn.report.renderers.letters import BREAK, line

PORTRAIT: Final = 468.0
LANDSCAPE: Final = 728.0
"""Line widths of an A4 page, portrait and landscape, in points; the template's margins leave this much."""
GAP: Final = 10.0
"""Gap between two columns, in points."""
_SIZES: Final = (9.0, 8.25, 7.5)
_YIELDING: Final = 0.75
_HAIR: Final = 0.5
_SHORT: Final = 26
"""Minimum number of lines of a table that may be split between pages."""
_TALL: Final = {False: 36, True: 28}
"""Number of lines above which a row may be split between pages, portrait and landscape; other rows stay whole."""


@dataclass(frozen=True)
class Fit:
    """How a table is set: sizes in points, and for each row whether it may continue on the next page."""

    size: float
    landscape: bool
    widths: tuple[float, ...]
    parted: tuple[bool, ...]
    short: bool
    """Whether the table is so short that it stays on one page."""


_SHAPE: Final = "MM"
"""Letters about as wide as the verdict's shape before its word."""


def measured(cell: Cell) -> str:
    """Return the text that a column must fit: the words, or the longer line of a verdict."""
    if isinstance(cell, VerdictMark):
        return _SHAPE + max(line(cell.word), line(cell.note), key=len)
    return line("".join(span.text for span in cell))


def fitted(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Fit:
    """Return the fit with the largest type that breaks no cell, or else no word; portrait where possible."""
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
    """Return for each column, in ems, the width of its longest piece of a word and of its longest cell on one line."""
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
    """Give each column its minimum, then share what is left by a power of the extra that it wants, up to that extra.

    The power is below one, so that a column of dates does not break to make room for one of sentences.
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
