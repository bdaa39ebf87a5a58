"""Whole distributions as bars of equal length: agree, neither, disagree; or better, the same, worse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from tideturn.report.charts import theme
from tideturn.report.wording import percent, wrapped

_LINE: Final = 17
_BAR: Final = 24
_GAP: Final = 16
_CHARACTERS: Final = 50
_NARROWEST: Final = 0.085
"""A part narrower than this share holds no number; its table does."""


@dataclass(frozen=True)
class Bar:
    """One bar: what it is about, and how many there are of each part, in the order of `parts`."""

    label: str
    counts: tuple[int, ...]


def stacked(bars: tuple[Bar, ...], parts: tuple[str, str, str]) -> theme.Spec:
    """Bars of parts that add up to everyone; `parts` names the good end, the middle and the other end."""
    fills = dict(zip(parts, (theme.AGREE, theme.NEITHER, theme.DISAGREE), strict=True))
    inks = dict(zip(parts, (theme.ON_AGREE, theme.ON_NEITHER, theme.ON_DISAGREE), strict=True))
    pieces: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    tops: list[int] = []
    top = 0
    for bar in bars:
        for line in wrapped(bar.label, _CHARACTERS):
            labels.append({"text": line, "y": top + _LINE / 2})
            top += _LINE
        tops.append(top)
        total, done = sum(bar.counts), 0
        for part, count in zip(parts, bar.counts, strict=True):
            if count:
                share = count / total
                told = percent(share) if share >= _NARROWEST else ""
                start, done = done / total, done + count
                pieces.append(
                    {"part": part, "x": start, "x2": done / total, "y": top + 2, "y2": top + _BAR, "told": told}
                    | {"middle": (start + done / total) / 2, "centre": top + _BAR / 2 + 1, "ink": inks[part]}
                )
        top += _BAR + _GAP
    height = top - _GAP + 6
    y_scale = {"domain": [0, height], "range": [0, {"expr": "height"}], "nice": False, "zero": False}
    x_scale = {"domain": [0, 1], "nice": False}
    x_axis = {"values": [0, 0.5, 1], "format": "%", "title": None, "grid": False, "domain": False, "labelFlush": True}
    y = {"field": "y", "type": "quantitative", "scale": y_scale, "axis": None}
    halves = [{"x": 0.5, "y": y0 - 3, "y2": y0 + _BAR + 3} for y0 in tops]
    colour = {
        "field": "part",
        "type": "nominal",
        "scale": {"domain": list(fills), "range": list(fills.values())},
        "legend": {"orient": "top", "title": None, "direction": "horizontal", "symbolStrokeWidth": 0},
    }
    return theme.framed(
        {
            "layer": [
                {
                    "data": {"values": halves},
                    "mark": {"type": "rule", "color": theme.QUIET},
                    "encoding": {
                        "x": {"field": "x", "type": "quantitative", "scale": x_scale, "axis": x_axis},
                        "y": y,
                        "y2": {"field": "y2"},
                    },
                },
                {
                    "data": {"values": pieces},
                    "mark": {"type": "rect", "stroke": theme.PAPER, "strokeWidth": 1.5},
                    "encoding": {
                        "x": {"field": "x", "type": "quantitative", "scale": x_scale, "axis": x_axis},
                        "x2": {"field": "x2"},
                        "y": y,
                        "y2": {"field": "y2"},
                        "color": colour,
                    },
                },
                {
                    "data": {"values": [piece for piece in pieces if piece["told"]]},
                    "mark": {"type": "text", "baseline": "middle"},
                    "encoding": {
                        "x": {"field": "middle", "type": "quantitative", "scale": x_scale},
                        "y": y | {"field": "centre"},
                        "text": {"field": "told", "type": "nominal"},
                        "color": {"field": "ink", "type": "nominal", "scale": None},
                    },
                },
                {
                    "data": {"values": labels},
                    "mark": {"type": "text", "align": "left", "baseline": "middle", "color": theme.INK},
                    "encoding": {
                        "x": {"value": 0},
                        "y": y,
                        "text": {"field": "text", "type": "nominal"},
                    },
                },
            ]
        },
        height=height,
    )
