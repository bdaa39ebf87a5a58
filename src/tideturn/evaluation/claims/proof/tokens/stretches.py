"""Bind stretches where every word says who, what, when, where or how many, or claims nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.patterns import equals, here
from tideturn.evaluation.claims.proof.places import is_elsewhere
from tideturn.evaluation.claims.proof.scored import rated
from tideturn.evaluation.claims.proof.tokens import (
    AMOUNT,
    NUMBER,
    SHARE,
    STEP,
    TIME,
    TOPIC,
    WHOM,
    Token,
    kind_of_work,
    kinds_of,
    pathways,
    scores,
    series,
    steps,
    ties,
    tokens_of,
    without,
    work,
)
from tideturn.evaluation.evidence_values import ComparedPairs, ScorePairs
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import NetworkTies, PathwayCases, SeriesCounts
from tideturn.evaluation.units import TRAINED

_CUT: Final = Gated(
    r"\s*[;:–—]\s*|(?<!\bbefore)(?<!\bstart)(?<!\bfirst),?\s(?:but|while|whereas|although|though|yet|and|so|which|because|since|where)\b\s*|,\s|\)\s?|\s\("
)
_WORD: Final = re.compile(r"\w+")
_FEWEST: Final = 2
"""Minimum number of tokens in a stretch that can say anything."""
_KINDS: Final = {
    ScorePairs: "matched",
    SeriesCounts: "series",
    PathwayCases: "pathway",
    NetworkTies: "network",
    ComparedPairs: "compared",
}
_GOING_ON: Final = {"series": ("count_year", "rate_year"), "pathway": ("met",), "network": ("ties_",)}
"""Fields that a second place may have without naming again what is counted, by kind of evidence."""
_LEADS: Final = Gated(r"(?:on|for|in|at|by|of|among|across|asked)\b")
_AT_WHICH: Final = Gated(r"\b(?:on|at|in) which\s?$")
_AND: Final = Gated(r"[a-z] and\s*$")
_FRAME: Final = Gated(r"(?:in|for) [^,;:]*\b(?:cases|children)\b[^,;:]*, ")
"""Cases in which a step was taken, before the step: `In 75 of 83 cases, children were released with a plan`."""


class Stretch(NamedTuple):
    """Part of a sentence, read for one piece of evidence; `last` is the field bound before, if of the same."""

    reading: Reading
    item: EvidenceItem
    tokens: list[Token]
    start: int
    end: int
    last: str

    @property
    def text(self) -> str:
        """Return its words."""
        return self.reading.text[self.start : self.end]


def account(reading: Reading) -> None:
    """Bind, from the left, the longest stretch that is true of exactly one piece of evidence."""
    text = reading.text
    cuts = [match.span() for match in _CUT.finditer(text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    last: tuple[EvidenceItem, str] | None = None
    at = 0
    while at < len(starts):
        for to in range(len(ends) - 1, at - 1, -1):
            if all(reading.marked(*word.span()) for word in _WORD.finditer(text, starts[at], ends[to])):
                break
            found = [*_true(reading, starts[at], ends[to], last)]
            if len(found) == 1:
                reading.bind(starts[at], ends[to], *found[0])
                last = found[0]
                at = to
                break
        at += 1


def _true(
    reading: Reading, start: int, end: int, last: tuple[EvidenceItem, str] | None
) -> Iterator[tuple[EvidenceItem, str]]:
    """Yield the evidence that a stretch is true of, and the field."""
    if reading.bound and last is None:
        last = reading.bound[-1], reading.bonds[-1].field
    for item, kind in ((one, kind) for one in reading.ground.items for kind in _kinds(one)):
        tokens = tokens_of(reading, item, kind, start, end)
        if tokens is None or not any(one.kind in (NUMBER, SHARE, AMOUNT) for one in tokens):
            continue
        goes_on = is_elsewhere(reading, item, start, end)
        if len(tokens) < _FEWEST and not goes_on:
            continue  # but `whereas Cwm Tawe had two of four`
        if _flat(reading.text, start, end, tokens, framed=kind == STEP):
            continue
        before = last[1] if last is not None and last[0] is item else ""
        if goes_on and kind in _GOING_ON and reading.bonds[-1].field.startswith(_GOING_ON[kind]):
            before = reading.bonds[-1].field
        if field := _CHECKS[kind.partition(" ")[0]](Stretch(reading, item, tokens, start, end, before)):
            yield item, field


def _kinds(item: EvidenceItem) -> tuple[str, ...]:
    """Return the sections of the grammar that a piece of evidence is read by."""
    kind = next((kind for held, kind in _KINDS.items() if isinstance(item.value, held)), "") or kind_of_work(item)
    if kind == "matched" and item.unit == TRAINED:
        return ("matched trained",)
    return ("pathway", STEP) if kind == "pathway" else (kind,) if kind else ()


def _flat(text: str, start: int, end: int, tokens: Sequence[Token], *, framed: bool) -> bool:
    """Return whether a part without a number of its own may state the outcome: `…, and they understand it`."""
    frame = _FRAME.match(text, start, end) if framed else None
    cuts = (one for one in _CUT.finditer(text, start, end) if frame is None or one.end() != frame.end())
    found = (one for one in cuts if not _AT_WHICH.search(text, 0, one.end()))
    for one, other in pairwise([start, *(match.end() for match in found), end]):
        kinds = "".join(token.kind for token in tokens if one <= token.start < other)
        about = kinds.count(TOPIC) > 1 or WHOM in kinds
        about = about or (TOPIC in kinds and one == start and bool(_AND.search(text, 0, start)))
        if about and not set(kinds) - {TOPIC, WHOM} and not _LEADS.match(text, one):
            return True
    return False


def _compared(stretch: Stretch) -> str:
    """Return the difference, if the people served did so much better than those waiting, given where both began."""
    item, held = stretch.item, stretch.item.value_as(ComparedPairs)
    if not here(stretch.reading, item, stretch.start, stretch.end) or held.against != "waiting":
        return ""
    if not rated(stretch.reading, item, stretch.start, stretch.end):
        return ""
    tokens = _people_counted(without(stretch.tokens, TOPIC + TIME), held)
    if tokens is None or item.polarity not in ("supports", "contradicts") or any(one.whole for one in tokens):
        return ""
    apart = (
        stretch.reading.text[one.end : other.start] for one, other in pairwise(tokens) if one.kind + other.kind == "nb"
    )
    if any("," in text for text in apart):
        return ""  # `gained 1.3 points, more than others` says by how much they gained
    seq, ends = kinds_of(tokens), (held.low, held.high)
    numbers = [one for one in tokens if one.kind == NUMBER]
    if seq in ("Inn", "nn") and stretch.last == "difference":
        return "difference" if all(map(equals, (one.text for one in numbers), ends)) else ""
    moved = "G" in seq  # by how much more scores rose allows for where they began
    fits = re.fullmatch(
        r"(?:s(?:nb|bn)N?w|Nws(?:nb|bn)|w(?:nc|cn)N?s|GnbsNw|nbsNw|sGnbNw|NwsGnb)(?:I?nn)?", seq.replace("A", "")
    ) and (seq.count("A") == 1 or (moved and "A" not in seq))
    if not fits or not held.difference or held.difference < 0 or not equals(numbers[0].text, held.difference):
        return ""
    return "difference" if len(numbers) == 1 or all(map(equals, (one.text for one in numbers[1:]), ends)) else ""


def _people_counted(tokens: list[Token], held: ComparedPairs) -> list[Token] | None:
    """Return the tokens without the numbers of people served and waiting; None if one is wrong."""
    kept: list[Token] = []
    for one, after in pairwise([*without(tokens, WHOM), Token("", 0, 0)]):
        many = {"s": held.programme, "w": held.comparison}.get(after.kind)
        if one.kind == NUMBER and many is not None and "." not in one.text:
            if one.value != many or one.whole is not None or one.said is not None or one.rest or one.every:
                return None
        else:
            kept.append(one)
    return kept


_CHECKS: Final[dict[str, Callable[[Stretch], str]]] = {
    "matched": scores.read,
    "series": series.read,
    "pathway": pathways.read,
    STEP: steps.read,
    "network": ties.read,
    "compared": _compared,
    "work": work.read,
}
