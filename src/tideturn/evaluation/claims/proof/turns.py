"""Bind two numbers to two times in turn: `39 of 50, and then 39 of 51`, `55 of 59 against 48 of 62`, `up from half`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.answers import scale_answers
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.facts import Fact
from tideturn.evaluation.claims.proof.moves import holds_end, main_numbers
from tideturn.evaluation.claims.proof.pairs import WAVE, Pair, pairs_of
from tideturn.evaluation.claims.proof.relation import holds
from tideturn.evaluation.claims.proof.times import Time, times_in
from tideturn.evaluation.claims.proof.words import Found, counts, who_in
from tideturn.evaluation.claims.said import Said
from tideturn.evaluation.waves import FELL, ROSE

THEN, NOW = "then", "now"
_CLAUSES: Final = re.compile(r";|, (?:but|and|while|whereas|yet)\b|\bbut\b")
_THEN: Final = re.compile(r"\b(?:and )?(?:then|later|now)\b|\bto\b", re.IGNORECASE)
_AGAINST: Final = re.compile(
    r"\b(?:against|compared (?:with|to)|as against|where(?= .*\bhad$)|where|from)\b", re.IGNORECASE
)
_PART_OF: Final = Gated(r" (?:of )?(?:the |our |all )?")
_OF: Final = Gated(r"\b(?:of|among) (?:the |our |all )?$")
_OWN: Final = re.compile(r"[;:]|,? (?:whereas|where|while|when|but|though|although)\b")
_NEXT: Final = re.compile(r"[ ,]*$")
_BOTH: Final = Gated(r"\b(?:in )?(?:both|each|the two) (?:years|waves)\b")
_LIKELY: Final = Gated(
    r"\b(?P<way>more|fewer|less)(?P<likely> likely)?\b[^.;:,]{0,60}? than\b(?= (?:before|in|a year|the year|last|at))"
)


def account(reading: Reading) -> None:
    """Bind two numbers to two times in the order of the words, and mark what compares them if it is true."""
    _in_turn(reading)
    _as_many(reading)
    _more_than(reading)
    for match in _UP_FROM.finditer(reading.text):
        _up_from(reading, match)


def _in_turn(reading: Reading) -> None:
    text = reading.text
    whom = who_in(text, 0, len(text))
    answers = [*scale_answers(text, reading.ground.items)]
    every = [
        said
        for said in main_numbers(reading)
        if said.kind in ("of", "percent", "part") and not any(start <= said.start < end for start, end in answers)
    ]
    for one, other in pairwise(every):
        words = _Words.between(reading, one, other)
        found = [
            (pair, first)
            for item in reading.ground.items
            if item.scope == reading.ground.claim.scope and any(counts(named.means, item) for named in whom)
            if all(counts(named.means, item) for said in (one, other) for named in _whose(text, said, whom))
            for pair in pairs_of(item)
            if pair.kind == WAVE
            for first, ends in ((THEN, (pair.then, pair.now)), (NOW, (pair.now, pair.then)))
            if holds_end(one, ends[0]) and holds_end(other, ends[1]) and words.give(pair, first)
        ]
        if len(found) == 1:
            pair, first = found[0]
            ends = (pair.then, pair.now) if first == THEN else (pair.now, pair.then)
            _bind(reading, pair, (one, other), ends, words)


def _whose(text: str, said: Said, whom: Sequence[Found]) -> Iterator[Found]:
    """Yield the people that a number is a part of: `51% of young people`, `of young people, 51%`."""
    for named in whom:
        behind = said.end <= named.start and _PART_OF.fullmatch(text, said.end, named.start)
        before = named.end <= said.start and text[named.end : said.start].strip(" ,") == ""
        if behind or (before and _OF.search(text, 0, named.start)):
            yield named


@dataclass(frozen=True)
class _Words:
    """The times around two numbers, and the words that join them."""

    before: tuple[Time, ...]
    after: tuple[Time, ...]
    joined: tuple[tuple[int, int], ...]
    back: bool
    on: bool
    both: re.Match[str] | None

    @classmethod
    def between(cls, reading: Reading, one: Said, other: Said) -> _Words:
        """Return the words of the clauses that hold two numbers."""
        text = reading.text
        cuts = [cut.start() for cut in _CLAUSES.finditer(text)]
        left = max([0, *(cut for cut in cuts if cut < one.start)])
        right = min([len(text), *(cut for cut in cuts if cut > other.end)])
        back, on = (rule.search(text, one.end, other.start) for rule in (_AGAINST, _THEN))
        times = times_in(text, left, right)
        before = tuple(time for time in times if time.start < one.end)
        middle = [time for time in times if one.end <= time.start < other.start and time.kind != "then"]
        # A time after a break, or right before the second number, is the second's: `…, and in Year 2 25 of 30`.
        own = [t for t in middle if _OWN.search(text, one.end, t.start) or _NEXT.match(text, t.end, other.start)]
        first = tuple(time for time in middle if time not in own)
        second = (*own, *(time for time in times if time.start >= other.end and time.kind != "then"))
        spans = tuple(found.span() for found in (back, on) if found)
        return cls((*before, *first), second, spans, bool(back), bool(on), _BOTH.search(text))

    def give(self, pair: Pair, first: str) -> bool:
        """Return whether the words give the first number to this time."""
        before, after = (
            [THEN if pair.is_then(time) else NOW if pair.is_now(time) else "" for time in times]
            for times in (self.before, self.after)
        )
        if "" in (*before, *after):
            return False
        if self.both and self.on and first == THEN and pair.just_last:
            return (before, after) in (([], []), ([THEN], []))
        last = NOW if first == THEN else THEN
        if len(before) == 2:
            return before == [first, last] and not after
        if before == [THEN] and not after:
            return self.back and first == NOW
        return after == [last] and before in ([], [first]) and (first == NOW or before == [THEN])


def _bind(reading: Reading, pair: Pair, said: tuple[Said, Said], ends: tuple[Fact, Fact], words: _Words) -> None:
    text = reading.text
    for one, fact in zip(said, ends, strict=True):
        reading.bind(one.start, one.end, pair.item, fact.field)
        limit = _ONLY.search(text, 0, one.start)
        if limit and fact.share is not None and fact.share < 1 / 2:
            reading.mark(*limit.span())
    for again in reading.numbers:
        near = said[0].end <= again.start < said[1].start
        beside = any(
            fact.n is not None and again.beside == (int(fact.k), fact.n) and holds(again, fact) for fact in ends
        )
        if (near and holds_end(again, ends[1])) or beside:
            reading.mark(again.start, again.end)
    for start, end in (*words.joined, *((time.start, time.end) for time in (*words.before, *words.after))):
        reading.mark(start, end)
    in_turn = any(text[start:end].lower() != "to" for start, end in words.joined)
    if words.both and words.on and in_turn and pair.just_last and ends[0] is pair.then:
        reading.mark(*words.both.span())
    for done in _DONE.finditer(text, said[1].end):
        reading.mark(*done.span())
    for likely in _LIKELY.finditer(text):
        if pair.moved == (ROSE if likely["way"].lower() == "more" else FELL):
            for span in (likely.span("way"), likely.span("likely"), (likely.end() - len("than"), likely.end())):
                reading.mark(*span)


_ONLY: Final = Gated(r"\b(?:only|just)\s+(?=.{0,12}$)")
_DONE: Final = Gated(r"\b(?:had|have) (?:done|said) so\b|\bdid so\b")


def _as_many(reading: Reading) -> None:
    """Mark `as many partners as before, 25 of 53` if both waves have that count and denominator."""
    for match in _AS_MANY.finditer(reading.text):
        times = times_in(reading.text, match.end("as"), len(reading.text))
        bound = {(bond.evidence_id, bond.field) for bond in reading.bonds}
        for pair in (pair for item in {id(one): one for one in reading.bound}.values() for pair in pairs_of(item)):
            same = (pair.then.k, pair.then.n) == (pair.now.k, pair.now.n)
            held = {(pair.item.evidence_id, fact.field) for fact in (pair.then, pair.now)} & bound
            whose = who_in(reading.text, match.start(), match.end())
            own = all(counts(named.means, pair.item) for named in whose)
            if times and pair.is_then(times[0]) and same and held and own:
                reading.mark(*match.span("many"))
                reading.mark(*match.span("as"))
                reading.mark(times[0].start, times[0].end)


def _more_than(reading: Reading) -> None:
    """Mark `which is more than the 15 who …` between two bound counts of the same evidence, if the first is higher."""
    text = reading.text
    places = {reading.written.find(bond.text): bond.evidence_id for bond in reading.bonds}
    every = [said for said in main_numbers(reading) if said.kind in ("count", "of")]
    for one, other in pairwise(every):
        than = _MORE_THAN.search(text, one.end, other.start)
        if than and places.get(one.start) == places.get(other.start) is not None:
            more = one.value > other.value if than["way"].lower() == "more" else one.value < other.value
            if more and (one.whole or other.whole) == (other.whole or one.whole):
                reading.mark(*than.span())


_MORE_THAN: Final = Gated(r"\bwhich is (?P<way>more|fewer) than\b(?= the)?")
_AS_MANY: Final = Gated(
    r"\b(?P<many>(?:exactly |just )?as many)\b[^.;:,]{0,40}? (?P<as>as) (?=before|in year|a year|last)"
)
_UP_FROM: Final = Gated(r"\b(?P<way>up|down|a rise|a fall|an increase|a drop) (?P<from>from|on)\b")


def _up_from(reading: Reading, match: re.Match[str]) -> None:
    """Mark `up from` between two bound numbers, if the engine reads that rise from the second to the first."""
    spans = {(bond.evidence_id, bond.field): reading.written.find(bond.text) for bond in reading.bonds}
    way = ROSE if match["way"].lower() in ("up", "a rise", "an increase") else FELL
    for pair in (pair for item in {id(one): one for one in reading.bound}.values() for pair in pairs_of(item)):
        now, then = (spans.get((pair.item.evidence_id, fact.field), -1) for fact in (pair.now, pair.then))
        if pair.moved == way and 0 <= now < match.start() < then:
            reading.mark(*match.span())
