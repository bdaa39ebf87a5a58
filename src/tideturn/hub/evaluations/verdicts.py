"""How a verdict is shown: its word as the engine has it, and the shape that goes with it on every page."""

from __future__ import annotations

from typing import Final

from tideturn.dataset.verdict import Verdict as Judged
from tideturn.evaluation.model import OutcomeVerdict
from tideturn.hub.ui.tables import Verdict

_NO_WORD: Final = "no_word_of_its_own"


def kept(verdict: OutcomeVerdict) -> str:
    """A verdict's code as the hub keeps it: a state that holds, and a site without a word of its own, apart."""
    return verdict.mark if verdict.own else _NO_WORD


def shown(code: str) -> Verdict:
    """A verdict by its code."""
    if code == _NO_WORD:
        return Verdict("No clear difference", Judged.INSUFFICIENT.look.shape)
    look = Judged.of(code).look
    return Verdict(look.word, look.shape)
