"""What every chart shares: its measures, and colours by the page's own names or, where there is no page, fixed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

WIDTH: Final = 320
"""In the drawing's own units: narrow enough that its words can still be read on a telephone."""
WIDE: Final = 600
"""As wide as the text of a page: at 165 mm its words are as large as those about it."""
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
"""The page's light colours, for a PDF or a Word file, which know no names of colours."""

_NAMED: Final = re.compile(r'(?<==")var\(--([a-z-]+)\)(?=")')


def in_colours(svg: str) -> str:
    """The drawing with every named colour as the one that `ON_PAPER` gives it.

    Only an attribute's whole value is a name: a label that says `var(--ink)` stays as it was written.
    Raises KeyError for a name that it lacks.
    """
    return _NAMED.sub(lambda found: ON_PAPER[found[1]], svg)
