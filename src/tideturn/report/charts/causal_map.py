"""Draw what helps or hinders what, from left to right: boxes, and links weighted and signed by what people say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tideturn.report.charts import svg, theme
from tideturn.report.charts.text_width import text_width, wrapped_to

_TEXT: Final = 12.0
_LINE: Final = 16.0
_PAD: Final = 6.0
_GAP: Final = 9.0
"""Gap between two boxes of a column."""
_PORT: Final = 16.0
"""Distance between two links at one box: enough for the number beside each."""
_TWO: Final = (122.0, 76.0)
_WIDE: Final = (240.0, 120.0)
_MANY: Final = (150.0, 90.0)
"""Width of a column and of the gap between two: for two columns, for two wide ones, and for more."""
_PASS: Final = 8.0
"""Height of the gap where a link passes a column."""
_PASSING: Final = "\0"
"""Prefix of the key of such a gap; no box's key has it."""
_HEAD: Final = 8.0
_SWATCH: Final = 26.0
_BULGE: Final = 34.0
_THICKEST: Final = 9.0
_MOST_TOLD: Final = 999
_MINUS: Final = "−"
_LEVEL: Final = 0.1
"""Height below which a bend is drawn as a straight line: the PDF's renderer leaves out a curve without height."""
_BAR: Final = 6.0
"""Half the height of the bar at the end of a link that hinders."""


@dataclass(frozen=True)
class Box:
    """A part of the map. One that matches no part of the theory is `foreign` and has a dotted edge."""

    key: str
    label: str
    foreign: bool = False


@dataclass(frozen=True)
class Line:
    """A link from one box to another. weight: how many people say so; 0 if nobody does. told: the number as printed.

    `lacking` marks a link that people name and the theory does not have. `hinders` means that its start gets in the way
    of its end.
    """

    start: str
    end: str
    weight: int
    told: str
    lacking: bool = False
    hinders: bool = False


_LEGEND: Final = (
    (Line("", "", 2, ""), "People say that it helps; the number says how many"),
    (Line("", "", 2, "", hinders=True), "People say it gets in the way (−2: two people)"),
    (Line("", "", 0, ""), "A link of the theory that was not said to help"),
    (Line("", "", 2, "", lacking=True), "Double: not in the theory"),
)
"""Samples of each kind of link, with their meaning."""


@dataclass(frozen=True)
class Causes:
    """The columns from left to right, and the links between their boxes. Each key occurs once.

    `wide` draws two columns for paper and for a wide page.
    """

    columns: tuple[tuple[Box, ...], ...]
    lines: tuple[Line, ...]
    wide: bool = False


@dataclass(frozen=True)
class _Place:
    """The position of a box, and its words."""

    column: int
    left: float
    top: float
    width: float
    height: float
    words: tuple[str, ...]
    box: Box


def layered(boxes: Iterable[Box], lines: Sequence[Line]) -> Causes:
    """Return the boxes in as many columns as the longest chain of links has parts.

    A link that closes a ring does not lengthen a chain. Both ends of every link must be among the boxes.
    """
    known = {box.key: box for box in boxes}
    column = _longest_chains(known, lines)
    deepest = max(column.values(), default=-1)
    return Causes(
        tuple(tuple(box for key, box in known.items() if column[key] == i) for i in range(deepest + 1)), tuple(lines)
    )


def _longest_chains(keys: Iterable[str], lines: Iterable[Line]) -> dict[str, int]:
    """Return the number of links in the longest chain to each box, by depth-first search.

    Skip a link back to a box on the current path, which closes a ring. Use an explicit stack, since a chain may be
    longer than Python's.
    """
    after: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        after[line.start].append(line.end)
    forward: dict[str, list[str]] = defaultdict(list)
    on_the_way: set[str] = set()
    done: dict[str, None] = {}
    for first in keys:
        if first in done:
            continue
        on_the_way.add(first)
        stack = [(first, iter(after[first]))]
        while stack:
            key, further = stack[-1]
            one = next(further, None)
            if one is None:
                stack.pop()
                on_the_way.remove(key)
                done[key] = None
            elif one not in on_the_way:
                forward[key].append(one)
                if one not in done:
                    on_the_way.add(one)
                    stack.append((one, iter(after[one])))
    longest = dict.fromkeys(done, 0)
    for key in reversed(done):
        for end in forward[key]:
            longest[end] = max(longest[end], longest[key] + 1)
    return longest


def causal_map(chart: Causes) -> str:
    """Return the SVG. A link is as thick as many say so, and dashed if nobody does; none runs behind a box."""
    routes = _routes(chart)
    columns = _sorted(chart, routes)
    width, gap = _MANY if len(columns) > 2 else _WIDE if chart.wide else _TWO
    back = any(side == "right" for side in _arriving(columns, chart.lines))
    # Links that lead back need their own room to the right of every column.
    gap += _BULGE if back else 0.0
    places, bottom = _placed(columns, chart.lines, width, gap)
    ends = _ports(chart.lines, places)
    total = max(float(theme.WIDTH), len(columns) * (width + gap) - gap) + (_BULGE + 10 if back else 0.0)
    top = 0.0
    parts: list[str] = []
    kinds = {kind for line in chart.lines for kind in _kinds(line)}
    for sample, words in _LEGEND:
        if _kinds(sample)[-1] in kinds:
            drawn, height = _legend(sample, words, top, total)
            parts += drawn
            top += height
    top += _GAP if top else 0.0
    under: list[str] = []
    over: list[str] = []
    for i in sorted(range(len(chart.lines)), key=lambda i: (-chart.lines[i].weight, i)):
        line = chart.lines[i]
        forward = places[line.end].column > places[line.start].column
        drawn, told = _line(line, ends[i], [places[key] for key in routes[i]], forward=forward)
        under += drawn
        over += told
    boxes = [part for place in places.values() if not _is_gap(place.box) for part in _box(place)]
    parts.append(svg.group([*under, *over, *boxes], y=top))
    return svg.picture(total, max(top + bottom, 1.0), parts)


def _kinds(line: Line) -> tuple[str, ...]:
    """Return the kinds of a link that the legend explains."""
    kind = "hinders" if line.hinders else "helps" if line.weight else "silent"
    return (kind, "lacking") if line.lacking else (kind,)


def _routes(chart: Causes) -> list[tuple[str, ...]]:
    """Return for each link a gap of its own in every column that it passes, so that it does not run behind a box."""
    column = {box.key: i for i, boxes in enumerate(chart.columns) for box in boxes}
    return [
        tuple(f"{_PASSING}{i}.{passed}" for passed in range(column[line.start] + 1, column[line.end]))
        for i, line in enumerate(chart.lines)
    ]


def _is_gap(box: Box) -> bool:
    return box.key.startswith(_PASSING)


def _sorted(chart: Causes, routes: Sequence[Sequence[str]]) -> list[list[Box]]:
    """Return the columns with each box at about the height of the boxes that lead to it, so that fewer links cross."""
    leads: dict[str, list[str]] = defaultdict(list)
    column = {box.key: i for i, boxes in enumerate(chart.columns) for box in boxes}
    gaps: list[list[Box]] = [[] for _ in chart.columns]
    for line, route in zip(chart.lines, routes, strict=True):
        for passed, (before, after) in enumerate(pairwise((line.start, *route, line.end)), start=1):
            leads[after].append(before)
            if after != line.end:
                gaps[column[line.start] + passed].append(Box(after, ""))
    columns: list[list[Box]] = []
    height: dict[str, float] = {}
    for given in ([*boxes, *own] for boxes, own in zip(chart.columns, gaps, strict=True)):
        middle: dict[str, float] = {}
        for i, box in enumerate(given):
            known = [height[key] for key in leads[box.key] if key in height]
            middle[box.key] = sum(known) / len(known) if known else i / len(given)
        ordered = sorted(given, key=lambda box: middle[box.key]) if columns else list(given)
        height |= {box.key: (i + 0.5) / len(ordered) for i, box in enumerate(ordered)}
        columns.append(ordered)
    return columns


def _placed(
    columns: Sequence[Sequence[Box]], lines: Sequence[Line], width: float, gap: float
) -> tuple[dict[str, _Place], float]:
    """Return every box's place in its column, with the shorter columns spread out, and the depth of the deepest one."""
    ports = _sides(columns, lines)
    sized = []
    for column in columns:
        words = [wrapped_to(box.label, width - 2 * _PAD, _TEXT) if box.label else () for box in column]
        heights = [
            _PASS
            if _is_gap(box)
            else max(len(w) * _LINE + 2 * _PAD, _PORT * max(ports[box.key, "left"], ports[box.key, "right"]) + _PAD)
            for box, w in zip(column, words, strict=True)
        ]
        sized.append((words, heights))
    bottom = max((sum(h) + _GAP * (len(h) - 1) for _, h in sized if h), default=0.0)
    places: dict[str, _Place] = {}
    for i, (column, (words, heights)) in enumerate(zip(columns, sized, strict=True)):
        room = (bottom - sum(heights)) / max(len(heights), 1)
        top = room / 2
        for box, said, height in zip(column, words, heights, strict=True):
            places[box.key] = _Place(i, i * (width + gap), top, width, height, said, box)
            top += height + room
    return places, bottom


def _sides(columns: Sequence[Sequence[Box]], lines: Sequence[Line]) -> Counter[tuple[str, str]]:
    """Return the number of links at each side of each box. All links leave at the right."""
    found: Counter[tuple[str, str]] = Counter((line.start, "right") for line in lines)
    found.update((line.end, side) for line, side in zip(lines, _arriving(columns, lines), strict=True))
    return found


def _arriving(columns: Sequence[Sequence[Box]], lines: Iterable[Line]) -> list[str]:
    """Return the side where each link arrives: right if it leads back or stays within a column, else left."""
    column = {box.key: i for i, boxes in enumerate(columns) for box in boxes}
    return ["left" if column[line.end] > column[line.start] else "right" for line in lines]


def _ports(lines: Sequence[Line], places: Mapping[str, _Place]) -> list[tuple[float, float, float, float]]:
    """Return where each link leaves and arrives: spread along the box's side, in the order of the other ends."""
    at: dict[tuple[str, str], list[tuple[float, int, int]]] = defaultdict(list)
    for i, line in enumerate(lines):
        start, end = places[line.start], places[line.end]
        at[line.start, "right"].append((end.top + end.height / 2, i, 0))
        at[line.end, "left" if end.column > start.column else "right"].append((start.top + start.height / 2, i, 1))
    ends: dict[tuple[int, int], tuple[float, float]] = {}
    for (key, side), several in at.items():
        place = places[key]
        for n, (_, i, which) in enumerate(sorted(several)):
            y = place.top + place.height * (n + 0.5) / len(several)
            ends[i, which] = (place.left + (place.width if side == "right" else 0.0), y)
    return [(*ends[i, 0], *ends[i, 1]) for i in range(len(lines))]


def _line(
    line: Line, ends: tuple[float, float, float, float], passes: Sequence[_Place], *, forward: bool
) -> tuple[list[str], list[str]]:
    """Return the stroke with its head, and the number on it. A stroke that the theory lacks is double."""
    x, y, to_x, to_y = ends
    colour = _colour(line)
    reach = to_x + (-_HEAD if forward else _HEAD)
    curve = f"M{svg.at(x, y)}"
    for place in passes:
        middle = place.top + place.height / 2
        curve += f"{_bend(x, y, place.left, middle)}L{svg.at(place.left + place.width, middle)}"
        x, y = place.left + place.width, middle
    if forward:
        curve += _bend(x, y, reach, to_y)
    else:
        out = max(x, reach) + _BULGE
        curve += f"C{svg.at(out, y)} {svg.at(out, to_y)} {svg.at(reach, to_y)}"
    drawn = _stroke(curve, line)
    drawn.append(_end(line, to_x, reach, to_y))
    if not line.weight:
        return drawn, []
    told = f"{_MINUS if line.hinders else ''}{line.told}"
    wide = text_width(told, _TEXT, 600)
    middle = reach + (-1 if forward else 1) * (wide / 2 + 3)
    # A dash beside the minus would look like a second one.
    gap = 4.0 if line.hinders else 1.5
    return drawn, [
        svg.rect(middle - wide / 2 - gap, to_y - 7.5, wide + 2 * gap, 15, fill=theme.PAPER),
        svg.text(middle, to_y, told, anchor="middle", fill=colour, size=_TEXT, bold=True),
    ]


def _end(line: Line, tip: float, foot: float, y: float) -> str:
    """Return the end of a level stroke, from its foot to its tip: a head, or a bar if the link hinders."""
    if line.hinders:
        middle = (foot + tip) / 2
        return svg.rect(middle - 1.5, y - _BAR, 3, 2 * _BAR, fill=_colour(line))
    return svg.path(svg.outline([(tip, y), (foot, y - 4.5), (foot, y + 4.5)]), fill=_colour(line))


def _bend(x: float, y: float, to_x: float, to_y: float) -> str:
    if abs(to_y - y) < _LEVEL:
        return f"L{svg.at(to_x, to_y)}"
    half = (to_x - x) / 2
    return f"C{svg.at(x + half, y)} {svg.at(to_x - half, to_y)} {svg.at(to_x, to_y)}"


def _stroke(curve: str, line: Line) -> list[str]:
    """Return a stroke as thick as many say so: broken if it hinders, double with paper between if the theory lacks it.

    A link that nobody mentions is thin, with short dashes.
    """
    width = min(0.6 + 1.1 * line.weight, _THICKEST) if line.weight else 1.0
    dash = ' stroke-dasharray="10 4"' if line.hinders else "" if line.weight else ' stroke-dasharray="4 4"'
    if not line.lacking:
        return [svg.path(curve, stroke=_colour(line), width=width, extra=dash)]
    width = max(width, 3.0)
    return [
        svg.path(curve, stroke=_colour(line), width=width, extra=dash),
        svg.path(curve, stroke=theme.PAPER, width=width - 2),
    ]


def told_weight(count: int) -> str:
    """Return a count short enough to fit on a link."""
    return str(count) if count <= _MOST_TOLD else f"{_MOST_TOLD}+"


def _colour(line: Line) -> str:
    if line.hinders:
        return theme.ADVERSE
    return theme.CONTESTED if line.lacking else theme.TIDE if line.weight else theme.QUIET


def _box(place: _Place) -> list[str]:
    """Return the box with its words centred in its height; dotted if it matches no part of the theory."""
    fill, stroke = (theme.PAPER, theme.CONTESTED) if place.box.foreign else (theme.TIDE_WASH, theme.TIDE)
    top = place.top + (place.height - _LINE * len(place.words)) / 2
    return [
        svg.rect(
            place.left + 0.5,
            place.top + 0.5,
            place.width - 1,
            place.height - 1,
            fill=fill,
            stroke=stroke,
            dash="2 3" if place.box.foreign else "",
        ),
        svg.lines(place.left + _PAD, top, place.words, size=_TEXT, height=_LINE),
    ]


def _legend(shown: Line, words: str, top: float, width: float) -> tuple[list[str], float]:
    """Return a sample stroke with its meaning, and its height."""
    said = wrapped_to(words, width - _SWATCH - 8, _TEXT)
    middle = top + _LINE / 2
    stroke = _stroke(f"M{svg.at(0, middle)}L{svg.at(_SWATCH - _HEAD, middle)}", shown)
    drawn = [*stroke, _end(shown, _SWATCH, _SWATCH - _HEAD, middle)]
    drawn.append(svg.lines(_SWATCH + 8, top, said, size=_TEXT, height=_LINE))
    return drawn, _LINE * len(said)
