"""Read words by `grammar.toml`: actions, people, times, and words with no meaning of their own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import snowballstemmer

from tideturn.evaluation.claims.gated import Gated, Kinds
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.units import TRAINED

_CUT: Final = snowballstemmer.stemmer("english")
_NAME: Final = re.compile(r"(?<!\?P)<(\w+)>")
WORD: Final = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SHORT: Final = {
    "<not>": r"(?:not|n[’']t)",
    "<so>": "(?:so|this|that|as much)",
    "<’>": "[’']",
    "<yr>": "(?:(?:programme )?year|yr)",
}
"""Abbreviations inside patterns."""


class Found(NamedTuple):
    """The meaning of some words, with their span."""

    means: str
    start: int
    end: int


@cache
def grammar() -> Mapping[str, Mapping[str, Any]]:
    """Return the rules of `grammar.toml`."""
    return tomllib.loads(files(__package__).joinpath("grammar.toml").read_text(encoding="utf-8"))


@cache
def _patterns(kind: str) -> Kinds:
    return Kinds((name, pattern_of(rules)) for name, rules in grammar()[kind].items() if rules)


def pattern_of(rules: Sequence[str]) -> Gated:
    """Return one pattern that matches any of the rules."""
    pattern = "|".join(rules) or "(?!)"  # an empty list matches nothing, not everything
    for name, stands_for in _SHORT.items():
        pattern = pattern.replace(name, stands_for)
    return Gated(rf"\b(?:{pattern})(?!\w)")


def filled(rule: str, parts: Mapping[str, str]) -> str:
    """Return a rule with each part that it names filled in; a name without a part stays."""
    return _NAME.sub(lambda name: filled(parts[name[1]], parts) if name[1] in parts else name[0], rule)


@cache
def ignoring_case(pattern: str) -> Gated:
    """Return a pattern that ignores case, built once: the cache of `re` is too small for a whole grammar."""
    return Gated(pattern)


def _in(kind: str, text: str, start: int, end: int) -> list[Found]:
    return list(_found(kind, text, start, end))


@lru_cache(maxsize=512)
def _found(kind: str, text: str, start: int, end: int) -> tuple[Found, ...]:
    """Return the meanings of a kind, in order; where rules overlap, the first rule wins.

    Cached, because several accountants read the same sentence.
    """
    found: list[Found] = []
    for name, pattern in _patterns(kind).of(text):
        for match in pattern.finditer(text, start, end):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(Found(name, *match.span()))
    return tuple(sorted(found, key=lambda one: one.start))


def does_in(text: str, start: int, end: int) -> list[Found]:
    """Return the actions in a stretch, in order."""
    return _in("does", text, start, end)


def who_in(text: str, start: int, end: int) -> list[Found]:
    """Return the people in a stretch, in order."""
    return _in("who", text, start, end)


def when_in(text: str, start: int, end: int) -> list[Found]:
    """Return the times in a stretch, in order."""
    return _in("when", text, start, end)


def said_in(text: str) -> list[Found]:
    """Return the statements about an outcome that a text reports, in order."""
    return _in("said", text, 0, len(text))


def limits_in(text: str) -> list[Found]:
    """Return the statements about what the evidence cannot tell, in order."""
    return _in("limits", text, 0, len(text))


@cache
def setting(kind: str) -> frozenset[str]:
    """Return the words that only name a kind of evidence, by the first part of its id; empty if it has no own words."""
    return frozenset(grammar()["setting"].get(kind, "").split())


@cache
def speakers(voice: str) -> str:
    """Return a pattern for one person of a voice, and nothing more exact."""
    named: Mapping[str, Sequence[str]] = grammar()["speaker"]
    return "|".join((*named.get(voice, ()), *named["anybody"])).replace("<’>", _SHORT["<’>"])


@cache
def silent() -> frozenset[str]:
    """Return the words with no meaning of their own."""
    return frozenset(grammar()["silent"]["words"].split())


@cache
def stem(word: str) -> str:
    """Return the stem of a word."""
    low = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    found: str = _CUT.stemWord(grammar()["irregular"].get(low, low))
    return found


@lru_cache(maxsize=512)
def stems_of(text: str) -> tuple[str, ...]:
    """Return the stem of each word with a meaning of its own."""
    words = (word for match in WORD.finditer(text) for word in match[0].split("-"))
    return tuple(stem(word) for word in words if word.lower() not in silent())


GROUPS: Final = frozenset({"staff", "partners", "families", "young", "trained"})
"""Groups that share no people, so that a number for one is never a number for another."""
_COUNTED: Final[Mapping[str, Callable[[EvidenceItem], bool]]] = {
    "trained": lambda item: item.unit == TRAINED,
    "partners": lambda item: item.unit in ("partners", TRAINED) or _said_by(item, "stakeholder"),
    "staff": lambda item: item.unit == "staff" or _said_by(item, "staff"),
    "families": lambda item: item.unit in ("families", "adults") or _said_by(item, "family"),
    "adults": lambda item: item.unit == "adults",
    "young": lambda item: item.unit in ("young people", "referrals") or _said_by(item, "young_person"),
    "places": lambda item: item.unit in ("places", "places and groups"),
    "groups": lambda item: item.unit == "groups",
    "cases": lambda item: item.unit == "cases",
    "organisations": lambda item: item.unit in ("organisations", "partner organisations"),
    "anybody": lambda item: item.unit not in ("", "places", "groups", "places and groups"),
}
"""Tests whether a piece of evidence counts the people of a `who` rule."""


def _said_by(item: EvidenceItem, voice: str) -> bool:
    return item.voice == voice and item.unit in ("sources", "changes")


def counts(means: str, item: EvidenceItem) -> bool:
    """Return whether a piece of evidence counts the people that the words name."""
    return _COUNTED[means](item)


def in_english(text: str) -> bool:
    """Return whether a text has one of the small words of English."""
    return any(len(word) > 1 and word.lower() in silent() for word in WORD.findall(text))
