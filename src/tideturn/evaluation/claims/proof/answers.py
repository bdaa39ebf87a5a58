"""Find answers in a sentence: “Mostly” in quotation marks, or `seven or more out of ten` on a numeric scale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof import facts as f
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.words import Found
from tideturn.evaluation.claims.quotation import QUOTED, words_of
from tideturn.evaluation.model import EvidenceItem

_COMPARING: Final = ("more", "less", "fewer", "same", "better", "worse")
_SCALE: Final = re.compile(
    rf"\b(?:at |gave |with )?(?P<number>{NUMBER}) (?P<way>or more|or less|or fewer|or (?P<next>{NUMBER}))"
    rf"(?: out of (?P<most>{NUMBER}))?\b",
    re.IGNORECASE,
)


def named_in(reading: Reading, start: int, end: int) -> Iterator[Found]:
    """Yield each answer that a stretch names, if the evidence's questions have that answer."""
    known = {fact.does for fact in reading.ground.facts}
    for match in QUOTED.finditer(reading.text, start, end):
        means = f"{f.ANSWER}{words_of(match).lower().rstrip('.,')}"
        if means in known:
            yield Found(means, *match.span())
    bare = [*_bare(reading.text, start, end, reading.ground.items)]
    if len({one.means for one in bare}) == 1:
        yield bare[0]
    for first, last in scale_answers(reading.text, reading.ground.items):
        if start <= first and last <= end:
            yield Found(f.AGREED, first, last)


def _bare(text: str, start: int, end: int, items: Sequence[EvidenceItem]) -> Iterator[Found]:
    """Yield comparing answers without quotation marks: `said that less is shared`."""
    choices = [item.choices for item in items]
    for word in _COMPARING:
        sides = {
            side
            for one in choices
            for side, answers in ((f.AGREED, one.agree), (f.DISAGREED, one.against))
            if word in map(str.lower, answers)
        }
        sides |= {f.SAME} if word == "same" and any(word in (item.value or {}) for item in items) else set()
        if len(sides) == 1:
            for match in re.compile(rf"\b{word}\b", re.IGNORECASE).finditer(text, start, end):
                yield Found(next(iter(sides)), *match.span())


def scale_answers(text: str, items: Sequence[EvidenceItem]) -> Iterator[tuple[int, int]]:
    """Yield the spans that name exactly the agreeing numbers of a scale: `seven or more out of ten`."""
    for match in _SCALE.finditer(text):
        if any(_is_for_it(match, item.choices.agree, item.choices.scale) for item in items):
            yield match.span()


def _is_for_it(match: re.Match[str], agree: tuple[str, ...], scale: tuple[str, ...]) -> bool:
    """Return whether the numbers named are the agreeing answers, and the scale ends where the sentence says."""
    if not agree or not all(answer.isdigit() for answer in (*agree, *scale)):
        return False
    wanted, whole = {int(answer) for answer in agree}, {int(answer) for answer in scale} or {int(a) for a in agree}
    first = number(match["number"])
    if match["next"]:
        said = {first, number(match["next"])}
    else:
        said = {n for n in whole if (n >= first if match["way"].lower() == "or more" else n <= first)}
    return said == wanted and (not match["most"] or number(match["most"]) == max(whole))
