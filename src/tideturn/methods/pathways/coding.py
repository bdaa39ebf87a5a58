"""Names as small whole numbers, to sort, compare and count a million rows by code and name them at the end."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

FEW: Final = 65_535
"""Maximum number of names with two-byte codes."""


def categories(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """Return the column as new categories, whatever its type; a whole number that is written 3.0 gets the name 3."""
    if dtype.is_float():
        column = column.fill_nan(None)
        whole = column.cast(pl.Int64, strict=False)
        column = pl.when(whole == column).then(whole.cast(pl.String)).otherwise(column.cast(pl.String))
    return column.cast(pl.String).cast(pl.Categorical(pl.Categories.random()))


def coded(column: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return codes for a column of categories, and the names by code: sorted, without surrounding blanks.

    A text of blanks alone counts as missing: its code is null.
    """
    numbers = column.to_physical()
    used = pl.int_range(_height(numbers), dtype=pl.UInt32, eager=True).cat.to(column.dtype)
    written = used.cast(pl.String).str.strip_chars()
    order = written.arg_sort()
    ordered = written.gather(order)
    new = (ordered != "") & ordered.ne_missing(ordered.shift(1))
    code = new.cum_sum().cast(pl.Int64) - 1
    table = pl.repeat(None, len(used), dtype=pl.Int64, eager=True).scatter(order, code.set(code < 0, None))
    names = ordered.filter(new).alias(column.name)
    return table.cast(code_type(len(names))).gather(numbers).alias(column.name), names


def places_by(codes: pl.Series) -> npt.NDArray[np.int64]:
    """Return the row indexes sorted by code; rows of one code keep their order.

    The sort goes by two bytes at a time, which numpy does by counting: the time is in proportion to the rows.
    """
    number = codes.to_numpy()
    order = np.argsort(number.astype(np.uint16), kind="stable")
    if number.dtype.itemsize > 2:
        order = order[np.argsort((number >> 16).astype(np.uint16)[order], kind="stable")]
    return order


def code_type(names: int) -> type[pl.DataType]:
    """Return the smallest type of code for this number of names."""
    return pl.UInt16 if names <= FEW else pl.UInt32


def compact(codes: pl.Series, names: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the codes renumbered without those that no row has, and the remaining names."""
    used = codes.drop_nulls().unique().sort()
    if len(used) == len(names):
        return codes, names
    table = pl.repeat(0, len(names), dtype=codes.dtype, eager=True).scatter(used, pl.int_range(len(used), eager=True))
    return table.gather(codes).alias(codes.name), names.gather(used)


def _height(codes: pl.Series) -> int:
    most: Any = codes.max()
    return 0 if most is None else int(most) + 1
