"""Bind stretches where every word says who, what, when, where or how many, or claims nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof import met, taken, tallied, tied, worked
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.facts import Fact
from tideturn.evaluation.claims.proof.pairs import MEANS, pairs_of
from tideturn.evaluation.claims.proof.patterns import equals, here, same_share
from tideturn.evaluation.claims.proof.relation import holds
from tideturn.evaluation.claims.proof.restated import flatly
from tideturn.evaluation.claims.proof.scored import SCORED, direction, rated
from tideturn.evaluation.claims.proof.tied import two
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
    tokens_of,
    without,
)
from tideturn.evaluation.claims.proof.words import counts, stem, who_in
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.units import TRAINED

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
_AT_WHICH: Final = Gated(r"\b(?:on|at|in) which\s?$")
_SCORE: Final = Gated(r"(?: \w+){0,4}? (?:scores?|ratings?|marks?|answers?|ones?)\b")


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
    if reading.bound and last is None:
        last = reading.bound[-1], reading.bonds[-1].field
    for item, kind in ((one, kind) for one in reading.ground.items for kind in _kinds(one)):
        tokens = tokens_of(reading, item, kind, start, end)
        if tokens is None or not any(one.kind in (NUMBER, SHARE, AMOUNT) for one in tokens) or len(tokens) < _FEWEST:
            continue
        if _flat(reading.text, start, end, tokens):
            continue
        before = last[1] if last is not None and last[0] is item else ""
        if field := _CHECKS[kind.partition(" ")[0]](Stretch(reading, item, tokens, start, end, before)):
            yield item, field


def _kinds(item: EvidenceItem) -> tuple[str, ...]:
    """Return the sections of the grammar that a piece of evidence is read by."""
    kind = next((kind for name, kind in _KINDS.items() if name in (item.value or {})), "") or kind_of_work(item)
    return ("pathway", STEP) if kind == "pathway" else (kind,) if kind else ()


def _flat(text: str, start: int, end: int, tokens: Sequence[Token]) -> bool:
    """Return whether a part without any number of its own may state the outcome: `…, and they understand it`."""
    found = (one for one in _CUT.finditer(text, start, end) if not _AT_WHICH.search(text, 0, one.end()))
    cuts = [start, *(match.end() for match in found), end]
    for one, other in pairwise(cuts):
        kinds = "".join(token.kind for token in tokens if one <= token.start < other)
        about = kinds.count(TOPIC) > 1 or WHOM in kinds
        if about and not set(kinds) - {TOPIC, WHOM} and not _LEADS.match(text, one):
            return True
    return False


def _scores(stretch: Stretch) -> str:
    reading, item, tokens = stretch.reading, stretch.item, without(stretch.tokens, TOPIC)
    if not here(reading, item, stretch.start, stretch.end) or not rated(reading, item, stretch.start, stretch.end):
        return ""
    if any(one.time is not None and (one.time.kind, one.time.number) != ("year", item.year) for one in tokens):
        return ""
    tokens = without(tokens, TIME)
    counted = {
        one.start
        for one, after in zip(tokens, [*tokens[1:], None], strict=False)
        if after and after.kind == WHOM and one.kind == NUMBER
    }
    tokens = without(tokens, WHOM)
    if "M" in kinds_of(tokens) or (stretch.last.startswith("mean") and not set(kinds_of(tokens)) & set("bweul")):
        return _means(stretch, [one for one in tokens if one.start not in counted or one.whole], counted)
    return _parts(stretch, tokens)


def _means(stretch: Stretch, tokens: list[Token], counted: set[int]) -> str:
    """Return the later mean, if both are right and in the order of their times."""
    item = stretch.item
    if any(one.said is not None for one in tokens):
        return ""
    sets = [one for one in stretch.tokens if one.start in counted]
    if any(one.value != item.n or one.whole is not None for one in sets) or any(one.kind == SHARE for one in tokens):
        return ""
    if re.match("[^M]*[RL]", kinds_of(tokens)):
        return ""  # `risk fell …, on average` says more than that the mean did
    pair = next((pair for pair in pairs_of(item) if pair.kind == MEANS), None)
    return two(pair, without(tokens, "Ms")) if pair is not None else ""


def _parts(stretch: Stretch, tokens: list[Token]) -> str:
    """Return which scores are counted, if each number is right of the degree beside it."""
    item, seq = stretch.item, kinds_of(tokens)
    if item.unit != TRAINED and not SCORED.search(stretch.reading.text):
        return ""
    topics = [stem(one.text) for one in stretch.tokens if one.kind == TOPIC]
    if _of_things(stretch) or flatly(stretch.reading.text, stretch.start, stretch.end, topics):
        return ""
    if ("p" in seq and "q" not in seq) or set(seq) & set("Mf"):
        return ""
    tokens = without(tokens, "pqs")
    seq = kinds_of(tokens).replace(SHARE, "").replace("R", "u").replace("L", "l")
    match = re.fullmatch(r"(?P<n>n(?=n|[bweul]))?(?:(?:n[bweul])+|(?:[bweul]n)+)", seq) or re.fullmatch(
        r"(?P<n>)(?:(?:n[bweul])+|(?:[bweul]n)+)", seq
    )
    if match is None:
        paired = "s" in kinds_of(stretch.tokens) and seq == "n" and tokens[0].whole is None
        return "n" if paired and tokens[0].value == item.n and not tokens[0].rest else ""
    held, total = item.value or {}, item.n
    body = tokens
    if match["n"]:
        if tokens[0].value != total or tokens[0].whole is not None:
            return ""
        body = tokens[1:]
    used: list[str] = []
    numbers = [one for one in body if one.kind == NUMBER]
    degrees = [one for one in body if one.kind in "bweulRL"]
    for number, degree in zip(numbers, degrees, strict=True):
        part = _part(item, degree.kind)
        left = (total or 0) - sum(held[one] for one in used)
        whole = number.whole in (None, total)
        if not part or part in used or not whole or not _is(number, item, part):
            return ""
        if (number.rest and (not used or left != number.value)) or (number.every and number.value != total):
            return ""
        used.append(part)
    for share, before in zip(body[1:], body, strict=False):
        if share.kind == SHARE and not (before.kind == NUMBER and same_share(share.text, before.value, total or 0)):
            return ""
    return "+".join(used)


def _of_things(stretch: Stretch) -> bool:
    """Return whether a number counts things, or people whom nobody scored, or it is a topic that is better."""
    text, tokens = stretch.reading.text, stretch.tokens
    for one, after in pairwise(tokens):
        beside = text[one.end : after.start].strip() in _OF_THE
        if one.kind == NUMBER and after.kind == TOPIC and beside:
            return True  # `84 of the 124 support services`
        if one.kind in "bw" and after.kind == TOPIC and beside and not _SCORE.match(text, after.end):
            return True  # `have better support`
    if any(one.said is not None for one in tokens) and re.search(f"{TOPIC}[bweulRL]", kinds_of(tokens)):
        return True  # `most services improved`
    numbers = [one for one in tokens if one.kind == NUMBER]
    others = [
        one
        for one in who_in(text, stretch.start, stretch.end)
        if one.means != "cases" and not counts(one.means, stretch.item)
    ]
    return any(
        number.end <= one.start and text[number.end : one.start].strip() in _OF_THE
        for one in others
        for number in numbers
    )


_OF_THE: Final = ("", "of", "of the", "the")


def _is(number: Token, item: EvidenceItem, part: str) -> bool:
    """Return whether a number is how many scores are a part of all, or an amount is true of them."""
    k, n = (item.value or {})[part], item.n or 0
    return number.value == k if number.said is None else holds(number.said, Fact(item, part, part, k, n))


def _part(item: EvidenceItem, letter: str) -> str:
    plain = {"b": "better", "w": "worse", "e": "same"}
    if letter in plain:
        return plain[letter]
    up = direction(item)
    way = {"u": "up", "R": "up", "l": "down", "L": "down"}[letter]
    return ("better" if way == up else "worse") if up else ""


def _compared(stretch: Stretch) -> str:
    """Return the difference, if the people served did so much better than those waiting, given where both began."""
    item, tokens = stretch.item, without(stretch.tokens, TOPIC)
    held, seq = item.value or {}, kinds_of(without(stretch.tokens, TOPIC))
    if not here(stretch.reading, item, stretch.start, stretch.end) or held.get("against") != "waiting":
        return ""
    numbers = [one for one in tokens if one.kind == NUMBER]
    if item.polarity not in ("supports", "contradicts") or any(one.whole is not None for one in numbers):
        return ""
    if stretch.last == "difference" and seq == "Inn":
        ends = (held["low"], held["high"])
        return "difference" if all(equals(one.text, end) for one, end in zip(numbers, ends, strict=True)) else ""
    fits = re.fullmatch(r"snbN?w", seq.replace("A", "")) and seq.count("A") == 1
    return "difference" if fits and held["difference"] > 0 and equals(numbers[0].text, held["difference"]) else ""


_CHECKS: Final[dict[str, Callable[[Stretch], str]]] = {
    "matched": _scores,
    "series": tallied.read,
    "pathway": met.read,
    STEP: taken.read,
    "network": tied.read,
    "compared": _compared,
    "work": worked.read,
}
