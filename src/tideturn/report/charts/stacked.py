"""Draw whole distributions as bars around their middle: agree, neither, disagree; or better, the same, worse."""

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
_EARLIER: Final = 14.0
"""Height of an earlier wave's bar: lower than today's, so that colour is not the only difference."""
_GAP: Final = 10.0
_BELOW: Final = 3.0
"""Gap between today's bar and earlier ones."""
_ROOM: Final = 4.0
"""Space to the left and right of a number within a part. A narrower part has no number; the table has it."""
_FILLS: Final = ((theme.AGREE, theme.ON_AGREE), (theme.NEITHER, theme.ON_NEITHER), (theme.DISAGREE, theme.ON_DISAGREE))
_THEN: Final = (theme.AGREED, theme.NEITHER_THEN, theme.DISAGREED)
BESIDE: Final = 225.0
"""Maximum width of the labels beside the bars of a wide chart, including the gap after them."""
_AFTER: Final = 15.0
_APART: Final = 10.0
"""Distance from a bar or its label to the number that it counts."""


@dataclass(frozen=True)
class Bar:
    """A bar: its label, and the count of each part in the chart's order.

    `group` is the text that neighbouring bars share, printed once above them. `earlier` holds the bars of earlier
    waves, which are drawn below it.
    """

    label: str
    counts: tuple[int, ...]
    group: str = ""
    earlier: tuple[Bar, ...] = ()


@dataclass(frozen=True)
class Stacked:
    """Bars of parts that add up to everyone; `parts` names the good end, the middle and the other end.

    If there are two parts, they are the good end and all others together. A `wide` chart has its labels beside the
    bars, not above them.
    """

    bars: tuple[Bar, ...]
    parts: tuple[str, ...]
    wide: bool = False


@dataclass(frozen=True)
class _Field:
    """The space for bars, and the line that they are centred on; `share` is the width of a whole bar."""

    left: float
    middle: float
    share: float

    @classmethod
    def of(cls, chart: Stacked) -> _Field:
        """Return the field in which each bar of the chart has room on both sides of the middle."""
        bars = [one for bar in chart.bars for one in (bar, *bar.earlier)]
        counts = max((text_width(_counted(bar), theme.TEXT) for bar in bars), default=0.0)
        # Short labels leave more room for the bars.
        lines = [line for bar in bars for line in _label(bar)] if chart.wide else []
        left = max((text_width(line, theme.TEXT) for line in lines), default=-_AFTER) + _AFTER
        right = theme.WIDE - counts - _APART if chart.wide else float(theme.WIDTH)
        before = max((_before(bar.counts) for bar in bars), default=0.0)
        after = max((1 - _before(bar.counts) for bar in bars if sum(bar.counts)), default=1.0)
        share = (right - left) / (before + after)
        return cls(left, left + before * share, share)


def _before(counts: tuple[int, ...]) -> float:
    """Return the share of a bar before the middle: the other end, and half of what is in between."""
    if len(counts) < len(_FILLS) or not sum(counts):
        return 0.0
    return (counts[2] + counts[1] / 2) / sum(counts)


def _counted(bar: Bar) -> str:
    return f"n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{number(sum(bar.counts))}"


def _label(bar: Bar) -> tuple[str, ...]:
    """Return the lines of a label beside its bar."""
    return wrapped_to(bar.label, BESIDE - _AFTER, theme.TEXT)


def stacked(chart: Stacked) -> str:
    """Return the SVG: a legend, then each bar with its label, its shares as percentages and its total count."""
    kinds = tuple(Kind(name, fill, ink) for name, (fill, ink) in zip(chart.parts, _FILLS, strict=False))
    then = tuple(Kind(name, fill, theme.INK) for name, fill in zip(chart.parts, _THEN, strict=False))
    parts, top = legend(kinds)
    field, group = _Field.of(chart), ""
    for bar in chart.bars:
        if bar.group and bar.group != group:
            heading = wrapped_to(bar.group, theme.WIDE if chart.wide else theme.WIDTH, theme.TEXT, 600)
            parts.append(svg.lines(0, top, heading, bold=True))
            top += theme.LINE_HEIGHT * len(heading) + 3
        group = bar.group
        drawn = _beside if chart.wide else _below
        for one in (bar, *bar.earlier):
            now = one is bar
            row, top = drawn(one, top, kinds if now else then, field, BAR if now else _EARLIER)
            parts.extend(row)
            top += _BELOW
        top += _GAP - _BELOW
    top -= _GAP - 4 if chart.bars else 0
    return svg.picture(theme.WIDE if chart.wide else theme.WIDTH, top + 2, parts)


def _beside(bar: Bar, top: float, kinds: tuple[Kind, ...], field: _Field, height: float) -> tuple[list[str], float]:
    """Draw a bar between its label and its n, and return where it ends."""
    label = _label(bar)
    deep = theme.LINE_HEIGHT * len(label)
    row = max(deep, height)
    first = top + (row - deep) / 2
    if height == BAR:
        parts = [svg.lines(0, first, label)]
    else:  # of an earlier wave, quiet and beside its bar
        parts = [svg.lines(field.left - _AFTER, first, label, anchor="end", fill=theme.QUIET)]
    parts.extend(_middle(field, top - 3, top + row + _BELOW))
    parts.extend(_diverging(top + (row - height) / 2, bar.counts, kinds, field, height))
    parts.append(svg.text(theme.WIDE, top + row / 2, _counted(bar), anchor="end", fill=theme.QUIET))
    return parts, top + row


def _below(bar: Bar, top: float, kinds: tuple[Kind, ...], field: _Field, height: float) -> tuple[list[str], float]:
    """Draw a bar below its label and n, and return where it ends."""
    counted = _counted(bar)
    label = wrapped_to(bar.label, theme.WIDTH - text_width(counted, theme.TEXT) - _APART, theme.TEXT)
    start = top + theme.LINE_HEIGHT * len(label) + 3
    parts = [svg.lines(0, top, label, fill=theme.INK if height == BAR else theme.QUIET)]
    parts.extend(_middle(field, start - 2, start + height + _BELOW))
    parts.extend(_diverging(start, bar.counts, kinds, field, height))
    parts.append(svg.text(theme.WIDTH, start - 3 - theme.LINE_HEIGHT / 2, counted, anchor="end", fill=theme.QUIET))
    return parts, start + height


def _middle(field: _Field, top: float, bottom: float) -> Iterator[str]:
    """Draw the line that bars are centred on; nothing if each bar begins at the edge."""
    if field.middle > field.left:
        yield svg.line(field.middle, top, field.middle, bottom, stroke=theme.QUIET, dash="2 3")


def _diverging(
    top: float, counts: tuple[int, ...], kinds: tuple[Kind, ...], field: _Field, height: float
) -> Iterator[str]:
    """Draw one bar with its middle on the line: the other end before it, the good end after it."""
    total = sum(counts)
    told = [percent(count / total) if total else "" for count in counts]
    left = field.middle - _before(counts) * field.share if total else field.left
    turned = len(counts) == len(_FILLS)
    yield from parted_bar(top, counts, kinds, told, left=left, width=field.share, turned=turned, height=height)


def parted_bar(
    top: float,
    counts: tuple[int, ...],
    kinds: tuple[Kind, ...],
    told: list[str],
    *,
    left: float = 0.0,
    width: float = theme.WIDTH,
    turned: bool = False,
    height: float = BAR,
) -> Iterator[str]:
    """Draw one bar in parts, each with its text where that fits; an empty box if nobody answered.

    The parts go from left to right, or from right to left if `turned`.
    """
    total = sum(counts)
    if not total:
        yield svg.rect(left + 0.5, top + 0.5, width - 1, height - 1, fill="none", stroke=theme.QUIET, dash="3 3")
        return
    shares = [done / total for done in accumulate(counts, initial=0)]
    places = [left + width * (1 - share if turned else share) for share in shares]
    for (one, other), kind, words in zip(pairwise(places), kinds, told, strict=False):
        yield from _part(top, min(one, other), max(one, other), kind, words, height)
    # Paper between the parts separates them without relying on colour.
    for place, share in zip(places, shares, strict=True):
        if 0 < share < 1:
            yield svg.line(place, top, place, top + height, stroke=theme.PAPER, width=1.5)


def _part(top: float, start: float, end: float, kind: Kind, words: str, height: float) -> Iterator[str]:
    """Draw one part of a bar, with its text if that fits."""
    if end <= start:
        return
    yield from kind.box(start, top, end - start, height)
    middle, width = (start + end) / 2, text_width(words, theme.TEXT)
    if words and width + _ROOM <= end - start:
        if kind.hollow:
            yield svg.rect(middle - width / 2 - 2, top + 3, width + 4, height - 6, fill=theme.PAPER)
        yield svg.text(middle, top + height / 2, words, anchor="middle", fill=kind.ink)
