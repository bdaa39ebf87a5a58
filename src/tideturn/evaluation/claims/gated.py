"""Patterns that are built, and tried, only for texts with letters that they cannot match without."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterator
from functools import cache, cached_property, lru_cache
from typing import Final

_PIECE: Final = re.compile(
    r"(?:(?P<aside>\(\?(?:<?!|P=))|(?P<opens>\((?:\?(?::|<?=|P<\w+>))?)|(?P<closes>\))|(?P<or>\|)|(?P<gap><\w\w+>)|"
    r"\[(?P<any>[^\]\\^-]+)\]|(?P<letters>(?:[^\\()\[\]{}|?*+.^$<>]|\\[s.])+)|\[\^?\]?(?:\\.|[^\]\\])*\]|<.>|\\.|.)"
    r"(?P<optional>[?*]|\{[\d,]*\})?",
    re.DOTALL,
)
_SPACE: Final = re.compile(r"\s")


@cache
def needs(pattern: str) -> tuple[tuple[str, ...], ...]:
    """Return letters and gaps such as `<year>` in groups, of each of which every match has one.

    The rarest group comes first, and in a group the gaps come last.
    """
    found = dict.fromkeys(_needs(_PIECE.finditer(pattern))[0])
    groups = (tuple(sorted(group, key=lambda one: (one.startswith("<"), one))) for group in found)
    return tuple(sorted(groups, key=least, reverse=True))


def _needs(pieces: Iterator[re.Match[str]]) -> tuple[list[frozenset[str]], bool]:
    """Read the pieces up to the end of their group. Return what it needs, and whether it may be left out."""
    ways: list[list[frozenset[str]]] = [[]]
    optional = False
    for piece in pieces:
        kind = piece.lastgroup
        if kind == "optional":
            if piece["closes"]:
                optional = True
                break
            if letters := _plain(piece["letters"] or "")[:-1]:
                ways[-1].append(frozenset({letters}))
        elif kind == "letters":
            ways[-1].append(frozenset({_plain(piece[0])}))
        elif kind == "closes":
            break
        elif kind == "or":
            ways.append([])
        elif kind in ("opens", "aside"):
            own, left_out = _needs(pieces)
            if kind == "opens" and not left_out:
                ways[-1] += own
        elif kind in ("any", "gap"):
            ways[-1].append(frozenset(piece["any"].lower() if kind == "any" else {piece[0]}))
    if len(ways) == 1:
        return ways[0], optional
    return [frozenset[str]().union(*(max(way, key=least) for way in ways))] if all(ways) else [], optional


def _plain(letters: str) -> str:
    if "\\" in letters:
        letters = letters.replace(r"\s", " ").replace(r"\.", ".")
    return letters.lower()


def least(letters: Collection[str]) -> int:
    """Return the length of the shortest: the longer it is, the fewer texts have it; 0 if there is a gap."""
    return min(0 if one.startswith("<") else len(one) for one in letters)


class Gated:
    """A pattern that ignores case, and looks only at texts with letters that it needs."""

    def __init__(self, pattern: str) -> None:
        """Keep the pattern, and build it when a text first may match."""
        self.pattern = pattern
        self._last: tuple[str | None, bool] = (None, False)

    @cached_property
    def _built(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.IGNORECASE)

    def may_match(self, text: str) -> bool:
        """Return whether a text has letters of each kind."""
        last, may = self._last  # the same text is looked at from many of its words
        if last is text:
            return may
        may = True
        low = folded(text)
        for group in needs(self.pattern):
            for letters in group:
                if letters in low:
                    break
            else:
                may = False
                break
        self._last = text, may
        return may

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match."""
        return self._built.search(text, start, end) if self.may_match(text) else None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the match at the start."""
        return self._built.match(text, start, end) if self.may_match(text) else None

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the match of the whole stretch."""
        return self._built.fullmatch(text, start, end) if self.may_match(text) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Return the matches in order."""
        return self._built.finditer(text, start, end) if self.may_match(text) else iter(())

    def sub(self, put: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Return the text with each match replaced."""
        return self._built.sub(put, text) if self.may_match(text) else text


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Fold case and white space as patterns do that ignore case: `ſ` is an s."""
    return _SPACE.sub(" ", text.casefold())
