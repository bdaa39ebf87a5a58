"""Whole distributions as bars that diverge from their middle: agree, neither, disagree; or better, the same, worse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from tideturn.report.charts import svg, theme
from tideturn.report.charts.legend import Kind, legend
from tideturn.report.charts.text_width import text_width, wrapped_to
from tideturn.report.wording import number, percent

BAR: Final = 22.0
_GAP: Final = 13.0
_ROOM: Final = 4.0
"""What a number needs to its left and right within a part; a narrower part holds none, and its table does."""
_FILLS: Final = ((theme.AGREE, theme.ON_AGREE), (theme.NEITHER, theme.ON_NEITHER), (theme.DISAGREE, theme.ON_DISAGREE))
BESIDE: Final = 225.0
"""How wide the labels are that stand beside the bars of a wide chart."""
_APART: Final = 10.0
"""What stands between a bar or its label and how many it counts."""


@dataclass(frozen=True)
class Bar:
    """One bar: what it is about, and how many there are of each part, in the order of the chart's parts."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Stacked:
    """Bars of parts that add up to everyone; `parts` names the good end, the middle and the other end.

    Two parts are the good end and all others together. A `wide` chart has its labels beside the bars, not above them.
    """

    bars: tuple[Bar, ...]
    parts: tuple[str, ...]
    wide: bool = False


@dataclass(frozen=True)
class _Field:
    """Where bars may stand, and the line about which they are centred; `share` is how wide a whole bar is."""

    left: float
    middle: float
    share: float

    @classmethod
    def of(cls, chart: Stacked) -> _Field:
        """Return the field in which each bar of the chart has room on both sides of the middle."""
        counts = max((text_width(_counted(bar), theme.TEXT) for bar in chart.bars), default=0.0)
        left, right = (BESIDE, theme.WIDE - counts - _APART) if chart.wide else (0.0, float(theme.WIDTH))
        before = max((_before(bar.counts) for bar in chart.bars), default=0.0)
        after = max((1 - _before(bar.counts) for bar in chart.bars if sum(bar.counts)), default=1.0)
        share = (right - left) / (before + after)
        return cls(left, left + before * share, share)


def _before(counts: tuple[int, ...]) -> float:
    """Return the share of a bar that stands before the middle: the other end, and half of what is in between."""
    if len(counts) < len(_FILLS) or not sum(counts):
        return 0.0
    return (counts[2] + counts[1] / 2) / sum(counts)


def _counted(bar: Bar) -> str:
    return f"n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{number(sum(bar.counts))}"


def stacked(chart: Stacked) -> str:
    """The SVG: a legend, then each bar with its label, its shares as percentages and how many people it counts."""
    kinds = tuple(Kind(name, fill, ink) for name, (fill, ink) in zip(chart.parts, _FILLS, strict=False))
    parts, top = legend(kinds)
    field, first, rows = _Field.of(chart), top, []
    for bar in chart.bars:
        told = _counted(bar)
        room = BESIDE - 15 if chart.wide else theme.WIDTH - text_width(told, theme.TEXT) - _APART
        label = wrapped_to(bar.label, room, theme.TEXT)
        deep = theme.LINE_HEIGHT * len(label)
        if chart.wide:
            row = max(deep, BAR)
            rows.append(svg.lines(0, top + (row - deep) / 2, label))
            rows.extend(_diverging(top + (row - BAR) / 2, bar.counts, kinds, field))
            rows.append(svg.text(theme.WIDE, top + row / 2, told, anchor="end", fill=theme.QUIET))
            top += row + _GAP
        else:
            rows.append(svg.lines(0, top, label))
            top += deep + 3
            rows.extend(_middle(field, top - 2, top + BAR + 4))
            rows.extend(_diverging(top, bar.counts, kinds, field))
            rows.append(svg.text(theme.WIDTH, top - 3 - theme.LINE_HEIGHT / 2, told, anchor="end", fill=theme.QUIET))
            top += BAR + _GAP
    top -= _GAP - 4
    if chart.wide:
        parts.extend(_middle(field, first - 3, top))
    return svg.picture(theme.WIDE if chart.wide else theme.WIDTH, top + 2, [*parts, *rows])


def _middle(field: _Field, top: float, bottom: float) -> Iterator[str]:
    """The line about which bars are centred; none where each begins at the edge."""
    if field.middle > field.left:
        yield svg.line(field.middle, top, field.middle, bottom, stroke=theme.QUIET, dash="2 3")


def _diverging(top: float, counts: tuple[int, ...], kinds: tuple[Kind, ...], field: _Field) -> Iterator[str]:
    """One bar with its middle on the line: the other end before it, the good end after it."""
    total = sum(counts)
    told = [percent(count / total) if total else "" for count in counts]
    left = field.middle - _before(counts) * field.share if total else field.left
    turned = len(counts) == len(_FILLS)
    yield from parted_bar(top, counts, kinds, told, left=left, width=field.share, turned=turned)


def parted_bar(
    top: float,
    counts: tuple[int, ...],
    kinds: tuple[Kind, ...],
    told: list[str],
    *,
    left: float = 0.0,
    width: float = theme.WIDTH,
    turned: bool = False,
) -> Iterator[str]:
    """One bar of this width in its parts, each with what is told of it where that fits; nobody is an empty box.

    The parts stand from left to right, or `turned` from right to left.
    """
    total = sum(counts)
    if not total:
        yield svg.rect(left + 0.5, top + 0.5, width - 1, BAR - 1, fill="none", stroke=theme.QUIET, dash="3 3")
        return
    shares = [done / total for done in accumulate(counts, initial=0)]
    places = [left + width * (1 - share if turned else share) for share in shares]
    for (one, other), kind, words in zip(pairwise(places), kinds, told, strict=False):
        yield from _part(top, min(one, other), max(one, other), kind, words)
    # The parts are set apart by the paper between them, which does not depend on seeing colours.
    for place, share in zip(places, shares, strict=True):
        if 0 < share < 1:
            yield svg.line(place, top, place, top + BAR, stroke=theme.PAPER, width=1.5)


def _part(top: float, start: float, end: float, kind: Kind, words: str) -> Iterator[str]:
    """One part of a bar, with what is told of it where that fits."""
    if end <= start:
        return
    yield from kind.box(start, top, end - start, BAR)
    middle, width = (start + end) / 2, text_width(words, theme.TEXT)
    if words and width + _ROOM <= end - start:
        if kind.hollow:
            yield svg.rect(middle - width / 2 - 2, top + 3, width + 4, BAR - 6, fill=theme.PAPER)
        yield svg.text(middle, top + BAR / 2, words, anchor="middle", fill=kind.ink)
