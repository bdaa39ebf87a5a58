"""Read the cells of one column as the folder writes them, and find what is wrong with those that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from tideturn.dataset.check.identities import masked
from tideturn.dataset.headings import LONGEST_CELL
from tideturn.dataset.schema import MANY, Column, Kind
from tideturn.hub.common.errors import HubError
from tideturn.hub.import_export.spreadsheets.days import DAY, MONTH, Order, order_of, period, written
from tideturn.hub.import_export.spreadsheets.guessing import says_itself

_YES: Final = frozenset({"y", "yes", "true", "t", "1", "1.0", "✓", "✔"})
_NO: Final = frozenset({"n", "no", "false", "f", "0", "0.0", "✗", "✘"})
_BROKEN: Final = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_WHOLE: Final = re.compile(r"[+-]?\d+(?:\.0+)?")
_COMMA: Final = re.compile(r"[+-]?\d+,\d+")
_NO_VALUE: Final = frozenset({"-", "–", "—", "n/a", "na", "none", "nil", "unknown", "not known", "tbc", "?", "x"})
_SHOWN: Final = 40
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_SEVERAL: Final = 3
"""Minimum number of dates that show a pattern by their days."""


class Read:
    """A column that was read: for each different cell, what the folder writes for it, or what is wrong."""

    def __init__(self, column: Column, cells: pl.Series, order: str, words: Mapping[str, str]) -> None:
        """Read the column; `order` says whether ambiguous dates are day first or month first."""
        told = cells.drop_nulls().unique(maintain_order=True).to_list()
        days = order_of(told) if column.kind in (Kind.DATE, Kind.TIME, Kind.PERIOD) else Order()
        self.column, self.order, self.words = column, days.told or order, words
        self.parted = 0
        """Number of different cells that were divided into several values."""
        self.serials = 0
        """Number of different cells with a date as the number that a spreadsheet counts it by."""
        self.hours = 0
        """Number of different cells with a time although the column holds dates."""
        self.turned = _turned(told, days)
        """Whether the spreadsheet program may have swapped day and month in the cells that it read as dates."""
        self.said: dict[str, str] = {}
        self.wrong: dict[str, HubError] = {}
        for cell in told:
            try:
                self.said[cell] = self._read(cell)
            except HubError as error:
                self.wrong[cell] = error

    def _read(self, cell: str) -> str:
        if _BROKEN.fullmatch(cell):
            raise HubError(
                f"The cell shows {cell}, an error of the spreadsheet.", mend="Fix the formula, or write the value."
            )
        if len(cell) > LONGEST_CELL:
            raise HubError(
                f"The cell holds {len(cell):,} characters; the hub reads at most {LONGEST_CELL:,}.",
                mend="Shorten it, or check that each quotation mark is closed.",
            )
        return self._several(cell) if self.column.many else self._one(cell)

    def _one(self, cell: str) -> str:
        reads: dict[Kind, Callable[[str], str]] = {
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

    def _several(self, cell: str) -> str:
        """Return the values of a cell with several. A comma separates codes and short terms, but in free text it may be
        part of a sentence.
        """
        pattern = r"[;\n]" if self.column.free else r"[;,\n]"
        parts = [part.strip() for part in re.split(pattern, cell.replace(MANY, ";")) if part.strip()]
        if len(parts) > 1 and MANY not in cell:
            self.parted += 1
        return MANY.join([self._one(part) for part in parts])

    def _term(self, cell: str) -> str:
        terms = self.column.terms
        assert terms is not None
        if says_itself(cell, terms):
            return cell if cell in terms else cell.lower()
        meant = self.words.get(cell, "")
        if meant in terms:
            return meant
        raise HubError(
            f"{shown(cell)} is not a term of “{self.column.name}”.",
            mend=f"Choose its meaning when you match the sheet, or write one of: {', '.join(terms.codes)}.",
        )

    def _day(self, cell: str) -> str:
        day, clock = self._written(cell)
        self.hours += clock not in ("", "00:00")
        return day.isoformat()

    def _time(self, cell: str) -> str:
        day, clock = self._written(cell)
        return f"{day.isoformat()}T{clock}" if clock else day.isoformat()

    def _period(self, cell: str) -> str:
        found = period(cell, self.order or DAY)
        if found is not None:
            return found
        raise HubError(f"{shown(cell)} is not a month, quarter or year.", mend="Write it as 2019-09, 2019-Q3 or 2019.")

    def _written(self, cell: str) -> tuple[date, str]:
        said = written(cell)
        if said is None:
            mend = _empty_or(cell, "Write it as 2018-11-03: year, month, day.")
            raise HubError(f"{shown(cell)} is not a date.", mend=mend)
        self.serials += said.serial
        if said.is_open and not self.order:
            raise HubError(
                f"{shown(cell)} could be two different dates.",
                mend="Say whether dates are day first or month first, or write 2018-11-03.",
            )
        day = said.by(self.order)
        if day is None:
            first, other = ("day", DAY) if self.order == MONTH else ("month", MONTH)
            raise HubError(
                f"{shown(cell)} has the {first} first, unlike the other dates in this column.",
                mend=f"Write {said.by(other)}, or write all dates in the column the same way.",
            )
        return day, said.clock


def _turned(cells: Sequence[str], days: Order) -> bool:
    """Say whether the program may have swapped day and month. One that reads 03/04 as 4 March leaves 25/12 as text:
    then no date has a day after the 12th.
    """
    dates = [cell for cell in cells if _DATE.fullmatch(cell)]
    return bool(days.told) and not days.open and len(dates) >= _SEVERAL and all(int(cell[8:]) <= 12 for cell in dates)


def _yes_no(cell: str) -> str:
    folded = cell.casefold()
    if folded in _YES:
        return "yes"
    if folded in _NO:
        return "no"
    raise HubError(f"{shown(cell)} is neither yes nor no.", mend=_empty_or(cell, "Write yes or no."))


def _whole(cell: str) -> str:
    plain = _without_thousands(cell)
    if _WHOLE.fullmatch(plain):
        return re.sub(r"\.0+$", "", plain).removeprefix("+")
    raise HubError(f"{shown(cell)} is not a whole number.", mend=_empty_or(cell, "Write a whole number in figures."))


def _number(cell: str) -> str:
    plain = _without_thousands(cell)
    if _NUMBER.fullmatch(plain):
        return plain.removeprefix("+")
    mend = "Write a number such as 12.5, without a unit."
    if _COMMA.fullmatch(cell):
        mend = f"Write {cell.replace(',', '.')} if you mean that: use a point for decimals, not a comma."
    raise HubError(f"{shown(cell)} is not a number.", mend=_empty_or(cell, mend))


def _without_thousands(cell: str) -> str:
    return re.sub(r"[, ]", "", cell) if _THOUSANDS.fullmatch(cell) else cell


def _empty_or(cell: str, mend: str) -> str:
    return "Leave the cell empty if you do not know the value." if cell.casefold() in _NO_VALUE else mend


def shown(cell: str) -> str:
    """Return a cell in quotation marks, with anything masked that looks like a person's identity."""
    text = " ".join(cell.split())
    return masked(f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”")
