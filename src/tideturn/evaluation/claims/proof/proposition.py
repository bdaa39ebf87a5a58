"""The outcome's own title in a sentence: said again in another form, turned round, or named as what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

from tideturn.evaluation.claims.proof.words import WORD, grammar, silent, stem

_WITHIN: Final = re.compile(r"[\s,’']*")
_THEY: Final = re.compile(r"\s*they\b", re.I)
_AND_ITS: Final = re.compile(r",? and (?:its|their) \w+", re.I)
"""A second object, without which a title says less."""
_PRACTITIONER: Final = stem("practitioner")
_PRACTISE: Final = frozenset(map(stem, ("staff", "partners", "professionals")))
"""Those of whom a title may speak as practitioners."""
_PAIR: Final = re.compile(r"\b(\w+) and (\w+)\b")
_LEAST, _END = 4, 3
"""Letters that a noun and its adjective have in common, and that the noun ends with: safety, safer."""


@cache
def light() -> frozenset[str]:
    """Return the words that may be put into a title or left out of it, and it says the same."""
    return frozenset(grammar()["title"]["light"].split())


@cache
def form(word: str) -> str:
    """Return what a word may be changed from in another form of a title: never what compares."""
    low = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    return low if low in grammar()["title"]["turned"] else stem(word)


@lru_cache(maxsize=4096)
def forms(text: str) -> tuple[str, ...]:
    """Return the forms of the words of a text that carry its meaning, in order."""
    words = (part for match in WORD.finditer(text) for part in match[0].split("-"))
    return tuple(form(word) for word in words if word.lower() not in light())


def said_again(title: str, text: str, at: int, *, loosely: bool = False) -> Iterator[int]:
    """Yield where a stretch from `at` ends that says the title, the same words in the same order.

    `loosely` is for what is left open: one of two that a title joins may then stand for both.
    """
    for one in _shorter(title, loosely):
        wanted = forms(one)
        if (end := _walk(wanted, text, at)) is not None:
            yield _all_of(one, text, end)
        if (they := _THEY.match(text, at)) is None:
            continue
        named = set(forms(text[:at]))
        named |= {_PRACTITIONER} if named & _PRACTISE else set()
        for count in range(1, len(wanted)):
            if named >= set(wanted[:count]) and (end := _walk(wanted[count:], text, they.end())) is not None:
                yield _all_of(one, text, end)


def _all_of(title: str, text: str, end: int) -> int:
    """Where a title ends that its last small word may follow: an adult to turn to."""
    last = re.match(rf"\s+{re.escape(title.split()[-1])}\b", text[end:], re.I)
    return end + last.end() if last else end


def said_opposite(title: str, text: str, at: int) -> Iterator[int]:
    """Yield where a stretch from `at` ends that says the title with its one comparison turned round."""
    wanted = forms(title)
    turned = grammar()["title"]["turned"]
    places = [at for at, one in enumerate(wanted) if one in turned]
    if len(places) != 1:
        return
    for other in turned[wanted[places[0]]]:
        new = (*wanted[: places[0]], *(form(word) for word in other.split()), *wanted[places[0] + 1 :])
        if (end := _walk(new, text, at)) is not None:
            yield end


def about(title: str, text: str, at: int) -> Iterator[int]:
    """Yield where a stretch from `at` ends that only names what a title is about, the longest first.

    `title` may have its definition with it: nothing is asserted of what is named.
    """
    known = set(forms(title))
    ends: list[int] = []
    last = at
    for match in WORD.finditer(text, at):
        if not _WITHIN.fullmatch(text[last : match.start()]) or (
            "," in text[last : match.start()] and "," not in title
        ):
            break
        low = match[0].lower()
        if all(_akin(part, known) for part in forms(low)) and forms(low):
            ends.append(match.end())
        elif low not in light() and low not in silent():
            break
        last = match.end()
    yield from reversed(ends)


def _akin(one: str, known: set[str]) -> bool:
    """Whether a noun is that of a word that is known, or the word itself: safety of safer."""
    begins = one[: max(_LEAST, len(one) - _END)]
    return one in known or (len(one) >= _LEAST and any(other.startswith(begins) for other in known))


def _shorter(title: str, loosely: bool) -> Iterator[str]:
    yield title
    if (less := _AND_ITS.sub("", title)) != title:
        yield less
    for pair in _PAIR.finditer(title) if loosely else ():
        for kept in pair.groups():
            yield title[: pair.start()] + kept + title[pair.end() :]


def _walk(wanted: Sequence[str], text: str, at: int) -> int | None:
    """Where the wanted words end, with nothing but light ones between them; None where they do not stand so."""
    ways = grammar()["title"]["ways"]
    done, last = 0, at
    while done < len(wanted):
        match = WORD.search(text, last)
        if match is None or not _WITHIN.fullmatch(text[last : match.start()]):
            return None
        way = ways.get(wanted[done])
        if way and (other := re.compile(rf"(?:{way})\b", re.I).match(text, match.start())):
            done, last = done + 1, other.end()
            continue
        for part in match[0].split("-"):
            if done < len(wanted) and form(part) == wanted[done]:
                done += 1
            elif part.lower() not in light():
                return None
        last = match.end()
    return last
