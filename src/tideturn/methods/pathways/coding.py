"""Names as small whole numbers: a million rows are sorted, compared and counted by code, and named at the end."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

FEW: Final = 65_535
"""Up to so many names, a code takes two bytes."""


def categories(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """The column as categories of its own, whatever it holds; a whole number that came as 3.0 is named 3."""
    if dtype.is_float():
        column = column.fill_nan(None)
        whole = column.cast(pl.Int64, strict=False)
        column = pl.when(whole == column).then(whole.cast(pl.String)).otherwise(column.cast(pl.String))
    return column.cast(pl.String).cast(pl.Categorical(pl.Categories.random()))


def coded(column: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Codes for a column of categories, and the names by code: sorted, without the blanks around them.

    Nothing but blanks is nothing, and its code is null.
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
    """The places of the rows in the order of their codes, rows of one code in the order in which they stand.

    Sorted by two bytes after two bytes, which numpy does by counting: time in proportion to the rows.
    """
    number = codes.to_numpy()
    order = np.argsort(number.astype(np.uint16), kind="stable")
    if number.dtype.itemsize > 2:
        order = order[np.argsort((number >> 16).astype(np.uint16)[order], kind="stable")]
    return order


def code_type(names: int) -> type[pl.DataType]:
    """The type of a code that may have so many values."""
    return pl.UInt16 if names <= FEW else pl.UInt32


def compact(codes: pl.Series, names: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The same codes without those that no row has, and their names."""
    used = codes.drop_nulls().unique().sort()
    if len(used) == len(names):
        return codes, names
    table = pl.repeat(0, len(names), dtype=codes.dtype, eager=True).scatter(used, pl.int_range(len(used), eager=True))
    return table.gather(codes).alias(codes.name), names.gather(used)


def _height(codes: pl.Series) -> int:
    most: Any = codes.max()
    return 0 if most is None else int(most) + 1
