"""Letters that can be set: words from records made harmless, and those that no typeface holds told by their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

from tideturn.report.charts.svg import clean

BREAK: Final = "\u200b"
"""Where a line may break within a word; the template sets an empty box there, so that nothing of it can be copied."""

_BLANKS: Final = re.compile(r"[\t-\r\x1c-\x20\x85\u2028\u2029]+")
_LONG: Final = re.compile(rf"[^\s{BREAK}]{{25,}}")
_JOINS: Final = re.compile(r"(?<=[/_.:;@?&=-])(?=\w)")
_RUN: Final = 12
_JOINER: Final = "\u200d"


def line(text: str) -> str:
    """The text on one line, without controls, with places to break in whatever is longer than a word."""
    return _LONG.sub(_breakable, _BLANKS.sub(" ", clean(text)))


def _breakable(word: re.Match[str]) -> str:
    parts = (part for joined in _JOINS.split(word[0]) for part in _runs(joined))
    return BREAK.join(parts)


def _runs(part: str) -> Iterable[str]:
    """A part in pieces of about a dozen letters, no mark parted from its letter."""
    begun = 0
    for position in range(1, len(part)):
        mark = unicodedata.category(part[position])[0] == "M" or _JOINER in part[position - 1 : position + 1]
        if position - begun >= _RUN and not mark:
            yield part[begun:position]
            begun = position
    yield part[begun:]


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
