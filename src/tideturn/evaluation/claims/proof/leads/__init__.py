"""Check a clause that says in general what its sentence's numbers say: `Partners’ confidence has slipped: …`.

Each word must belong to a statement or to the evidence of the numbers, or claim nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.leads.lead import Lead, Token
from tideturn.evaluation.claims.proof.leads.statements import STATEMENTS, known_of, positive
from tideturn.evaluation.claims.proof.patterns import topic_stems
from tideturn.evaluation.claims.proof.places import places_in
from tideturn.evaluation.claims.proof.times import times_in
from tideturn.evaluation.claims.proof.words import (
    WORD,
    Found,
    counts,
    grammar,
    pattern_of,
    stem,
    stems_of,
    who_in,
)
from tideturn.evaluation.model import EvidenceItem

_HEAD: Final = re.compile(r"(?P<lead>[^.:;()]*?)(?P<join>\s*[:;–—]|, (?:as|with|since)\b)\s", re.IGNORECASE)
_TAIL: Final = re.compile(r"(?P<join>[,;:]\s(?:so\s)?)(?P<lead>[^.,:;()]+)\.?$", re.IGNORECASE)
_GAP: Final = re.compile(r"(?:[\s,]|[’']s?(?=\s))+")
_WHETHER: Final = Gated(r"\bwhether\b|\b(?:say|agree|think|feel) that\b")


def account(reading: Reading) -> None:
    """Mark a clause at the beginning or the end of a sentence if the bound numbers beside it support it."""
    items = list({id(item): item for item in reading.bound}.values())
    if not items or any(item.value is None for item in items):
        return
    for rule in (_HEAD, _TAIL):
        match = rule.match(reading.text) if rule is _HEAD else rule.search(reading.text)
        if match is None or all(reading.marked(*word.span()) for word in WORD.finditer(match["lead"])):
            continue
        tokens = _tokens(reading, items, *match.span("lead"))
        if tokens and any(holds(Lead(reading, tokens, items)) for holds in STATEMENTS):
            reading.mark(*match.span())
            return


@cache
def _phrases() -> tuple[tuple[str, Gated], ...]:
    return tuple((letter, pattern_of(rules)) for letter, rules in grammar()["leads"].items() if isinstance(rules, list))


def _tokens(reading: Reading, items: Sequence[EvidenceItem], start: int, end: int) -> list[Token] | None:
    """Return the tokens of a clause; None if a word is not of the evidence, of a statement or silent."""
    text, at = reading.text, start
    found: list[Token] = []
    people = {one.start: one for one in who_in(text, start, end) if one.means != "anybody"}
    asked = _WHETHER.search(text, start, end)
    question = asked.end() if asked else end
    people = {at: one for at, one in people.items() if at < question or not _asked_of(one, text, items)}
    labels = frozenset().union(*(stems_of(item.text) for item in items))
    places = {start: (code, end) for code, start, end in places_in(reading, start, end)}
    times = {one.start: one for one in times_in(text, start, end)}
    known = frozenset().union(*(topic_stems(reading, item) | known_of(item) for item in items))
    while (at := gap.end() if (gap := _GAP.match(text, at, end)) else at) < end:
        options = [
            Token(letter, at, match[0])
            for letter, rule in _phrases()
            if (match := rule.match(text, at, end)) is not None
        ]
        if at > question and (word := WORD.match(text, at, end)) and stem(word[0]) in labels:
            options = [Token("k", at, word[0])]  # `whether it has improved` does not say that it has
        if at in people:
            options.append(Token("H", at, text[at : people[at].end]))
        if at in times:
            options.append(Token("t", at, text[at : times[at].end]))
        if at in places:
            code, to = places[at]
            if code not in {item.scope for item in items}:
                return None
            alone = {item.scope for item in items} == {code}
            options.append(Token(" " if alone else "L", at, text[at:to]))
        if options:
            token = max(options, key=lambda one: len(one.text))
        elif word := WORD.match(text, at, end):
            low = word[0].lower()
            idle = low in grammar()["leads"]["silent"].split()
            kind = " " if idle else "A" if positive(low) & known else "k" if stem(low) in known else ""
            if not kind:
                return None
            token = Token(kind, at, word[0])
        else:
            return None
        if token.kind != " ":
            found.append(token)
        at = token.start + len(token.text)
    return found


def _asked_of(one: Found, text: str, items: Sequence[EvidenceItem]) -> bool:
    """Return whether a question is about people who did not answer it: `whether young people are safer`."""
    named = set(stems_of(text[one.start : one.end]))
    return all(named <= set(stems_of(item.text)) and not counts(one.means, item) for item in items)
