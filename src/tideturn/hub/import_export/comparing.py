"""Compare two states of a table row by row: new rows, changed rows, equal rows; and merge one state into the other.

Frames hold text only, with null for a missing value. The table's key identifies a row. In a table without a key, two
equal rows are two records: there a row is identified by all its values and by the number of equal rows before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import polars as pl

_NTH: Final = " nth"
"""Number of equal rows before this row. No heading begins with a blank."""
_PLACE: Final = " place"
"""Position of a row before the comparison."""


class Compared(NamedTuple):
    """How many rows of a table are new, changed, the same, or only in the state before."""

    added: int
    changed: int
    same: int
    left: int


def compared(before: pl.DataFrame, new: pl.DataFrame, key: Sequence[str]) -> Compared:
    """Return what the new rows would do to the current ones. Ignore a column that one of the two lacks."""
    before, new, on = _keyed(before, new, key)
    shared = [name for name in new.columns if name in before.columns]
    both, same = (new.join(before, on=names, how="semi", nulls_equal=True).height for names in (on, shared))
    return Compared(new.height - both, both - same, same, before.height - both)


def together(before: pl.DataFrame, new: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """Return the current rows in their order, with the new rows' values; then the added rows."""
    columns = list(dict.fromkeys([*before.columns, *new.columns]))
    before, new, on = _keyed(before, new, key)
    before = before.with_row_index(_PLACE)
    of_before = [name for name in before.columns if name in on or name not in new.columns]
    came = new.join(before.select(of_before), on=on, how="left", nulls_equal=True, maintain_order="left")
    stay = before.join(new, on=on, how="anti", nulls_equal=True)
    both = pl.concat([stay, came], how="diagonal")
    return both.sort(_PLACE, nulls_last=True, maintain_order=True).select(columns)


@dataclass(frozen=True)
class TakenBack:
    """A table without what an import wrote, and the rows that stay because somebody has changed them since."""

    frame: pl.DataFrame
    kept: pl.DataFrame


def taken_back(first: pl.DataFrame, written: pl.DataFrame, now: pl.DataFrame, key: Sequence[str]) -> TakenBack:
    """Return the current rows with the import undone: rows that nobody has changed since go back to their first state,
    or are removed if the import added them.

    `first` is the table before the import, `written` the table after it.
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
    """Return both tables with the columns that match a row of one with a row of the other, and those columns."""
    if key:
        return _with(before, key), _with(new, key), list(key)
    columns = list(dict.fromkeys([*before.columns, *new.columns]))
    on = [*columns, _NTH]
    return _whole(before, columns, on), _whole(new, columns, on), on


def _with(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Return the frame with each of these columns: a key column that may be empty may be missing."""
    return frame.with_columns(pl.lit(None, pl.String).alias(name) for name in columns if name not in frame.columns)


def _whole(frame: pl.DataFrame, columns: Sequence[str], on: Sequence[str]) -> pl.DataFrame:
    frame = _with(frame, columns).select(columns)
    return frame.with_columns(pl.int_range(pl.len()).over(columns).alias(_NTH)) if _NTH in on else frame
