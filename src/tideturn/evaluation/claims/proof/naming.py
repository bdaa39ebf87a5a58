"""Distinguish harvested changes by their place, and by words that only one of them has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.claims.gated import Gated, built
from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof.attribution import place_names
from tideturn.evaluation.claims.proof.clause import Reading
from tideturn.evaluation.claims.proof.harvest import Change
from tideturn.evaluation.claims.proof.proposition import about
from tideturn.evaluation.claims.proof.retold import names, repeats
from tideturn.evaluation.claims.proof.statuses import BEGUN, DATE, WHEN, is_in
from tideturn.evaluation.claims.proof.wording import bases, read
from tideturn.evaluation.claims.proof.words import ignoring_case

_NOW: Final = Gated(r"\b(?:now|now already) ")
_SOME: Final = Gated(r"(?:an?|one|two|three|four|five|six) ")
"""Start of a description that is true of the whole programme although the change happened in one place."""
_IN_YEAR: Final = Gated(
    rf",? (?:in|during|over) (?:programme )?year (?P<n>{NUMBER})(?!\w)|^(?:in|during|over) year (?P<m>{NUMBER}),? "
)
_OFTEN: Final = re.compile(r"(?P<when>(?:every|each) \w+),? (?P<rest>.+)", re.IGNORECASE)
"""Words at the start for how often something happens, and the rest."""
_ONE: Final = re.compile(r"\bone (?!of\b)")
_MOST, _ENOUGH = 0.6, 0.4
_LONG: Final = 16
"""Minimum words of a phrase that is too long to be only a name."""


def all_changes(reading: Reading) -> tuple[Change, ...]:
    """Return every change noticed for the claim's outcome, place and year, attached to the claim or not."""
    claim = reading.ground.claim
    return tuple(
        change
        for change in reading.ground.record.changes.values()
        if claim.scope in (change.item.scope, PROGRAMME_SCOPE)
        and (change.item.outcome_id, change.item.year) == (claim.outcome_id, claim.year)
    )


def is_named(reading: Reading, phrase: str, change: Change) -> bool:
    """Return whether a phrase names this change and none of the others."""
    plain = without_place(reading, phrase, change)
    return (
        0 < len(phrase.split()) < _LONG
        and all(
            names(without_place(reading, phrase, other), other.description) == (other is change)
            for other in all_changes(reading)
        )
        and _is_led_alike(undated(plain, change)[0], change.description)
    )


_LED: Final = Gated(
    r"\b(?P<by>about|by|for|from|to|with|without|of|in|on|at) "
    r"(?:(?:an?|the|its|their|his|her|each|every) )?(?P<what>\w+)"
)
_BREAK: Final = re.compile(r"[,;:]|\b(?:who|which|that|is|are|was|were|has|have|had|and|or)\b", re.IGNORECASE)
_OPEN: Final = ("of", "in", "on", "at", "for")
"""Prepositions that may join two words that are next to each other in a description."""


def _is_led_alike(phrase: str, text: str) -> bool:
    """Return whether each preposition of a phrase comes before the same word in the text: a test about children."""
    own: dict[str, set[str]] = {}
    for part in _BREAK.split(text):
        cuts = [*_LED.finditer(part)]
        for at, led in enumerate(cuts):
            end = cuts[at + 1].start() if at + 1 < len(cuts) else len(part)
            for word in _words(part[led.start("what") : end]):
                own.setdefault(word, set()).update((led["by"].lower(), "at" if led["by"].lower() == "from" else ""))
    said = ((led["by"].lower(), _words(led["what"])) for led in _LED.finditer(phrase))
    return all(how in own[word] if word in own else how in _OPEN for how, words in said for word in words)


def is_brought(phrase: str, change: Change) -> bool:
    """Return whether a phrase names what a change brought, by most of its words, and not its subject."""
    said, known = _words(phrase), _words(change.description)
    return _MOST * len(known) <= len(said) and said[0] != known[0]


def is_enough(phrase: str, change: Change) -> bool:
    """Return whether a phrase names the subject of a change, and enough of the rest to identify it."""
    said, known = _words(phrase), _words(change.description)
    return known[0] in said and _ENOUGH * len(known) <= len(said)


def _words(text: str) -> list[str]:
    loose = bases("a in of to for about")
    return [one.base for one in read(text) if one.base not in loose]


def place_of(reading: Reading, change: Change) -> str:
    """Return a pattern for the change's own place, also as an adjective; one that matches nothing if it has no name."""
    told = (
        rf"(?:in|on|at|across) (?:the )?{re.escape(name)}|(?:the )?{re.escape(name)}[’']s"
        rf"|(?:^|(?<=[a-z] )){re.escape(name)}(?= [a-z])"
        for name in place_names(reading, change.item)
    )
    return "|".join(told) or "(?!)"


def without_place(reading: Reading, phrase: str, change: Change) -> str:
    """Return a phrase without the change's own place."""
    return " ".join(re.sub(rf"(?<!\w)(?:{place_of(reading, change)}),?(?!\w)", " ", phrase, flags=re.I).split())


def is_described(reading: Reading, clause: str, change: Change, at: int) -> bool:
    """Return whether a clause repeats a description, with a place and a time that are the change's own."""
    plain, dated = undated(clause, change)
    named = re.search(rf"\b(?:{place_of(reading, change)})(?!\w)", reading.text[:at] + clause, re.IGNORECASE)
    own = reading.ground.claim.scope == change.item.scope or change.anywhere or _SOME.match(change.description)
    if not dated or not (own or named):
        return False
    ways = {plain, without_place(reading, plain, change)}
    if not change.undone:
        ways |= {_NOW.sub("", one) for one in ways}
    ways |= {f"{found['rest']} {found['when']}" for one in ways if (found := _OFTEN.fullmatch(one))}
    told = {change.description, _ONE.sub("a ", change.description)}
    told |= {_ANY.sub(r"\g<one>s", text) for text in told}
    return any(repeats(one, text, shorter=True) for one in ways for text in told)


_ANY: Final = re.compile(r"\ban? (?P<one>(?!young)\w+[^sy\W])(?= (?:from|of|to) )")
"""Singular that means all: a referral from a school."""


def undated(clause: str, change: Change) -> tuple[str, bool]:
    """Return a clause without the dates that it gives, and whether they are when the change was noticed."""
    given = [*WHEN.finditer(clause)]
    years = [number(one["n"] or one["m"]) for one in _IN_YEAR.finditer(clause)]
    good = all(
        is_in(change.noticed, one, change.until) and not (change.undone and one["how"].lower() == "since")
        for one in given
    )
    return WHEN.sub("", _IN_YEAR.sub("", clause)).strip(), good and {*years} <= {change.item.year}


def without_begin(phrase: str, change: Change) -> str:
    """Return a phrase without an aside that says when a change began, if that is when it was noticed."""
    begun = BEGUN.search(phrase)
    return BEGUN.sub(" ", phrase) if begun and is_in(change.noticed, begun, change.until) else phrase


def filled(rule: str, reading: Reading, change: Change | None = None) -> str:
    """Return a rule with its gaps for a place and a time filled: the change's own, or else the claim's."""
    claim = reading.ground.claim
    here = (name.removeprefix("The ") for name, code in reading.ground.places.items() if code == claim.scope)
    placed = "|".join(rf"(?:in|on|at) (?:the )?{re.escape(name)}" for name in here) or "(?!)"
    when = rf"in year {claim.year}|(?:in|over|during) the year"
    if change is not None:
        placed, when = place_of(reading, change), rf"{when}|in {re.sub(r'[?]P<[a-z]+>', '?:', DATE)}"
    named = "|".join(map(re.escape, place_names(reading, change.item) if change else ())) or "(?!)"
    return rule.replace("<where>", f"(?:{placed})").replace("<when>", f"(?:{when})").replace("<here>", f"(?:{named})")


def matched(reading: Reading, rules: Sequence[str], at: int, change: Change | None = None) -> Iterator[re.Match[str]]:
    """Yield what each rule finds from here; words of the outcome's title fill its gap for a topic."""
    text = reading.text
    for rule in rules:
        before, topic, after = filled(rule, reading, change).partition("<topic>")
        begun = ignoring_case(before).match(text, at)
        if begun and not topic:
            yield begun
        for end in about(reading.ground.title, text, begun.end()) if begun and topic else ():
            named = re.escape(text[begun.end() : end]) if begun else ""
            if found := built(before + named + after).match(text, at):
                yield found
