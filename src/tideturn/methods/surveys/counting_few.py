"""Count how often each answer was given in each group, row by row: most programmes' surveys have few rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import polars as pl

from tideturn.dataset.cells import as_text

GroupValue = str | int | None
Group = tuple[GroupValue, ...]
Answers = dict[str | None, int]
"""Number of times that each answer was given; None is no answer at all."""
WHOLE: Final = r"^(0|-?[1-9]\d{0,8})$"
"""Pattern of a whole number of up to nine digits as people write it, but not of a code such as 007."""


def count_few(
    frame: pl.DataFrame, columns: Sequence[str], by: Sequence[str]
) -> tuple[dict[Group, int], dict[str, dict[Group, Answers]]]:
    """Count the rows in each group of `by`, and for each column how often each answer was given in the group.

    Answers and groups lose the blanks around them; a cell with only blanks is no answer.
    """
    groups: list[Group] = (
        list(zip(*(cell_values(frame, name) for name in by), strict=True)) if by else [()] * frame.height
    )
    tallies: dict[str, dict[Group, Answers]] = {}
    for column in columns:
        tally = tallies.setdefault(column, {})
        for (group, answer), rows in Counter(zip(groups, cell_values(frame, column), strict=True)).items():
            tally.setdefault(group, {})[None if answer is None else str(answer)] = rows
    return dict(Counter(groups)), tallies


def bare(text: str | None) -> str | None:
    """Return a text without the blanks around it; None if nothing is left."""
    return (text or "").strip() or None


def cell_values(frame: pl.DataFrame, column: str) -> list[GroupValue]:
    """Return the cells of a column: whole numbers as they are, anything else as text."""
    values = frame[column]
    if values.dtype.is_integer():
        return values.to_list()
    if not isinstance(values.dtype, pl.String | pl.Categorical | pl.Enum):
        values = as_text(values.to_frame()).to_series()
    return [bare(text) for text in values.to_list()]
