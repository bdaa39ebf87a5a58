"""Read what a sentence says that a cause helps or hinders, by short lists of `grammar.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from tideturn.evaluation.claims.gated import Gated, built
from tideturn.evaluation.claims.proof.clause import Ground
from tideturn.evaluation.claims.proof.factors import effects_at
from tideturn.evaluation.claims.proof.words import grammar, pattern_of

WAYS: Final = ("helps", "hinders")
Gaps = tuple[int, dict[str, Any]]
"""Ends of a stretch, each with what the stretch says."""
_VERB: Final = re.compile(r"(\w+)~")
_BE: Final = "(?:is|was|are|were|been|being)"
_HAVE: Final = "(?:(?:has|have|had|having) )?(?:(?:also|both|each) )?"


def acts_at(ground: Ground, text: str, at: int) -> Iterator[Gaps]:
    """Yield the end of each predicate that helps or hinders: `had helped`, `is what gets in the way of …`."""
    for start in _starts(rf"{_HAVE}(?:{_BE} (?:also )?{_what()} {_HAVE})?", text, at):
        yield from _verbs(ground, text, start)
    for start in _starts(rf"{_HAVE}{_BE} (?:also )?", text, at):
        yield from _states(ground, text, start)


def roles_at(ground: Ground, text: str, at: int) -> Iterator[Gaps]:
    """Yield the same for a role: `as what had helped`, `as a barrier to …`, `as getting in the way`."""
    for start in _starts(rf"(?:as (?:being )?|(?=among )){_what()} ", text, at):
        yield from acts_at(ground, text, start)
    for start in _starts(r"as (?:having )?", text, at):
        yield from _verbs(ground, text, start)
    for start in _starts(r"(?:as (?:being )?|(?=among ))", text, at):
        yield from _states(ground, text, start)


def through_at(text: str, at: int) -> Iterator[Gaps]:
    """Yield the end of each link from an effect to its cause: `came about thanks to`, `was held back by`."""
    for does in WAYS:
        for start in _starts("(?:(?:has|have|had) )?", text, at):
            if found := _words(does, "through").match(text, start):
                yield found.end(), {"means": does}


def _starts(pattern: str, text: str, at: int) -> Iterator[int]:
    if found := built(pattern).match(text, at):
        yield found.end()


def _verbs(ground: Ground, text: str, at: int) -> Iterator[Gaps]:
    for does in WAYS:
        if found := _words(does, "alone").match(text, at):
            yield found.end(), {"means": does}
        yield from _onto(ground, text, at, does, "onto")
        yield from _around(ground, text, at, does, "around")
    yield from _onto(ground, text, at, "helps", "less", bare=True)
    yield from _around(ground, text, at, "helps", "less around", bare=True)


def _states(ground: Ground, text: str, at: int) -> Iterator[Gaps]:
    for does in WAYS:
        if found := _words(does, "state").match(text, at):
            yield found.end(), {"means": does}
        yield from _onto(ground, text, at, does, "state onto")


def _onto(ground: Ground, text: str, at: int, does: str, kind: str, *, bare: bool = False) -> Iterator[Gaps]:
    """Yield the end of each verb with what it helps after it; `bare` is for a title that hopes for less."""
    ends = {found.end() for pattern in _each(does, kind) if (found := pattern.match(text, at))}
    for end in ends:
        yield from _effects(ground, text, end, does, bare=bare)


def _around(ground: Ground, text: str, at: int, does: str, kind: str, *, bare: bool = False) -> Iterator[Gaps]:
    """Yield the end of each verb in two parts with what it helps between them: `held … back`."""
    for first, last in zip(*(_each(does, kind, part) for part in (0, 1)), strict=True):
        if found := first.match(text, at):
            for end, gaps in _effects(ground, text, found.end(), does, bare=bare):
                if closed := last.match(text, end + 1):
                    yield closed.end(), gaps


def _effects(ground: Ground, text: str, at: int, does: str, *, bare: bool) -> Iterator[Gaps]:
    some = built(rf" (?:{grammar()['acts']['some']} )?(?:to )?").match(text, at)
    for start in {some.end(), at + 1} if some else ():
        for end, parts, less in effects_at(ground, text, start):
            if less == bare:
                yield end, {"means": does, "effect": parts}


@cache
def _each(does: str, kind: str, part: int = 0) -> tuple[Gated, ...]:
    """Return each pattern of a list, or one part of those in two parts."""
    return tuple(pattern_of([_inflected(rule.split(" … ")[part])]) for rule in grammar()["acts"][does].get(kind, ()))


@cache
def _words(does: str, kind: str) -> Gated:
    return pattern_of([_inflected(rule) for rule in grammar()["acts"][does].get(kind, ())] or ["(?!)"])


def _inflected(rule: str) -> str:
    """Return a rule with every form of its verbs: `help~` for help, helps, helped and helping."""

    def every(found: re.Match[str]) -> str:
        verb = found[1]
        regular = f"{verb[:-1]}(?:e|es|ed|ing)" if verb.endswith("e") else f"{verb}(?:s|ed|ing)?"
        return f"(?:{grammar()['acts']['verbs'].get(verb, regular)})"

    return _VERB.sub(every, rule)


def _what() -> str:
    return str(grammar()["acts"]["what"])
