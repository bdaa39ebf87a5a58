"""Split a text into words for search, without case, accents and endings.

The hub cuts and stems words itself, because each database does so differently: SQLite stems by Porter’s first rules,
PostgreSQL by a later version of Snowball’s. So both databases find the same, and tests on one are valid for the other.

Source of the stems: https://snowballstem.org/algorithms/english/stemmer.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import Final

import snowballstemmer

from tideturn.hub.crypto.blind_index import normalised

_ALIKE: Final = 1
"""Version of the way that texts are cut into words. Raise it when that changes, and the index is built again."""
MADE_BY: Final = f"{_ALIKE} with snowballstemmer {version('snowballstemmer')}"
LONGEST: Final = 60
"""Maximum length of a word in letters; search ignores the rest."""
_FILLING: Final = """
a an and are as at be been but by can do does for from had has have how if in into is it its of on or so than that the
their them then there these they this to was we were what when where which who why will with would you
"""
FILLING: Final = frozenset(_FILLING.split())
"""Words that do not distinguish one text from another: search ignores them."""
# A word is a run of letters, digits, marks and apostrophes of any script; every other sign or blank ends it.
_WORD: Final = re.compile("[^\\s!-&(-/:-@\\[-`{-~\x80-\xbf×÷\u2000-\u2018\u201a-\u206f\u2190-\u2bff\u3000-\u303f]+")
_CUT: Final = snowballstemmer.stemmer("english")
_plain: Final = lru_cache(maxsize=1 << 16)(normalised)


@dataclass(frozen=True)
class Word:
    """A word of a text, with its position there."""

    word: str
    start: int
    end: int


def words_of(text: str) -> Iterator[Word]:
    """Yield each searchable word, in the text’s order."""
    for found in _WORD.finditer(text):
        word = _plain(found[0])[:LONGEST]
        if word and word not in FILLING:
            yield Word(word, found.start(), found.end())


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return what a word has in common with its other forms: exploit for exploiting and exploitation."""
    return str(_CUT.stemWord(word))


def words_in(text: str) -> set[str]:
    """Return the searchable words of a text, each once."""
    words = {_plain(word)[:LONGEST] for word in _WORD.findall(text)} - FILLING
    words.discard("")
    return words


def stems_of(text: str) -> set[str]:
    """Return the stems of a text, each once."""
    return set(map(stem, words_in(text)))
