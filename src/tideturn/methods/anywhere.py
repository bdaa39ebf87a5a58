"""Frames that may be on this machine or on many: the basis of every count written for both.

Such a count uses narwhals' operations, which polars runs here and Apache Spark runs on a cluster.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import narwhals as nw
import polars as pl

Frame = nw.LazyFrame[Any]
Keep = Callable[[Frame], Frame]
"""Function that holds the results so far, for an engine that would otherwise compute them again for each question."""

BLANKS: Final = "".join(map(chr, (*range(9, 14), 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029))) + (
    "\u202f\u205f\u3000"
)
"""White space as Unicode defines it, written out because engines differ in what they treat as blank."""


def as_it_comes(frame: Frame) -> Frame:
    """Return the frame without holding it anywhere: the `Keep` of an engine that needs none."""
    return frame


def bare(column: str) -> nw.Expr:
    """Return a column of text without the blanks around it; null if nothing is left."""
    text = nw.col(column).str.strip_chars(BLANKS)
    return nw.when(text != "").then(text).alias(column)


def fetched(frame: Frame) -> pl.DataFrame:
    """Return the result as a frame on this machine. Call it only for results that are small enough."""
    return frame.collect("polars").to_polars()
