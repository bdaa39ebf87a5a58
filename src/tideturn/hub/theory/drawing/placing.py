"""Place a theory on a page: boxes with their words broken into lines, links as curves, and a number for each link.

No link runs through a box: between two columns it bends, and through a column it runs straight in a place of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from uuid import UUID

from tideturn.hub.theory.drawing.layers import Layered, Passing, Place, layered, middle
from tideturn.hub.theory.drawing.shape import Arrow, Box, Theory, many
from tideturn.hub.theory.models import Kind

BOX_WIDTH: Final = 216
"""All lengths are in pixels."""
FONT_SIZE: Final = 15
LINE: Final = 20
PADDING: Final = 12
STUB: Final = 46
"""Straight part of a link beside a column, in pixels. The link's number is on it."""
BEND: Final = 48
BETWEEN: Final = 2 * STUB + BEND
"""The gap between two columns."""
_PORT: Final = 20
"""The gap between two links at one side of a box."""
PILL: Final = 16
"""The height of the background of a number."""
_EDGE: Final = 8
_HEAD: Final = 44
"""The room above the boxes for the headings."""
_APART: Final = 24
_PASSING: Final = 14
_ROUNDS: Final = 10
_HEADINGS: Final = {
    Kind.ACTIVITY: "Activities",
    Kind.OUTPUT: "Outputs",
    Kind.OUTCOME: "Outcomes",
    Kind.IMPACT: "Impact",
}


@dataclass(frozen=True)
class DrawnArrow:
    """A link in its place, with its number and where to write that."""

    arrow: Arrow
    number: int
    path: str
    points: tuple[tuple[int, int], ...]
    """The places where it leaves and enters columns, from its start to its end."""
    x: int
    y: int
    to: str
    """The title of the box that it leads to."""

    @property
    def told(self) -> str:
        """Return its number, with the sign of its mark."""
        return f"{self.number}{self.arrow.mark.sign}"

    @property
    def pill_width(self) -> int:
        """Return the width of the background of its number, which no other link runs through."""
        return 10 + 9 * len(self.told)

    @property
    def pill_x(self) -> int:
        """Return the left edge of that background, from the place of the number."""
        return -(self.pill_width // 2)


@dataclass(frozen=True)
class DrawnBox:
    """A box in its place."""

    box: Box
    x: int
    y: int
    height: int
    lines: tuple[tuple[int, str], ...]
    """Each line of words with its baseline."""
    marked_at: int
    """The baseline of its mark."""
    leads: tuple[DrawnArrow, ...] = ()
    """The links that lead from it."""
    is_loose: bool = False
    """Whether it has no links."""

    @property
    def kind(self) -> str:
        """Return what kind of box it is, in words."""
        return str(Kind(self.box.kind).label)


@dataclass(frozen=True)
class Drawing:
    """A drawing, with its boxes and links in reading order."""

    boxes: tuple[DrawnBox, ...]
    arrows: tuple[DrawnArrow, ...]
    headings: tuple[tuple[str, int, int], ...]
    """Each heading above some columns, with where they begin and end."""
    width: int
    height: int

    @property
    def says(self) -> str:
        """Return what it shows, in a sentence."""
        boxes, links = many(len(self.boxes), "box"), many(len(self.arrows), "link")
        columns = ", ".join(text.lower() for text, _, _ in self.headings)
        return f"{boxes} and {links}, from left to right: {columns}. The list below has the same in words."


def drawn(theory: Theory) -> Drawing:
    """Return the drawing of a theory."""
    layers = layered(theory)
    boxes = {box.key: box for box in theory.boxes}
    words = {key: broken(box.title, width=BOX_WIDTH - 2 * PADDING, size=FONT_SIZE) for key, box in boxes.items()}
    heights = _heights(theory, layers, words)
    tops = _tops(layers, heights)
    ports = _ports(layers, tops, heights)
    keys = [place for column in layers.columns for place in column if not isinstance(place, Passing)]
    order = {key: at for at, key in enumerate(keys)}
    in_order = sorted(theory.arrows, key=lambda one: (order[one.start], order[one.end]))
    arrows = tuple(
        _arrow(one, number, boxes[one.end].title, layers, ports[one.key]) for number, one in enumerate(in_order, 1)
    )
    leads: dict[UUID, list[DrawnArrow]] = defaultdict(list)
    for one in arrows:
        leads[one.arrow.start].append(one)
    joined = {one.arrow.end for one in arrows} | leads.keys()
    placed = tuple(
        DrawnBox(
            boxes[key],
            _left_of(layers.column_of[key]),
            tops[key],
            heights[key],
            *_lines(words[key], bool(boxes[key].mark), tops[key], heights[key]),
            tuple(leads[key]),
            is_loose=key not in joined,
        )
        for key in keys
    )
    return Drawing(
        placed,
        arrows,
        tuple(_headings(placed)),
        max(0, len(layers.columns) * (BOX_WIDTH + BETWEEN) - BETWEEN) + 2 * _EDGE,
        _EDGE + max((tops[place] + heights[place] for place in tops), default=0),
    )


def _heights(theory: Theory, layers: Layered, words: Mapping[UUID, Sequence[str]]) -> dict[Place, int]:
    """Return the height of each place: room for its words, and for the links at either side of it."""
    sides = Counter(side for chain in layers.chains.values() for side in ((chain[0], True), (chain[-1], False)))
    heights: dict[Place, int] = {}
    for box in theory.boxes:
        lines = len(words[box.key]) + bool(box.mark)
        ports = max(sides[box.key, True], sides[box.key, False])
        heights[box.key] = max(2 * PADDING + LINE * lines, _PORT * (ports + 1))
    for column in layers.columns:
        heights |= {place: _PASSING for place in column if isinstance(place, Passing)}
    return heights


def _tops(layers: Layered, heights: Mapping[Place, int]) -> dict[Place, int]:
    """Return the top of each place: as near as possible to the middle of its neighbours, with no overlap."""
    neighbours: dict[Place, list[Place]] = defaultdict(list)
    for chain in layers.chains.values():
        for left, right in pairwise(chain):
            neighbours[left].append(right)
            neighbours[right].append(left)
    middles: dict[Place, float] = {}
    for column in layers.columns:
        tall = sum(heights[place] + _APART for place in column)
        at = -tall / 2
        for place in column:
            middles[place] = at + heights[place] / 2
            at += heights[place] + _APART
    for number in range(_ROUNDS):
        for column in layers.columns if number % 2 == 0 else layers.columns[::-1]:
            wanted = [middle(neighbours[place], middles, middles[place]) for place in column]
            middles |= dict(zip(column, _kept_apart(column, wanted, heights), strict=True))
    highest = min((middles[place] - heights[place] / 2 for place in middles), default=0)
    return {place: round(middles[place] - heights[place] / 2 - highest) + _HEAD for place in middles}


def _kept_apart(column: Sequence[Place], wanted: Sequence[float], heights: Mapping[Place, int]) -> list[float]:
    """Return the middles nearest to the wanted ones, in this order and apart.

    Neighbours that would meet form a block, at the mean of what its members want (pool adjacent violators).
    """
    offsets = [0.0]
    for above, below in pairwise(column):
        apart = _PASSING if isinstance(above, Passing) and isinstance(below, Passing) else _APART
        offsets.append(offsets[-1] + (heights[above] + heights[below]) / 2 + apart)
    blocks: list[list[float]] = []  # the sum of what its members want, and how many they are
    for want, offset in zip(wanted, offsets, strict=True):
        blocks.append([want - offset, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] >= blocks[-1][0] / blocks[-1][1]:
            total, many = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += many
    means = [total / many for total, many in blocks for _ in range(int(many))]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def _left_of(column: int) -> int:
    return _EDGE + column * (BOX_WIDTH + BETWEEN)


def _lines(words: Sequence[str], marked: bool, top: int, height: int) -> tuple[tuple[tuple[int, str], ...], int]:
    """Return each line of words with its baseline, and the baseline of the mark above them."""
    first = top + (height - LINE * (len(words) + marked)) // 2 + LINE - 6
    return tuple((first + LINE * number, line) for number, line in enumerate(words, marked)), first


Ports = tuple[int, ...]
"""The height of a link at each place of its chain."""


def _ports(layers: Layered, tops: Mapping[Place, int], heights: Mapping[Place, int]) -> dict[UUID, Ports]:
    """Return where each link leaves and enters: at the side of a box, one below the other, in order."""
    at_side: dict[tuple[UUID, bool], list[tuple[int, UUID]]] = defaultdict(list)
    for key, chain in layers.chains.items():
        for place, beside, right in ((chain[0], chain[1], True), (chain[-1], chain[-2], False)):
            assert isinstance(place, UUID)
            at_side[place, right].append((2 * tops[beside] + heights[beside], key))
    port: dict[tuple[UUID, UUID], int] = {}
    for (place, _), links in at_side.items():
        first = tops[place] + (heights[place] - _PORT * (len(links) - 1)) // 2
        for number, (_, key) in enumerate(sorted(links)):
            port[place, key] = first + _PORT * number
    return {
        key: tuple(
            tops[place] + heights[place] // 2 if isinstance(place, Passing) else port[place, key] for place in chain
        )
        for key, chain in layers.chains.items()
    }


def _arrow(arrow: Arrow, number: int, to: str, layers: Layered, ports: Ports) -> DrawnArrow:
    first = min(layers.column_of[arrow.start], layers.column_of[arrow.end])
    points: list[tuple[int, int]] = [(_left_of(first) + BOX_WIDTH, ports[0])]
    for column, y in enumerate(ports[1:-1], first + 1):
        points += [(_left_of(column), y), (_left_of(column) + BOX_WIDTH, y)]
    points.append((_left_of(first + len(ports) - 1), ports[-1]))
    if layers.column_of[arrow.start] > layers.column_of[arrow.end]:
        points.reverse()
    (_, _), (x, y) = points[0], points[-1]
    onward = 1 if points[-1][0] > points[-2][0] else -1
    return DrawnArrow(arrow, number, _path(points), tuple(points), x - onward * (STUB // 2 + 4), y, to)


def _path(points: Sequence[tuple[int, int]]) -> str:
    """Return a path: straight out of a column, round a bend, and straight to the next one or through it."""
    steps = [f"M{points[0][0]} {points[0][1]}"]
    for number, ((x, y), (to_x, to_y)) in enumerate(pairwise(points)):
        if number % 2:
            steps.append(f"H{to_x}")
            continue
        onward = 1 if to_x > x else -1
        out, in_ = x + onward * STUB, to_x - onward * STUB
        middle = (out + in_) // 2
        steps.append(f"H{out}C{middle} {y} {middle} {to_y} {in_} {to_y}H{to_x}")
    return "".join(steps)


def _headings(placed: Sequence[DrawnBox]) -> Iterator[tuple[str, int, int]]:
    for kind, text in _HEADINGS.items():
        if at := [one.x for one in placed if one.box.kind == kind]:
            yield text, min(at), max(at) + BOX_WIDTH


# Lines of words

_WIDTHS: Final = {
    letter: width
    for width, letters in {
        0.32: " !\"'(),.:;`ijl|’‘",
        0.42: "-/I[\\]_frt{}1“”",
        0.52: "*?cksvxyz7J",
        0.60: "$23569<>EFLPSTVY^abdeghnopqu~–áàâäéèêëíìîïóòôöúùûü",
        0.70: "#+48=0ABCDGHKNRUXZw",
        0.93: "%&@MOQWm",
    }.items()
    for letter in letters
}
"""The widths of letters of the hub's sans, as parts of the font size; each a little wider than it is."""
_OTHERS: Final = 1.0
_SPARE: Final = 1.12
"""A margin, because a wider typeface is shown until the hub's own has loaded."""


def width_of(text: str, size: float) -> float:
    """Return how wide a text can be at that font size."""
    return sum(_WIDTHS.get(letter, _OTHERS) for letter in text) * size * _SPARE


def broken(text: str, *, width: float, size: float) -> tuple[str, ...]:
    """Return a text in lines of at most that width. Break a word that is wider than a line."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = ""
        for letter in word:
            if line and width_of(line + letter, size) > width:
                lines.append(line)
                line = ""
            line += letter
    return (*lines, line) if line else tuple(lines)
