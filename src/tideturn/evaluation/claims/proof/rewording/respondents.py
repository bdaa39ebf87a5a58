"""Name the people that a number counts in the words of the rules, if the answers show who they are."""

from __future__ import annotations

import re
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.evidence_values import AnswerCounts
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.rounding import round_half_up

_SILENT: Final = Gated(r"^(?:(?:prefer|would rather|rather) not (?:to )?(?:say|answer)|no answer)$")
_OUTSIDE: Final = Gated(r"^(?:n/a|not applicable|does not apply|not part of my (?:job|role|work))$")
_NOT_ASKED: Final = Gated(r"^(?:n/a|not applicable|does not apply)$")
_ANSWERED: Final = Gated(r"\bwho answered\b")
_CONCERNED: Final = Gated(
    r"\b(?:(?:for|to) whom (?:the question|it|this|that) (?:applied|was relevant|had a bearing|made sense|"
    r"(?:formed|was|is) (?:a )?part of (?:their|the) (?:job|role|work))|"
    r"(?:to|for) whom it applied|who said (?:that )?it was part of their (?:job|role|work))"
)

_SHARE: Final = Gated(
    rf"\b(?:(?P<half>exactly half)|(?:(?P<exact>\d+(?:\.\d+)?)|(?P<share>{NUMBER}))(?:%| per ?cent)) of "
    rf"(?:the |our |all )*(?P<whole>{NUMBER})"
    r"(?= (?:partners|staff|young|families|parents|carers|people|who|with|trainees)\b)"
)

_HALF: Final = Gated(rf"\bexactly half\b[^.;:()]* \((?P<part>{NUMBER}) (?:out )?of (?:the )?(?P<whole>{NUMBER})\)")


def who_had_a_view(text: str, ground: Ground) -> str:
    """Return a sentence on survey answers that says who had a view, where those who answered are the same people.

    They are the same if everybody else said that the question is not for them, or would not say.
    """
    if not ground.items or any(not item.evidence_id.startswith("survey/") for item in ground.items):
        return text
    for words, others in ((_ANSWERED, (_SILENT, _NOT_ASKED)), (_CONCERNED, (_OUTSIDE,))):
        if all(_only(item, others) for item in ground.items):
            text = words.sub("who had a view", text)
    return text


def counted(text: str, ground: Ground) -> str:
    """Return a sentence with each share of a number of people written as its count: `83% of the 58`."""
    text = _HALF.sub(lambda match: match[0][len("exactly ") :] if _is_half(match) else match[0], text)
    return _SHARE.sub(lambda match: _counted(match, ground), text)


def _is_half(match: re.Match[str]) -> bool:
    return 2 * number(match["part"]) == number(match["whole"])


def _counted(match: re.Match[str], ground: Ground) -> str:
    """Return the only count out of this whole that has this share; the words unchanged if there is none, or several."""
    whole = number(match["whole"])
    if match["half"]:
        return f"{whole // 2} of the {whole}" if whole % 2 == 0 else match[0]
    said = float(match["exact"] or number(match["share"]))
    places = len((match["exact"] or "").partition(".")[2])
    held = {fact.k for fact in ground.facts if fact.n == whole and fact.item.evidence_id.startswith("survey/")}
    fits = [k for k in held if round_half_up(100 * k / whole, places) == said]
    return f"{fits[0]:g} of the {whole}" if len(fits) == 1 else match[0]


def _only(item: EvidenceItem, others: tuple[Gated, ...]) -> bool:
    """Return whether those without a view all gave one of these answers, and somebody did."""
    value = item.value_if(AnswerCounts)
    if value is None or value.dont_know is None or value.too_early != 0 or not value.counts:
        return False
    left = [count for answer, count in value.counts.items() if any(one.search(answer) for one in others)]
    return 0 < value.dont_know == sum(count for count in left if count is not None)
