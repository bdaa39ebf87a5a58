"""Estimate the page of each heading in the Word file, from the heights of what comes before it.

Only the program that opens the file knows its pages. But the contents need numbers before anyone updates the fields, so
we lay the file out here as Word would: by its styles and the widths of our letters. A number may be one page off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, Final

from tideturn.dataset.word_file import WORD
from tideturn.report.charts.text_width import text_width

_TWIPS: Final = 20
_EMU: Final = 12_700
_DRAWN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_SERIF: Final = "Source Serif 4"
_HIGH: Final = {True: 1.371, False: 1.3}
"""Line height per point of size, for the serif and for the other typeface, from the fonts' own metrics."""
_RAGGED: Final = 1.03
"""Allowance for ragged line ends."""
_FEW: Final = 2
"""Minimum number of lines of a paragraph on a page (widows and orphans)."""


@dataclass(frozen=True)
class _Manner:
    """The spacing of a paragraph style, in points."""

    size: float = 10.5
    before: float = 0.0
    after: float = 0.0
    line: float = 1.0
    exact: float = 0.0
    aside: float = 0.0
    heavy: bool = False
    serif: bool = False
    keeps: bool = False
    whole: bool = False

    @property
    def high(self) -> float:
        return self.exact or self.size * _HIGH[self.serif] * self.line


@dataclass(frozen=True)
class _Piece:
    """A block to place: its height, its least height on a page, and the bookmarks in it."""

    height: float
    least: float
    keeps: bool
    before: float = 0.0
    after: float = 0.0
    """Space above and below: the larger of two that meet counts, and none at the head or foot of a page."""
    head: float = 0.0
    """Height of the table head that repeats above a row on a new page."""
    marks: Sequence[str] = ()
    ends: bool = False
    """Whether a section of the file ends here."""


def pages(body: Any, styles: Any) -> dict[str, int]:
    """Return the page of each bookmark in a body, using the file's styles."""
    rooms = [_room(section) for section in body.iter(f"{WORD}sectPr")]
    part, page, used = 0, 1, 0.0
    found: dict[str, int] = {}
    for together in _together(_pieces(body, _Manners(styles), rooms)):
        height = rooms[part][1]
        needs = sum(piece.height for piece in together[:-1]) + together[-1].least
        if used and used + needs > height and needs <= height:
            page, used = page + 1, together[0].head - together[0].before
        for piece in together:
            found.update(dict.fromkeys(piece.marks, page))
            used += piece.height
            while used - piece.after > height:
                page, used = page + 1, used - height + piece.head
        if together[-1].ends:
            part, page, used = part + 1, page + 1, 0.0
    return found


def _together(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    """Yield the pieces that stay together, with shared space between two counted once."""
    kept: list[_Piece] = []
    below = 0.0
    for piece in pieces:
        meets = min(below, piece.before)
        below = piece.after
        kept.append(replace(piece, height=piece.height - meets, least=piece.least - meets))
        if piece.ends or not piece.keeps:
            yield kept
            kept = []
    if kept:
        yield kept


def _pieces(body: Any, manners: _Manners, rooms: list[tuple[float, float]]) -> Iterator[_Piece]:
    part = 0
    for child in body.iterchildren():
        inner = child.iter(f"{WORD}p") if child.tag == f"{WORD}sdt" else [child]
        for one in inner:
            if one.tag == f"{WORD}tbl":
                yield from _rows(one, manners)
            elif one.tag == f"{WORD}p":
                piece = manners.paragraph(one, rooms[part][0])
                part += piece.ends
                yield piece


def _rows(table: Any, manners: _Manners) -> Iterator[_Piece]:
    widths = [_number(column, "w") / _TWIPS for column in table.iter(f"{WORD}gridCol")]
    above, aside = manners.margins(table.find(f"{WORD}tblPr/{WORD}tblStyle").get(f"{WORD}val"))
    head = 0.0
    for row in table.iterchildren(f"{WORD}tr"):
        cells, at = [], 0
        for cell in row.iterchildren(f"{WORD}tc"):
            span = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
            across = int(_number(span, "val")) if span is not None else 1
            room = sum(widths[at : at + across]) - aside
            cells.append([manners.paragraph(one, room) for one in cell.iterchildren(f"{WORD}p")])
            at += across
        height = max(sum(piece.height for piece in cell) for cell in cells) + above
        first = row.find(f"{WORD}trPr/{WORD}tblHeader") is not None
        keeps = first or any(piece.keeps for cell in cells for piece in cell[-1:])
        marks = [mark for cell in cells for piece in cell for mark in piece.marks]
        yield _Piece(height, height, keeps, head=0.0 if first else head, marks=marks)
        head = height if first else head


class _Manners:
    """The spacing of each style of a file, worked out once."""

    def __init__(self, styles: Any) -> None:
        self.styles = {style.get(f"{WORD}styleId"): style for style in styles.iter(f"{WORD}style")}
        size = styles.find(f"{WORD}docDefaults/{WORD}rPrDefault/{WORD}rPr/{WORD}sz")
        self.plain = _Manner() if size is None else _Manner(size=_number(size, "val") / 2)
        self.known: dict[str, _Manner] = {}

    def of(self, name: str) -> _Manner:
        if name not in self.known:
            style = self.styles.get(name)
            base = style.find(f"{WORD}basedOn") if style is not None else None
            manner = self.of(base.get(f"{WORD}val")) if base is not None else self.plain
            self.known[name] = manner if style is None else _told(manner, style)
        return self.known[name]

    def margins(self, name: str) -> tuple[float, float]:
        """Return the cell margins of this table style: above plus below, and left plus right."""
        sides = self.styles[name].find(f"{WORD}tblPr/{WORD}tblCellMar") if name in self.styles else None
        told = {} if sides is None else {side.tag: _number(side, "w") / _TWIPS for side in sides}
        return (
            sum(told.get(f"{WORD}{side}", 0.0) for side in ("top", "bottom")),
            sum(told.get(f"{WORD}{side}", 0.0) for side in ("left", "right")),
        )

    def paragraph(self, element: Any, room: float) -> _Piece:
        """Return a paragraph as a piece, set to this width."""
        properties = element.find(f"{WORD}pPr")
        style = properties.find(f"{WORD}pStyle")
        manner = _told(self.of(style.get(f"{WORD}val")), element)
        words = "".join(text.text or "" for text in element.iter(f"{WORD}t"))
        width = text_width(words, manner.size, 600 if manner.heavy else 400)
        across = max(room - manner.aside, 1.0)
        lines = 1 if width <= across else ceil(width * _RAGGED / across)
        lines += sum(1 for _ in element.iter(f"{WORD}br"))
        drawn = max((int(extent.get("cy")) / _EMU for extent in element.iter(_DRAWN)), default=0.0)
        high = (lines - 1) * manner.high + max(manner.high, drawn)
        loose = lines if manner.whole or lines <= _FEW + 1 else _FEW
        least = manner.before + (high if loose == lines else loose * manner.high)
        marks = [mark.get(f"{WORD}name") for mark in element.iter(f"{WORD}bookmarkStart")]
        ends = properties.find(f"{WORD}sectPr") is not None
        height = manner.before + high + manner.after
        return _Piece(height, least, manner.keeps, manner.before, manner.after, marks=marks, ends=ends)


def _told(manner: _Manner, element: Any) -> _Manner:
    """Return the spacing with a style's or paragraph's own settings applied."""
    own: dict[str, Any] = {}
    for told in element.iterfind(f"{WORD}pPr/*"):
        match told.tag.removeprefix(WORD):
            case "spacing":
                own["before"] = _number(told, "before", manner.before * _TWIPS) / _TWIPS
                own["after"] = _number(told, "after", manner.after * _TWIPS) / _TWIPS
                if line := _number(told, "line"):
                    exact = told.get(f"{WORD}lineRule") == "exact"
                    own["exact"], own["line"] = (line / _TWIPS, 1.0) if exact else (0.0, line / 240)
            case "ind":
                own["aside"] = (_number(told, "left") + _number(told, "right")) / _TWIPS
            case "keepNext":
                own["keeps"] = True
            case "keepLines":
                own["whole"] = True
    for told in element.iterfind(f"{WORD}rPr/*"):
        match told.tag.removeprefix(WORD):
            case "sz":
                own["size"] = _number(told, "val") / 2
            case "b":
                own["heavy"] = True
            case "rFonts":
                own["serif"] = told.get(f"{WORD}ascii") == _SERIF
    return replace(manner, **own)


def _room(section: Any) -> tuple[float, float]:
    """Return the width and height of the text area of a section's pages."""
    size, edges = section.find(f"{WORD}pgSz"), section.find(f"{WORD}pgMar")
    across = _number(size, "w") - _number(edges, "left") - _number(edges, "right")
    down = _number(size, "h") - _number(edges, "top") - _number(edges, "bottom")
    return across / _TWIPS, down / _TWIPS


def _number(element: Any, name: str, otherwise: float = 0.0) -> float:
    return float(element.get(f"{WORD}{name}", otherwise))
