"""Bind two numbers to two times in turn: `39 of 50, and then 39 of 51`, `55 of 59 against 48 of 62`, `up from half`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.moves import holds_end, main_numbers
from tideturn.evaluation.claims.proof.pairs import WAVE, Pair, pairs_of
from tideturn.evaluation.claims.proof.times import Time, times_in
from tideturn.evaluation.claims.proof.words import counts, who_in
from tideturn.evaluation.waves import FELL, ROSE

THEN, NOW = "then", "now"
_CLAUSES: Final = re.compile(r";|, (?:but|and|while|whereas|yet)\b|\bbut\b")
_THEN: Final = re.compile(r"\b(?:and )?(?:then|later|now)\b|\bto\b", re.IGNORECASE)
_AGAINST: Final = re.compile(
    r"\b(?:against|compared (?:with|to)|as against|where(?= .*\bhad$)|where|from|up from|down from)\b", re.IGNORECASE
)
_BOTH: Final = re.compile(r"\b(?:in )?(?:both|each|the two) (?:years|waves)\b", re.IGNORECASE)
_LIKELY: Final = re.compile(
    r"\b(?P<way>more|fewer|less)(?P<likely> likely)?\b[^.;:,]{0,60}? than\b(?= (?:before|in|a year|the year|last|at))",
    re.IGNORECASE,
)


def account(reading: Reading) -> None:
    """Bind two numbers to two times in the order of the words, and mark what compares them if it is true."""
    _in_turn(reading)
    for match in _UP_FROM.finditer(reading.text):
        _up_from(reading, match)


def _in_turn(reading: Reading) -> None:
    text = reading.text
    whom = who_in(text, 0, len(text))
    every = [said for said in main_numbers(reading) if said.kind in ("of", "percent", "part")]
    for one, other in pairwise(every):
        between = text[one.end : other.start]
        back, on = _AGAINST.search(between), _THEN.search(between)
        cuts = [cut.start() for cut in _CLAUSES.finditer(text)]
        left, right = (
            max([0, *(cut for cut in cuts if cut < one.start)]),
            min([len(text), *(c for c in cuts if c > other.end)]),
        )
        times = [time for time in times_in(text, left, right) if not one.end <= time.start < other.start]
        both = _BOTH.search(text)
        found = [
            (pair, first)
            for item in reading.ground.items
            if item.scope == reading.ground.claim.scope and any(counts(one.means, item) for one in whom)
            for pair in pairs_of(item)
            if pair.kind == WAVE
            for first, ends in ((THEN, (pair.then, pair.now)), (NOW, (pair.now, pair.then)))
            if holds_end(one, ends[0]) and holds_end(other, ends[1])
            if _ordered(pair, times, first, back=bool(back), on=bool(on), both=bool(both))
        ]
        if len({id(pair.item) for pair, _ in found}) != 1 or len(found) != 1:
            continue
        pair, first = found[0]
        ends = (pair.then, pair.now) if first == THEN else (pair.now, pair.then)
        for said, fact in zip((one, other), ends, strict=True):
            reading.bind(said.start, said.end, pair.item, fact.field)
        for joined in (back, on):
            if joined:
                reading.mark(one.end + joined.start(), one.end + joined.end())
        for time in times:
            reading.mark(time.start, time.end)
        if both:
            reading.mark(*both.span())
        for likely in _LIKELY.finditer(text):
            if pair.moved == (ROSE if likely["way"].lower() == "more" else FELL):
                reading.mark(*likely.span("way"))
                reading.mark(*likely.span("likely"))
                reading.mark(likely.end() - len("than"), likely.end())


def _ordered(pair: Pair, times: Sequence[Time], first: str, *, back: bool, on: bool, both: bool) -> bool:
    """Return whether the words give the first number to this time."""
    named = [THEN if pair.is_then(time) else NOW if pair.is_now(time) else "" for time in times]
    if "" in named or len(named) > 2:
        return False
    if len(named) == 2:
        return named[0] != named[1] and named[0] == first
    if both and on and first == THEN and pair.just_last:
        return named in ([], [THEN])
    return named == [THEN] and back and first == NOW


_UP_FROM: Final = re.compile(r"\b(?P<way>up|down|a rise|a fall|an increase|a drop) (?P<from>from|on)\b", re.IGNORECASE)


def _up_from(reading: Reading, match: re.Match[str]) -> None:
    """Mark `up from` between two bound numbers, if the engine reads that rise from the second to the first."""
    spans = {(bond.evidence_id, bond.field): reading.text.find(bond.text) for bond in reading.bonds}
    way = ROSE if match["way"].lower() in ("up", "a rise", "an increase") else FELL
    for pair in (pair for item in {id(one): one for one in reading.bound}.values() for pair in pairs_of(item)):
        now, then = (spans.get((pair.item.evidence_id, fact.field), -1) for fact in (pair.now, pair.then))
        if pair.moved == way and 0 <= now < match.start() < then:
            reading.mark(*match.span())
