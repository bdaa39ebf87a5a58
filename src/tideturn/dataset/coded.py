"""Find where codings lead: to an outcome, a link of the theory, a theme, the causal map, or nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

AGREED: Final = "agreed"
"""Name of the coder of the settled coding, which replaces all other coders' codings of an interview."""
SPAN: Final = ("interview_id", "start", "end")
_ENDS: Final = ("outcome_id", "link_id", "theme")
"""Columns of a code that say what it leads to."""


def led_nowhere(codebook: pl.DataFrame, codings: pl.DataFrame, claims: pl.DataFrame) -> Mapping[str, int]:
    """Return the codes that lead nowhere, with the number of spans that each marks and that are no causal claims."""
    if codings.is_empty():
        return {}
    bare = codebook.filter(pl.all_horizontal([pl.col(name).is_null() for name in _ENDS]))["code"].drop_nulls()
    idle = codings.filter(pl.col("code").is_in(bare.to_list()))
    if not claims.is_empty():
        idle = idle.join(claims.select(SPAN).unique(), on=SPAN, how="anti")
    laid = idle.select(*SPAN, "code").unique().group_by("code").len().sort("code")
    return dict(laid.iter_rows())
