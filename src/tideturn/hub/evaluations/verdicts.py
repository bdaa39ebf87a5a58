"""How a verdict is shown: its word as the engine has it, and the shape that goes with it on every page."""

from __future__ import annotations

from typing import Final

from tideturn.dataset.vocabulary import HELD, HOLDS, VERDICT
from tideturn.evaluation.model import OutcomeVerdict
from tideturn.hub.ui.tables import Verdict

_SHAPES: Final = {
    "supported": "disc",
    HELD: "square",
    "emerging": "half",
    "no_change_observed": "bar-flat",
    "contested": "split",
    "mixed": "waves",
    "adverse": "down",
    "too_early": "hourglass",
    "insufficient": "ring",
    "not_measured": "crossed",
}
_NO_WORD: Final = "no_word_of_its_own"
_APART: Final = {
    HELD: Verdict(HOLDS, _SHAPES[HELD]),
    _NO_WORD: Verdict("No clear difference", _SHAPES["insufficient"]),
}


def kept(verdict: OutcomeVerdict) -> str:
    """A verdict's code as the hub keeps it: a state that holds, and a site without a word of its own, apart."""
    if not verdict.own:
        return _NO_WORD
    return verdict.mark


def shown(code: str) -> Verdict:
    """A verdict by its code."""
    return _APART.get(code) or Verdict(VERDICT.terms[code], _SHAPES[code])
