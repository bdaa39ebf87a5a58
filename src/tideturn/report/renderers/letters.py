"""Letters that can be set: words from records made harmless, and those that no typeface holds told by their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from tideturn.report.charts.svg import clean

BREAK: Final = "\u200b"
"""Where a line may break within a word; the template sets an empty box there, so that nothing of it can be copied."""

_BLANKS: Final = re.compile(r"[\t-\r\x1c-\x20\x85\u2028\u2029]+")
_LONG: Final = re.compile(rf"[^\s{BREAK}]{{25,}}")
_JOINS: Final = "/_.:;@?&=-"
_LEAST: Final = 6
_MOST: Final = 16
_JOINER: Final = "\u200d"


@lru_cache(maxsize=4096)
def line(text: str) -> str:
    """The text on one line, without controls, with places to break in whatever is longer than a word."""
    return _LONG.sub(_breakable, _BLANKS.sub(" ", clean(text)))


def _breakable(word: re.Match[str]) -> str:
    return BREAK.join(_pieces(word[0]))


def _pieces(word: str) -> Iterator[str]:
    """A word in pieces, parted after a sign that joins where there is one, and no mark parted from its letter."""
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
    """What stands for a letter that cannot be set: its name in Unicode, or its number."""
    name = unicodedata.name(letter, "")
    told = f"U+{ord(letter):04X}" if not name or name.startswith(("CJK ", "HANGUL ")) else name.lower()
    return f"[{told}]"


def unset(letters: str, can_be_set: Callable[[str], bool]) -> str:
    """Those of the letters that cannot be set, found by halving: one question where all of them can."""
    if not letters or can_be_set(letters):
        return ""
    if len(letters) == 1:
        return letters
    half = len(letters) // 2
    return unset(letters[:half], can_be_set) + unset(letters[half:], can_be_set)
