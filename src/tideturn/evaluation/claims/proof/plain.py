"""Bind stretches where every word says who, what, when, where or how many, or claims nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof import paired, tallied, worked
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.paired import two
from tideturn.evaluation.claims.proof.pairs import TIES, pairs_of
from tideturn.evaluation.claims.proof.patterns import equals, here, same_share
from tideturn.evaluation.claims.proof.places import place_of
from tideturn.evaluation.claims.proof.tallied import dated_numbers
from tideturn.evaluation.claims.proof.times import Time
from tideturn.evaluation.claims.proof.tokens import (
    AMOUNT,
    NUMBER,
    SHARE,
    TIME,
    TOPIC,
    WHOM,
    Token,
    kind_of_work,
    kinds_of,
    tokens_of,
    without,
)
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.units import TRAINED
from tideturn.evaluation.waves import ROSE

_CUT: Final = Gated(
    r"\s*[;:–—]\s*|(?<!\bbefore)(?<!\bstart)(?<!\bfirst),?\s(?:but|while|whereas|although|though|yet|and|so|which|because|since|where)\b\s*|,\s|\)\s?|\s\("
)
_FEWEST: Final = 2
"""Minimum number of tokens in a stretch that can say anything."""
_KINDS: Final = {
    "better": "matched",
    "count_year": "series",
    "met": "pathway",
    "density_after": "network",
    "spread": "compared",
}
_LEADS: Final = Gated(r"(?:on|for|in|at|by|of|among|across|asked)\b")
_BETWEEN: Final = Gated(r"\b(?:between|among) (?:the )?$")


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
            if all(
                reading.marked(*word.span())
                for word in re.finditer(r"\w+", text[: ends[to]])
                if word.start() >= starts[at]
            ):
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
    for item in reading.ground.items:
        kind = next((kind for name, kind in _KINDS.items() if name in (item.value or {})), "") or kind_of_work(item)
        kind = f"{kind} trained" if kind == "matched" and item.unit == TRAINED else kind
        tokens = tokens_of(reading, item, kind, start, end) if kind else None
        if tokens is None or not any(one.kind in (NUMBER, SHARE, AMOUNT) for one in tokens) or len(tokens) < _FEWEST:
            continue
        if _flat(reading.text, start, end, tokens):
            continue
        if reading.bound and last is None:
            last = reading.bound[-1], reading.bonds[-1].field
        before = last[1] if last is not None and last[0] is item else ""
        if field := _CHECKS[kind.partition(" ")[0]](Stretch(reading, item, tokens, start, end, before)):
            yield item, field


def _flat(text: str, start: int, end: int, tokens: Sequence[Token]) -> bool:
    """Return whether a part without any number of its own may state the outcome: `…, and they understand it`."""
    cuts = [start, *(match.end() for match in _CUT.finditer(text, start, end)), end]
    for one, other in pairwise(cuts):
        kinds = "".join(token.kind for token in tokens if one <= token.start < other)
        about = kinds.count(TOPIC) > 1 or WHOM in kinds
        if about and not set(kinds) - {TOPIC, WHOM} and not _LEADS.match(text, one):
            return True
    return False


def _pathway(stretch: Stretch) -> str:
    """Return how many of how many cases met the pathway, at the times that the words name."""
    reading, item, tokens = stretch.reading, stretch.item, without(stretch.tokens, TOPIC + WHOM)
    held, claim = item.value or {}, reading.ground.claim
    if item.year != claim.year or ("m" not in kinds_of(tokens) and not stretch.last):
        return ""
    pilots = held.get("pilots") or []
    shown = place_of(reading, stretch.start, stretch.end).scope
    around = any(one.kind in "AB" for one in tokens)
    if shown != (pilots[0]["site"] if around and len(pilots) == 1 else item.scope):
        return ""
    if around and (len(pilots) != 1 or item.scope != claim.scope or "pilot" not in reading.text.lower()):
        return ""
    if not around and "pilot" in reading.text.lower():
        return ""
    dated = dated_numbers(
        without(tokens, SHARE), lambda one: one.time or Time("pilot before" if one.kind == "B" else "pilot since", 0, 0)
    )
    if dated is None:
        return ""
    for number, time in dated:
        where, side = _side_of(item, time)
        k, n = where.get(f"met{side}"), where.get(f"cases{side}")
        if k is None or not n or (number.value, number.whole) != (k, n):
            return ""
        share = next((one for one in tokens if one.kind == SHARE), None)
        if share is not None and (len(dated) > 1 or not same_share(share.text, k, n)):
            return ""
    return f"met: {dated[0][0].value:g} of {dated[0][0].whole:g}"


def _side_of(item: EvidenceItem, time: Time | None) -> tuple[dict[str, float], str]:
    held = item.value or {}
    if time is not None and time.kind.startswith("pilot"):
        return held["pilots"][0], "_before" if time.kind == "pilot before" else ""
    own = time is None or (time.kind == "year" and time.number == item.year)
    last = time is not None and (time.kind == "last" or (time.kind == "year" and time.number == item.year - 1))
    return (held.get("by_year") or {}, "" if own else "_before") if own or last else ({}, "")


def _network(stretch: Stretch) -> str:
    """Return the ties of the second wave, if both waves are right, out of as many as possible."""
    reading, item, tokens = stretch.reading, stretch.item, without(stretch.tokens, TOPIC)
    held = item.value or {}
    if not here(reading, item, stretch.start, stretch.end) or ("T" not in kinds_of(tokens) and not stretch.last):
        return ""
    kept: list[Token] = []
    for at, one in enumerate(tokens):
        after = tokens[at + 1].kind if at + 1 < len(tokens) else ""
        before = tokens[at - 1].kind if at else ""
        if one.kind == WHOM and before != NUMBER and not _BETWEEN.search(reading.text, 0, one.start):
            return ""
        if one.kind == "i" and before != NUMBER:
            return ""
        possible = after == "i" or before == "o"
        if one.kind == NUMBER and one.whole is None and (after == WHOM or possible):
            if one.value != (item.n if after == WHOM else held.get("possible")):
                return ""
        elif one.kind == NUMBER and one.whole not in (None, held.get("possible")):
            return ""
        elif one.kind not in (WHOM, "i", "o", "T", "s"):
            kept.append(one)
    pair = next((pair for pair in pairs_of(item) if pair.kind == TIES), None)
    if pair is None or any(one.kind == SHARE for one in kept):
        return ""
    beside = [one.kind for one in kept if one.kind in "UD"]
    if "Z" in kinds_of(kept):
        if pair.moved != ROSE or not 2.7 <= pair.now.k / pair.then.k < 3:
            return ""
        kept = without(kept, "Z")
    if beside:
        way = {"U": pair.now.k > pair.then.k, "D": pair.now.k < pair.then.k}[beside[0]]
        plain = re.fullmatch(r"q?n[UD]np?|nq[UD]np?", kinds_of(kept))
        return two(pair, without(kept, "UD"), first="now first") if way and plain else ""
    return two(pair, kept)


def _compared(stretch: Stretch) -> str:
    """Return the difference, if the people served did so much better than those waiting, given where both began."""
    item, held = stretch.item, stretch.item.value or {}
    if not here(stretch.reading, item, stretch.start, stretch.end) or held.get("against") != "waiting":
        return ""
    tokens = _people_counted(without(stretch.tokens, TOPIC + TIME), held)
    if tokens is None or item.polarity not in ("supports", "contradicts") or any(one.whole for one in tokens):
        return ""
    seq, ends = kinds_of(tokens), (held["low"], held["high"])
    numbers = [one for one in tokens if one.kind == NUMBER]
    if seq in ("Inn", "nn") and stretch.last == "difference":
        return "difference" if all(map(equals, (one.text for one in numbers), ends)) else ""
    fits = (
        re.fullmatch(r"(?:s(?:nb|bn)N?w|Nws(?:nb|bn)|w(?:nc|cn)N?s)(?:I?nn)?", seq.replace("A", ""))
        and seq.count("A") == 1
    )
    if not fits or held["difference"] <= 0 or not equals(numbers[0].text, held["difference"]):
        return ""
    return "difference" if len(numbers) == 1 or all(map(equals, (one.text for one in numbers[1:]), ends)) else ""


def _people_counted(tokens: list[Token], held: Mapping[str, Any]) -> list[Token] | None:
    """Return the tokens without the numbers of people served and waiting; None if one is wrong."""
    kept: list[Token] = []
    for one, after in pairwise([*without(tokens, WHOM), Token("", 0, 0)]):
        many = {"s": held["programme"], "w": held["comparison"]}.get(after.kind)
        if one.kind == NUMBER and many is not None and "." not in one.text:
            if one.value != many or one.whole is not None or one.said is not None or one.rest or one.every:
                return None
        else:
            kept.append(one)
    return kept


_CHECKS: Final[dict[str, Callable[[Stretch], str]]] = {
    "matched": paired.read,
    "series": tallied.read,
    "pathway": _pathway,
    "network": _network,
    "compared": _compared,
    "work": worked.read,
}
