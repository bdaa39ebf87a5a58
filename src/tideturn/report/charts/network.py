"""Draw the working ties of organisations, wave by wave, each one always in the same place, so that changes show."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tideturn.methods.networks import WaveMeasures
from tideturn.report.charts import svg, theme
from tideturn.report.charts.network_layout import placed
from tideturn.report.charts.network_marks import (
    KEPT,
    LAST,
    LOST,
    NEW,
    SHAPES,
    SILENT,
    UNKNOWN,
    legend,
    node,
    strokes,
)
from tideturn.report.charts.text_width import wrapped_to

MOST: Final = 40
"""Maximum number of organisations that a reader can tell apart; beyond it, those with the most ties are drawn."""
_APART: Final = 25.0
_HEIGHT: Final = 270.0
_EDGE: Final = 14.0
_BETWEEN: Final = 32.0
"""Distance between two waves."""
_KEY: Final = 12.0
_KEY_LINE: Final = 15.0
_NUMBERS: Final = 26.0
_NARROWEST: Final = 150.0
"""Minimum width of a column of names."""
_BELOW: Final = 10.0


@dataclass(frozen=True)
class Organisation:
    """One organisation by its name, and the group that gives it its shape."""

    name: str
    group: str


@dataclass(frozen=True)
class Asked:
    """One wave, by positions in the list of organisations: who was asked, who did not answer, and all ties."""

    title: str
    asked: frozenset[int]
    silent: frozenset[int]
    ties: frozenset[tuple[int, int]]
    """Pairs with the smaller position first; the drawing does not show which end reported the tie."""


@dataclass(frozen=True)
class NetworkPicture:
    """The waves in their order; `beside` puts them side by side, for a wide page, not below each other."""

    organisations: tuple[Organisation, ...]
    waves: tuple[Asked, ...]
    beside: bool = False


def of_network(
    waves: Sequence[WaveMeasures],
    *,
    order: Sequence[str],
    names: Mapping[str, str],
    groups: Mapping[str, str],
    titles: Mapping[int, str],
    beside: bool = False,
) -> NetworkPicture:
    """Return the picture of measured waves. `order` holds each organisation's code once, ordered by number."""
    place = {code: at for at, code in enumerate(order)}
    return NetworkPicture(
        tuple(Organisation(names.get(code) or code, groups.get(code) or "") for code in order),
        tuple(
            Asked(
                titles.get(wave.wave) or f"Wave {wave.wave}",
                frozenset(place[node.id] for node in wave.nodes),
                frozenset(place[node.id] for node in wave.nodes if not node.answered),
                frozenset((min(place[a], place[b]), max(place[a], place[b])) for a, b in wave.pairs),
            )
            for wave in waves
        ),
        beside,
    )


@dataclass(frozen=True)
class Compared:
    """A wave's ties compared with the wave before, where both ends answered both times."""

    kept: frozenset[tuple[int, int]]
    new: frozenset[tuple[int, int]]
    lost: frozenset[tuple[int, int]]
    unknown: frozenset[tuple[int, int]]
    """Ties in this wave that cannot be compared, because one end did not answer in one of the two waves."""


def against(before: Asked | None, now: Asked) -> Compared:
    """Compare a wave's ties with the wave before; all are `kept` if there is none before."""
    none: frozenset[tuple[int, int]] = frozenset()
    if before is None:
        return Compared(now.ties, none, none, none)
    both = (before.asked - before.silent) & (now.asked - now.silent)
    known = {pair for pair in before.ties | now.ties if both.issuperset(pair)}
    return Compared(
        frozenset(known & before.ties & now.ties),
        frozenset(known & now.ties - before.ties),
        frozenset(known & before.ties - now.ties),
        frozenset(now.ties - known),
    )


def drawn_organisations(picture: NetworkPicture) -> tuple[int, ...]:
    """Return the positions of the organisations that are drawn: all, or those with most ties over the waves."""
    count = len(picture.organisations)
    if count <= MOST:
        return tuple(range(count))
    ends = Counter(end for pair in _union(picture) for end in pair)
    ranked = sorted(range(count), key=lambda at: (-ends[at], at))
    return tuple(sorted(ranked[:MOST]))


def network(picture: NetworkPicture) -> str:
    """Return the SVG: legend, then each wave, then the key from numbers to names.

    Organisations are filled shapes, hollow if they did not answer. A kept tie is thin, a new one thick, a lost one
    dashed, and one that cannot be compared dotted, so the styles differ in grey as well.
    """
    width = theme.WIDTH * 2 + _BETWEEN if picture.beside else float(theme.WIDTH)
    shown = drawn_organisations(picture)
    if not shown:
        return svg.picture(width, theme.LINE_HEIGHT, [svg.lines(0, 0, ["Nobody was asked."], fill=theme.QUIET)])
    number = {at: position for position, at in enumerate(shown, start=1)}
    shapes = _shapes(picture, shown)
    place = _places(picture, shown)
    steps = [against(before, now) for before, now in zip((None, *picture.waves), picture.waves, strict=False)]
    parts, top = legend(_entries(picture, shapes, shown, steps), width)
    height = _EDGE * 2 + _HEIGHT + theme.LINE_HEIGHT
    across = 2 if picture.beside else 1
    for position, (wave, step) in enumerate(zip(picture.waves, steps, strict=True)):
        x = (position % across) * (theme.WIDTH + _BETWEEN)
        y = top + (position // across) * (height + _BELOW)
        title = svg.text(0, theme.LINE_HEIGHT / 2, wave.title, bold=True)
        body = svg.group(_wave(wave, step, number, shapes, place, picture), y=theme.LINE_HEIGHT)
        parts.append(svg.group([title, body], x=x, y=y))
    rows = math.ceil(len(picture.waves) / across)
    top += rows * (height + _BELOW)
    key, top = _key(picture, number, top, width)
    return svg.picture(width, top, [*parts, *key])


def _union(picture: NetworkPicture) -> frozenset[tuple[int, int]]:
    return frozenset().union(*(wave.ties for wave in picture.waves))


def _shapes(picture: NetworkPicture, shown: tuple[int, ...]) -> dict[str, str]:
    """Return a shape for each group, largest groups first. If there are more groups than shapes, the rest share one."""
    sizes = Counter(picture.organisations[at].group for at in shown)
    ranked = sorted(sizes, key=lambda group: (-sizes[group], group))
    own = ranked if len(ranked) <= len(SHAPES) + 1 else ranked[: len(SHAPES)]
    return dict(zip(own, (*SHAPES, LAST), strict=False))


def _places(picture: NetworkPicture, shown: tuple[int, ...]) -> dict[int, tuple[float, float]]:
    at = {organisation: position for position, organisation in enumerate(shown)}
    ties = sorted((at[one], at[other]) for one, other in _union(picture) if one in at and other in at)
    inner = theme.WIDTH - 2 * _EDGE
    spots = placed(len(shown), ties, width=inner, height=_HEIGHT, apart=_APART)
    return {organisation: (x + _EDGE, y + _EDGE) for organisation, (x, y) in zip(shown, spots, strict=True)}


def _wave(
    wave: Asked,
    step: Compared,
    number: Mapping[int, int],
    shapes: Mapping[str, str],
    place: Mapping[int, tuple[float, float]],
    picture: NetworkPicture,
) -> Iterator[str]:
    for style, ties in ((LOST, step.lost), (UNKNOWN, step.unknown), (KEPT, step.kept), (NEW, step.new)):
        drawn = [pair for pair in sorted(ties) if pair[0] in place and pair[1] in place]
        if drawn:
            yield strokes([(*place[one], *place[other]) for one, other in drawn], style)
    for at in sorted(place):
        if at in wave.asked:
            shape = shapes.get(picture.organisations[at].group, LAST)
            yield from node(*place[at], number[at], shape, hollow=at in wave.silent)


def _entries(
    picture: NetworkPicture, shapes: Mapping[str, str], shown: Sequence[int], steps: Sequence[Compared]
) -> list[tuple[str, str]]:
    """Return the legend's shapes and lines with their meaning, only for what is drawn."""
    groups = {picture.organisations[at].group for at in shown}
    entries = [(shape, group) for group, shape in shapes.items() if group]
    entries += [(LAST, "other")] if groups - shapes.keys() else []
    entries += [(SILENT, "did not answer")] if any(wave.silent for wave in picture.waves) else []
    told = {
        KEPT: "tie (in the first wave, or kept)" if len(steps) > 1 else "tie",
        NEW: "new tie",
        LOST: "tie that is gone",
        UNKNOWN: "tie, not known before",
    }
    return entries + [(style, words) for style, words in told.items() if any(getattr(step, style) for step in steps)]


def _key(picture: NetworkPicture, number: Mapping[int, int], top: float, width: float) -> tuple[list[str], float]:
    """Return each number with its organisation's name, in columns, and the y where they end."""
    columns = max(1, int(width // (_NARROWEST + 10)))
    wide = width / columns
    blocks = [
        (number[at], wrapped_to(picture.organisations[at].name, wide - _NUMBERS - 8, _KEY)) for at in sorted(number)
    ]
    share = math.ceil(sum(len(lines) for _, lines in blocks) / columns)
    parts: list[str] = []
    column, line, deepest = 0, 0, 0
    for told, lines in blocks:
        if line and line + len(lines) > share + 1 and column < columns - 1:
            column, line = column + 1, 0
        x, y = column * wide, top + line * _KEY_LINE
        parts.append(svg.text(x + _NUMBERS - 8, y + _KEY_LINE / 2, str(told), anchor="end", size=_KEY, bold=True))
        parts.append(svg.lines(x + _NUMBERS, y, lines, size=_KEY, height=_KEY_LINE))
        line += len(lines)
        deepest = max(deepest, line)
    return parts, top + deepest * _KEY_LINE + 4
