"""Read the base form of each word in a sentence, with the small words before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from tideturn.evaluation.claims.number_words import NUMBER, number
from tideturn.evaluation.claims.proof.words import grammar, stem

BE: Final = frozenset({"is", "are", "was", "were", "be", "been", "being", "am"})
HAVE: Final = frozenset({"has", "have", "had", "having"})
MAYBE: Final = "maybe"
"""Mark for `’s`, which may be is, has or whose."""
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)?")
_SHORT: Final = {"n't": "not", "'ve": "have", "'re": "are", "'ll": "will", "'m": "am"}
_KEPT_APART: Final = frozenset({"better", "safer", "safety", "child", "children", "people"})
"""Words that share a stem with words of another meaning."""


@dataclass(frozen=True)
class Word:
    """A word with the small words before it."""

    low: str
    base: str
    """Its base form, or its number."""
    small: frozenset[str]
    past: bool

    @property
    def going(self) -> bool:
        """Return whether it is a form like `ringing`."""
        return self.low.endswith("ing")

    @property
    def suffered(self) -> bool:
        """Return whether it is a verb in the passive: `was told`."""
        return self.past and bool(self.small & BE)

    @property
    def numeral(self) -> bool:
        """Return whether it is a number."""
        return _is_numeral(self.low)


@lru_cache(maxsize=512)
def read(text: str) -> tuple[Word, ...]:
    """Return the words of a text, except small words."""
    words: list[Word] = []
    small: set[str] = set()
    for low in _lower(text):
        if low in _light():
            small.add(low)
        else:
            words.append(Word(low, _base(low), frozenset(small), _is_past(low)))
            small = set()
    return tuple(words)


def ending(text: str) -> frozenset[str]:
    """Return the small words at the end of a text."""
    words = [*_lower(text)]
    last = max((at for at, low in enumerate(words) if low not in _light()), default=-1)
    return frozenset(words[last + 1 :])


@cache
def bases(words: str) -> frozenset[str]:
    """Return the base form of each of some words."""
    return frozenset(map(_base, words.split()))


@cache
def _light() -> frozenset[str]:
    return frozenset((*grammar()["retold"]["light"].split(), MAYBE))


@cache
def _pasts() -> dict[str, str]:
    return dict(pair.split("=") for pair in grammar()["retold"]["past"].split())


def _is_past(word: str) -> bool:
    return word in _pasts() or (word.endswith("ed") and word not in ("need", "red"))


def _is_numeral(word: str) -> bool:
    return re.fullmatch(NUMBER, word) is not None


@cache
def _base(word: str) -> str:
    if _is_numeral(word):
        return f"{number(word):g}"
    if word in _KEPT_APART:
        return word
    first = next((first for first, others in grammar()["retold"]["same"].items() if word in others), None)
    return _base(first) if first else stem(_pasts().get(word, word))


def _lower(text: str) -> Iterator[str]:
    """Yield the words of a text in small letters, with short forms written out."""
    plain = text.replace("’", "'").lower()
    for told, ways in grammar()["retold"]["phrases"].items():
        plain = re.sub(rf"\b(?:{ways})\b", told, plain)
    words = _TOKEN.findall(re.sub("can't|cannot", "can not", plain.replace("won't", "will not")))
    for low, following in pairwise((*words, "")):
        short = next((end for end in _SHORT if low.endswith(end)), None)
        if short:
            yield from filter(None, (low.removesuffix(short), _SHORT[short]))
        elif low.endswith("'d"):
            yield from (low.removesuffix("'d"), "had" if following == "been" or _is_past(following) else "would")
        elif low.endswith("'s"):
            yield from (low.removesuffix("'s"), MAYBE)
        else:
            yield low
