"""Draw how much was delivered of what was planned: a bar for each piece of work against a mark for its plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tideturn.report.charts import svg, theme
from tideturn.report.charts.text_width import text_width, wrapped_to

_BAR: Final = 10.0
_GAP: Final = 15.0
_MOST: Final = 2.0
"""End of the axis, as a multiple of the plan: one piece far above its plan must not flatten all the others."""
_PLANNED: Final = "planned"
_BESIDE: Final = 205.0
"""Maximum width of labels, and of numbers, beside the bars of a wide chart."""
_AFTER: Final = 15.0


@dataclass(frozen=True)
class Piece:
    """One piece of work; `told` says its numbers in words, and `delivered` is None where nobody recorded it."""

    label: str
    planned: float
    delivered: float | None
    told: str


@dataclass(frozen=True)
class Delivered:
    """Pieces of work in their order, each measured by its own plan, since they count different things."""

    pieces: tuple[Piece, ...]
    wide: bool = False
    """Whether labels and numbers are beside the bars, not above them."""


def delivered(chart: Delivered) -> str:
    """Return the SVG: label, numbers and bar. A bar that goes beyond the axis ends in an arrow."""
    most = min(_MOST, max([1.0, *(share for piece in chart.pieces if (share := _share(piece)) is not None)]))
    room = _BESIDE if chart.wide else theme.WIDTH
    labels = [wrapped_to(piece.label, room, theme.TEXT) for piece in chart.pieces]
    numbers = [wrapped_to(piece.told, room, theme.TEXT, 600) for piece in chart.pieces]
    left = _AFTER + _widest(labels) if chart.wide else 0.0
    right = theme.WIDE - _AFTER - _widest(numbers, 600) if chart.wide else float(theme.WIDTH)
    mark = (right - left) / most
    parts: list[str] = []
    top = 0.0
    for piece, label, told in zip(chart.pieces, labels, numbers, strict=True):
        if chart.wide:
            row = theme.LINE_HEIGHT * max(len(label), len(told))
            parts.append(svg.lines(0, top + (row - theme.LINE_HEIGHT * len(label)) / 2, label))
            parts.append(svg.lines(right + _AFTER, top + (row - theme.LINE_HEIGHT * len(told)) / 2, told, bold=True))
            parts.append(svg.group(_bar(piece, top + (row - _BAR) / 2, mark, right - left), x=left))
            top += row + _GAP / 2
        else:
            parts.append(svg.lines(0, top, label))
            top += theme.LINE_HEIGHT * len(label)
            parts.append(svg.lines(0, top, told, bold=True))
            top += theme.LINE_HEIGHT * len(told) + 4
            parts.extend(_bar(piece, top, mark, theme.WIDTH))
            top += _BAR + _GAP
    if chart.pieces:
        top += 6 - (_GAP / 2 if chart.wide else _GAP)
        half = text_width(_PLANNED, theme.TEXT) / 2
        parts.append(svg.text(left, top + 9, "0", fill=theme.QUIET))
        place = svg.within(left + mark - 1, _PLANNED, left, right)
        parts.append(svg.text(max(place, left + half + 20), top + 9, _PLANNED, anchor="middle", fill=theme.QUIET))
    return svg.picture(theme.WIDE if chart.wide else theme.WIDTH, top + 18, parts)


def _widest(blocks: list[tuple[str, ...]], weight: int = 400) -> float:
    return max((text_width(line, theme.TEXT, weight) for lines in blocks for line in lines), default=0.0)


def _share(piece: Piece) -> float | None:
    """Return what was delivered as a share of the plan; None if there was no plan, or no record."""
    if piece.delivered is None or piece.planned <= 0:
        return None
    return max(0.0, piece.delivered / piece.planned)


def _bar(piece: Piece, top: float, mark: float, width: float) -> Iterator[str]:
    """Yield the rail up to the plan, the bar on it, and the plan's mark; a dashed rail if there is nothing to draw."""
    share, middle = _share(piece), top + _BAR / 2
    if share is None:
        yield svg.line(0, middle, mark, middle, stroke=theme.QUIET, dash="3 3")
        return
    yield svg.rect(0, top + 1, mark, _BAR - 2, fill=theme.NEITHER)
    end = min(share * mark, width)
    if share * mark > width:
        end -= _BAR
        arrow = svg.outline([(end, top - 2), (width, middle), (end, top + _BAR + 2)])
        yield svg.path(arrow, fill=theme.TIDE)
    yield svg.rect(0, top + 1, end, _BAR - 2, fill=theme.TIDE)
    yield svg.line(mark - 1, top - 3, mark - 1, top + _BAR + 3, stroke=theme.PAPER, width=4)
    yield svg.line(mark - 1, top - 3, mark - 1, top + _BAR + 3, stroke=theme.INK, width=2)
