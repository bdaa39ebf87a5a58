"""Register what recomputes each sentence, table and drawing, by where it stands and how it is worded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .reading import Document, Passage, Table


@dataclass(frozen=True)
class Said:
    """A passage, and what a statement's pattern found in it."""

    passage: Passage
    match: re.Match[str]
    document: Document

    def __getitem__(self, group: str) -> str:
        return self.match[group] or ""


@dataclass(frozen=True)
class Statement:
    section: re.Pattern[str]
    pattern: re.Pattern[str]
    kind: re.Pattern[str]
    near: Mapping[str, re.Pattern[str]]
    compute: Callable[[Any, Said], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Tabulation:
    section: re.Pattern[str]
    caption: re.Pattern[str]
    key: tuple[str, ...]
    compute: Callable[[Any, Table], list[dict[str, Any]]]


@dataclass(frozen=True)
class Drawing:
    section: re.Pattern[str]
    chart: re.Pattern[str]
    compute: Callable[[Any, Passage], Sequence[Any]]


STATEMENTS: list[Statement] = []
WORDED: list[Statement] = []
TABULATIONS: list[Tabulation] = []
DRAWINGS: list[Drawing] = []
EXPLANATIONS: list[tuple[re.Pattern[str], str]] = []
MAKERS: list[Callable[[Any], list[Statement]]] = []


def explains(section: str, *texts: str) -> None:
    """Register words that explain and state no data: they count only where they stand to the letter."""
    EXPLANATIONS.extend((re.compile(section), text) for text in texts)


def makes(make: Callable[[Any], list[Statement]]) -> Callable[[Any], list[Statement]]:
    """Register what makes statements of a folder's own sentences: it gets the year."""
    MAKERS.append(make)
    return make


def statement(section: str, pattern: str, compute: Any) -> Statement:
    return Statement(re.compile(section), re.compile(pattern), re.compile(""), {}, compute)


def states(section: str, pattern: str, *, kind: str = "", **near: str) -> Callable[[Any], Any]:
    """Register what recomputes the named groups of a sentence.

    The function gets the year and what was said, and returns each group's value (a number, a word, `Near`, `Below`,
    `OneOf`), or None where the sentence is another's. A figure within the match but in no group is a failure; number
    words there are the pattern's own words.
    """

    def register(compute: Any) -> Any:
        STATEMENTS.append(
            Statement(
                *(re.compile(section), re.compile(pattern), re.compile(kind)),
                {name: re.compile(value) for name, value in near.items()},
                compute,
            )
        )
        return compute

    return register


def worded(section: str, pattern: str) -> Callable[[Any], Any]:
    """Register what checks a sentence that states data in words and dates alone: it returns `Holds`, each by a name."""

    def register(compute: Any) -> Any:
        WORDED.append(statement(section, pattern, compute))
        return compute

    return register


def tabulates(section: str, caption: str, key: Iterable[str] = ()) -> Callable[[Any], Any]:
    """Register what recomputes a table: the function returns all rows, by column; columns left out are sentences.

    Rows are matched by the columns of `key` (the first where none is named), and there may be no other rows.
    """

    def register(compute: Any) -> Any:
        TABULATIONS.append(Tabulation(re.compile(section), re.compile(caption), tuple(key), compute))
        return compute

    return register


def draws(section: str, chart: str) -> Callable[[Any], Any]:
    """Register what recomputes the numbers of a drawing, in the order in which they stand in it."""

    def register(compute: Any) -> Any:
        DRAWINGS.append(Drawing(re.compile(section), re.compile(chart), compute))
        return compute

    return register
