"""The cells of one column, as the folder writes them; and what is wrong with those that cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from tideturn.dataset.check.identities import masked
from tideturn.dataset.headings import LONGEST_CELL
from tideturn.dataset.schema import MANY, Column, Kind
from tideturn.hub.import_export.spreadsheets.days import DAY, MONTH, Order, Written, order_of, period, written
from tideturn.hub.import_export.spreadsheets.guessing import says_itself

_YES: Final = frozenset({"y", "yes", "true", "t", "1", "✓", "✔"})
_NO: Final = frozenset({"n", "no", "false", "f", "0", "✗", "✘"})
_BROKEN: Final = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_WHOLE: Final = re.compile(r"[+-]?\d+(?:\.0+)?")
_COMMA: Final = re.compile(r"[+-]?\d+,\d+")
_NO_VALUE: Final = frozenset({"-", "–", "—", "n/a", "na", "none", "nil", "unknown", "not known", "tbc", "?", "x"})
_SHOWN: Final = 40
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_SEVERAL: Final = 3
"""As many dates tell something by their days."""


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a cell, and how it is mended."""

    what: str
    mend: str


@dataclass(frozen=True)
class Read:
    """A column that was read: by each of its different cells what the folder writes for it, or what is wrong."""

    said: Mapping[str, str]
    wrong: Mapping[str, Wrong] = field(default_factory=dict)
    parted: int = 0
    """How many different cells were divided into several values."""
    serials: int = 0
    """How many were the number of a day, as a spreadsheet counts."""
    hours: int = 0
    """How many had an hour where a day is wanted."""
    turned: bool = False
    """Whether the spreadsheet program may have turned day and month round in those that it took for dates."""


def read_cells(column: Column, cells: pl.Series, order: str, words: Mapping[str, str]) -> Read:
    """Every different cell of a column. `order` is what comes first in a day of which that cannot be told."""
    told = cells.drop_nulls().unique(maintain_order=True).to_list()
    days = order_of(told) if column.kind in (Kind.DATE, Kind.TIME, Kind.PERIOD) else Order()
    reader = _Reader(column, days, days.told or order, words)
    said: dict[str, str] = {}
    wrong: dict[str, Wrong] = {}
    for cell in told:
        found = reader.read(cell)
        if isinstance(found, Wrong):
            wrong[cell] = found
        else:
            said[cell] = found
    return Read(said, wrong, reader.parted, reader.serials, reader.hours, _turned(told, days))


def _turned(cells: Sequence[str], days: Order) -> bool:
    """A program that takes 03/04 for 4 March leaves 25/12 as text: then no date has a day after the 12th."""
    dates = [cell for cell in cells if _DATE.fullmatch(cell)]
    return bool(days.told) and not days.open and len(dates) >= _SEVERAL and all(int(cell[8:]) <= 12 for cell in dates)


class _Reader:
    """Reads the cells of a column one by one, and counts what is worth telling."""

    def __init__(self, column: Column, days: Order, order: str, words: Mapping[str, str]) -> None:
        self.column, self.days, self.order, self.words = column, days, order, words
        self.parted = self.serials = self.hours = 0

    def read(self, cell: str) -> str | Wrong:
        """What the folder writes for it."""
        if _BROKEN.fullmatch(cell):
            return Wrong(
                f"The cell shows {cell}, an error of the spreadsheet.", "Mend the formula, or write the value."
            )
        if len(cell) > LONGEST_CELL:
            return Wrong(
                f"The cell holds {len(cell):,} characters; at most {LONGEST_CELL:,} are read.",
                "Shorten it, or look whether a quotation mark was never closed.",
            )
        if self.column.many:
            return self._several(cell)
        return self._one(cell)

    def _one(self, cell: str) -> str | Wrong:
        reads: dict[Kind, Callable[[str], str | Wrong]] = {
            Kind.CODE: lambda code: self.words.get(code, code),
            Kind.CHOICE: self._term,
            Kind.YES_NO: _yes_no,
            Kind.INTEGER: _whole,
            Kind.NUMBER: _number,
            Kind.DATE: self._day,
            Kind.TIME: self._time,
            Kind.PERIOD: self._period,
        }
        read = reads.get(self.column.kind)
        return cell if read is None else read(cell)

    def _several(self, cell: str) -> str | Wrong:
        """Values that stand side by side. A comma parts codes and short terms, and may belong to a sentence."""
        pattern = r"[;\n]" if self.column.free else r"[;,\n]"
        parts = [part.strip() for part in re.split(pattern, cell.replace(MANY, ";")) if part.strip()]
        if len(parts) > 1 and MANY not in cell:
            self.parted += 1
        read = [self._one(part) for part in parts]
        wrong = [one for one in read if isinstance(one, Wrong)]
        return wrong[0] if wrong else MANY.join(one for one in read if isinstance(one, str))

    def _term(self, cell: str) -> str | Wrong:
        terms = self.column.terms
        assert terms is not None
        if says_itself(cell, terms):
            return cell if cell in terms else cell.lower()
        meant = self.words.get(cell, "")
        if meant in terms:
            return meant
        return Wrong(
            f"{shown(cell)} is no term of “{self.column.name}”.",
            f"Say which is meant where the sheet is matched, or write one of: {', '.join(terms.codes)}.",
        )

    def _day(self, cell: str) -> str | Wrong:
        said = self._written(cell)
        if isinstance(said, Wrong):
            return said
        self.hours += bool(said.clock and said.clock != "00:00")
        day = said.by(self.order)
        assert day is not None
        return day.isoformat()

    def _time(self, cell: str) -> str | Wrong:
        said = self._written(cell)
        if isinstance(said, Wrong):
            return said
        day = said.by(self.order)
        assert day is not None
        return f"{day.isoformat()}T{said.clock}" if said.clock else day.isoformat()

    def _period(self, cell: str) -> str | Wrong:
        found = period(cell, self.order or DAY)
        if found is not None:
            return found
        return Wrong(f"{shown(cell)} is no month, quarter or year.", "Write it as 2019-09, 2019-Q3 or 2019.")

    def _written(self, cell: str) -> Written | Wrong:
        said = written(cell)
        if said is None:
            return Wrong(f"{shown(cell)} is no day.", _empty_or(cell, "Write it as 2018-11-03: year, month, day."))
        self.serials += said.serial
        if said.is_open and not self.order:
            return Wrong(
                f"{shown(cell)} can be two days.", "Say whether the day or the month comes first, or write 2018-11-03."
            )
        if said.by(self.order) is None:
            other = "month" if self.order != MONTH else "day"
            how = f"{shown(cell)} has the {other} first, and the others of this column do not"
            day = said.by(DAY if self.order == MONTH else MONTH)
            return Wrong(f"{how}.", f"Write {day}, or write every day of the column in one way.")
        return said


def _yes_no(cell: str) -> str | Wrong:
    folded = cell.casefold()
    if folded in _YES or folded in ("1.0",):
        return "yes"
    if folded in _NO or folded in ("0.0",):
        return "no"
    return Wrong(f"{shown(cell)} is neither yes nor no.", _empty_or(cell, "Write yes or no."))


def _whole(cell: str) -> str | Wrong:
    plain = _without_thousands(cell)
    if _WHOLE.fullmatch(plain):
        return re.sub(r"\.0+$", "", plain).removeprefix("+")
    return Wrong(f"{shown(cell)} is no whole number.", _empty_or(cell, "Write a whole number in figures."))


def _number(cell: str) -> str | Wrong:
    plain = _without_thousands(cell)
    if _NUMBER.fullmatch(plain):
        return plain.removeprefix("+")
    mend = "Write a number such as 12.5, without a unit."
    if _COMMA.fullmatch(cell):
        mend = f"Write {cell.replace(',', '.')} if that is meant: a point before what is less than one."
    return Wrong(f"{shown(cell)} is no number.", _empty_or(cell, mend))


def _without_thousands(cell: str) -> str:
    return re.sub(r"[, ]", "", cell) if _THOUSANDS.fullmatch(cell) else cell


def _empty_or(cell: str, mend: str) -> str:
    return "Leave the cell empty where it is not known." if cell.casefold() in _NO_VALUE else mend


def shown(cell: str) -> str:
    """A cell in quotation marks, without what looks like somebody's identity."""
    text = " ".join(cell.split())
    return masked(f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”")
