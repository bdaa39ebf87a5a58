"""Turn a cell into text, in one way only, so that writing, hashing and reading again agree."""

from __future__ import annotations

import polars as pl

from tideturn.dataset.schema import MANY


def split_many(cell: str | None) -> tuple[str, ...]:
    """Return the values of a cell that may hold several, in their order, without blanks."""
    if not cell:
        return ()
    return tuple(part for part in (piece.strip() for piece in cell.split(MANY)) if part)


def text_of(name: str, dtype: pl.DataType) -> pl.Expr:
    """Return the expression that gives column `name` as text: yes and no, ISO dates, whole numbers without a point."""
    column = pl.col(name)
    if dtype == pl.Boolean:
        return pl.when(column).then(pl.lit("yes")).when(~column).then(pl.lit("no")).otherwise(None).alias(name)
    if dtype.is_float():
        whole = column.is_finite() & (column == column.round(0)) & (column.abs() < 2**53)
        return (
            pl.when(whole)
            .then(pl.when(whole).then(column).otherwise(None).cast(pl.Int64).cast(pl.String))
            .otherwise(column.cast(pl.String))
            .alias(name)
        )
    return column.cast(pl.String)


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with every cell as the text that a folder holds; missing stays null."""
    return frame.select(text_of(name, dtype) for name, dtype in frame.schema.items())
