"""Draw the marks of a pathway: a box for each step, arrows as thick as their moves, their words, the legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tideturn.evaluation.rounding import decimal, nearest
from tideturn.report.charts import svg, theme
from tideturn.report.charts.legend import entries
from tideturn.report.charts.pathway_layout import CORNER, Route
from tideturn.report.charts.text_width import text_width, wrapped_to

PLAIN, DESIGNED, OPTIONAL, ADDED = "plain", "designed", "optional", "added"
MOVE, STRAY, NOBODY, UNTOLD = "move", "stray", "nobody", "untold"
"""Kinds of arrow: a move, one that the design lacks, one that nobody made, and one with a hidden number."""
BAR, UNTAKEN = "bar", "untaken"
NAME: Final = 12.0
LABEL: Final = 11.0
LINE: Final = 14.0
PAD: Final = 7.0
_TOP: Final = 2.5
_FOOT: Final = 3.0
HEAD: Final = 7.0
TEXT_AT: Final = HEAD + 3
"""Distance from a box to the words at an arrow."""
OFF: Final = 7.5
"""Distance from the middle of an arrow to the middle of words above or below it."""
_BETWEEN: Final = 9.0
BESIDE: Final = 8.0
"""Distance from an arrow that goes down to its words."""
_MILLION, _BILLION = 10**6, 10**9
_THINNEST: Final = 0.8


@dataclass(frozen=True)
class Written:
    """The text of a box: the lines of the name, a note behind or below it, and the number at its right."""

    name: tuple[str, ...]
    note: tuple[str, ...]
    """Separate lines of the note; empty if `behind` holds it."""
    behind: str
    """Note, if it fits behind the last line of the name."""
    number: str
    number_below: bool
    """Whether the number ends the line below the name, not the last line of the name."""

    @property
    def height(self) -> float:
        """Return the height of the words and the foot."""
        return LINE * (len(self.name) + max(len(self.note), self.number_below)) + 2 * _TOP + _FOOT


def written(name: str, note: str, number: str, width: float) -> Written:
    """Return the words of a box of this width, wrapped and never cut."""
    inner = width - 2 * PAD
    wide = text_width(number, LABEL, 600) + _BETWEEN if number else 0.0
    lines = wrapped_to(name, inner, NAME)
    if text_width(lines[-1], NAME) + wide > inner:
        closer = wrapped_to(name, max(inner - wide, 1.0), NAME)
        lines = closer if len(closer) == len(lines) else lines
    last = text_width(lines[-1], NAME)
    below = bool(number) and last + wide > inner
    behind = bool(note) and not below and last + _BETWEEN + text_width(note, LABEL) + wide <= inner
    beside = inner - wide * below
    # If the number leaves no room beside it, the note goes below it, after an empty line.
    under = bool(note) and not behind and beside < inner / 3
    own = wrapped_to(note, inner if under else beside, LABEL) if note and not behind else ()
    return Written(lines, ("", *own) if under else own, note if behind else "", number, below)


def box(
    words: Written, left: float, top: float, width: float, height: float, *, kind: str, share: float | None, there: bool
) -> Iterator[str]:
    """Draw a step: dotted if the design lacks it, hollow if nobody took it, with the share that took it at its foot."""
    foreign = kind == ADDED
    fill = theme.TIDE_WASH if there and not foreign else theme.PAPER
    stroke = theme.CONTESTED if foreign else theme.TIDE if there else theme.QUIET
    dash = "2 3" if foreign else "" if there and kind != OPTIONAL else "6 3"
    yield svg.rect(left + 0.5, top + 0.5, width - 1, height - 1, fill=fill, stroke=stroke, dash=dash)
    if share:
        yield svg.rect(left, top + height - _FOOT, width * min(share, 1.0), _FOOT, fill=stroke)
    ink = theme.INK if there else theme.QUIET
    y = top + (height - words.height) / 2 + _TOP
    yield svg.lines(left + PAD, y, words.name, size=NAME, height=LINE, fill=ink)
    y += LINE * len(words.name)
    if words.behind:
        x = left + PAD + text_width(words.name[-1], NAME) + _BETWEEN
        yield svg.text(x, y - LINE / 2, words.behind, size=LABEL, fill=theme.QUIET)
    if words.number:
        right = left + width - PAD
        middle = y + LINE / 2 if words.number_below else y - LINE / 2
        yield svg.text(right, middle, words.number, anchor="end", size=LABEL, bold=True, fill=ink)
    yield svg.lines(left + PAD, y, words.note, size=LABEL, height=LINE, fill=theme.QUIET)


def arrow(route: Route, kind: str, share: float, thickest: float) -> Iterator[str]:
    """Draw the stroke along its route with rounded corners, and the head where it arrives."""
    colour = {MOVE: theme.TIDE, STRAY: theme.CONTESTED}.get(kind, theme.QUIET)
    dash = {STRAY: "5 3", NOBODY: "1 3"}.get(kind, "")
    bare = kind in (NOBODY, UNTOLD)
    width = 1.0 if bare else _THINNEST + (thickest - _THINNEST) * min(share, 1.0)
    *way, tip = route.points
    before = way[-1]
    shift = {"down": (0.0, -HEAD), "right": (HEAD, 0.0), "left": (-HEAD, 0.0)}[route.side]
    back = (tip[0] + shift[0], tip[1] + shift[1])
    d = _rounded([*way, back])
    yield svg.path(d, stroke=colour, width=width, extra=f' stroke-dasharray="{dash}"' if dash else "")
    half = max(3.5, width / 2 + 1.5)
    across = (half, 0.0) if before[0] == tip[0] else (0.0, half)
    corners = (tip, (back[0] - across[0], back[1] - across[1]), (back[0] + across[0], back[1] + across[1]))
    outline = svg.outline(corners)
    if bare:
        yield svg.path(outline, fill=theme.PAPER, stroke=colour)
    else:
        yield svg.path(outline, fill=colour)


def label(route: Route, count: str, wait: str, kind: str, *, two: bool) -> Iterator[str]:
    """Write how often and how long: beside an arrow that goes down, otherwise on it, or above and below it (`two`)."""
    if kind == UNTOLD:
        return
    colour = {MOVE: theme.INK, STRAY: theme.CONTESTED, NOBODY: theme.QUIET}[kind]
    x, y = route.points[-1]
    if route.side == "down":
        yield from _said(x + BESIDE, (route.points[0][1] + y) / 2 - 0.5, count, wait, colour)
        return
    away = 1 if route.side == "right" else -1
    if two:
        anchor = "start" if away > 0 else "end"
        yield svg.text(x + away * TEXT_AT, y - OFF, count, anchor=anchor, size=LABEL, bold=True, fill=colour)
        if wait:
            yield svg.text(x + away * TEXT_AT, y + OFF, wait, anchor=anchor, size=LABEL, fill=colour)
        return
    wide = label_width(count, wait, two=False)
    left = x + TEXT_AT if away > 0 else x - TEXT_AT - wide
    yield svg.rect(left - 1.5, y - 6.5, wide + 3, 13, fill=theme.PAPER)
    yield from _said(left, y, count, wait, colour)


def told_count(count: int) -> str:
    """Return a count short enough for an arrow: from a million on, in millions."""
    if count >= _BILLION:
        return f"{nearest(count / _BILLION):,}bn"
    return f"{decimal(count / _MILLION, 1)}m" if count >= _MILLION else f"{count:,}"


def label_width(count: str, wait: str, *, two: bool) -> float:
    """Return the width of the words at an arrow."""
    widths = text_width(count, LABEL, 600), text_width(wait, LABEL)
    return max(widths) if two else widths[0] + (widths[1] + 4 if wait else 0.0)


def legend(marks: Sequence[tuple[str, str]], width: float) -> tuple[list[str], float]:
    """Return each mark (empty for a note) with its words, in rows up to `width` wide, and the y of what follows."""
    parts: list[str] = []
    told = [(31.0 if mark else 0.0, words) for mark, words in marks]
    found, deep = entries(told, width, apart=14, size=LABEL, line=LINE, below=3)
    for (mark, _), (room, _), one in zip(marks, told, found, strict=True):
        x, top = one.left, one.top + 1
        middle = top + LINE / 2
        if mark in (MOVE, STRAY, NOBODY, UNTOLD):
            parts.extend(arrow(Route(((x, middle), (x + 25, middle)), "left"), mark, 0.5, 3.0))
        elif mark:
            blank = Written(("",), (), "", "", number_below=False)
            kind = PLAIN if mark in (BAR, UNTAKEN) else mark
            share = 0.6 if mark == BAR else None
            parts.extend(box(blank, x, top, 25, LINE, kind=kind, share=share, there=mark != UNTAKEN))
        parts.append(svg.lines(x + room, top, one.words, size=LABEL, height=LINE, fill=theme.QUIET))
    return parts, deep + 11 if marks else 0.0


def _said(x: float, y: float, count: str, wait: str, colour: str) -> Iterator[str]:
    yield svg.text(x, y, count, size=LABEL, bold=True, fill=colour)
    if wait:
        yield svg.text(x + text_width(count, LABEL, 600) + 4, y, wait, size=LABEL, fill=colour)


def _rounded(points: Sequence[tuple[float, float]]) -> str:
    """Return a path of level and upright strokes, each corner a quarter circle, or smaller if there is little room."""
    d = f"M{svg.at(*points[0])}"
    for (x0, y0), (x, y), (x1, y1) in zip(points, points[1:], points[2:], strict=False):
        before, after = abs(x - x0) + abs(y - y0), abs(x1 - x) + abs(y1 - y)
        r = min(CORNER, before / 2, after / 2)
        into = (x - (x - x0) / before * r, y - (y - y0) / before * r) if before else (x, y)
        out = (x + (x1 - x) / after * r, y + (y1 - y) / after * r) if after else (x, y)
        d += f"L{svg.at(*into)}Q{svg.at(x, y)} {svg.at(*out)}"
    return f"{d}L{svg.at(*points[-1])}"
