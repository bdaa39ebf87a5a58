"""Two states of one table, row by row: what is new, what differs, what both have; and the one laid over the other.

Frames hold text alone, missing being null. Rows are told apart by the table's key. In a table without one two equal
rows are both meant: there a row is told by all that it says and by how many like it stand before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import polars as pl

_NTH: Final = " nth"
"""How many equal rows stand before a row; no heading begins with a blank."""
_PLACE: Final = " place"
_OTHER: Final = " other"
"""What goes behind a column's name while the cells of both states stand side by side."""


class Compared(NamedTuple):
    """How many rows of a table come in, differ from the one that is there, are there already, or are there alone."""

    added: int
    changed: int
    same: int
    left: int


def compared(before: pl.DataFrame, new: pl.DataFrame, key: Sequence[str]) -> Compared:
    """What the new rows would do to those that are there. A column that one of the two lacks is not held against it."""
    before, new, on = _keyed(before, new, key)
    both = new.join(before, on=on, how="inner", suffix=_OTHER, nulls_equal=True)
    changed = both.filter(_differ(new, before, on)).height
    return Compared(new.height - both.height, changed, both.height - changed, before.height - both.height)


def together(before: pl.DataFrame, new: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """The rows that are there, in their order, with the new ones' cells; then those that are added."""
    columns = list(dict.fromkeys([*before.columns, *new.columns]))
    before, new, on = _keyed(before, new, key)
    there = before.join(
        new.with_columns(pl.lit(True).alias(_PLACE)), on=on, how="left", suffix=_OTHER, nulls_equal=True
    )
    there = there.select(_cell(name, before, new, on) for name in columns)
    added = new.join(before.select(on), on=on, how="anti", nulls_equal=True)
    return pl.concat([there, added.select(name for name in columns if name in added.columns)], how="diagonal")


@dataclass(frozen=True)
class TakenBack:
    """A table without what was brought in, and the rows that stay because somebody has changed them since."""

    frame: pl.DataFrame
    kept: pl.DataFrame


def taken_back(first: pl.DataFrame, written: pl.DataFrame, now: pl.DataFrame, key: Sequence[str]) -> TakenBack:
    """The rows as they are now, but those that stand as they were written as they were at first, or not at all.

    `first` is the table before something was brought in, `written` after it.
    """
    columns = list(dict.fromkeys([*first.columns, *now.columns, *key]))
    on = list(key) or [*columns, _NTH]
    whole = columns if key else on
    first, written, now = (_whole(frame, columns, on) for frame in (first, written, now))
    brought = written.join(first, on=whole, how="anti", nulls_equal=True).select(on)
    mine = now.join(brought, on=on, how="semi", nulls_equal=True)
    untouched = mine.join(written, on=whole, how="semi", nulls_equal=True).select(on)
    kept = mine.join(untouched, on=on, how="anti", nulls_equal=True).select(columns)
    back = first.join(untouched, on=on, how="semi", nulls_equal=True)
    added = untouched.join(first, on=on, how="anti", nulls_equal=True)
    frame = now.join(added, on=on, how="anti", nulls_equal=True).select(columns)
    return TakenBack(together(frame, back.select(columns), key) if key else frame, kept)


def _keyed(before: pl.DataFrame, new: pl.DataFrame, key: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame, list[str]]:
    """Both with the columns by which a row of the one is told to be one of the other."""
    if key:
        return _with(before, key), _with(new, key), list(key)
    columns = list(dict.fromkeys([*before.columns, *new.columns]))
    on = [*columns, _NTH]
    return _whole(before, columns, on), _whole(new, columns, on), on


def _with(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The frame with each of these columns: a key's own may be missing where it may be empty."""
    return frame.with_columns(pl.lit(None, pl.String).alias(name) for name in columns if name not in frame.columns)


def _whole(frame: pl.DataFrame, columns: Sequence[str], on: Sequence[str]) -> pl.DataFrame:
    frame = _with(frame, columns).select(columns)
    return frame.with_columns(pl.int_range(pl.len()).over(columns).alias(_NTH)) if _NTH in on else frame


def _differ(new: pl.DataFrame, before: pl.DataFrame, on: Sequence[str]) -> pl.Expr:
    shared = [name for name in new.columns if name in before.columns and name not in on]
    return pl.any_horizontal(pl.lit(False), *(pl.col(name).ne_missing(pl.col(f"{name}{_OTHER}")) for name in shared))


def _cell(name: str, before: pl.DataFrame, new: pl.DataFrame, on: Sequence[str]) -> pl.Expr:
    """The new row's cell where there is a new row that has the column."""
    if name in on or name not in new.columns or name not in before.columns:
        return pl.col(name)
    return pl.when(pl.col(_PLACE)).then(pl.col(f"{name}{_OTHER}")).otherwise(pl.col(name)).alias(name)
