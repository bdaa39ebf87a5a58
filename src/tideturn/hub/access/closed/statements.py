"""Parse a statement: find the tables it reads without a rule's mark, and the columns it pins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

_KEPT: Final = 4096
"""Parsed statements to keep. A hub repeats the same statements with other values."""
_TOKEN: Final = re.compile(
    r"""'(?:[^']|'')*'                                             # a text
    |/\*ruled\ (?P<mark>[^*]*)\*/
    |/\*.*?\*/
    |(?P<pin>"\w+"\."\w+"\ (?:=\ %s|IN\ \(%s(?:,\ %s)*\)))
    |"(?P<quoted>(?:[^"]|"")*)"
    |%%
    |(?P<value>%s)
    |(?P<sign>[().,])
    |(?P<word>[A-Za-z_]\w*)""",
    re.VERBOSE | re.DOTALL,
)
_READS: Final = re.compile(r"[\s(]*(?:SELECT|WITH|VALUES|TABLE)\b", re.IGNORECASE)
_ENDS_TABLES: Final = frozenset({"WHERE", "GROUP", "ORDER", "LIMIT", "HAVING", "FOR", "WINDOW", "OFFSET", "FETCH"})
_COMBINES: Final = frozenset({"UNION", "INTERSECT", "EXCEPT"})
_WORDS: Final = (
    _ENDS_TABLES
    | _COMBINES
    | {
        *("SELECT", "FROM", "JOIN", "ON", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "OUTER", "NATURAL", "USING"),
        *("AS", "OR", "AND", "NOT", "ALL", "DISTINCT", "INDEXED", "BY", "LATERAL", "ONLY"),
    }
)


class Pin(NamedTuple):
    """A column that must equal one of the statement's values, and their positions."""

    column: str
    values: tuple[int, ...]


class Unmarked(NamedTuple):
    """A table that the statement reads without a rule's mark, with its pinned columns."""

    table: str
    pins: tuple[Pin, ...]


@dataclass
class _Part:
    """The part of a statement inside a pair of brackets, or the whole statement."""

    negated: bool = False
    reads: bool = False
    either: bool = False
    """Whether it contains an OR, so that no single condition has to be true."""
    names_table: bool = False
    """Whether a table's name comes next."""
    names_alias: bool = False
    in_tables: bool = False
    in_conditions: bool = False
    tables: list[tuple[str, str]] = field(default_factory=list)
    """Each table with its alias."""
    marked: set[str] = field(default_factory=set)
    """Aliases that a rule marked."""
    pins: list[tuple[str, Pin]] = field(default_factory=list)

    def word(self, word: str) -> None:
        """Take a word of SQL."""
        self.names_alias = self.names_alias and word == "AS"
        if word == "SELECT":
            self.reads, self.names_table = True, False
        elif word == "JOIN" or (word == "FROM" and self.reads and not self.in_conditions):
            self.names_table = self.in_tables = True
        elif word == "OR":
            self.either = True
        elif word in _ENDS_TABLES:
            self.in_tables = False
            self.in_conditions = self.in_conditions or word == "WHERE"

    def name(self, name: str) -> None:
        """Take a name, which may be a table or its alias."""
        if self.names_table:
            self.tables.append((name, name))
            self.names_table, self.names_alias = False, True
        elif self.names_alias:
            self.tables[-1] = (self.tables[-1][0], name)
            self.names_alias = False

    def sign(self, sign: str) -> None:
        """Take a comma or a full stop."""
        if sign == "." and self.names_alias:  # the name was a schema
            self.tables.pop()
            self.names_table = True
        elif sign == "," and self.in_tables:
            self.names_table = True
        self.names_alias = False

    def unmarked(self) -> Iterator[Unmarked]:
        """Yield the tables in this part without a mark."""
        marked = set() if self.either else self.marked
        for table, alias in self.tables:
            if alias not in marked:
                pins = () if self.either else tuple(pin for of, pin in self.pins if of == alias)
                yield Unmarked(table, pins)

    def close_into(self, outer: _Part) -> None:
        """Pass its tables, marks and pins to the part around it."""
        outer.tables += self.tables
        if not (self.either or self.negated) and (outer.in_conditions or not outer.reads):
            outer.marked |= self.marked
            outer.pins += self.pins


def unmarked(statement: str, guarded: frozenset[str]) -> tuple[Unmarked, ...]:
    """Return each guarded table that a statement reads without a rule's mark; none for a statement that only writes.

    A mark counts only for its own SELECT, and only if ANDs alone join it to the WHERE. Beside an OR, or inside a NOT,
    it would not keep a single row out.
    """
    # Checked before the cache: each savepoint has a new name, and would push a parsed statement out of it.
    return _unmarked(statement, guarded) if _READS.match(statement) else ()


@lru_cache(_KEPT)
def _unmarked(statement: str, guarded: frozenset[str]) -> tuple[Unmarked, ...]:
    if not any(table in statement for table in guarded):
        return ()
    found: list[Unmarked] = []
    parts, before, position = [_Part()], "", 0
    for token in _TOKEN.finditer(statement):
        part, kind = parts[-1], token.lastgroup
        if kind == "value":
            position += 1
        elif kind == "mark":
            part.marked |= set(token["mark"].lower().split(","))
        elif kind == "pin":
            values = token["pin"].count("%s")
            alias, column = token["pin"].split(maxsplit=1)[0].lower().replace('"', "").split(".")
            if before != "NOT":
                part.pins.append((alias, Pin(column, tuple(range(position, position + values)))))
            position += values
        elif kind == "quoted":
            part.name(token["quoted"].lower())
        elif kind == "word":
            word = token["word"].upper()
            if word in _COMBINES:
                found += part.unmarked()
                parts[-1] = _Part(negated=part.negated)
            elif word in _WORDS:
                part.word(word)
            else:
                part.name(token["word"].lower())
        elif kind == "sign":
            _bracket_or(token["sign"], parts, found, before)
        before = token[0].upper()
    found += parts[0].unmarked()
    return tuple(one for one in found if one.table in guarded)


def _bracket_or(sign: str, parts: list[_Part], found: list[Unmarked], before: str) -> None:
    """Open a part, close one, or hand the sign to the one that is open."""
    part = parts[-1]
    if sign == "(":
        parts.append(_Part(negated=before == "NOT", names_table=part.names_table))
        part.names_table = part.names_alias = False
    elif sign == ")" and len(parts) > 1:
        parts.pop()
        if part.reads:
            found += part.unmarked()
        else:
            part.close_into(parts[-1])
    else:
        part.sign(sign)
