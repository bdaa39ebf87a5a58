"""Names as small whole numbers: a million rows are sorted, compared and counted by code, and named at the end."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

FEW: Final = 65_535
"""Up to so many names, a code takes two bytes."""


def categories(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """The column as categories of its own, whatever it holds; a whole number that came as 3.0 is named 3."""
    if dtype.is_float():
        whole = column.cast(pl.Int64, strict=False)
        column = pl.when(whole == column).then(whole.cast(pl.String)).otherwise(column.cast(pl.String))
    return column.cast(pl.String).cast(pl.Categorical(pl.Categories.random()))


def coded(column: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Codes for a column of categories, and the names by code: sorted, without the blanks around them.

    Nothing but blanks is nothing, and its code is null.
    """
    used = column.unique().drop_nulls()
    written = used.cast(pl.String).str.strip_chars()
    used, written = used.filter(written != ""), written.filter(written != "")
    names = written.unique().sort()
    place, code = used.to_physical(), written.rank("dense") - 1
    table = pl.repeat(None, _height(place), dtype=pl.UInt32, eager=True).scatter(place, code.cast(pl.UInt32))
    return table.gather(column.to_physical()).cast(code_type(len(names))).alias(column.name), names.alias(column.name)


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
    return 1 if most is None else int(most) + 1
