"""Fast counts of equal rows: where a table has few values, each row is packed into one number to be counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

COUNT: Final = " count"
"""Column name for counts; no coder can have it, because headings are read without surrounding blanks."""
_MOST: Final = 1 << 20
"""Maximum number of possible packed numbers to count in one array."""


def counted_rows(frame: pl.DataFrame, document: str | None = None) -> pl.DataFrame:
    """Return the different rows of a frame and, in the column COUNT, how often each occurs; NaN becomes null.

    Leave out rows in which every coder's cell is null. With `document`, count equal rows of different documents
    separately.
    """
    columns = [name for name in frame.columns if name != document]
    frame = frame.with_columns(pl.col(name).fill_nan(None) for name in columns if frame[name].dtype.is_float())
    packed = None if document else _packed(frame, columns)
    if packed is None:
        packed = frame.group_by(frame.columns, maintain_order=True).agg(pl.len().alias(COUNT))
    return packed.filter(pl.any_horizontal(pl.col(columns).is_not_null()))


def _packed(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame | None:
    """Count the rows by packing; return None where there are too many values, or values that are not whole numbers."""
    codes = _whole(frame, columns)
    if codes is None:
        return None
    ends = codes.select(
        pl.min_horizontal(pl.all().min()).alias("low"), pl.max_horizontal(pl.all().max()).alias("high")
    ).row(0)
    if ends[0] is None:
        return frame.head(0).with_columns(pl.lit(0).alias(COUNT))
    low, high = int(ends[0]), int(ends[1])
    base = high - low + 2
    size = base ** len(columns)
    if size > _MOST:
        return None
    # A number's lowest bits are enough, since its distance from the least is known to fit: casting is then a copy.
    kind, bits = (pl.UInt16(), 16) if size <= 1 << 16 else (pl.UInt32(), 32)
    packed = pl.lit(0, dtype=kind)
    for name in columns:
        above = pl.col(name).cast(kind, wrap_numerical=True) - pl.lit(low % (1 << bits), dtype=kind)
        packed = packed * pl.lit(base, dtype=kind) + above.fill_null(base - 1)
    counts = np.bincount(codes.select(packed.alias(COUNT)).to_series().to_numpy(), minlength=size)
    found = np.flatnonzero(counts)
    told: dict[str, pl.Series] = {}
    rest = found
    for name in reversed(columns):
        rest, at = np.divmod(rest, base)
        place = pl.Series(name, at + low)
        told[name] = pl.select(pl.when(pl.Series(at < base - 1)).then(place)).to_series().alias(name)
    return pl.DataFrame({name: told[name] for name in columns}).with_columns(pl.Series(COUNT, counts[found]))


def _whole(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame | None:
    """Return the columns as whole numbers; None where they hold anything else."""
    kinds = [frame[name].dtype for name in columns]
    if all(kind.is_integer() for kind in kinds):
        return frame
    if not all(kind.is_float() for kind in kinds):
        return None
    whole = frame.with_columns(pl.col(name).cast(pl.Int32, strict=False) for name in columns)
    for name in columns:
        if whole[name].null_count() != frame[name].null_count() or not (whole[name] == frame[name]).all():
            return None
    return whole
