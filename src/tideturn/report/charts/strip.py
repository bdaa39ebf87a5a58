"""Draw the strip beside a share: a line from nothing to everyone, the likely range, and the share that was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tideturn.report.charts import svg, theme

_LEFT: Final = 10.0
_RIGHT: Final = 310.0
_RAIL: Final = 14.0


@dataclass(frozen=True)
class Strip:
    """A share between 0 and 1, and the ends of the range in which it probably lies."""

    share: float
    low: float
    high: float


def strip(chart: Strip) -> str:
    """Return the SVG, 320 by 40 units. A report has hundreds of these, so each is small: a few strokes and a dot."""
    parts = [svg.line(_LEFT, _RAIL, _RIGHT, _RAIL, stroke=theme.QUIET, width=1.5)]
    for share, words, anchor in ((0.0, "0%", "start"), (0.5, "half", "middle"), (1.0, "100%", "end")):
        x = _place(share)
        parts.append(svg.line(x, 8, x, 20, stroke=theme.QUIET, dash="3 3" if share == 0.5 else ""))
        parts.append(svg.text(x, 31.5, words, anchor=anchor, fill=theme.QUIET))
    round_ends = ' stroke-linecap="round" stroke-opacity="0.45"'
    low, high = svg.units(_place(chart.low)), svg.units(_place(chart.high))
    parts.append(svg.path(f"M{low} 14H{high}", stroke=theme.TIDE, width=8, extra=round_ends))
    parts.append(svg.circle(_place(chart.share), _RAIL, 6.5, fill=theme.TIDE))
    return svg.picture(theme.WIDTH, 40, parts)


def _place(share: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * share
