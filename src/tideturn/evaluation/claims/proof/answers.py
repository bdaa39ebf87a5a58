"""Answers as a sentence names them: “Mostly” in quotation marks, `seven or more out of ten` on a scale of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tideturn.evaluation.claims.number_words import PATTERN, value_of
from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.words import Found
from tideturn.evaluation.claims.quotation import QUOTED, words_of
from tideturn.evaluation.model import EvidenceItem

_NUMBER: Final = rf"(?:\d+|{PATTERN})"
_SCALE: Final = re.compile(
    rf"\b(?:at |gave |with )?(?P<number>{_NUMBER}) (?P<way>or more|or less|or fewer|or (?P<next>{_NUMBER}))"
    rf"(?: out of (?P<most>{_NUMBER}))?\b",
    re.IGNORECASE,
)


def named_in(reading: Reading, start: int, end: int) -> Iterator[Found]:
    """Yield what a stretch says that was answered, if it is an answer of the evidence's own questions."""
    known = {fact.does for fact in reading.ground.facts}
    for match in QUOTED.finditer(reading.text, start, end):
        means = f"{f.ANSWER}{words_of(match).lower().rstrip('.,')}"
        if means in known:
            yield Found(means, *match.span())
    for first, last in scale_answers(reading.text, reading.ground.items):
        if start <= first and last <= end:
            yield Found(f.AGREED, first, last)


def scale_answers(text: str, items: Sequence[EvidenceItem]) -> Iterator[tuple[int, int]]:
    """Yield where a text names the numbers on a scale that count for it: `seven or more out of ten`."""
    for match in _SCALE.finditer(text):
        if any(_is_for_it(match, item.choices.agree, item.choices.scale) for item in items):
            yield match.span()


def _is_for_it(match: re.Match[str], agree: tuple[str, ...], scale: tuple[str, ...]) -> bool:
    """Whether the numbers named are those that count for it, on a scale that ends where the sentence says."""
    if not agree or not all(answer.isdigit() for answer in (*agree, *scale)):
        return False
    wanted, whole = {int(answer) for answer in agree}, {int(answer) for answer in scale} or {int(a) for a in agree}
    first = _value(match["number"])
    if match["next"]:
        said = {first, _value(match["next"])}
    else:
        said = {n for n in whole if (n >= first if match["way"].lower() == "or more" else n <= first)}
    return said == wanted and (not match["most"] or _value(match["most"]) == max(whole))


def _value(word: str) -> int:
    return int(word) if word.isdigit() else value_of(word)
