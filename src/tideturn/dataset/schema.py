"""Define a table: typed columns, declared once; schema, validation, package and reference page all follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

import polars as pl

MANY: Final = "|"
"""Separator of several values in one cell."""


class Kind(StrEnum):
    """The kind of value that a cell holds."""

    TEXT = "text"  # words for a reader: a title, a description, something somebody wrote
    CODE = "code"  # the programme's own pseudonym or code
    CHOICE = "choice"  # one term of a vocabulary
    YES_NO = "yes_no"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"  # ISO 8601, as 2018-11-03
    TIME = "time"  # ISO 8601 date and time; kept as written, since a zone may or may not be given
    PERIOD = "period"  # 2019-09, 2019-Q3 or 2019


DTYPES: Final[dict[Kind, pl.DataType]] = {
    Kind.TEXT: pl.String(),
    Kind.CODE: pl.String(),
    Kind.CHOICE: pl.String(),
    Kind.YES_NO: pl.Boolean(),
    Kind.INTEGER: pl.Int64(),
    Kind.NUMBER: pl.Float64(),
    Kind.DATE: pl.Date(),
    Kind.TIME: pl.String(),
    Kind.PERIOD: pl.String(),
}


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of terms, each with the words that explain it."""

    name: str
    terms: dict[str, str]

    def __contains__(self, term: object) -> bool:
        return term in self.terms

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the terms as written in a cell."""
        return tuple(self.terms)


@dataclass(frozen=True)
class Column:
    """One column: its name, what its cells hold, and what they mean."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    many: bool = False
    terms: Vocabulary | None = None
    refers_to: str | None = None
    """The `table.column` that must hold every value here (`sites.code` and `years.number` are in `programme.toml`)."""
    also: tuple[str, ...] = ()
    """Codes that the column may hold besides those of `refers_to`."""
    minimum: float | None = None
    maximum: float | None = None
    free: bool = False
    """Whether somebody typed the words freely, so that they are searched for signs of identity."""
    older: bool = False
    """Whether the column is only read where an older file has it, and never offered in a new file."""

    @property
    def dtype(self) -> pl.DataType:
        """Return the frame's type; several values in one cell stay text."""
        return pl.String() if self.many else DTYPES[self.kind]


@dataclass(frozen=True)
class Dated:
    """The dates of a table that say when a row, or some of its cells, became known."""

    row: tuple[str, ...] = ()
    """Columns whose earliest filled date is when the row became known; if none is filled, it was known by its year's
    end.
    """
    later: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Dates that a row gains afterwards, each with the cells that became known on that day."""
    through: Mapping[str, str] = field(default_factory=dict)
    """Columns that name a row of another table (`table.column`); until that row is known, this one is not
    known either.
    """
    other: tuple[str, ...] = ()
    """Dates that do not say when anything became known: plans, and what happened before the row was written."""


@dataclass(frozen=True)
class Table:
    """One table of the folder: its columns in order, its key, and who usually fills it in."""

    name: str
    title: str
    purpose: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    """Columns that together tell one row from another; empty if two equal rows are both meant."""
    filled_by: str = "evaluator"
    open_ended: bool = False
    """Whether further columns are data (a survey's questions) and not strays."""
    dated: Dated = Dated()
    file: str = field(default="")

    def __post_init__(self) -> None:
        if not self.file:
            object.__setattr__(self, "file", f"{self.name}.csv")

    def column(self, name: str) -> Column:
        """Return the column called `name`. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the declared columns that a new file has, in order."""
        return tuple(column.name for column in self.offered)

    @property
    def offered(self) -> tuple[Column, ...]:
        """Return the columns that a new file has, in order."""
        return tuple(column for column in self.columns if not column.older)

    @property
    def required(self) -> tuple[str, ...]:
        """Return the names of the columns that must exist and be filled."""
        return tuple(column.name for column in self.columns if column.required)

    def empty(self) -> pl.DataFrame:
        """Return a frame of no rows with every column that a new file has, at its type."""
        return self._empty.clone()  # shares the frame made once; making one takes forty times as long

    @cached_property
    def _empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema={column.name: column.dtype for column in self.offered})
