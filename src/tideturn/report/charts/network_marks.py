"""Draw the marks of a network: a shape for each group, filled or hollow, and lines that show how a tie changed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from tideturn.report.charts import svg, theme
from tideturn.report.charts.legend import entries

SHAPES: Final = ("circle", "square", "diamond", "hexagon", "triangle", "wedge", "cross")
LAST: Final = "star"
"""Shape that groups share when no other shape is left."""
RADIUS: Final = 10.0
KEPT, NEW, LOST, UNKNOWN = "kept", "new", "lost", "unknown"
SILENT: Final = "silent"
_NUMBER: Final = 10.5
_DASHED: Final = ' stroke-dasharray="2.5 2"'
_LINES: Final = (KEPT, NEW, LOST, UNKNOWN)


def strokes(ends: Sequence[tuple[float, float, float, float]], style: str) -> str:
    """Draw straight lines of one style: kept is thin, new thick, lost dashed, unknown dotted; they differ in grey."""
    d = "".join(f"M{svg.at(x, y)}L{svg.at(to_x, to_y)}" for x, y, to_x, to_y in ends)
    match style:
        case "new":
            return svg.path(d, stroke=theme.TIDE, width=2)
        case "lost":
            return svg.path(d, stroke=theme.CONTESTED, width=1.2, extra=' stroke-dasharray="6 4"')
        case "unknown":
            return svg.path(d, stroke=theme.QUIET, extra=' stroke-dasharray="1 3"')
        case _:
            return svg.path(d, stroke=theme.QUIET, width=0.7)


def node(x: float, y: float, number: int, shape: str, *, hollow: bool) -> Iterator[str]:
    """Draw an organisation with its number; hollow if it did not answer."""
    # A rim of paper, so that a line passing behind does not seem to end there.
    yield svg.path(_outline(shape, x, y, RADIUS + 1.6), fill=theme.PAPER)
    yield _filled(shape, x, y, RADIUS, hollow=hollow)
    lower = {"triangle": 2.0, "wedge": -2.0}.get(shape, 0.0)
    ink = theme.INK if hollow else theme.PAPER
    yield svg.text(x, y + lower, str(number), anchor="middle", fill=ink, size=_NUMBER, bold=True)


def legend(marks: Sequence[tuple[str, str]], width: float) -> tuple[list[str], float]:
    """Return each mark with its words, in rows no wider than `width`, and the y of what follows them."""
    parts: list[str] = []
    told = [(30.0 if mark in _LINES else 25.0, words) for mark, words in marks]
    found, deep = entries(told, width, apart=14, below=7)
    for (mark, _), (room, _), one in zip(marks, told, found, strict=True):
        x, top = one.left, one.top + 3
        middle = top + theme.LINE_HEIGHT / 2
        if mark in _LINES:
            parts.append(strokes([(x, middle, x + 24, middle)], mark))
        else:
            shape = SHAPES[0] if mark == SILENT else mark
            parts.append(_filled(shape, x + 9, middle, 7.2, hollow=mark == SILENT))
        parts.append(svg.lines(x + room, top, one.words))
    return parts, deep + 16


def _filled(shape: str, x: float, y: float, radius: float, *, hollow: bool) -> str:
    if hollow:
        outline = _outline(shape, x, y, radius - 0.6)
        return svg.path(outline, fill=theme.PAPER, stroke=theme.INK, width=1.2, extra=_DASHED)
    return svg.path(_outline(shape, x, y, radius), fill=theme.TIDE)


def _outline(shape: str, x: float, y: float, radius: float) -> str:
    """Return the shape's path around a centre. All shapes look about the same size."""
    if shape == SHAPES[0]:
        r, left, right = svg.units(radius), svg.at(x - radius, y), svg.at(x + radius, y)
        return f"M{left}A{r} {r} 0 1 0 {right}A{r} {r} 0 1 0 {left}Z"
    return svg.outline((x + dx * radius, y + dy * radius) for dx, dy in _CORNERS[shape])


def _turned(count: int, size: float, first: float) -> tuple[tuple[float, float], ...]:
    turns = (first + 2 * math.pi * i / count for i in range(count))
    return tuple((size * math.sin(turn), -size * math.cos(turn)) for turn in turns)


def _cross(arm: float, reach: float) -> tuple[tuple[float, float], ...]:
    quarter = ((-arm, -reach), (arm, -reach), (arm, -arm))
    turned = [quarter]
    for _ in range(3):
        turned.append(tuple((-y, x) for x, y in turned[-1]))  # type: ignore[arg-type]
    return tuple(corner for part in turned for corner in part)


def _star() -> tuple[tuple[float, float], ...]:
    pairs = zip(_turned(8, 1.25, 0.0), _turned(8, 0.9, math.pi / 8), strict=True)
    return tuple(corner for pair in pairs for corner in pair)


_CORNERS: Final = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": _turned(4, 1.22, 0.0),
    "hexagon": _turned(6, 1.08, math.pi / 2),
    "triangle": ((0, -1.25), (1.3, 0.95), (-1.3, 0.95)),
    "wedge": ((0, 1.25), (1.3, -0.95), (-1.3, -0.95)),
    "cross": _cross(0.59, 1.1),
    LAST: _star(),
}
"""Corners around the centre, in radii."""
