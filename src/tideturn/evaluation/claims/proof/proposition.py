"""Find the outcome's title in a sentence: repeated, turned round, or only named as the topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.words import WORD, grammar, silent, stem

_WITHIN: Final = re.compile(r"[\s,’']*")
_THEY: Final = Gated(r"\s*they\b")
_AND_ITS: Final = Gated(r",? and (?:its|their) \w+")
"""A second object; without it, the title says less."""
_TO_DO: Final = Gated(r" to \w+(?: to)?$")
"""A purpose; without it, the title says less: an adult to turn to."""
_ONE: Final = Gated(r"\bone\b")
_PRACTITIONER: Final = stem("practitioner")
_PRACTISE: Final = frozenset(map(stem, ("staff", "partners", "professionals")))
"""People that a title may call practitioners."""
_COMPARING: Final = frozenset({"more", "less", "fewer", "better", "worse", "safer", "poorer"})
"""Words whose stem would say something else: safer is not safe. Not in the grammar: removing one would prove more."""
_PAIR: Final = re.compile(r"\b(\w+) and (\w+)\b")
_LEAST, _END = 4, 3
"""Shortest shared stem of a noun and its adjective, and longest ending: safety, safer."""


@cache
def light() -> frozenset[str]:
    """Return the words that can be added to a title or dropped without changing its meaning."""
    return frozenset(grammar()["title"]["light"].split())


@cache
def form(word: str) -> str:
    """Return a word's stem; words that compare keep their own form."""
    low = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    return low if low in _COMPARING or low in grammar()["title"]["turned"] else stem(word)


@lru_cache(maxsize=512)
def forms(text: str) -> tuple[str, ...]:
    """Return the forms of the words that carry a text's meaning, in order."""
    words = (part for match in WORD.finditer(text) for part in match[0].split("-"))
    return tuple(form(word) for word in words if word.lower() not in light())


def said_again(title: str, text: str, at: int, *, loosely: bool = False) -> Iterator[int]:
    """Yield the end of each stretch from `at` that repeats the title, in the same word order.

    `loosely` is for what a sentence leaves open: one of two that a title joins may then mean both.
    """
    for one in _shorter(title, loosely):
        wanted = forms(one)
        if (end := _walk(wanted, text, at)) is not None:
            yield _all_of(one, text, end)
        if (they := _THEY.match(text, at)) is None:
            continue
        named = _named(text[:at])
        for count in range(1, len(wanted)):
            if named >= set(wanted[:count]) and (end := _walk(wanted[count:], text, they.end())) is not None:
                yield _all_of(one, text, end)


def names_people_of(title: str, text: str) -> bool:
    """Return whether a text names the people at the start of a title, so that `they` may refer to them."""
    return set(forms(title)[:1]) <= _named(text)


def _named(text: str) -> set[str]:
    named = set(forms(text))
    return named | ({_PRACTITIONER} if named & _PRACTISE else set())


def opened_at(title: str, text: str, at: int) -> Iterator[int]:
    """Yield the end of each stretch from `at` with the title's first and last words in order, and no other word.

    It is for what a sentence leaves open: a short form of a question says less. Words that compare must all be there.
    """
    wanted = forms(_RATHER.sub("", title))
    end = at
    said: list[str] = []
    for match in WORD.finditer(text, at):
        if not _WITHIN.fullmatch(text[end : match.start()]):
            return
        own = forms(match[0])
        if not own and match[0].lower() not in light():
            return
        said += own
        end = match.end()
        left = iter(wanted)
        if not set(said) <= set(wanted):
            return
        ordered = all(one in left for one in said)
        passive = tuple(said) == wanted[:-3:-1] and _PASSIVE.search(text, at, end)
        whole = {wanted[-1], *(set(wanted) & _COMPARING)} <= set(said) and len(set(said) - _PEOPLE) > 1
        if own and whole and (ordered or passive):
            yield end


_RATHER: Final = Gated(r" rather than .*$")
_PASSIVE: Final = Gated(r"\b(?:is|are|was|were|being|been)\b")
_PEOPLE: Final = frozenset(map(stem, ("young", "people", "parents", "carers", "practitioners")))


def _all_of(title: str, text: str, end: int) -> int:
    """Return the end of a title, with its last small word if that follows: an adult to turn to."""
    last = re.match(rf"\s+{re.escape(title.split()[-1])}\b", text[end:], re.I)
    return end + last.end() if last else end


def named_at(title: str, text: str, at: int) -> Iterator[int]:
    """Yield the end of `the outcome is being reached (Title)`, the form for a title that is not a sentence."""
    said = f"the outcome is being reached ({title}".lower()
    end = at + len(said)
    if text.startswith((")", "; "), end) and text[at:end].lower() == said:
        yield end + text.startswith(")", end)


def said_opposite(title: str, text: str, at: int) -> Iterator[int]:
    """Yield the end of each stretch from `at` that repeats the title with its comparison reversed."""
    for new, _ in opposites(title):
        if (end := _walk(new, text, at)) is not None:
            yield end


def opposites(title: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the words of the title with its comparison reversed, and the word that reverses it."""
    wanted = forms(title)
    turned = grammar()["title"]["turned"]
    places = [at for at, one in enumerate(wanted) if one in turned]
    for other in turned[wanted[places[0]]] if len(places) == 1 else ():
        said = tuple(form(word) for word in other.split())
        yield (*wanted[: places[0]], *said, *wanted[places[0] + 1 :]), said[-1]


def about(title: str, text: str, at: int) -> Iterator[int]:
    """Yield the end of each stretch from `at` that only names the title's topic, longest first.

    `title` may include its definition: to name something asserts nothing about it.
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
    """Return whether a word, or an adjective with the same stem, is known: safety and safer."""
    begins = one[: max(_LEAST, len(one) - _END)]
    return one in known or (len(one) >= _LEAST and any(other.startswith(begins) for other in known))


def _shorter(title: str, loosely: bool) -> Iterator[str]:
    yield title
    if (less := _TO_DO.sub("", title)) != title:
        yield less
    if (less := _AND_ITS.sub("", title)) != title:
        yield less
    for long, ways in grammar()["title"]["short"].items():
        yield from (title.replace(long, way) for way in ways if long in title)
    if loosely and (less := _ONE.sub("a", _TO_DO.sub("", title))) != title:
        yield less
    for pair in _PAIR.finditer(title) if loosely else ():
        for kept in pair.groups():
            yield title[: pair.start()] + kept + title[pair.end() :]


def _walk(wanted: Sequence[str], text: str, at: int) -> int | None:
    """Return the end of the wanted words with only light words between them; None if they are not there."""
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
