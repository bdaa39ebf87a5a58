"""Draw a pathway as cases really take it, one step below the other, in one panel or several on the same layout."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tideturn.report.charts import svg, theme
from tideturn.report.charts.durations import short, within_days
from tideturn.report.charts.pathway_layout import SPINE, Arrow, Columns, Layout, Room, columns, laid_out
from tideturn.report.charts.pathway_marks import (
    ADDED,
    BAR,
    BESIDE,
    DESIGNED,
    LABEL,
    MOVE,
    NOBODY,
    OFF,
    OPTIONAL,
    PLAIN,
    STRAY,
    TEXT_AT,
    UNTAKEN,
    UNTOLD,
    Written,
    arrow,
    box,
    label,
    label_width,
    legend,
    told_count,
    written,
)
from tideturn.report.charts.text_width import wrapped_to

_BETWEEN: Final = 32.0
"""Distance between two panels."""
_WIDE: Final = theme.WIDTH * 2 + _BETWEEN
_TITLE_GAP: Final = 6.0
_BELOW: Final = 18.0
_LEAST: Final = 104.0
_EASY: Final = 132.0
"""Minimum width of a box that leaves room for the words at arrows on one line."""
_MOST: Final = 330.0
_GAP: Final = 17.0
_BARE: Final = 7.0
_ROW: Final = 14.0
_OFTEN: Final = ("how often", "the median wait")
_THICKEST: Final = 5.0
_THICKEST_BETWEEN: Final = 3.6
"""Maximum thickness of an arrow; and of an arrow with words above and below it."""


@dataclass(frozen=True)
class Step:
    """A step with its name; `kind` says how it relates to a design: plain, designed, optional or added."""

    name: str
    kind: str = PLAIN


@dataclass(frozen=True)
class Taken:
    """One step in a panel: a number and a note as printed, and the share of cases that took it.

    `there` is false if nobody took the step. If the share is not shown, `share` is None and `number` is empty.
    """

    number: str = ""
    note: str = ""
    share: float | None = None
    there: bool = True


@dataclass(frozen=True)
class Way:
    """An arrow between two steps by position: the number of moves, and the median wait in seconds, None if hidden.

    `stray` marks a move that the design does not have. If `count` is None, the arrow is drawn only because the design
    has it, and nothing shows how many cases went that way.
    """

    start: int
    end: int
    count: int | None
    wait: float | None = None
    stray: bool = False


@dataclass(frozen=True)
class Panel:
    """One group of cases: its title, each step in the map's order, its arrows, and the count of the thickest arrow."""

    title: str
    taken: tuple[Taken, ...]
    ways: tuple[Way, ...]
    whole: int


@dataclass(frozen=True)
class PathwayMap:
    """The steps from the top down, and the panels; `wide` puts two side by side, for paper and a wide page.

    `notes` are printed under the legend. `released` means that counts are of cases, and waits are whole days.
    """

    steps: tuple[Step, ...]
    panels: tuple[Panel, ...]
    wide: bool = False
    notes: tuple[str, ...] = ()
    released: bool = False


def pathway_map(picture: PathwayMap) -> str:
    """Return the SVG: the legend, then each panel, with every step and arrow at the same place in each panel."""
    across = min(2, len(picture.panels)) if picture.wide else 1
    whole = _WIDE if picture.wide else float(theme.WIDTH)
    if not picture.steps or not picture.panels:
        return svg.picture(whole, theme.LINE_HEIGHT, [svg.lines(0, 0, ["There is no step to draw."], fill=theme.QUIET)])
    width = (whole - _BETWEEN * (across - 1)) / across
    layout, words, two = _laid_out(picture, width)
    titles = [wrapped_to(panel.title, width, theme.TEXT, 600) if panel.title else () for panel in picture.panels]
    head = max(len(lines) for lines in titles) * theme.LINE_HEIGHT
    head += _TITLE_GAP if head else 0.0
    parts, top = legend(list(_entries(picture)), whole)
    for position, (panel, title) in enumerate(zip(picture.panels, titles, strict=True)):
        drawn = svg.group(_panel(picture, panel, layout, words[position], two=two), y=head)
        x, y = (position % across) * (width + _BETWEEN), (position // across) * (head + layout.height + _BELOW)
        parts.append(svg.group([svg.lines(0, 0, title, bold=True), drawn], x=x, y=top + y))
    rows = math.ceil(len(picture.panels) / across)
    return svg.picture(whole, top + rows * (head + layout.height + _BELOW) - _BELOW + 2, parts)


def _laid_out(picture: PathwayMap, width: float) -> tuple[Layout, list[list[Written]], bool]:
    """Return the layout of all panels, the words in each panel's boxes, and whether arrows' words take two lines."""
    shared = _shared(picture, width, two=False)
    two = shared.width < _EASY and width < _WIDE
    if two:
        shared = _shared(picture, width, two=True)
    words = [
        [
            written(_named(step), taken.note, taken.number, shared.width)
            for step, taken in zip(picture.steps, panel.taken, strict=True)
        ]
        for panel in picture.panels
    ]
    heights = [max(one.height for one in same) for same in zip(*words, strict=True)]
    return laid_out(shared, heights, _arrows(picture)), words, two


def _shared(picture: PathwayMap, width: float, *, two: bool) -> Columns:
    needed = {"left": 0.0, "right": 0.0, "down": 0.0}
    for panel in picture.panels:
        for way in panel.ways:
            down = way.end == way.start + 1
            side = "down" if down else "left" if way.end <= way.start else "right"
            needed[side] = max(needed[side], label_width(*_told(picture, way), two=two and not down) + TEXT_AT + 4)
    waits = any(way.wait is not None for panel in picture.panels for way in panel.ways)
    room = Room(
        width=width,
        left=needed["left"],
        right=needed["right"],
        row=2 * OFF + LABEL + 1 if two and waits else OFF * 2 + 5 if two else _ROW,
        least=max(_LEAST, SPINE + BESIDE + needed["down"] - TEXT_AT),
        most=_MOST,
        pitch=12.0 if width >= _WIDE else 8.0,
        gap=_GAP,
        bare=_BARE,
    )
    return columns(_arrows(picture), room)


def _arrows(picture: PathwayMap) -> set[Arrow]:
    """Return every arrow of any panel."""
    return {(way.start, way.end) for panel in picture.panels for way in panel.ways}


def _panel(picture: PathwayMap, panel: Panel, layout: Layout, words: Sequence[Written], *, two: bool) -> Iterator[str]:
    thickest = max(1.6, min(_THICKEST_BETWEEN if two else _THICKEST, layout.columns.pitch - 2))
    # Draw thin arrows first, so that none is hidden under a thick one.
    ways = sorted(panel.ways, key=lambda way: (way.count or 0, way.start, way.end))
    for way in ways:
        share = (way.count or 0) / panel.whole if panel.whole else 0.0
        yield from arrow(layout.routes[way.start, way.end], _kind(way), share, thickest)
    for way in ways:
        yield from label(layout.routes[way.start, way.end], *_told(picture, way), _kind(way), two=two)
    for at, (step, taken) in enumerate(zip(picture.steps, panel.taken, strict=True)):
        yield from box(
            words[at],
            layout.columns.left,
            layout.tops[at],
            layout.columns.width,
            layout.heights[at],
            kind=step.kind,
            share=taken.share,
            there=taken.there,
        )


def _kind(way: Way) -> str:
    if way.count is None:
        return UNTOLD
    return NOBODY if not way.count else STRAY if way.stray else MOVE


def _told(picture: PathwayMap, way: Way) -> tuple[str, str]:
    if way.count is None:
        return "", ""
    return told_count(way.count), within_days(way.wait) if picture.released else short(way.wait)


def _named(step: Step) -> str:
    return f"{step.name} (optional)" if step.kind == OPTIONAL else step.name


def _entries(picture: PathwayMap) -> Iterator[tuple[str, str]]:
    """Yield marks with their meaning, only for marks that are drawn."""
    ways = [way for panel in picture.panels for way in panel.ways]
    kinds = {_kind(way) for way in ways}
    steps = {step.kind for step in picture.steps}
    taken = [one for panel in picture.panels for one in panel.taken]
    design = DESIGNED in steps or OPTIONAL in steps
    if MOVE in kinds:
        number, half = ("cases", "days in which half went") if picture.released else _OFTEN
        number = f"{number}, and {half}" if any(way.wait is not None for way in ways) else number
        yield MOVE, f"{'as designed' if STRAY in kinds else 'next step'}: {number}"
    if STRAY in kinds:
        yield STRAY, "not in the design"
    if UNTOLD in kinds:
        yield UNTOLD, "as designed: number not shown"
    if NOBODY in kinds:
        yield NOBODY, "no case moved this way"
    if design and ADDED in steps:
        yield ADDED, "a step that is not in the design"
    if any(one.share for one in taken):
        yield BAR, "at the foot: the share of cases that took the step"
    if any(not one.there for one in taken):
        yield UNTAKEN, "a step that no case took"
    for note in picture.notes:
        yield "", note
