"""What a table is: typed columns, declared once; schema, validation, package and reference page all follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

import polars as pl

MANY: Final = "|"
"""What separates several values in one cell."""


class Kind(StrEnum):
    """What a cell holds."""

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
        """The terms as they are written in a cell."""
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
    """`table.column` whose values these must be among (`sites.code` and `years.number` lie in `programme.toml`)."""
    also: tuple[str, ...] = ()
    """Codes that it may hold beside those of `refers_to`."""
    minimum: float | None = None
    maximum: float | None = None
    free: bool = False
    """Words that somebody typed freely, which are therefore searched for signs of identity."""
    older: bool = False
    """Read where a file has it, and offered in no new one."""

    @property
    def dtype(self) -> pl.DataType:
        """The frame's type; several values in one cell stay text."""
        return pl.String() if self.many else DTYPES[self.kind]


@dataclass(frozen=True)
class Dated:
    """Which of a table's dates say when a row, or some of its cells, became known."""

    row: tuple[str, ...] = ()
    """The row became known on the earliest of these that is filled; where none is, by the end of its year."""
    later: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Dates that a row gains afterwards, each with the cells that became known on that day."""
    through: Mapping[str, str] = field(default_factory=dict)
    """Columns that name a row of another table (`table.column`), without which this row is not known either."""
    other: tuple[str, ...] = ()
    """Dates that do not say when anything became known: plans, and what lies before the row was written."""


@dataclass(frozen=True)
class Table:
    """One table of the folder: its columns in order, its key, and who usually fills it in."""

    name: str
    title: str
    purpose: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    """Columns that together tell one row from another; empty where two equal rows are both meant."""
    filled_by: str = "evaluator"
    open_ended: bool = False
    """True where further columns are data (a survey's questions), not strays."""
    dated: Dated = Dated()
    file: str = field(default="")

    def __post_init__(self) -> None:
        if not self.file:
            object.__setattr__(self, "file", f"{self.name}.csv")

    def column(self, name: str) -> Column:
        """The column called `name`. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """The declared columns that a new file has, in order."""
        return tuple(column.name for column in self.offered)

    @property
    def offered(self) -> tuple[Column, ...]:
        """Return the columns that a new file has, in order."""
        return tuple(column for column in self.columns if not column.older)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that must be there and filled."""
        return tuple(column.name for column in self.columns if column.required)

    def empty(self) -> pl.DataFrame:
        """A frame of no rows with every declared column at its type."""
        return self._empty.clone()  # shares what was made once, which takes forty times as long

    @cached_property
    def _empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema={column.name: column.dtype for column in self.offered})
