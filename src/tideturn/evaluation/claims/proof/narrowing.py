"""Say whom a number counts in the words that the rules know, where only the answers can tell."""

from __future__ import annotations

from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.model import EvidenceItem

_SILENT: Final = Gated(r"^(?:(?:prefer|would rather|rather) not (?:to )?(?:say|answer)|no answer)$")
_OUTSIDE: Final = Gated(r"^(?:n/a|not applicable|does not apply|not part of my (?:job|role|work))$")
_NOT_ASKED: Final = Gated(r"^(?:n/a|not applicable|does not apply)$")
_ANSWERED: Final = Gated(r"\bwho answered\b")
_CONCERNED: Final = Gated(
    r"\b(?:(?:for|to) whom (?:the question|it|this|that) (?:applied|was relevant|had a bearing|made sense|"
    r"(?:formed|was|is) (?:a )?part of (?:their|the) (?:job|role|work))|"
    r"(?:to|for) whom it applied|who said (?:that )?it was part of their (?:job|role|work))"
)


def who_had_a_view(text: str, ground: Ground) -> str:
    """Return a sentence on answers to surveys that says who had a view, where those who answered are the same people.

    They are the same if everybody else said that the question is not for them, or would not say.
    """
    if not ground.items or any(not item.evidence_id.startswith("survey/") for item in ground.items):
        return text
    for words, others in ((_ANSWERED, (_SILENT, _NOT_ASKED)), (_CONCERNED, (_OUTSIDE,))):
        if all(_only(item, others) for item in ground.items):
            text = words.sub("who had a view", text)
    return text


def _only(item: EvidenceItem, others: tuple[Gated, ...]) -> bool:
    """Return whether those without a view all gave one of these answers, and somebody did."""
    value = item.value or {}
    counts = value.get("counts") or {}
    left = sum(count or 0 for answer, count in counts.items() if any(one.search(answer) for one in others))
    return 0 < left == (value.get("dont_know") or 0) and not value.get("too_early")
