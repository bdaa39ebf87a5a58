"""What every chart shares: the page's own colours by name, so that light, dark and print each have their own."""

from __future__ import annotations

from typing import Any, Final

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
FONT: Final = "Atkinson Hyperlegible Next"
WIDTH: Final = 340
"""In the drawing's own units: narrow enough that its words can still be read on a telephone."""
TEXT: Final = 13

INK: Final = "var(--ink)"
QUIET: Final = "var(--quiet)"
LINE: Final = "var(--line)"
PAPER: Final = "var(--paper)"
TIDE: Final = "var(--tide)"
AGREE: Final = "var(--agree)"
NEITHER: Final = "var(--neither)"
DISAGREE: Final = "var(--disagree)"
ON_AGREE: Final = "var(--on-agree)"
ON_NEITHER: Final = "var(--on-neither)"
ON_DISAGREE: Final = "var(--on-disagree)"

Spec = dict[str, Any]


def framed(spec: Spec, *, height: int | Spec, width: int = WIDTH) -> Spec:
    """The specification with schema, size and look; the background stays clear."""
    label = {"labelFont": FONT, "labelFontSize": TEXT, "labelColor": QUIET, "titleFont": FONT, "titleFontSize": TEXT}
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": height,
        "padding": 4,
        "background": "transparent",
        "autosize": {"type": "pad", "contains": "padding"},
        **spec,
        "config": {
            "aria": False,
            "view": {"stroke": None},
            "axis": {
                **label,
                "titleColor": QUIET,
                "titleFontWeight": "normal",
                "gridColor": LINE,
                "domainColor": QUIET,
                "tickColor": QUIET,
                "labelLimit": 0,
            },
            "legend": {**label, "titleColor": INK, "labelColor": INK, "labelLimit": 0, "symbolType": "square"},
            "text": {"font": FONT, "fontSize": TEXT},
        },
    }
