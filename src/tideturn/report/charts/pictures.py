"""Draw the pictures that young people see in place of a chart: ten people, two levels, speech marks, or a sign."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tideturn.dataset.verdict import Verdict
from tideturn.report.charts import svg, theme

_WIDTH: Final = 200.0
_HEIGHT: Final = 130.0
_STROKE: Final = 5.0
_ROUND: Final = ' stroke-linecap="round" stroke-linejoin="round"'


@dataclass(frozen=True)
class Ten:
    """Draw ten people with this many filled in, in the warning colour if they said it got worse."""

    filled: int
    worse: bool = False


@dataclass(frozen=True)
class Levels:
    """Two shares between 0 and 1, then and now."""

    before: float
    now: float


@dataclass(frozen=True)
class Talking:
    """A speech mark for each of a few people, filled in for those who said so."""

    said: int
    of: int


@dataclass(frozen=True)
class Sign:
    """A sign for a verdict, where no number is drawn."""

    verdict: Verdict


def ten(chart: Ten) -> str:
    """Return the SVG of ten people in two rows."""
    colour = theme.ADVERSE if chart.worse else theme.TIDE
    return _drawn(
        _person(20 + 40 * (place % 5), 6 + 64 * (place // 5), colour if place < chart.filled else "")
        for place in range(10)
    )


def levels(chart: Levels) -> str:
    """Return the SVG of two bars, each in a frame that everybody would fill, with an arrow from one to the other."""
    floor, full = 122.0, 114.0
    parts = []
    for x, share in ((8.0, chart.before), (144.0, chart.now)):
        parts.append(svg.rect(x, floor - full, 48, full, fill=theme.PAPER, stroke=theme.QUIET))
        parts.append(svg.rect(x, floor - full * share, 48, full * share, fill=theme.TIDE))
    parts.append(_arrow(66, floor - full * chart.before, 134, floor - full * chart.now))
    return _drawn(parts)


def talking(chart: Talking) -> str:
    """Return the SVG of a speech mark for each person, in rows."""
    across = min(chart.of, 4) if chart.of <= 8 else math.ceil(chart.of / 3)
    down = math.ceil(chart.of / across)
    size = min(_WIDTH / across, _HEIGHT / down / 0.85)
    left, top = (_WIDTH - size * across) / 2, (_HEIGHT - 0.85 * size * down) / 2
    return _drawn(
        svg.group(
            [_bubble(filled=place < chart.said)],
            x=left + size * (place % across),
            y=top + 0.85 * size * (place // across),
            scale=size / 100,
        )
        for place in range(chart.of)
    )


def sign(chart: Sign) -> str:
    """Return the SVG of a sign."""
    return _drawn(_SIGNS.get(chart.verdict, _UNKNOWN))


def _drawn(parts: Iterable[str]) -> str:
    return svg.picture(_WIDTH, _HEIGHT, parts)


def _person(x: float, y: float, colour: str) -> str:
    """Draw a person filled with the colour; without a colour, only the outline."""
    fill, edge = (colour, colour) if colour else (theme.PAPER, theme.QUIET)
    head = f"M{svg.at(x - 9, y + 10)}a9 9 0 1 0 18 0a9 9 0 1 0 -18 0z"
    body = f"M{svg.at(x - 15, y + 54)}v-14a15 15 0 0 1 30 0v14z"
    return "".join(svg.path(d, fill=fill, stroke=edge, width=2) for d in (head, body))


def _bubble(*, filled: bool) -> str:
    """Draw a speech mark within 100 by 85 units."""
    fill, edge = (theme.TIDE, theme.TIDE) if filled else (theme.PAPER, theme.QUIET)
    d = "M20 8h60a12 12 0 0 1 12 12v30a12 12 0 0 1 -12 12h-34l-18 16v-16h-8a12 12 0 0 1 -12 -12v-30a12 12 0 0 1 12 -12z"
    return svg.path(d, fill=fill, stroke=edge, width=3)


def _line(d: str, colour: str, width: float = _STROKE) -> str:
    return svg.path(d, stroke=colour, width=width, extra=_ROUND)


def _arrow(x: float, y: float, to_x: float, to_y: float, colour: str = theme.INK) -> str:
    """Draw a straight arrow with a head of two strokes."""
    way = math.atan2(to_y - y, to_x - x)
    ends = [(to_x - 16 * math.cos(way + turn), to_y - 16 * math.sin(way + turn)) for turn in (0.6, -0.6)]
    head = f"M{svg.at(*ends[0])}L{svg.at(to_x, to_y)}L{svg.at(*ends[1])}"
    return _line(f"M{svg.at(x, y)}L{svg.at(to_x, to_y)}{head}", colour)


_TICK: Final = "M74 68l18 18l36 -40"
_CROSS: Final = "M0 0l26 26M26 0l-26 26"
_UNKNOWN: Final = (
    _line("M82 46a19 19 0 1 1 30 15c-8 6 -11 10 -11 18", "var(--unsure)", 9),
    svg.circle(101, 98, 6.5, fill="var(--unsure)"),
)
_BUBBLES: Final = (
    svg.group([_bubble(filled=True)], x=0, y=18),
    svg.group([_bubble(filled=False)], x=100, y=18),
    _line("M36 53l10 10l20 -23", theme.PAPER, 7),
    svg.group([_line(_CROSS, theme.INK, 7)], x=137, y=40),
)
_SIGNS: Final = {
    Verdict.SUPPORTED: (svg.circle(100, 65, 52, fill=theme.TIDE), _line(_TICK, theme.PAPER, 10)),
    Verdict.EMERGING: (
        _line("M100 118v-62", "var(--emerging)", 7),
        svg.path("M100 70c-4 -26 -24 -34 -46 -32c2 22 18 36 46 32z", fill="var(--emerging)"),
        svg.path("M100 54c4 -24 22 -34 44 -34c0 22 -16 36 -44 34z", fill="var(--emerging)"),
        _line("M64 120h72", "var(--emerging)", 7),
    ),
    Verdict.MIXED: (_arrow(70, 112, 70, 22, theme.TIDE), _arrow(130, 22, 130, 112, theme.CONTESTED)),
    Verdict.CONTESTED: _BUBBLES,
    Verdict.NO_CHANGE: (
        svg.rect(48, 40, 40, 80, fill="var(--flat)"),
        svg.rect(112, 40, 40, 80, fill="var(--flat)"),
    ),
    Verdict.ADVERSE: (_arrow(64, 22, 136, 110, theme.ADVERSE),),
    Verdict.TOO_EARLY: (
        _line("M70 14h60M70 116h60M78 16v18l22 31l22 -31v-18M78 114v-18l22 -31l22 31v18", "var(--early)"),
        svg.path("M86 112v-6l14 -14l14 14v6z", fill="var(--early)"),
    ),
    Verdict.WITHHELD: (
        svg.rect(62, 58, 76, 58, fill="var(--unsure)"),
        _line("M78 58v-18a22 22 0 0 1 44 0v18", "var(--unsure)", 8),
    ),
}
