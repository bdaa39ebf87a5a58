"""Draw the board of verdicts for the wall: outcomes down, places across, on one A3 page if it can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.report.charts import svg, theme
from tideturn.report.charts.text_width import text_width, wrapped_to
from tideturn.report.charts.verdict_glyphs import colour_of, glyph

WIDTH: Final = 1111.0
HEIGHT: Final = 762.0
"""Size of the drawing in points: A3 landscape (ISO 216: 420 by 297 mm) within margins of 14 mm."""
_TITLE: Final = 20.0
_TEXT: Final = 11.5
_SMALL: Final = 9.5
_LINE: Final = 14.5
_SMALL_LINE: Final = 12.0
_OUTCOME: Final = 290.0
"""Width of the column of outcomes, in points."""
_PAD: Final = 6.0
_SIZES: Final = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
"""Scales of the board in the order tried, up to the first that fits it onto one page; main text keeps 8 points."""
_GLYPH: Final = 14.0
_FOOT: Final = 22.0
_MOST_LINES: Final = 12
"""Maximum number of lines of an outcome, more than 600 letters; an ellipsis ends what is longer."""
_ABSENT: Final = "does not apply"


@dataclass(frozen=True)
class Cell:
    """A verdict, or none, with a few words below it."""

    verdict: Verdict | None
    note: str = ""
    word: str = ""
    """Text for the cell, where that is not the verdict's own word."""


@dataclass(frozen=True)
class Row:
    """An outcome, with a cell for each place; None where it does not apply there."""

    outcome: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Area:
    """The outcomes of one area."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class VerdictBoard:
    """The whole board; the last of `places` is the whole programme. `foot` is printed at the bottom of each page."""

    title: str
    places: tuple[str, ...]
    areas: tuple[Area, ...]
    foot: str = ""


def board_pages(board: VerdictBoard) -> tuple[str, ...]:
    """Return one SVG for each page, in order, each the size of an A3 page within its margins.

    An empty board has one page. The board is scaled down if that fits it onto one page. A row is never split, an area's
    heading is never left alone, and each page repeats the places and the heading.
    """
    for size in _SIZES:
        pages = _set(board, WIDTH / size, HEIGHT / size)
        if len(pages) == 1:
            break
    else:
        size, pages = 1.0, _set(board, WIDTH, HEIGHT)
    return tuple(svg.picture(WIDTH, HEIGHT, [svg.group(page, scale=size)]) for page in pages)


def _set(board: VerdictBoard, width: float, height: float) -> tuple[list[str], ...]:
    """Return the parts of each page of this size."""
    column = (width - _OUTCOME) / max(1, len(board.places))
    head, top = _head(board, width, column)
    pages: list[list[str]] = [[]]
    y = top
    for area in board.areas:
        headed = False
        for row in area.rows:
            name = area.name if row is area.rows[0] else f"{area.name} (continued)"
            heading, heading_height = _heading(name, width, y)
            parts, deep = _row(row, width, column)
            if pages[-1] and y + deep + (0 if headed else heading_height) > height - _FOOT:
                pages.append([])
                y, headed = top, False
                heading, heading_height = _heading(name, width, y)
            if not headed:
                pages[-1].extend(heading)
                y, headed = y + heading_height, True
            pages[-1].append(svg.group(parts, y=y))
            y += deep
    return tuple(
        [*head, *page, *_foot(board.foot, width, height, i, len(pages))] for i, page in enumerate(pages, start=1)
    )


def _head(board: VerdictBoard, width: float, column: float) -> tuple[list[str], float]:
    """Return the title and the places' names above a rule, and the y where the rows begin."""
    title = _fitted(board.title, width, _TITLE, most=2, bold=True)
    parts = [svg.lines(0, 0, title, size=_TITLE, bold=True, height=_TITLE * 1.3)]
    top = _TITLE * 1.3 * len(title) + 10
    names = [_fitted(name, column - 2 * _PAD, _TEXT, most=6, bold=True) for name in ("Outcome", *board.places)]
    deepest = max(len(lines) for lines in names)
    for i, lines in enumerate(names):
        x = 0.0 if i == 0 else _OUTCOME + (i - 1) * column + _PAD
        down = _LINE * (deepest - len(lines))
        parts.append(svg.lines(x, top + down, lines, fill=theme.QUIET, size=_TEXT, bold=True, height=_LINE))
    top += _LINE * deepest + 5
    parts.append(svg.line(0, top, width, top, stroke=theme.INK, width=1.5))
    return parts, top + 2


def _heading(name: str, width: float, top: float) -> tuple[list[str], float]:
    """Return an area's name, and its height including the space above it."""
    size = 14.0
    lines = _fitted(name, width, size, most=2, bold=True)
    return [svg.lines(0, top + 9, lines, size=size, bold=True, height=size * 1.3)], 13 + size * 1.3 * len(lines)


def _row(row: Row, width: float, column: float) -> tuple[list[str], float]:
    """Return a row drawn downwards from 0, and its height: words in each cell, a rule below, lines between places."""
    title = _fitted(row.outcome, _OUTCOME - 2 * _PAD, _TEXT, most=_MOST_LINES)
    cells = [_cell(cell, column) for cell in row.cells]
    inner = max([_LINE * len(title), *(height for _, height in cells)])
    height = inner + 2 * _PAD
    parts = [svg.lines(0, _PAD + (inner - _LINE * len(title)) / 2, title, size=_TEXT, height=_LINE)]
    for i, (drawn, deep) in enumerate(cells):
        x = _OUTCOME + i * column
        last = i == len(cells) - 1
        parts.append(svg.line(x, 0, x, height, stroke=theme.INK if last else theme.LINE, width=1.5 if last else 1))
        parts.append(svg.group(drawn, x=x + _PAD, y=_PAD + (inner - deep) / 2))
    parts.append(svg.line(0, height, width, height, stroke=theme.LINE))
    return parts, height


def _cell(cell: Cell | None, column: float) -> tuple[list[str], float]:
    """Return a cell drawn from 0 downwards and to the right, and its height: shape, word, note."""
    if cell is None:
        absent = _fitted(_ABSENT, column - 2 * _PAD, _SMALL, most=2)
        drawn = svg.lines(0, 0, absent, fill=theme.QUIET, size=_SMALL, height=_SMALL_LINE)
        return [drawn], _SMALL_LINE * len(absent)
    left = _GLYPH + 5
    colour = colour_of(cell.verdict) if cell.verdict else theme.QUIET
    said = cell.word or (cell.verdict.word if cell.verdict else "")
    word = _fitted(said, column - left - 2 * _PAD, _TEXT, most=4, bold=cell.verdict is not None)
    note = _fitted(cell.note, column - left - 2 * _PAD, _SMALL, most=4) if cell.note.strip() else ()
    deep = _LINE * len(word)
    parts = [
        svg.group([glyph(cell.verdict, colour)], y=0.5, scale=_GLYPH / 16),
        svg.lines(left, 0, word, fill=colour, size=_TEXT, bold=cell.verdict is not None, height=_LINE),
        svg.lines(left, deep, note, fill=theme.QUIET, size=_SMALL, height=_SMALL_LINE),
    ]
    return parts, deep + _SMALL_LINE * len(note)


def _foot(words: str, width: float, height: float, page: int, pages: int) -> list[str]:
    """Return the text at the bottom of a page, and the page number."""
    told = _fitted(words, width - 120, _SMALL, most=1)
    count = f"Page {page} of {pages}"
    return [
        svg.text(0, height - 7, told[0], fill=theme.QUIET, size=_SMALL),
        svg.text(width, height - 7, count, anchor="end", fill=theme.QUIET, size=_SMALL),
    ]


def _fitted(words: str, width: float, size: float, *, most: int, bold: bool = False) -> tuple[str, ...]:
    """Return the words in at most `most` lines; an ellipsis marks what was cut."""
    weight = 600 if bold else 400
    lines = wrapped_to(words, width, size, weight)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and text_width(f"{last}…", size, weight) > width:
        last = last[:-1]
    return (*lines[: most - 1], f"{last.rstrip()}…")
