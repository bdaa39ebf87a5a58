"""A series with the limits within which it varied before: the XmR chart (Wheeler, Understanding Variation, 2000)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from tideturn.report.charts import theme

_LABELS: Final = 3
"""How many periods are written below the line; more would run into each other on a narrow page."""

_WIDTH: Final = theme.WIDTH - 82
"""The names of the limits stand to the right."""


@dataclass(frozen=True)
class Point:
    """One period's value; `signal` is whether it is more than ordinary variation."""

    period: str
    value: float
    in_year: bool
    signal: bool


def xmr_chart(points: tuple[Point, ...], mean: float, low: float, high: float) -> theme.Spec:
    """The points in order, the average and the two limits; signals are larger, diamonds, and of another colour."""
    values = [
        {"period": p.period, "value": p.value, "signal": "Signal" if p.signal else "Point", "order": i}
        for i, p in enumerate(points)
    ]
    step = max(1, -(-len(points) // _LABELS))
    shown = [p.period for p in points[::step]]
    x = {
        "field": "period",
        "type": "ordinal",
        "sort": None,
        "scale": {"domain": [p.period for p in points], "padding": 0},
        "axis": {"values": shown, "labelAngle": 0, "title": None, "grid": False, "labelOverlap": False},
    }
    ceiling = max([high, *(p.value for p in points)])
    floor = min([0.0, low, *(p.value for p in points)])
    scale = {"domain": [floor, ceiling * 1.08 or 1], "nice": True}
    y = {
        "field": "value",
        "type": "quantitative",
        "scale": scale,
        "axis": {"title": None, "tickCount": 4, "domain": False},
    }
    lines = [
        {"value": mean, "told": "average"},
        {"value": high, "told": "upper limit"},
        *([{"value": low, "told": "lower limit"}] if low > 0 else []),
    ]
    layers: list[dict[str, Any]] = []
    year = [p.period for p in points if p.in_year]
    if year:
        layers.append(
            {
                "data": {"values": [{"period": period} for period in year]},
                "mark": {"type": "bar", "color": "var(--tide-wash)", "width": {"band": 1}},
                "encoding": {"x": x, "y": {"value": 0}, "y2": {"value": {"expr": "height"}}},
            }
        )
    layers += [
        {
            "data": {"values": lines[:1]},
            "mark": {"type": "rule", "color": theme.INK, "strokeWidth": 1},
            "encoding": {"y": y},
        },
        {
            "data": {"values": lines[1:]},
            "mark": {"type": "rule", "color": theme.QUIET, "strokeDash": [5, 4]},
            "encoding": {"y": y},
        },
        {
            "data": {"values": lines},
            "mark": {"type": "text", "align": "left", "dx": 5, "color": theme.QUIET},
            "encoding": {"x": {"value": _WIDTH}, "y": y, "text": {"field": "told", "type": "nominal"}},
        },
        {
            "data": {"values": values},
            "mark": {"type": "line", "color": theme.TIDE, "strokeWidth": 1.5},
            "encoding": {"x": x, "y": y, "order": {"field": "order", "type": "quantitative"}},
        },
        {
            "data": {"values": values},
            "mark": {"type": "point", "filled": True, "opacity": 1},
            "encoding": {
                "x": x,
                "y": y,
                "shape": {
                    "field": "signal",
                    "type": "nominal",
                    "legend": None,
                    "scale": {"domain": ["Point", "Signal"], "range": ["circle", "diamond"]},
                },
                "size": {
                    "field": "signal",
                    "type": "nominal",
                    "legend": None,
                    "scale": {"domain": ["Point", "Signal"], "range": [32, 130]},
                },
                "color": {
                    "field": "signal",
                    "type": "nominal",
                    "legend": None,
                    "scale": {"domain": ["Point", "Signal"], "range": [theme.TIDE, "var(--contested)"]},
                },
            },
        },
    ]
    return theme.framed({"layer": layers}, height=190, width=_WIDTH)
