"""Draw a legend: each mark with its words, side by side above the drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tideturn.report.charts import svg, theme
from tideturn.report.charts.text_width import text_width, wrapped_to

_SWATCH: Final = 11.0
_ROOM: Final = _SWATCH + 6


@dataclass(frozen=True)
class Kind:
    """One kind of part: its name, its fill and the colour of words on it; `hollow` is drawn as slanting strokes."""

    name: str
    fill: str
    ink: str
    hollow: bool = False

    def box(self, x: float, y: float, width: float, height: float) -> tuple[str, ...]:
        """Return a box of this kind. A hollow one has an edge and strokes if it is wide enough for them."""
        if not self.hollow or width < 2:
            return (svg.rect(x, y, width, height, fill=self.fill),)
        return (
            svg.rect(x + 0.5, y + 0.5, width - 1, height - 1, fill=theme.PAPER, stroke=self.fill),
            svg.hatch(x + 0.5, y + 0.5, width - 1, height - 1, stroke=self.fill),
        )


@dataclass(frozen=True)
class Entry:
    """The position of one entry: its mark at `left`, the lines of its words from `top` down."""

    left: float
    top: float
    words: tuple[str, ...]


def entries(
    told: Iterable[tuple[float, str]],
    width: float,
    *,
    apart: float,
    size: float = theme.TEXT,
    line: float = theme.LINE_HEIGHT,
    below: float = 0.0,
) -> tuple[list[Entry], float]:
    """Return each entry, beside the one before it or in the next row, and the depth of all of them.

    `told` gives the room for each mark, and its words. Two entries are `apart` and two rows are `below` each other.
    Words beside a mark are no wider than the narrowest chart; a note, which has no mark, has the whole `width`.
    """
    found: list[Entry] = []
    left, top, deep = 0.0, 0.0, 0.0
    for room, words in told:
        lines = wrapped_to(words, (min(width, theme.WIDTH) if room else width) - room, size)
        wide = room + max(text_width(one, size) for one in lines)
        if left and left + wide > width:
            left, top, deep = 0.0, top + deep + below, 0.0
        found.append(Entry(left, top, lines))
        left += wide + apart
        deep = max(deep, line * len(lines))
    return found, top + deep


def legend(kinds: tuple[Kind, ...]) -> tuple[list[str], float]:
    """Return the drawn legend of a bar's parts, and the y of what follows it."""
    parts: list[str] = []
    found, deep = entries([(_ROOM, kind.name) for kind in kinds], theme.WIDTH, apart=16)
    for kind, one in zip(kinds, found, strict=True):
        parts.extend(kind.box(one.left, one.top + (theme.LINE_HEIGHT - _SWATCH) / 2, _SWATCH, _SWATCH))
        parts.append(svg.lines(one.left + _ROOM, one.top, one.words))
    return parts, deep + 9
