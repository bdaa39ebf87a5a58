"""Make cells harmless that a spreadsheet would run as a formula, and read them back as they were.

A text that begins with `=`, `+`, `-`, `@`, a tab or a line end is written with an apostrophe before it, unless it is a
plain number such as `-5`. So that nothing is lost, a text that already has apostrophes before such a sign gains one
more, and reading removes exactly one. The scheme needs no mark in the folder: reading undoes it, no matter who wrote
the file. Source of the list of signs: OWASP, "CSV Injection".
"""

from __future__ import annotations

from typing import Final

import polars as pl

_SIGNS: Final = r"[=+\-@\t\r\n]"
_NUMBER: Final = r"^'*[+-]?[0-9]+(\.[0-9]+)?$"


def harmless(column: pl.Expr) -> pl.Expr:
    """Return a text column as it is written to a file."""
    dangerous = column.str.contains(f"^'*{_SIGNS}") & ~column.str.contains(_NUMBER)
    # Not concat_str, which would join all columns where `column` is `pl.all()`.
    return pl.when(~dangerous).then(column).otherwise(pl.lit("'") + column)


def as_written(column: pl.Expr) -> pl.Expr:
    """Return a text column read from a file, as it was before `harmless`."""
    guarded = column.str.contains(f"^'+{_SIGNS}") & ~column.str.contains(_NUMBER)
    return pl.when(guarded).then(column.str.slice(1)).otherwise(column)
