"""From text to typed cells: what cannot be typed becomes null and is told of, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import polars as pl

from tideturn.dataset.headings import nearest
from tideturn.dataset.problems import Problem, Severity
from tideturn.dataset.raw import RawTable
from tideturn.dataset.schema import MANY, Column, Kind

AT_MOST: Final = 1000
"""Problems told one by one for each column and rule; the rest are counted in one more."""

_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_PERIOD: Final = r"^[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$"
_CLOCK: Final = r"([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
_WHOLE: Final = r"^[+-]?[0-9]+(\.0+)?$"
_NUMBER: Final = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
_SLASHED: Final = re.compile(r"^([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4}|[0-9]{2})$")
_YES: Final = frozenset({"y", "yes", "true", "t", "1"})
_NO: Final = frozenset({"n", "no", "false", "f", "0"})


def typed(raw: RawTable) -> tuple[pl.DataFrame, list[Problem]]:
    """The declared columns in order, each at its type, then the further ones as text; and what is wrong with any cell.

    A declared column that the file lacks is there and null.
    """
    problems: list[Problem] = []
    columns: list[pl.Series] = []
    filled = _filled_rows(raw.frame)
    for column in raw.table.columns:
        if column.name not in raw.frame.columns:
            columns.append(pl.Series(column.name, [None] * raw.frame.height, dtype=column.dtype))
            continue
        series, found = _typed_column(raw, column, filled)
        columns.append(series)
        problems += found
    declared = set(raw.table.names)
    columns += [raw.frame[name] for name in raw.frame.columns if name not in declared]
    return pl.DataFrame(columns), problems


def _filled_rows(frame: pl.DataFrame) -> pl.Series:
    if not frame.width:
        return pl.Series([], dtype=pl.Boolean)
    return frame.select(pl.any_horizontal(pl.all().is_not_null()).alias("filled"))["filled"]


def _typed_column(raw: RawTable, column: Column, filled: pl.Series) -> tuple[pl.Series, list[Problem]]:
    cells = raw.frame[column.name]
    problems: list[Problem] = []

    def tell(
        where: pl.Series, rule: str, words: Callable[[str], tuple[str, str]], severity: Severity = Severity.ERROR
    ) -> None:
        problems.extend(_told(raw.file, column.name, cells, where, rule, words, severity))

    if column.required:
        tell(cells.is_null() & filled, "required", lambda _: ("The cell is empty.", f"Fill it in: {column.meaning}"))
    if column.kind is Kind.TEXT:
        return cells, problems
    tidy = cells.str.strip_chars()
    if column.kind is Kind.CODE:
        tell(tidy != cells, "spaces", _about_spaces, Severity.QUERY)
    if column.many:
        if column.terms is not None:
            tell(_any_unknown(tidy, column), "vocabulary", lambda cell: _about_terms(cell, column))
        return tidy, problems
    value = _value(tidy, column)
    tell(value.is_null() & tidy.is_not_null(), column.kind.value, lambda cell: _about(cell, column))
    if column.minimum is not None:
        least = f"{column.minimum:g}"
        tell(value < column.minimum, "range", lambda cell: (f"{cell} is below {least}.", f"Write {least} or more."))
    if column.maximum is not None:
        most = f"{column.maximum:,.15g}"
        tell(value > column.maximum, "range", lambda cell: (f"{cell} is above {most}.", f"Write {most} or less."))
    return value, problems


def _value(cells: pl.Series, column: Column) -> pl.Series:
    """The cells at the column's type, null where they do not fit it."""
    cell = pl.col(column.name)
    value: pl.Expr
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
            return cells
    return cells.to_frame().select(value.alias(column.name))[column.name]


def _told(
    file: str,
    column: str,
    cells: pl.Series,
    where: pl.Series,
    rule: str,
    words: Callable[[str], tuple[str, str]],
    severity: Severity,
) -> list[Problem]:
    rows = where.fill_null(False).arg_true()
    shown = rows.head(AT_MOST)
    said: dict[str, tuple[str, str]] = {}
    problems = []
    for index, cell in zip(shown.to_list(), cells.gather(shown).to_list(), strict=True):
        text = cell or ""
        if text not in said:
            said[text] = words(text)
        problems.append(Problem(file, index + 2, column, severity, rule, *said[text]))
    if len(rows) > AT_MOST:
        what = f"{len(rows) - AT_MOST:,} more cells of this column have the same fault as those above ({rule})."
        problems.append(Problem(file, 1, column, severity, rule, what, "Mend the column as a whole."))
    return problems


def shown(cell: str) -> str:
    """A cell as it is quoted in a sentence: not longer than a line."""
    return f"“{cell if len(cell) <= 60 else f'{cell[:57]}…'}”"


def _about_spaces(cell: str) -> tuple[str, str]:
    return f"{shown(cell)} has a space before or after it.", f"Write {shown(cell.strip())}; it is read so."


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


def _any_unknown(cells: pl.Series, column: Column) -> pl.Series:
    terms = list(column.terms.codes) if column.terms is not None else []
    known = pl.element().str.strip_chars().is_in([*terms, ""])
    return cells.to_frame("c").select(pl.col("c").str.split(MANY).list.eval(~known).list.any())["c"]


def _mend_yes_no(cell: str) -> str:
    folded = cell.strip().casefold()
    if folded in _YES:
        return "Write “yes”."
    if folded in _NO:
        return "Write “no”."
    return "Write “yes” or “no”, or leave the cell empty."


def _mend_date(cell: str) -> str:
    """What the writer may have meant: day and month cannot be told apart, so both readings are offered."""
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
