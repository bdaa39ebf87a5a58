"""What a search page shows, as plain values: only what the person may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final
from uuid import UUID

from tideturn.hub.search.matching import Term
from tideturn.hub.search.words import Word, words_of

_LONG: Final = 240
"""Approximate length of a snippet in letters."""
_BEFORE: Final = 60
"""Maximum letters of a snippet before the first matching word."""


@dataclass(frozen=True)
class Piece:
    """A piece of a text, either a matching word or not."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Result:
    """A record that the search found."""

    id: UUID
    kind: str
    """Name of its kind."""
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    """The part of its text around the matching words."""
    site: str
    day_is: str
    day: date | None
    address: str


@dataclass(frozen=True)
class Counted:
    """Number of results of a kind or at a site, with its code and name."""

    code: str
    name: str
    many: int


@dataclass(frozen=True)
class Instead:
    """Words searched in place of a word that no visible record has."""

    typed: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A page of results. All counts are of records that the person may see."""

    words: tuple[str, ...]
    """The words searched for."""
    results: tuple[Result, ...]
    total: int
    everywhere: int
    """Number of results of all kinds at all sites."""
    kinds: tuple[Counted, ...]
    sites: tuple[Counted, ...]
    instead: tuple[Instead, ...]
    number: int
    pages: int


def marked(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """Return a text in pieces, with the matching words marked."""
    return _pieces(text, _hits(text, terms), 0, len(text))


def snippet(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """Return the part of a text around the matching words, from the line that matches the most terms."""
    parts = [(part, _hits(part, terms)) for part in text.split("\n") if part]
    if not parts:
        return ()
    part, hits = max(parts, key=lambda one: len({term for _, term in one[1]}))
    start = max(0, hits[0][0].start - _BEFORE) if hits else 0
    if len(part) - start < _LONG:
        start = max(0, len(part) - _LONG)
    end = min(len(part), start + _LONG)
    start = part.rfind(" ", 0, start) + 1 if start else 0
    end = part.rfind(" ", start, end) if end < len(part) and " " in part[start:end] else end
    pieces = _pieces(part, [hit for hit in hits if hit[0].end <= end], start, end)
    before, after = Piece("… "), Piece(" …")
    return (*((before,) if start else ()), *pieces, *((after,) if end < len(part) else ()))


def _hits(text: str, terms: Sequence[Term]) -> list[tuple[Word, Term]]:
    return [(word, term) for word in words_of(text) for term in terms if term.is_of(word.word)]


def _pieces(text: str, hits: Sequence[tuple[Word, Term]], start: int, end: int) -> tuple[Piece, ...]:
    at = sorted({start, end} | {edge for word, _ in hits for edge in (word.start, word.end)})
    found = {word.start for word, _ in hits}
    return tuple(Piece(text[one:other], one in found) for one, other in pairwise(at) if start <= one)
