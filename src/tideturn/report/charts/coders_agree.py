"""Draw how far coders agree on each code: α as a dot within its range, against the minimum that is good enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor
from typing import Final

from tideturn.evaluation.rounding import decimal
from tideturn.report.charts import svg, theme
from tideturn.report.charts.text_width import text_width, wrapped_to

_LEFT: Final = 8.0
_RIGHT: Final = theme.WIDTH - 8.0
_RAIL: Final = 20.0
_GAP: Final = 9.0
_BAND: Final = 8.0
_DOT: Final = 6.0
UNDEFINED: Final = "undefined"


@dataclass(frozen=True)
class CodeAlpha:
    """One code: its α and the ends of its range, None where undefined or not known."""

    label: str
    alpha: float | None
    low: float | None = None
    high: float | None = None

    @property
    def told(self) -> str:
        """Return α as printed: `0.82`, or `undefined`."""
        return UNDEFINED if self.alpha is None else decimal(self.alpha, 2)


@dataclass(frozen=True)
class CodersAgree:
    """The codes in their order, and the α below which findings that rest on a code are less sure."""

    codes: tuple[CodeAlpha, ...]
    enough: float


def coders_agree(chart: CodersAgree) -> str:
    """Return the SVG: each code's name and α above its rail, a dot and a band on it, a mark at `enough`, an axis below.

    A dot below the mark is hollow, so that it differs in more than its position. If any range goes below 0 (less
    agreement than by chance), so does the axis.
    """
    ends = [end for code in chart.codes for end in (code.alpha, code.low) if end is not None]
    low = min(0.0, floor(4 * min(ends, default=0.0)) / 4)

    def place(value: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (min(max(value, low), 1.0) - low) / (1.0 - low)

    parts: list[str] = []
    top = 0.0
    mark = place(chart.enough)
    for code in chart.codes:
        told = text_width(code.told, theme.TEXT, 600)
        label = wrapped_to(code.label, theme.WIDTH - told - 12, theme.TEXT)
        parts.append(svg.lines(0, top, label))
        parts.append(
            svg.text(theme.WIDTH, top + theme.LINE_HEIGHT / 2, code.told, anchor="end", bold=code.alpha is not None)
        )
        top += theme.LINE_HEIGHT * len(label)
        middle = top + _RAIL / 2
        dash = "3 3" if code.alpha is None else ""
        parts.append(svg.line(_LEFT, middle, _RIGHT, middle, stroke=theme.QUIET, dash=dash))
        parts.append(svg.line(mark, top + 2, mark, top + _RAIL - 2, stroke=theme.INK, width=2))
        if code.alpha is not None:
            if code.low is not None and code.high is not None:
                across = f"M{svg.at(place(code.low), middle)}H{svg.units(place(code.high))}"
                faint = ' stroke-linecap="round" stroke-opacity="0.45"'
                parts.append(svg.path(across, stroke=theme.TIDE, width=_BAND, extra=faint))
            parts.append(svg.circle(place(code.alpha), middle, _DOT, fill=theme.TIDE))
            if code.alpha < chart.enough:
                parts.append(svg.circle(place(code.alpha), middle, _DOT - 2.5, fill=theme.PAPER))
        top += _RAIL + _GAP
    if chart.codes:
        parts.extend(_axis(low, chart.enough, top, place(0.0), mark))
        top += theme.LINE_HEIGHT
    return svg.picture(theme.WIDTH, top, parts)


def _axis(low: float, enough: float, top: float, zero: float, mark: float) -> Iterator[str]:
    """Yield the ends of the scale, the mark, and 0 if it is not an end. Skip a label that would touch another."""
    middle = top + theme.LINE_HEIGHT / 2 - 2
    wanted = [(_RIGHT, "1"), (mark, f"{enough:g}"), (_LEFT, f"{low:g}".replace("-", "−")), (zero, "0")]
    taken: list[tuple[float, float]] = []
    for x, words in wanted:
        half = text_width(words, theme.TEXT) / 2
        x = svg.within(x, words, 0, theme.WIDTH)
        if all(x + half + 4 < start or x - half - 4 > end for start, end in taken):
            taken.append((x - half, x + half))
            yield svg.text(x, middle, words, anchor="middle", fill=theme.QUIET)
