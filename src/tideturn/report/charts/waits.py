"""Draw how long cases took to reach a step: the share that had reached it by each time, and cases still unfinished."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

import numpy as np

from tideturn.methods.pathways.incidence import Incidence
from tideturn.report.charts import svg, theme
from tideturn.report.charts.durations import short
from tideturn.report.charts.text_width import text_width, wrapped_to
from tideturn.report.wording import counted, day, number

_Scale = Callable[[float], float]
FEWEST: Final = 10
"""Minimum number of cases for a share, and so for a line."""
_LEFT: Final = 38.0
_RIGHT: Final = 12.0
_HEIGHT: Final = 96.0
_SMALL: Final = 11.0
_LINE: Final = 14.0
_BELOW: Final = 18.0
_MOST_DRAWN: Final = 0.95
"""Share of those who reached the step: the axis ends soon after it, so that one late case does not squeeze the rest."""
_BEYOND: Final = 1.1
_MOST_POINTS: Final = 400
_MOST_TICKS: Final = 5
_UNITS: Final = (
    ("min", 60.0, 180 * 60.0, (1, 2, 5, 10, 15, 30, 60)),
    ("h", 3600.0, 72 * 3600.0, (1, 2, 3, 6, 12, 24)),
    ("d", 86400.0, float("inf"), (1, 2, 5, 7, 14, 28, 60, 90, 180, 365, 730, 1825, 3650)),
)


@dataclass(frozen=True)
class Point:
    """The share that had reached the step from `seconds` on; the ends of its 95 % interval if it has one."""

    seconds: float
    share: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Curve:
    """One group of cases: its text, its line (empty if none is drawn), and how long unfinished cases were watched.

    `watched` holds cases with neither the step nor an end seen. `median` is when half had reached the step.
    """

    title: str
    told: str
    points: tuple[Point, ...] = ()
    watched: tuple[float, ...] = ()
    median: float | None = None


@dataclass(frozen=True)
class Reaching:
    """Groups below each other on one time axis, which ends at `until` seconds."""

    curves: tuple[Curve, ...]
    until: float


def of_incidences(groups: Mapping[str, Incidence], seen_until: date) -> Reaching:
    """Return the curves of groups by their titles; `seen_until` is the last day of observation."""
    until = _until(list(groups.values()))
    return Reaching(tuple(_curve(title, found, until, seen_until) for title, found in groups.items()), until)


def reaching(chart: Reaching) -> str:
    """Return the SVG: each group's title, its numbers and its line, within the band of its interval.

    A stroke on the line is a case that was not seen any further. A dotted line with its time marks when half had
    reached the step.
    """
    parts: list[str] = []
    top = 1.0
    for curve in chart.curves:
        title = wrapped_to(curve.title, theme.WIDTH, theme.TEXT, 600) if curve.title else ()
        told = wrapped_to(curve.told, theme.WIDTH, _SMALL)
        parts.append(svg.lines(0, top, title, bold=True))
        top += theme.LINE_HEIGHT * len(title)
        parts.append(svg.lines(0, top, told, size=_SMALL, height=_LINE, fill=theme.QUIET))
        top += _LINE * len(told) + 8
        if curve.points and chart.until > 0:
            parts.append(svg.group(_plot(curve, chart.until), y=top))
            top += _HEIGHT + _LINE + 8
        top += _BELOW
    return svg.picture(theme.WIDTH, max(top - _BELOW, theme.LINE_HEIGHT), parts)


def _until(every: Sequence[Incidence]) -> float:
    last = 0.0
    for one in every:
        came = np.cumsum(one.reached)
        if came.size and came[-1]:
            last = max(last, float(one.seconds[np.searchsorted(came, _MOST_DRAWN * came[-1])]))
    watched = max((float(one.seconds[-1]) for one in every if one.seconds.size), default=0.0)
    return min(last * _BEYOND, watched) or watched


def _curve(title: str, found: Incidence, until: float, seen_until: date) -> Curve:
    reached, closed, unseen = (int(part.sum()) for part in (found.reached, found.closed, found.open))
    told = f"{number(reached)} of {counted(found.cases, 'case')} reached it"
    told += f" and {number(closed)} ended without it" if closed else ""
    either = "either" if closed else "so"
    told += f"; {number(unseen)} {_were(unseen)} not seen to do {either} by {day(seen_until)}." if unseen else "."
    later = int(found.reached[found.seconds > until].sum())
    told += f" {number(later)} reached it later than is drawn." if later else ""
    if found.cases < FEWEST:
        return Curve(title, f"{told} Too few for a line.")
    within = np.flatnonzero((found.seconds <= until) & (found.reached > 0))
    # Of points too near to each other to draw, keep the last.
    column = np.floor(found.seconds[within] / until * _MOST_POINTS) if until else np.zeros(within.size)
    kept = within[np.append(column[1:] != column[:-1], True)] if within.size else within
    points = [
        Point(float(found.seconds[at]), float(found.share[at]), _or_none(found.low[at]), _or_none(found.high[at]))
        for at in kept
    ]
    watched = found.seconds[(found.open > 0) & (found.seconds <= until)]
    places = np.unique(np.round(watched / until * _MOST_POINTS)) if until else np.zeros(0)
    return Curve(
        title, told, tuple(points), tuple(float(place) * until / _MOST_POINTS for place in places), found.median
    )


def _were(many: int) -> str:
    return "was" if many == 1 else "were"


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _plot(curve: Curve, until: float) -> Iterator[str]:
    wide = theme.WIDTH - _LEFT - _RIGHT

    def x(seconds: float) -> float:
        return _LEFT + min(seconds / until, 1.0) * wide

    def y(share: float) -> float:
        return _HEIGHT * (1 - share)

    for share in (0.0, 0.5, 1.0):
        yield svg.line(_LEFT, y(share), theme.WIDTH - _RIGHT, y(share), stroke=theme.LINE)
        yield svg.text(_LEFT - 5, y(share), f"{share:.0%}", anchor="end", size=_SMALL, fill=theme.QUIET)
    for seconds, words in _ticks(until):
        yield svg.line(x(seconds), _HEIGHT, x(seconds), _HEIGHT + 4, stroke=theme.QUIET)
        at = svg.within(x(seconds), words, 0, theme.WIDTH, size=_SMALL)
        yield svg.text(at, _HEIGHT + 4 + _LINE / 2, words, anchor="middle", size=_SMALL, fill=theme.QUIET)
    yield from _band(curve, until, x, y)
    steps = [(0.0, 0.0), *((point.seconds, point.share) for point in curve.points if point.seconds <= until)]
    d = f"M{svg.at(x(0), y(0))}"
    for (_, before), (seconds, share) in pairwise(steps):
        d += f"L{svg.at(x(seconds), y(before))}L{svg.at(x(seconds), y(share))}"
    yield svg.path(f"{d}L{svg.at(x(until), y(steps[-1][1]))}", stroke=theme.TIDE, width=2)
    for seconds in curve.watched:
        if seconds <= until:
            level = y(max((share for at, share in steps if at <= seconds), default=0.0))
            yield svg.line(x(seconds), level - 4, x(seconds), level + 4, stroke=theme.INK)
    if curve.median is not None and curve.median <= until:
        at = x(curve.median)
        yield svg.line(at, y(0.5), at, _HEIGHT, stroke=theme.INK, dash="2 2")
        words = f"half by {short(curve.median)}"
        near = text_width(words, _SMALL, 600) + 6
        left = at + 5 if at + near <= theme.WIDTH else at - near
        yield svg.rect(left - 2, y(0.22) - 7, near - 2, 14, fill=theme.PAPER)
        yield svg.text(left, y(0.22), words, size=_SMALL, bold=True)


def _band(curve: Curve, until: float, x: _Scale, y: _Scale) -> Iterator[str]:
    """Draw the interval in steps; nothing where there is none."""
    ends = [point.seconds for point in curve.points[1:]] + [until]
    d = ""
    for point, end in zip(curve.points, ends, strict=True):
        if point.low is not None and point.high is not None and point.seconds < until:
            left, right = x(point.seconds), x(end)
            high, low = y(point.high), y(point.low)
            d += svg.outline([(left, high), (right, high), (right, low), (left, low)])
    if d:
        yield svg.path(d, fill=theme.NEITHER)


def _ticks(until: float) -> Iterator[tuple[float, str]]:
    """Yield even times from 0, few enough to be read."""
    name, size, _, steps = next(unit for unit in _UNITS if until <= unit[2])
    step = next((one for one in steps if until / (one * size) <= _MOST_TICKS), steps[-1])
    while until / (step * size) > _MOST_TICKS:
        step *= 2
    for place in range(int(until / (step * size)) + 1):
        yield place * step * size, f"{place * step:,} {name}" if place else "0"
