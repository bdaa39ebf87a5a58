"""Frames that may lie on this machine or on many: what every count written for both stands on.

Such a count is written in narwhals' words, which polars carries out here and Apache Spark on a cluster.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import narwhals as nw
import polars as pl

Frame = nw.LazyFrame[Any]
Keep = Callable[[Frame], Frame]
"""Holds what was worked out so far, where an engine would otherwise work it out again for each question."""

BLANKS: Final = "".join(map(chr, (*range(9, 14), 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029))) + (
    "\u202f\u205f\u3000"
)
"""White space as Unicode has it, written out: engines differ in what they take for blank."""


def as_it_comes(frame: Frame) -> Frame:
    """The frame, kept nowhere: the `Keep` of an engine that needs none."""
    return frame


def bare(column: str) -> nw.Expr:
    """A column of text without the blanks around it; null where nothing is left."""
    text = nw.col(column).str.strip_chars(BLANKS)
    return nw.when(text != "").then(text).alias(column)


def fetched(frame: Frame) -> pl.DataFrame:
    """The answer, brought here: only ever what is small enough for it."""
    return frame.collect("polars").to_polars()
