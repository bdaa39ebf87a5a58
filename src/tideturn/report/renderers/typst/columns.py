"""How wide the columns of a table are: no word cut, and the room that is left to those that have most to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tideturn.report.charts.text_width import text_width
from tideturn.report.renderers.typst.letters import BREAK

PORTRAIT: Final = 468.0
LANDSCAPE: Final = 728.0
"""How wide a line is on an A4 page upright and on its side, in points; the template's margins leave as much."""
GAP: Final = 10.0
"""Points between two columns."""
_SIZES: Final = (9.0, 8.25, 7.5)
_TALL: Final = 40
"""A row of more lines than this may be parted between pages; every other stays whole."""


@dataclass(frozen=True)
class Fit:
    """How a table is set: sizes in points, and for each row whether it may run on to the next page."""

    size: float
    landscape: bool
    widths: tuple[float, ...]
    parted: tuple[bool, ...]


def fitted(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Fit:
    """The largest type in which every column holds its longest word, on an upright page where one will do."""
    for turned in (False, True):
        room = (LANDSCAPE if turned else PORTRAIT) - GAP * (len(head) - 1)
        for size in _SIZES:
            least, most = _needs(head, rows, size)
            if sum(least) <= room:
                return _fit(size, turned, _shared(least, most, room), rows)
    scale = room / sum(least)
    return _fit(size, True, [width * scale for width in least], rows)


def _fit(size: float, landscape: bool, widths: Sequence[float], rows: Sequence[Sequence[str]]) -> Fit:
    parted = tuple(
        max((text_width(cell, size) / width for cell, width in zip(row, widths, strict=True)), default=0) > _TALL
        for row in rows
    )
    return Fit(size, landscape, tuple(round(width, 2) for width in widths), parted)


def _needs(head: Sequence[str], rows: Sequence[Sequence[str]], size: float) -> tuple[list[float], list[float]]:
    """For each column the width of its longest piece of a word, and of its longest cell on one line."""
    least, most = [], []
    for position, title in enumerate(head):
        cells = [(title, 600), *((row[position], 600 if position == 0 else 400) for row in rows)]
        pieces = {(piece, weight) for cell, weight in cells for piece in cell.replace(BREAK, " ").split()}
        least.append(max((text_width(piece, size, weight) for piece, weight in pieces), default=0) + 1)
        most.append(max(text_width(cell, size, weight) for cell, weight in cells) + 1)
    return least, most


def _shared(least: list[float], most: list[float], room: float) -> list[float]:
    """Each what it must have, and the rest by how much more it would like; no wider than that."""
    wanted = [high - low for low, high in zip(least, most, strict=True)]
    spare = room - sum(least)
    if sum(wanted) <= spare:
        share = (spare - sum(wanted)) / len(least)
        return [width + share for width in most]
    return [low + spare * want / sum(wanted) for low, want in zip(least, wanted, strict=True)]
