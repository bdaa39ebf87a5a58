"""Turn text into typed cells: a cell that cannot be typed becomes null and is reported, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from tideturn.dataset.headings import nearest
from tideturn.dataset.problems import Problem, Severity
from tideturn.dataset.raw import RawTable
from tideturn.dataset.schema import MANY, Column, Kind, Vocabulary

AT_MOST: Final = 1000
"""Maximum number of problems to report singly for each column and rule; one more problem counts the rest."""

_Words = Callable[[str], tuple[str, str]]
"""A function that returns what is wrong with a cell, and how to fix it."""
_CELLS_AT_ONCE: Final = 500_000
_WRITTEN, _TIDY = " written ", " tidy "
"""Prefixes of a column's name while its cells are beside their values; no heading begins with a blank."""

_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_PERIOD: Final = r"^[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$"
_CLOCK: Final = r"([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
_WHOLE: Final = r"^[+-]?[0-9]+(\.0+)?$"
_NUMBER: Final = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
_SLASHED: Final = re.compile(r"^([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4}|[0-9]{2})$")
_WITH_TIME: Final = re.compile(rf"^({_DAY})[T ][0-9]{{2}}:")
_SERIAL: Final = re.compile(r"^[3-5][0-9]{4}$")
"""Pattern for the days from 1982 to 2064 as a spreadsheet numbers them."""
_FIRST_SERIAL: Final = date(1899, 12, 30)
_YES: Final = frozenset({"y", "yes", "true", "t", "1"})
_NO: Final = frozenset({"n", "no", "false", "f", "0"})


def typed(raw: RawTable) -> tuple[pl.DataFrame, list[Problem]]:
    """Return the declared columns in order, each at its type, then the further ones as text; and every fault of a cell.

    A declared column that the file lacks is added as nulls.
    """
    frame, problems = raw.frame, _unfilled(raw)
    values: dict[str, pl.Series] = {name: frame[name] for name in frame.columns}
    there = [column for column in raw.table.columns if column.name in values and column.kind is not Kind.TEXT]
    # As many columns in one pass as keep it small: a million rows go one column at a time.
    at_once = max(1, _CELLS_AT_ONCE // max(1, frame.height))
    for first in range(0, len(there), at_once):
        columns = there[first : first + at_once]
        tidy = frame.select(pl.col([column.name for column in columns]).str.strip_chars())
        typed_cells = tidy.select(_value(column) for column in columns)
        problems += _faults(raw, columns, tidy, typed_cells)
        # A column in which nothing was changed stays the text that was read, and is not held twice.
        for cells in typed_cells.iter_columns():
            if cells.dtype != pl.String or not cells.equals(frame[cells.name]):
                values[cells.name] = cells
    # Chosen here, since polars reads a heading such as * or ^.*$ as a pattern.
    absent = raw.table.empty().select([name for name in raw.table.names if name not in values]).clear(frame.height)
    values |= {cells.name: cells for cells in absent.iter_columns()}
    names = raw.table.names
    further = [name for name in frame.columns if name not in names]
    return pl.DataFrame([values[name] for name in (*names, *further)]), problems


def _unfilled(raw: RawTable) -> list[Problem]:
    """Return a problem for each empty cell of a required column, in rows that are not entirely blank."""
    frame = raw.frame
    required = [column for column in raw.table.columns if column.required and column.name in frame.columns]
    lacking = [column for column in required if frame[column.name].null_count()]
    if not lacking:
        return []
    filled = frame.select(pl.any_horizontal(pl.all().is_not_null()).alias("filled"))["filled"]
    problems: list[Problem] = []
    for column in lacking:
        cells = frame[column.name]
        problems += _told(raw.file, cells, cells.is_null() & filled, "required", _about_nothing(column))
    return problems


@dataclass(frozen=True)
class _Check:
    """A possible fault of a column's cells: the expression that finds it, and the words to report it."""

    column: str
    rule: str
    where: pl.Expr
    words: _Words
    severity: Severity = Severity.ERROR


def _faults(raw: RawTable, columns: Sequence[Column], tidy: pl.DataFrame, values: pl.DataFrame) -> list[Problem]:
    """Return every fault in the cells of these columns: one pass checks all of them, a closer pass only where it finds
    any.
    """
    beside = pl.DataFrame(
        [
            *(raw.frame[column.name].alias(_WRITTEN + column.name) for column in columns),
            *(cells.alias(_TIDY + cells.name) for cells in tidy.iter_columns()),
            *values.iter_columns(),
        ]
    )
    checks = [check for column in columns for check in _checks(column)]
    broken = beside.select(check.where.any().alias(str(index)) for index, check in enumerate(checks))
    problems: list[Problem] = []
    for check, some in zip(checks, broken.row(0) if checks else (), strict=True):
        if some:
            where = beside.select(check.where.alias("where"))["where"]
            problems += _told(raw.file, raw.frame[check.column], where, check.rule, check.words, check.severity)
    return problems


def _checks(column: Column) -> list[_Check]:
    name = column.name
    written, tidy, value = pl.col(_WRITTEN + name), pl.col(_TIDY + name), pl.col(name)
    checks = []
    if column.kind is Kind.CODE:
        checks.append(_Check(name, "spaces", tidy != written, _about_spaces, Severity.QUERY))
    if column.many:
        if column.terms is not None:
            unknown = _any_unknown(tidy, column.terms)
            checks.append(_Check(name, "vocabulary", unknown, lambda cell: _about_terms(cell, column)))
        return checks
    if column.kind is not Kind.CODE:
        amiss = value.is_null() & tidy.is_not_null()
        checks.append(_Check(name, column.kind.value, amiss, lambda cell: _about(cell, column)))
    if column.minimum is not None:
        checks.append(_Check(name, "range", value < column.minimum, _about_least(column.minimum)))
    if column.maximum is not None:
        checks.append(_Check(name, "range", value > column.maximum, _about_most(column.maximum)))
    return checks


def _value(column: Column) -> pl.Expr:
    """Return the column's tidy cells at its type, null where they do not fit it."""
    cell = pl.col(column.name)
    value: pl.Expr = cell
    if column.many:
        return value
    match column.kind:
        case Kind.CHOICE:
            known = list(column.terms.codes) if column.terms is not None else []
            value = pl.when(cell.is_in(known)).then(cell)
        case Kind.YES_NO:
            value = pl.when(cell == "yes").then(pl.lit(True)).when(cell == "no").then(pl.lit(False))
        case Kind.INTEGER:
            whole = cell.str.replace(r"\.0+$", "").str.strip_prefix("+")
            value = pl.when(cell.str.contains(_WHOLE)).then(whole.cast(pl.Int64, strict=False))
        case Kind.NUMBER:
            number = cell.str.strip_prefix("+").cast(pl.Float64, strict=False)
            value = pl.when(cell.str.contains(_NUMBER) & number.is_finite()).then(number)
        case Kind.DATE:
            value = pl.when(cell.str.contains(f"^{_DAY}$")).then(cell.str.to_date("%Y-%m-%d", strict=False))
        case Kind.TIME:
            real = cell.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).is_not_null()
            value = pl.when(cell.str.contains(f"^{_DAY}{_CLOCK}$") & real).then(cell)
        case Kind.PERIOD:
            value = pl.when(cell.str.contains(_PERIOD)).then(cell)
        case _:
            pass
    return value.alias(column.name)


def _told(
    file: str, cells: pl.Series, where: pl.Series, rule: str, words: _Words, severity: Severity = Severity.ERROR
) -> list[Problem]:
    rows = where.fill_null(False).arg_true()
    shown = rows.head(AT_MOST)
    said: dict[str, tuple[str, str]] = {}
    problems = []
    for index, cell in zip(shown.to_list(), cells.gather(shown).to_list(), strict=True):
        text = cell or ""
        if text not in said:
            said[text] = words(text)
        problems.append(Problem(file, index + 2, cells.name, severity, rule, *said[text]))
    if len(rows) > AT_MOST:
        what = f"{len(rows) - AT_MOST:,} more cells of this column have the same fault as those above ({rule})."
        problems.append(Problem(file, 1, cells.name, severity, rule, what, "Mend the column as a whole."))
    return problems


def shown(cell: str) -> str:
    """Return a cell quoted for a sentence, no longer than a line."""
    return f"“{cell if len(cell) <= 60 else f'{cell[:57]}…'}”"


def _about_nothing(column: Column) -> _Words:
    return lambda _: ("The cell is empty.", f"Fill it in: {column.meaning}")


def _about_spaces(cell: str) -> tuple[str, str]:
    return f"{shown(cell)} has a space before or after it.", f"Write {shown(cell.strip())}; it is read so."


def _about_least(least: float) -> _Words:
    return lambda cell: (f"{cell} is below {least:g}.", f"Write {least:g} or more.")


def _about_most(most: float) -> _Words:
    return lambda cell: (f"{cell} is above {most:,.15g}.", f"Write {most:,.15g} or less.")


def _about(cell: str, column: Column) -> tuple[str, str]:
    match column.kind:
        case Kind.CHOICE:
            return _about_term(cell, column)
        case Kind.YES_NO:
            return f"{shown(cell)} is neither yes nor no.", _mend_yes_no(cell)
        case Kind.INTEGER:
            return f"{shown(cell)} is not a whole number.", "Write a whole number in digits, or leave the cell empty."
        case Kind.NUMBER:
            mend = "Write a number such as 12.5, without unit or thousands separator, or leave the cell empty."
            return f"{shown(cell)} is not a number.", mend
        case Kind.DATE:
            return f"{shown(cell)} is not a date.", _mend_date(cell)
        case Kind.TIME:
            return (
                f"{shown(cell)} is not a time.",
                "Write it as 2018-11-03T14:30, or as 2018-11-03 if the hour is unknown.",
            )
        case _:
            mend = "Write a month as 2019-09, a quarter as 2019-Q3 or a year as 2019."
            return f"{shown(cell)} is not a period.", mend


def _about_term(cell: str, column: Column) -> tuple[str, str]:
    terms = column.terms.codes if column.terms is not None else ()
    like = nearest(cell.strip(), terms)
    lead = f"Perhaps “{like}”? " if like else ""
    return f"{shown(cell)} is not a term of this column.", f"{lead}Use one of: {', '.join(terms)}."


def _about_terms(cell: str, column: Column) -> tuple[str, str]:
    terms = column.terms.codes if column.terms is not None else ()
    for part in cell.split(MANY):
        if part.strip() and part.strip() not in terms:
            return _about_term(part.strip(), column)
    return _about_term(cell, column)


def _any_unknown(cells: pl.Expr, terms: Vocabulary) -> pl.Expr:
    known = pl.element().str.strip_chars().is_in([*terms.codes, ""])
    return cells.str.split(MANY).list.eval(~known).list.any()


def _mend_yes_no(cell: str) -> str:
    folded = cell.strip().casefold()
    if folded in _YES:
        return "Write “yes”."
    if folded in _NO:
        return "Write “no”."
    return "Write “yes” or “no”, or leave the cell empty."


def _mend_date(cell: str) -> str:
    """Return what the writer may have meant; if day and month could be either way round, offer both readings."""
    with_time = _WITH_TIME.match(cell.strip())
    if with_time:
        return f"Write {with_time[1]}; the hour is not wanted here."
    if _SERIAL.match(cell.strip()):
        day = _FIRST_SERIAL + timedelta(days=int(cell))
        return f"If a spreadsheet has written a day as its number, write {day}."
    found = _SLASHED.match(cell.strip())
    if not found:
        return "Write it as 2018-11-03: year, month, day."
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    year += 2000 if year < 100 else 0
    readings = {f"{year:04}-{m:02}-{d:02}" for d, m in ((first, second), (second, first)) if m <= 12 and 1 <= d <= 31}
    offered = sorted(readings, key=lambda day: day[5:7] != f"{second:02}")
    if not offered:
        return "Write it as 2018-11-03: year, month, day."
    return f"Write {' or '.join(offered)}, whichever day was meant." if len(offered) > 1 else f"Write {offered[0]}."
