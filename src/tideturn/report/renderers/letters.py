"""Make text from records safe to typeset, and replace letters that no typeface has by their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from tideturn.report.charts.svg import clean

BREAK: Final = "\u200b"
"""Place where a line may break inside a word; the template sets an empty box there, so that it cannot be copied."""

_BLANKS: Final = re.compile(r"[\t-\r\x1c-\x20\x85\u2028\u2029]+")
_LONG: Final = re.compile(rf"[^\s{BREAK}]{{25,}}")
_JOINS: Final = "/_.:;@?&=-"
_LEAST: Final = 6
_MOST: Final = 16
_JOINER: Final = "\u200d"


@lru_cache(maxsize=4096)
def line(text: str) -> str:
    """Return the text on one line, without control characters, with places to break in anything longer than a word."""
    return _LONG.sub(_breakable, _BLANKS.sub(" ", clean(text)))


def _breakable(word: re.Match[str]) -> str:
    return BREAK.join(_pieces(word[0]))


def _pieces(word: str) -> Iterator[str]:
    """Split a word into pieces, after a joining sign if there is one, without separating a mark from its letter."""
    begun = 0
    for position in range(1, len(word)):
        reached = position - begun
        if reached < _LEAST or (reached < _MOST and word[position - 1] not in _JOINS):
            continue
        if unicodedata.category(word[position])[0] != "M" and _JOINER not in word[position - 1 : position + 1]:
            yield word[begun:position]
            begun = position
    yield word[begun:]


def named(letter: str) -> str:
    """Return the replacement for a letter that no typeface has: its Unicode name, or its number."""
    name = unicodedata.name(letter, "")
    told = f"U+{ord(letter):04X}" if not name or name.startswith(("CJK ", "HANGUL ")) else name.lower()
    return f"[{told}]"


def unset(letters: str, can_be_set: Callable[[str], bool]) -> str:
    """Return the letters that cannot be set, found by halving: a single check where all of them can."""
    if not letters or can_be_set(letters):
        return ""
    if len(letters) == 1:
        return letters
    half = len(letters) // 2
    return unset(letters[:half], can_be_set) + unset(letters[half:], can_be_set)
