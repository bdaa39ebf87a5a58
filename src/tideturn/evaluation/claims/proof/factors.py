"""Find the causes that people named, and their effects, by the words of the folder's list of factors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from tideturn.evaluation.claims.gated import Gated
from tideturn.evaluation.claims.proof.clause import Ground, NamedFactor, Record
from tideturn.evaluation.claims.proof.proposition import about, form, forms, light, names_people_of
from tideturn.evaluation.claims.proof.words import WORD, grammar, pattern_of, silent

_WITHIN: Final = re.compile(r"[\s,’']*")
_LONGEST: Final = 14
"""Maximum number of words that name a cause or an effect."""
_AFTER: Final = Gated(r" (?:to|in)\b")
"""Small words that may end a title: an adult to turn to."""
_FALLS: Final = frozenset(forms("fall fewer less drop decline lower reduce"))
"""Words of a title that hopes for less of something."""


def causes_at(ground: Ground, text: str, at: int) -> Iterator[tuple[int, str]]:
    """Yield the end of each stretch that names one cause in the words of the list, longest first, with its part."""
    begun, listed = _before("cause").match(text, at), _by_word(ground.record)
    for start in {begun.end() if begun else at, at}:
        for end in _ends_of(listed, text, start):
            if (part := _one_part(text[start:end], listed)) is not None:
                yield end, part


def effects_at(ground: Ground, text: str, at: int) -> Iterator[tuple[int, frozenset[str], bool]]:
    """Yield the end of each stretch that names an effect, longest first, with its parts.

    The last value is whether the stretch leaves out the direction in the title: `risk`, for risk that falls.
    """
    own = own_parts(ground)
    if found := _before("effect alone").match(text, at):
        yield found.end(), own, False
    whose = _whose(ground.named, text, at)
    begun, listed = _before("effect").match(text, whose), _by_word(ground.record)
    for start in {begun.end() if begun else at, at}:
        for end in _ends_of(listed, text, start):
            if (part := _one_part(text[start:end], listed, exact=True)) is not None and part not in own:
                yield end, frozenset({part}), False
        labels = [one.label for one in ground.record.factors if one.part in own]
        labels.append(ground.claim.outcome_id.replace("_", " "))
        if start != at and _compares(" ".join([ground.named, *labels])) and not _falls(ground.named):
            continue  # `better` before another title than its own would be another outcome
        for end in about(_said_also(" . ".join([ground.named, *labels])), text, start):
            said = text[start:end]
            if _THEY.search(said) and not names_people_of(ground.named, text[:start]):
                continue
            if _is_outcome(said, ground.named, labels) and not _turns(said, ground.named):
                bare = _falls(ground.named) and not _falls(said)
                if after := _AFTER.match(text, end):
                    yield after.end(), own, bare
                yield end, own, bare


def _whose(title: str, text: str, at: int) -> int:
    """Return where a topic begins after its owners, if the title is about them: partners’ better skills."""
    found = _WHOSE.match(text, at)
    if found is None:
        return at
    known = set(forms(title))
    known |= set(forms("staff partners professionals")) if "practition" in known else set()
    return found.end() if set(forms(found["who"])) <= known else at


_THEY: Final = Gated(r"\bthey\b")
_WHOSE: Final = Gated(r"(?:the )?(?P<who>\w+(?: people)?)[’']s? (?=\w)")


def _turns(said: str, title: str) -> bool:
    """Return whether small words may turn or limit what is named: out of lessons, kept from working together."""
    own = set(grammar()["factor"]["inside"].split()) | light() | {word.lower() for word in WORD.findall(title)}
    return bool({word.lower() for word in WORD.findall(said)} & silent() - own)


def own_parts(ground: Ground) -> frozenset[str]:
    """Return the parts of the causal map for the claim's outcome."""
    return frozenset(one.part for one in ground.record.factors if one.outcome_id == ground.claim.outcome_id)


def _falls(text: str) -> bool:
    return bool(_FALLS & set(forms(text)))


def _is_outcome(said: str, title: str, labels: Sequence[str]) -> bool:
    """Return whether words of a title and its labels are enough to name it, with its `more` or `better`."""
    words, compares = set(_telling(said)), _compares(title) - {_IMPROVES}  # a verb such as `helped` says so itself
    first = next((one for one in _telling(title) if one not in compares), "")
    keys = {first, *(one for label in labels for one in _telling(label))} - _compares(" ".join(labels))
    without = [set(_telling(one)) - compares for one in (title, *labels)]  # a verb such as `brings` says that it rose
    whole = any(one and one <= words for one in without) and not _compares(" ".join(labels))
    return bool(_akin(words, keys)) and (bool(compares & words) or not compares or whole or _falls(title))


def _compares(text: str) -> set[str]:
    return set(forms(text)) & set(grammar()["title"]["turned"])


@lru_cache(maxsize=256)
def _said_also(title: str) -> str:
    """Return a title with other ways of saying its words, and with words for the change that it hopes for."""
    ways = [ways for word, ways in grammar()["ways_of_saying"].items() if form(word) in _kept(title)]
    falls, rises, changes = (grammar()["factor"][kind] for kind in ("fewer", "better", "changes"))
    hoped = [falls] if _falls(title) else [changes] if _compares(title) else [rises, changes]
    return " . ".join([title, *ways, *hoped])


def _akin(words: Iterable[str], keys: Iterable[str]) -> set[str]:
    return {one for one in words for key in keys if one == key or (len(key) >= _LEAST and one.startswith(key))}


_LEAST: Final = 4
_IMPROVES: Final = form("improve")


@lru_cache(maxsize=1)
def _by_word(record: Record) -> Mapping[str, Sequence[NamedFactor]]:
    """Return the factors by each word that a name of them may begin with, so that few are compared."""
    by_word: dict[str, list[NamedFactor]] = defaultdict(list)
    for one in record.factors:
        for word in {*_kept(one.label), *_kept(one.title)[:1]}:
            by_word[word].append(one)
    return by_word


def _one_part(said: str, listed: Mapping[str, Sequence[NamedFactor]], *, exact: bool = False) -> str | None:
    """Return the one part of the list that some words name; None if they name none or two."""
    words = _kept(said)
    fits = [one for one in listed.get(words[0], ()) if _names(said, words, one)] if words else []
    whole = [one for one in fits if set(_kept(one.label)) <= set(words)]
    parts = {one.part for one in (whole if exact or whole else fits)}
    return parts.pop() if len(parts) == 1 else None


def _names(said: str, words: tuple[str, ...], factor: NamedFactor) -> bool:
    """Return whether words are exactly a factor's own words, in their order; people may be left out."""
    people, title = _people(), _kept(factor.title)
    if title and words == title:
        return True
    if words[0] not in _kept(factor.label):
        return False
    for own in _orders(said, factor.label):
        mine = [word for word in words if word in own and word not in people]
        others = [word for word in words if word not in own]
        missing = [word for word in own if word not in words]
        fits = mine and not set(others) - (people & set(title)) and not set(missing) - people
        if fits and mine == [word for word in own if word in words and word not in people]:
            return True
    return False


def _orders(said: str, label: str) -> Iterator[tuple[str, ...]]:
    """Yield the possible word orders of a label: its own, and reversed for `turnover of staff`."""
    own = _kept(label)
    yield own
    if len(own) == _PAIR and _TURNED.search(said):
        yield own[::-1]
    doing = re.match(r"\w+ing\b", said)
    if doing and own[-1] == form(doing[0]) and not label.endswith("ing"):
        yield own[-1:] + own[:-1]  # `sharing better information` for `better information shared`


_PAIR: Final = 2
_TURNED: Final = Gated(
    r"\b(?:of|among|amongst|at|on|over|and|that (?:is|are|was|were)|who (?:is|are|was|were)|being|which (?:is|are))\b"
)


@lru_cache(maxsize=512)
def normal(text: str) -> str:
    """Return a text with each way of saying a word replaced by that word: `across the country` for national."""
    for word, ways in _ways_of_saying():
        text = ways.sub(word, text)
    return text


@cache
def _ways_of_saying() -> tuple[tuple[str, Gated], ...]:
    return tuple((word, Gated(rf"\b(?:{ways})\b")) for word, ways in grammar()["ways_of_saying"].items())


@lru_cache(maxsize=512)
def _kept(text: str) -> tuple[str, ...]:
    """Return the forms of the words that distinguish a factor from others."""
    small = set(grammar()["factor"]["small"].split())
    return tuple(one for word in WORD.findall(normal(text)) if word.lower() not in small for one in forms(word))


def _telling(text: str) -> list[str]:
    """Return the same without the people."""
    return [one for one in _kept(text) if one not in _people()]


@cache
def _people() -> frozenset[str]:
    return frozenset(forms(grammar()["factor"]["people"]))


@cache
def _before(kind: str) -> Gated:
    return pattern_of(grammar()["factor"][kind])


def _ends_of(listed: Mapping[str, Sequence[NamedFactor]], text: str, at: int) -> list[int]:
    """Return the ends of words from a place on, if some factor begins with the first word that distinguishes it."""
    ends = [*_ends(text, at)]
    said = text[at : ends[0]] if ends else ""
    first = _kept(said)[:1]
    return ends if normal(said) != said or any(one in listed for one in first) else []


def _ends(text: str, at: int) -> Iterator[int]:
    """Yield the ends of words from a place on, within one clause, longest first."""
    ends: list[int] = []
    last = at
    for match in WORD.finditer(text, at):
        if not _WITHIN.fullmatch(text[last : match.start()]) or "," in text[last : match.start()]:
            break
        ends.append(match.end())
        last = match.end()
        if len(ends) == _LONGEST:
            break
    yield from reversed(ends)
