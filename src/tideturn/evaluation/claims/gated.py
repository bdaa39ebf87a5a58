"""Build and try patterns only for texts that have the letters they need."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, cached_property, lru_cache
from typing import Final

_PIECE: Final = re.compile(
    r"(?:(?P<opens>\((?:(?!\?)|\?(?::|<?=|P<\w+>)))|(?P<aside>\(\?)|(?P<closes>\))|(?P<or>\|)|(?P<gap><\w\w+>)|"
    r"\[(?P<any>[^\]\\^-]+)\]|(?P<letters>(?:(?:[^\\()\[\]{}|?*+.^$<>]|\\[s.])(?![?*{]))+)|\[\^?\]?(?:\\.|[^\]\\])*\]|"
    r"<.>|\\(?:[xuU\d]\w*|N\{[^}]*\}|.)|.)"
    r"(?P<optional>[?*]|\{[\d,]+\})?",
    re.DOTALL,
)
"""One piece of a pattern. A match need not contain what is `aside`: `(?!…)`, `(?P=…)`, and groups with flags."""
_LAST_SPACE: Final = 0x3000
_FOLDS: Final[dict[int, str | int | None]] = {
    **{code: " " for code in range(_LAST_SPACE + 1) if chr(code).isspace()},
    **str.maketrans("İı’", "ii'"),
}
"""White space, and letters that `casefold` keeps apart: a pattern's `i` matches both, the grammar's `’` any
apostrophe."""


@cache
def needs(pattern: str) -> tuple[tuple[str, ...], ...]:
    """Return groups of letters and of gaps such as `<year>`. Every match has at least one member of each group.

    The group with the longest letters comes first. Within a group, gaps come last.
    """
    found = dict.fromkeys(_needs(_PIECE.finditer(pattern)))
    groups = (tuple(sorted(group, key=lambda one: (one.startswith("<"), one))) for group in found)
    return tuple(sorted(groups, key=least, reverse=True))


def _needs(pieces: Iterator[re.Match[str]]) -> list[frozenset[str]]:
    """Read the pieces up to the end of their group, and return what it needs: nothing if it may be left out."""
    ways: list[list[frozenset[str]]] = [[]]
    for piece in pieces:
        match piece.lastgroup:
            case "optional" if piece["closes"]:
                return []
            case "closes":
                break
            case "or":
                ways.append([])
            case "opens":
                ways[-1] += _needs(pieces)
            case "aside":
                _needs(pieces)
            case "any":
                ways[-1].append(frozenset(folded(piece["any"])))
            case "letters" | "gap":
                ways[-1].append(frozenset({folded(piece[0].replace(r"\s", " ").replace(r"\.", "."))}))
    if len(ways) == 1:
        return ways[0]
    return [frozenset[str]().union(*(max(way, key=least) for way in ways))] if all(ways) else []


def least(letters: Collection[str]) -> int:
    """Return the length of the shortest: the longer it is, the fewer texts have it; 0 if there is a gap."""
    return min(0 if one.startswith("<") else len(one) for one in letters)


def has_each(needed: Iterable[Iterable[str]], low: str) -> bool:
    """Return whether a folded text has letters of each group."""
    for group in needed:  # written out, since it runs for each pattern and text
        for letters in group:
            if letters in low:
                break
        else:
            return False
    return True


class Gated:
    """A pattern that ignores case, and looks only at texts with letters that it needs.

    It may not be verbose (`(?x)`): its blanks are read as letters.
    """

    def __init__(self, pattern: str) -> None:
        """Keep the pattern, and build it when a text first may match."""
        self.pattern = pattern
        self._text: str | None = None
        self._may = False

    @cached_property
    def needed(self) -> tuple[tuple[str, ...], ...]:
        """Return the letters that every match has."""
        return needs(self.pattern)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """Return the pattern, built."""
        return built(self.pattern)

    def may_match(self, text: str) -> bool:
        """Return whether a text has the letters that the pattern needs, in any place.

        The last answer is cached, because most texts are tried at many places in turn.
        """
        if text != self._text:
            self._text, self._may = text, has_each(self.needed, folded(text))
        return self._may

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match."""
        return self.compiled.search(text, start, end) if self.may_match(text) else None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the match at the start."""
        return self.compiled.match(text, start, end) if self.may_match(text) else None

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the match of the whole stretch."""
        return self.compiled.fullmatch(text, start, end) if self.may_match(text) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Return the matches in order."""
        return self.compiled.finditer(text, start, end) if self.may_match(text) else iter(())

    def sub(self, put: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Return the text with each match replaced."""
        return self.compiled.sub(put, text) if self.may_match(text) else text


@cache
def built(pattern: str) -> re.Pattern[str]:
    """Return a pattern that ignores case, built once: the cache of `re` is too small for a whole grammar."""
    return re.compile(pattern, re.IGNORECASE)


class Kinds:
    """Named patterns. A text is tried only with those that it may match."""

    def __init__(self, patterns: Iterable[tuple[str, Gated]]) -> None:
        """Keep the patterns in their order."""
        self._every = tuple(patterns)
        self.of = lru_cache(maxsize=512)(self._of)

    def _of(self, text: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        low = folded(text)
        return tuple((name, pattern.compiled) for name, pattern in self._every if has_each(pattern.needed, low))


@lru_cache(maxsize=512)
def folded(text: str) -> str:
    """Fold case and white space as patterns do that ignore case: `ſ` is an s, and `ı` an i."""
    return text.translate(_FOLDS).casefold()
