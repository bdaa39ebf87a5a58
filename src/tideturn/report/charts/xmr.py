"""Draw a series with the limits of its earlier variation: the XmR chart (Wheeler, Understanding Variation, 2000)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Final

from tideturn.report.charts import svg, theme
from tideturn.report.charts.scale import Scale, nice_scale, tick_label
from tideturn.report.charts.text_width import text_width, wrapped_to

_HEIGHT: Final = 170.0
_ABOVE: Final = 25.0
"""Height above the plot, for the words of the year's band."""
_MOST: Final = 4
"""Maximum number of periods written below the line: there are many points, and the table names each."""
_STEPS: Final = (1, 2, 3, 4, 6, 12, 24, 36, 48, 60, 120)
"""Steps between two periods that are written: months and quarters that fall on the same season."""
_APART: Final = 12.0
_PERIOD: Final = 150.0
"""Maximum width of a period's name on one line."""
_MARKS: Final = 17.0
"""Height of the row of letters that mark events."""
_LETTER: Final = 12.0
_YEAR: Final = "the year"


@dataclass(frozen=True)
class Point:
    """One period's value; `signal` is whether it is more than ordinary variation."""

    period: str
    value: float
    in_year: bool
    signal: bool


@dataclass(frozen=True)
class Mark:
    """An event: the place of its point, and its letter in the list above the charts."""

    place: int
    letter: str


@dataclass(frozen=True)
class Xmr:
    """Points in order, their average, the two limits of ordinary variation, and events in order."""

    points: tuple[Point, ...]
    mean: float
    low: float
    high: float
    marks: tuple[Mark, ...] = ()
    wide: bool = False


def xmr_chart(chart: Xmr) -> str:
    """Return the SVG: points joined in order, signals as larger diamonds in another colour, the year shaded."""
    values = [p.value for p in chart.points if isfinite(p.value)]
    told = [(chart.high, "upper limit"), (chart.mean, "average")]
    # A lower limit below zero says nothing about counts, which cannot fall below it.
    told += [(chart.low, "lower limit")] if chart.low > 0 or min(values, default=0.0) < 0 else []
    told.sort(key=lambda pair: -pair[0])
    above = _ABOVE + (_MARKS if chart.marks else 0.0)
    bottom = above + _HEIGHT
    reached = [0.0, *(value for value, _ in told), *values]
    y = nice_scale(min(reached), max(reached), start=bottom, end=above)
    ticks = [(tick, tick_label(tick)) for tick in y.ticks]
    left = max(text_width(words, theme.TEXT) for _, words in ticks) + 8
    width = theme.WIDE if chart.wide else theme.WIDTH
    right = width - max(text_width(words, theme.TEXT) for _, words in told) - 6
    places = _across(len(chart.points), left, right)
    plot = (above, bottom)
    parts = [*_year(chart.points, places, plot, width), *_marks(chart.marks, places, plot, (left, width))]
    for tick, words in ticks:
        parts.append(svg.line(left, y.place(tick), right, y.place(tick), stroke=theme.LINE))
        parts.append(svg.text(left - 6, y.place(tick), words, anchor="end", fill=theme.QUIET))
    for value, words in told:
        average = words == "average"
        colour, dash = (theme.INK, "") if average else (theme.QUIET, "5 4")
        parts.append(svg.line(left, y.place(value), right, y.place(value), stroke=colour, dash=dash))
    middles = apart([y.place(value) for value, _ in told], theme.LINE_HEIGHT, low=above, high=bottom)
    for middle, (_, words) in zip(middles, told, strict=True):
        parts.append(svg.text(right + 5, middle, words, fill=theme.QUIET))
    parts.extend(_line(chart.points, places, y))
    below, height = _periods(chart.points, places, bottom, width)
    return svg.picture(width, height, [*parts, *below])


def _across(count: int, left: float, right: float) -> list[float]:
    """Return the x of each point from left to right, half a step from the edges."""
    step = (right - left) / max(count, 1)
    return [left + (i + 0.5) * step for i in range(count)]


def _marks(
    marks: tuple[Mark, ...], places: list[float], plot: tuple[float, float], across: tuple[float, float]
) -> list[str]:
    """Draw a letter for each event above a line through its period; crowded letters move aside and point to it.

    They stay within `across`, clear of the axis, whose top number may reach as high as they do.
    """
    drawn: list[str] = []
    (above, bottom), half = plot, _LETTER / 2
    low, high = across[0] + half, across[1] - half
    wanted, both = [places[mark.place] for mark in marks], across[0] + across[1]
    right = apart(wanted, _LETTER, low=low, high=high)
    left = [both - x for x in apart([both - x for x in wanted[::-1]], _LETTER, low=low, high=high)[::-1]]
    letters = [(one + other) / 2 for one, other in zip(left, right, strict=True)]
    for mark, x in zip(marks, letters, strict=True):
        at = places[mark.place]
        drawn.append(svg.line(at, above, at, bottom, stroke=theme.QUIET, dash="1 3"))
        drawn.append(svg.line(x, above - 4, at, above, stroke=theme.QUIET, width=0.75))
        drawn.append(svg.text(x, above - _MARKS / 2 - 1, mark.letter, anchor="middle", bold=True))
    return drawn


def _year(points: tuple[Point, ...], places: list[float], plot: tuple[float, float], width: float) -> list[str]:
    """Draw the shaded band, with lines as edges that show without colour, and its name above it."""
    held = [x for x, point in zip(places, points, strict=True) if point.in_year]
    if not held:
        return []
    above, bottom = plot
    half = (places[1] - places[0]) / 2 if len(places) > 1 else 20.0
    start, end = held[0] - half, held[-1] + half
    middle = svg.within((start + end) / 2, _YEAR, 0, width)
    return [
        svg.rect(start, above, end - start, bottom - above, fill=theme.TIDE_WASH),
        *(svg.line(x, above - 3, x, bottom, stroke=theme.QUIET, width=0.75) for x in (start, end)),
        svg.text(middle, _ABOVE - 15, _YEAR, anchor="middle", fill=theme.QUIET),
    ]


def _line(points: tuple[Point, ...], places: list[float], y: Scale) -> list[str]:
    """Draw the points and the line that joins them; a value that is not a number leaves a gap."""
    drawn: list[str] = []
    command = "M"
    for x, point in zip(places, points, strict=True):
        if isfinite(point.value):
            drawn.append(f"{command}{svg.at(x, y.place(point.value))}")
            command = "L"
        else:
            command = "M"
    marks = [
        _diamond(x, y.place(p.value)) if p.signal else svg.circle(x, y.place(p.value), 2.8, fill=theme.TIDE)
        for x, p in zip(places, points, strict=True)
        if isfinite(p.value)
    ]
    return [svg.path("".join(drawn), stroke=theme.TIDE, width=1.5), *marks] if drawn else []


def _diamond(x: float, y: float) -> str:
    ends = ((x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y))
    return svg.path(svg.outline(ends), fill=theme.CONTESTED)


def _periods(points: tuple[Point, ...], places: list[float], bottom: float, width: float) -> tuple[list[str], float]:
    """Return as many evenly spaced periods as fit side by side below the line, and the y where the drawing ends."""
    count = len(points)
    for step in (step for step in (*_STEPS, count) if _MOST * step >= count > 0):
        chosen = [
            (x, wrapped_to(point.period, _PERIOD, theme.TEXT))
            for x, point in zip(places[::step], points[::step], strict=True)
        ]
        widths = [max(text_width(line, theme.TEXT) for line in lines) for _, lines in chosen]
        starts = [max(0.0, min(width - w, x - w / 2)) for (x, _), w in zip(chosen, widths, strict=True)]
        boxes = list(zip(starts, widths, strict=True))
        if all(start + width + _APART <= later for (start, width), (later, _) in pairwise(boxes)):
            break
    else:
        return [], bottom + 9
    parts: list[str] = []
    for (x, lines), (start, width) in zip(chosen, boxes, strict=True):
        parts.append(svg.line(x, bottom, x, bottom + 4, stroke=theme.QUIET))
        parts.extend(
            svg.text(start + width / 2, bottom + 15 + i * theme.LINE_HEIGHT, line, anchor="middle", fill=theme.QUIET)
            for i, line in enumerate(lines)
        )
    return parts, bottom + 9 + theme.LINE_HEIGHT * max(len(lines) for _, lines in chosen)


def apart(middles: list[float], distance: float, *, low: float, high: float) -> list[float]:
    """Return the positions, which go downwards, moved as little as possible to be `distance` apart.

    All stay between `low` and `high`, which must have room for them.
    """
    placed, least = [], low
    for middle in middles:
        placed.append(max(middle, least))
        least = placed[-1] + distance
    limit = high
    for i in reversed(range(len(placed))):
        placed[i] = min(placed[i], limit)
        limit = placed[i] - distance
    return placed
