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
"""Number of equal rows before this row. No heading begins with a blank."""
_PLACE: Final = " place"
"""Position of a row before the comparison."""


class Compared(NamedTuple):
    """How many rows of a table come in, differ from the one that is there, are there already, or are there alone."""

    added: int
    changed: int
    same: int
    left: int


def compared(before: pl.DataFrame, new: pl.DataFrame, key: Sequence[str]) -> Compared:
    """What the new rows would do to those that are there. A column that one of the two lacks is not held against it."""
    before, new, on = _keyed(before, new, key)
    shared = [name for name in new.columns if name in before.columns]
    both, same = (new.join(before, on=names, how="semi", nulls_equal=True).height for names in (on, shared))
    return Compared(new.height - both, both - same, same, before.height - both)


def together(before: pl.DataFrame, new: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """The rows that are there, in their order, with the new ones' cells; then those that are added."""
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
