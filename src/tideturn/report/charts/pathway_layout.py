"""Where the steps and the arrows of a pathway stand: one step below the other, and what jumps or goes back beside them.

A layered drawing with one step a layer. What leads to the next step goes straight down. What jumps ahead runs down on
the right, and what goes back, or to itself, up on the left, each upon a track of its own: no arrow passes through a
box, and what is written at an arrow has a row of its own beside the box at which it arrives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Arrow = tuple[int, int]
"""From the step at this place to the step at that."""
Tracks = Mapping[Arrow, int]
"""For each arrow at one side its track, 0 nearest to the boxes."""
_PORT: Final = 8.0
"""What the place at which arrows leave takes of a box's side."""
SPINE: Final = 20.0
"""Where along a box's width arrows go down."""
_NARROWEST: Final = 1.2
"""Between two tracks there is at least as much."""
CORNER: Final = 6.0
"""How far from an arrow's corner it begins to bend, where there is room."""


@dataclass(frozen=True)
class Room:
    """What there is to share out, in units: the whole width, what words at arrows need, and what boxes may have."""

    width: float
    left: float
    """What the widest words at an arrow that arrives on the left need, its head with them."""
    right: float
    row: float
    least: float
    """The least width of a box."""
    most: float
    pitch: float
    """Between two tracks, where there is room for it."""
    gap: float
    """Between two boxes with an arrow straight down between them."""
    bare: float
    """Between two boxes without."""


@dataclass(frozen=True)
class Columns:
    """The boxes' column, which tracks there are, and how far two stand apart."""

    left: float
    width: float
    pitch: float
    down: Tracks
    """Of arrows that jump ahead, on the right."""
    up: Tracks
    """Of arrows that go back or to their own step, on the left."""
    room: Room


@dataclass(frozen=True)
class Route:
    """An arrow's way by its corners, from where it leaves to where it arrives; `side` is down, right or left."""

    points: tuple[tuple[float, float], ...]
    side: str


@dataclass(frozen=True)
class Layout:
    """Every box by its top and its height, every arrow's way, and how deep all of it is."""

    columns: Columns
    tops: tuple[float, ...]
    heights: tuple[float, ...]
    routes: Mapping[Arrow, Route]
    height: float


def columns(arrows: Iterable[Arrow], room: Room) -> Columns:
    """How the width is shared between boxes, words and tracks; what is left over stands on both sides."""
    every = set(arrows)
    down = _tracks({arrow: (arrow[0] + 0.6, arrow[1] + 0.4) for arrow in every if arrow[1] > arrow[0] + 1})
    # What goes to its own step keeps its track to itself about that step.
    up = _tracks(
        {
            (start, end): (end + 0.6, start + 0.4) if end < start else (start + 0.3, start + 0.7)
            for start, end in every
            if end <= start
        }
    )
    many = [max(side.values(), default=-1) + 1 for side in (up, down)]
    words = [asked + room.pitch if tracks else 0.0 for asked, tracks in zip((room.left, room.right), many, strict=True)]
    for_tracks = room.width - sum(words) - room.least
    pitch = min(room.pitch, max(for_tracks / max(sum(many), 1), _NARROWEST))
    sides = [asked + pitch * tracks for asked, tracks in zip(words, many, strict=True)]
    width = max(min(room.width - sum(sides), room.most), 1.0)
    left = sides[0] + (room.width - sum(sides) - width) / 2
    return Columns(left, width, pitch, down, up, room)


def laid_out(columns: Columns, heights: Sequence[float], arrows: Iterable[Arrow]) -> Layout:
    """Boxes below each other, at least as high as `heights` (their words) and as the rows beside them, and the ways."""
    every = sorted(set(arrows))
    row = columns.room.row
    arriving: dict[tuple[str, int], list[Arrow]] = defaultdict(list)
    for side, tracks in (("right", columns.down), ("left", columns.up)):
        # Nearest to the boxes first on the right; on the left, where arrows come from below, last.
        for arrow in sorted(tracks, key=lambda one: (tracks[one] if side == "right" else -tracks[one], one)):
            arriving[side, arrow[1]].append(arrow)
    leaving = {(side, start) for side, tracks in (("right", columns.down), ("left", columns.up)) for start, _ in tracks}
    tall = [
        max(
            height,
            *(row * len(arriving[side, at]) + (_PORT if (side, at) in leaving else 0) for side in ("left", "right")),
        )
        for at, height in enumerate(heights)
    ]
    tops: list[float] = []
    y = 0.0
    for at, height in enumerate(tall):
        tops.append(y)
        y += height
        if at + 1 < len(tall):
            y += columns.room.gap if (at, at + 1) in every else columns.room.bare
    rows = {
        arrow: tops[at] + row * (n + 0.5) if side == "right" else tops[at] + tall[at] - row * (len(several) - n - 0.5)
        for (side, at), several in arriving.items()
        for n, arrow in enumerate(several)
    }
    routes = {arrow: _route(columns, arrow, tops, tall, rows) for arrow in every}
    return Layout(columns, tuple(tops), tuple(tall), routes, y)


def _tracks(spans: Mapping[Arrow, tuple[float, float]]) -> dict[Arrow, int]:
    """Each arrow on the nearest track on which nothing else runs beside it, the shortest first."""
    taken: list[list[tuple[float, float]]] = []
    found: dict[Arrow, int] = {}
    for arrow in sorted(spans, key=lambda one: (spans[one][1] - spans[one][0], spans[one], one)):
        low, high = spans[arrow]
        clear = (
            track for track, others in enumerate(taken) if all(high <= begins or ends <= low for begins, ends in others)
        )
        track = next(clear, len(taken))
        if track == len(taken):
            taken.append([])
        taken[track].append((low, high))
        found[arrow] = track
    return found


def _route(
    columns: Columns, arrow: Arrow, tops: Sequence[float], tall: Sequence[float], rows: Mapping[Arrow, float]
) -> Route:
    start, end = arrow
    bottom = tops[start] + tall[start]
    if end == start + 1:
        x = columns.left + min(SPINE, columns.width / 2)
        return Route(((x, bottom), (x, tops[end])), "down")
    if arrow in columns.down:
        edge, out = columns.left + columns.width, bottom - _PORT / 2
        x = edge + columns.room.right + columns.pitch * (columns.down[arrow] + 0.5) + CORNER / 2
        side = "right"
    else:
        edge, out = columns.left, tops[start] + _PORT / 2
        x = edge - columns.room.left - columns.pitch * (columns.up[arrow] + 0.5) - CORNER / 2
        side = "left"
    return Route(((edge, out), (x, out), (x, rows[arrow]), (edge, rows[arrow])), side)
