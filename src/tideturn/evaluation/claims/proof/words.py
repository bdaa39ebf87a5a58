"""The words of a sentence by `grammar.toml`: what was done, by whom, when, and words that say nothing alone."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import snowballstemmer

from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.units import TRAINED

_CUT: Final = snowballstemmer.stemmer("english")
WORD: Final = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SHORT: Final = {"<not>": r"(?:not|n[’']t)", "<so>": "(?:so|this|that|as much)", "<’>": "[’']"}
"""What stands for a pattern within patterns."""


class Found(NamedTuple):
    """What some words of a text mean, and where they stand."""

    means: str
    start: int
    end: int


@cache
def grammar() -> Mapping[str, Mapping[str, Any]]:
    """Return the rules as they are written."""
    return tomllib.loads(files(__package__).joinpath("grammar.toml").read_text(encoding="utf-8"))


@cache
def _patterns(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, pattern_of(rules)) for name, rules in grammar()[kind].items() if rules)


def pattern_of(rules: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern that any of some rules makes."""
    pattern = "|".join(rules)
    for name, stands_for in _SHORT.items():
        pattern = pattern.replace(name, stands_for)
    return re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE)


def _in(kind: str, text: str, start: int, end: int) -> list[Found]:
    return list(_found(kind, text, start, end))


@lru_cache(maxsize=4096)
def _found(kind: str, text: str, start: int, end: int) -> tuple[Found, ...]:
    """Return what words of a kind mean, in order; of words that overlap the rule that stands first.

    Several accountants ask the same of a sentence.
    """
    found: list[Found] = []
    for name, pattern in _patterns(kind):
        for match in pattern.finditer(text, start, end):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(Found(name, *match.span()))
    return tuple(sorted(found, key=lambda one: one.start))


def does_in(text: str, start: int, end: int) -> list[Found]:
    """Return what a stretch of a text says that somebody did, in order."""
    return _in("does", text, start, end)


def who_in(text: str, start: int, end: int) -> list[Found]:
    """Return whom a stretch of a text names, in order."""
    return _in("who", text, start, end)


def when_in(text: str, start: int, end: int) -> list[Found]:
    """Return when a stretch of a text says that something was, in order."""
    return _in("when", text, start, end)


def said_in(text: str) -> list[Found]:
    """Return what a text says that somebody said of an outcome, in order."""
    return _in("said", text, 0, len(text))


@cache
def speakers(voice: str) -> str:
    """Return a pattern of what one person of a voice is called, and no more exactly than that."""
    named: Mapping[str, Sequence[str]] = grammar()["speaker"]
    return "|".join((*named.get(voice, ()), *named["anybody"]))


@cache
def silent() -> frozenset[str]:
    """Return the words that say nothing by themselves."""
    return frozenset(grammar()["silent"]["words"].split())


@cache
def stem(word: str) -> str:
    """Return what the forms of a word have in common."""
    low = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    found: str = _CUT.stemWord(grammar()["irregular"].get(low, low))
    return found


def stems_of(text: str) -> Iterator[str]:
    """Yield the stem of each word of a text that says something."""
    for match in WORD.finditer(text):
        for word in match[0].split("-"):
            if word.lower() not in silent():
                yield stem(word)


_COUNTED: Final[Mapping[str, Callable[[EvidenceItem], bool]]] = {
    "trained": lambda item: item.unit == TRAINED,
    "partners": lambda item: item.unit in ("partners", TRAINED) or _said_by(item, "stakeholder"),
    "staff": lambda item: item.unit == "staff" or _said_by(item, "staff"),
    "families": lambda item: item.unit in ("families", "adults") or _said_by(item, "family"),
    "adults": lambda item: item.unit == "adults",
    "young": lambda item: item.unit in ("young people", "referrals") or _said_by(item, "young_person"),
    "places": lambda item: item.unit in ("places", "groups", "places and groups"),
    "cases": lambda item: item.unit == "cases",
    "organisations": lambda item: item.unit in ("organisations", "partner organisations"),
    "anybody": lambda item: bool(item.unit),
}
"""Which evidence counts those whom the words of `who` name."""


def _said_by(item: EvidenceItem, voice: str) -> bool:
    return item.voice == voice and item.unit in ("sources", "changes")


def counts(means: str, item: EvidenceItem) -> bool:
    """Whether an item counts those whom the words name."""
    return _COUNTED[means](item)
