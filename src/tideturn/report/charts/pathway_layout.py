"""Place the steps and arrows of a pathway: steps below each other, jumps and returns beside them.

A layered drawing with one step in each layer. An arrow to the next step goes straight down. Jumps ahead run down on the
right; arrows back, or to their own step, run up on the left. Each has its own track, so no arrow passes through a box.
The words at an arrow have their own row beside the box where it arrives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Arrow = tuple[int, int]
"""Positions of the step where an arrow starts and of the step where it ends."""
Tracks = Mapping[Arrow, int]
"""Track of each arrow on one side; 0 is nearest to the boxes."""
_PORT: Final = 8.0
"""Length of a box's side that arrows use to leave."""
SPINE: Final = 20.0
"""Distance from a box's left edge to the arrows that go down."""
_NARROWEST: Final = 1.2
"""Minimum distance between two tracks."""
CORNER: Final = 6.0
"""Distance from a corner where an arrow begins to bend, where there is room."""


@dataclass(frozen=True)
class Room:
    """The space to share, in units: the whole width, and the needs of arrows' words and of boxes."""

    width: float
    left: float
    """Width of the widest words at an arrow that arrives on the left, including its head."""
    right: float
    row: float
    least: float
    """Minimum width of a box."""
    most: float
    pitch: float
    """Distance between two tracks, where there is room for it."""
    gap: float
    """Distance between two boxes with an arrow straight down between them."""
    bare: float
    """Distance between two boxes without such an arrow."""


@dataclass(frozen=True)
class Columns:
    """The column of boxes, the tracks, and the distance between two tracks."""

    left: float
    width: float
    pitch: float
    down: Tracks
    """Tracks on the right, for arrows that jump ahead."""
    up: Tracks
    """Tracks on the left, for arrows that go back or to their own step."""
    room: Room


@dataclass(frozen=True)
class Route:
    """The corners of an arrow, from where it leaves to where it arrives; `side` is down, right or left."""

    points: tuple[tuple[float, float], ...]
    side: str


@dataclass(frozen=True)
class Layout:
    """The top and height of every box, every arrow's route, and the depth of the whole layout."""

    columns: Columns
    tops: tuple[float, ...]
    heights: tuple[float, ...]
    routes: Mapping[Arrow, Route]
    height: float


def columns(arrows: Iterable[Arrow], room: Room) -> Columns:
    """Return how boxes, words and tracks share the width. Spare width is split between both sides."""
    every = set(arrows)
    down = _tracks({arrow: (arrow[0] + 0.6, arrow[1] + 0.4) for arrow in every if arrow[1] > arrow[0] + 1})
    # An arrow to its own step keeps a track for itself around that step.
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
    """Return the layout of boxes and routes.

    Each box is at least as high as in `heights` (its words) and as the rows of arrows' words beside it.
    """
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
    """Put each arrow, shortest first, on the nearest track that is free beside it."""
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
