"""Whole distributions as bars of equal length: agree, neither, disagree; or better, the same, worse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from tideturn.report.charts import svg, theme
from tideturn.report.charts.legend import Kind, legend
from tideturn.report.charts.text_width import text_width, wrapped_to
from tideturn.report.wording import percent

BAR: Final = 22.0
_GAP: Final = 15.0
_ROOM: Final = 4.0
"""What a number needs to its left and right within a part; a narrower part holds none, and its table does."""
_FILLS: Final = ((theme.AGREE, theme.ON_AGREE), (theme.NEITHER, theme.ON_NEITHER), (theme.DISAGREE, theme.ON_DISAGREE))


@dataclass(frozen=True)
class Bar:
    """One bar: what it is about, and how many there are of each part, in the order of the chart's parts."""

    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Stacked:
    """Bars of parts that add up to everyone; `parts` names the good end, the middle and the other end.

    Two parts are the good end and all others together.
    """

    bars: tuple[Bar, ...]
    parts: tuple[str, ...]


def stacked(chart: Stacked) -> str:
    """The SVG: a legend, each bar below its label with its shares as percentages, and an axis from 0 to 100%."""
    kinds = tuple(Kind(name, fill, ink) for name, (fill, ink) in zip(chart.parts, _FILLS, strict=False))
    parts, top = legend(kinds)
    for bar in chart.bars:
        label = wrapped_to(bar.label, theme.WIDTH, theme.TEXT)
        parts.append(svg.lines(0, top, label))
        top += theme.LINE_HEIGHT * len(label) + 3
        total = sum(bar.counts)
        told = [percent(count / total) if count else "" for count in bar.counts]
        half = theme.WIDTH / 2
        parts.append(svg.line(half, top + BAR, half, top + BAR + 4, stroke=theme.QUIET))
        parts.extend(parted_bar(top, bar.counts, kinds, told))
        top += BAR + _GAP
    top -= _GAP - 4
    for at, words, anchor in ((0.0, "0%", "start"), (0.5, "50%", "middle"), (1.0, "100%", "end")):
        parts.append(svg.text(theme.WIDTH * at, top + 9, words, anchor=anchor, fill=theme.QUIET))
    return svg.picture(theme.WIDTH, top + 18, parts)


def parted_bar(top: float, counts: tuple[int, ...], kinds: tuple[Kind, ...], told: list[str]) -> Iterator[str]:
    """One bar from edge to edge in its parts, each with what is told of it where that fits; nobody is an empty box."""
    total = sum(counts)
    if not total:
        yield svg.rect(0.5, top + 0.5, theme.WIDTH - 1, BAR - 1, fill="none", stroke=theme.QUIET, dash="3 3")
        return
    ends = [theme.WIDTH * done / total for done in accumulate(counts)]
    for start, end, kind, words in zip([0.0, *ends], ends, kinds, told, strict=False):
        if end > start:
            yield from kind.box(start, top, end - start, BAR)
            middle, width = (start + end) / 2, text_width(words, theme.TEXT)
            if words and width + _ROOM <= end - start:
                if kind.hollow:
                    yield svg.rect(middle - width / 2 - 2, top + 3, width + 4, BAR - 6, fill=theme.PAPER)
                yield svg.text(middle, top + BAR / 2, words, anchor="middle", fill=kind.ink)
    # The parts are set apart by the paper between them, which does not depend on seeing colours.
    for start in ends[:-1]:
        if 0 < start < theme.WIDTH:
            yield svg.line(start, top, start, top + BAR, stroke=theme.PAPER, width=1.5)
