"""Define what all charts share: measures, and colours by the page's own names or, without a page, fixed ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

WIDTH: Final = 320
"""Width in the drawing's own units: narrow enough that its words can still be read on a telephone."""
WIDE: Final = 600
"""Width of the text of a page: at 165 mm the words in the chart are as large as those around it."""
TEXT: Final = 13.0
LINE_HEIGHT: Final = 17.0

INK: Final = "var(--ink)"
QUIET: Final = "var(--quiet)"
LINE: Final = "var(--line)"
PAPER: Final = "var(--paper)"
TIDE: Final = "var(--tide)"
TIDE_WASH: Final = "var(--tide-wash)"
CONTESTED: Final = "var(--contested)"
ADVERSE: Final = "var(--adverse)"
AGREE: Final = "var(--agree)"
NEITHER: Final = "var(--neither)"
DISAGREE: Final = "var(--disagree)"
AGREED: Final = "var(--agreed)"
NEITHER_THEN: Final = "var(--neither-then)"
DISAGREED: Final = "var(--disagreed)"
"""Paler colours for earlier waves; text on them is in `INK`."""
ON_AGREE: Final = "var(--on-agree)"
ON_NEITHER: Final = "var(--on-neither)"
ON_DISAGREE: Final = "var(--on-disagree)"

ON_PAPER: Final[Mapping[str, str]] = {
    "paper": "#ffffff",
    "ink": "#14252b",
    "quiet": "#4c5c62",
    "line": "#ddd7ca",
    "tide": "#0d5560",
    "tide-wash": "#e3eff0",
    "supported": "#0d5560",
    "emerging": "#2f6f6b",
    "flat": "#56616a",
    "unsure": "#6d624f",
    "contested": "#83550a",
    "adverse": "#96302c",
    "early": "#4b508d",
    "agree": "#0d5560",
    "neither": "#cfd6d4",
    "disagree": "#cf9136",
    "agreed": "#b5d2d4",
    "neither-then": "#e7ebea",
    "disagreed": "#f0dcb8",
    "on-agree": "#ffffff",
    "on-neither": "#14252b",
    "on-disagree": "#14252b",
}
"""Light colours of the page, for a PDF or a Word file, which have no named colours."""

_NAMED: Final = re.compile(r'(?<==")var\(--([a-z-]+)\)(?=")')


def in_colours(svg: str) -> str:
    """Return the drawing with every named colour replaced by its `ON_PAPER` colour.

    Only an attribute's whole value is a name: a label that says `var(--ink)` does not change. Raise KeyError for a name
    that `ON_PAPER` lacks.
    """
    return _NAMED.sub(lambda found: ON_PAPER[found[1]], svg)
