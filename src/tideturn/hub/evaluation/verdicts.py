"""How a verdict is shown: its word as the engine has it, and the shape that goes with it on every page."""

from __future__ import annotations

from typing import Final

from tideturn.dataset.vocabulary import VERDICT
from tideturn.hub.ui.tables import Verdict

_SHAPES: Final = {
    "supported": "disc",
    "emerging": "half",
    "no_change_observed": "bar-flat",
    "contested": "split",
    "mixed": "waves",
    "adverse": "down",
    "too_early": "hourglass",
    "insufficient": "ring",
    "not_measured": "crossed",
}


def shown(code: str) -> Verdict:
    """A verdict by its code."""
    return Verdict(VERDICT.terms[code], _SHAPES[code])
