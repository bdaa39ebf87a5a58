"""A shape for each verdict, which tells it apart in grey and to somebody who does not see colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tideturn.dataset.vocabulary import HELD
from tideturn.report.charts import svg

COLOURS: Final[Mapping[str, str]] = {
    "supported": "var(--supported)",
    HELD: "var(--supported)",
    "emerging": "var(--emerging)",
    "no_change_observed": "var(--flat)",
    "insufficient": "var(--unsure)",
    "not_measured": "var(--unsure)",
    "contested": "var(--contested)",
    "mixed": "var(--contested)",
    "adverse": "var(--adverse)",
    "too_early": "var(--early)",
    "withheld": "var(--unsure)",
}

_DISC: Final = "M1.5 8a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0 -13 0z"
_RING: Final = "M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z"
_WAVES: Final = "M1.5 6c2.2-3 4.3-3 6.5 0s4.3 3 6.5 0M1.5 11c2.2-3 4.3-3 6.5 0s4.3 3 6.5 0"

_SOLID: Final[Mapping[str, str]] = {
    "supported": _DISC,
    HELD: "M2 2h12v12H2z",
    "emerging": "M8 2a6 6 0 0 1 0 12z",
    "contested": "M8 1 1 8l7 7z",
    "no_change_observed": "M1.5 6.2h13v3.6h-13z",
    "adverse": "M1.5 3h13L8 14.2z",
}
_OPEN: Final[Mapping[str, str]] = {
    "emerging": _RING,
    "contested": "M8 1l7 7-7 7",
    "mixed": _WAVES,
    "insufficient": _RING,
    "not_measured": "M3 3h10v10H3zM3 13 13 3",
    "withheld": "M3 3h10v10H3z",
    "too_early": "M3 1.8h10M3 14.2h10M4.2 2.4h7.6L8 8l3.8 5.6H4.2L8 8z",
}


def glyph(verdict: str, colour: str) -> str:
    """The verdict's shape within 16 by 16 units; nothing for a code that is no verdict."""
    dash = ' stroke-dasharray="2.4 2.3"' if verdict == "insufficient" else ""
    parts = []
    if verdict in _OPEN:
        parts.append(svg.path(_OPEN[verdict], stroke=colour, width=1.6, extra=dash))
    if verdict in _SOLID:
        parts.append(svg.path(_SOLID[verdict], fill=colour))
    return "".join(parts)
