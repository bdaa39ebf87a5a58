"""The counts of `counting`, for answers that may be on many machines: the same counts, made only by grouping rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import narwhals as nw
import polars as pl

from tideturn.methods.anywhere import Frame, fetched
from tideturn.methods.surveys.counting import Counts, arrayed
from tideturn.methods.surveys.counting_few import WHOLE, Answers, Group, cell_values

QUESTION: Final = "tideturn: question"
ANSWER: Final = "tideturn: answer"
ROWS: Final = "tideturn: rows"


def count_answers_anywhere(frame: Frame, columns: Sequence[str], by: Sequence[str]) -> Counts:
    """Count answers as `counting.count_answers` does: all columns of one type in one pass.

    The machines that hold the frame group equal cells; what a cell says is read here, from the few that are left.
    """
    schema = frame.collect_schema()
    sizes: Counter[Group] = Counter()
    for group, _, rows in _cells(_together(frame, by, ()), by):
        sizes[group] += rows
    tallies: dict[str, dict[Group, Answers]] = {name: {} for name in columns}
    for kind in dict.fromkeys(schema[name] for name in columns):
        alike = [name for name in dict.fromkeys(columns) if schema[name] == kind]
        counted = _together(frame, by, alike)
        for name in alike:
            tally = tallies[name]
            for group, answer, rows in _cells(counted.filter(pl.col(QUESTION) == name), by, ANSWER):
                text = None if answer is None else str(answer)
                given = tally.setdefault(group, {})
                given[text] = given.get(text, 0) + rows
    return arrayed(sizes, tallies)


def distinct_answers(frame: Frame, columns: Sequence[str]) -> tuple[int, ...]:
    """Return the number of different cells in each column; empty cells count as one of them."""
    return fetched(frame.select(nw.col(name).n_unique() for name in columns)).row(0)


def numbered_groups(frame: Frame, by: Sequence[str]) -> Frame:
    """Return the frame with group columns as numbers if they hold only whole numbers, so that 2 comes before 10."""
    for name in by:
        values = fetched(frame.select(name).drop_nulls().unique())[name]
        if len(values) and values.str.contains(WHOLE).all():
            frame = frame.with_columns(nw.col(name).cast(nw.Int64()))
    return frame


def _together(frame: Frame, by: Sequence[str], columns: Sequence[str]) -> pl.DataFrame:
    """Return how many rows have the same groups and, if columns are given, the same answer to the same question."""
    groups = {f"tideturn: group {number}": name for number, name in enumerate(by)}
    keys = list(groups)
    if not (groups or columns):
        return fetched(frame.select(nw.len().alias(ROWS)))
    keyed = frame.select(*columns, *(nw.col(name).alias(key) for key, name in groups.items()))
    if columns:
        keyed = keyed.unpivot(on=list(columns), index=keys, variable_name=QUESTION, value_name=ANSWER)
        keys += [QUESTION, ANSWER]
    return fetched(keyed.group_by(keys).agg(nw.len().alias(ROWS)))


def _cells(counted: pl.DataFrame, by: Sequence[str], *further: str) -> list[tuple[Group, str | int | None, int]]:
    keys = [cell_values(counted, f"tideturn: group {number}") for number in range(len(by))]
    groups: list[Group] = list(zip(*keys, strict=True)) if by else [()] * counted.height
    answers = cell_values(counted, further[0]) if further else [None] * counted.height
    return [cell for cell in zip(groups, answers, counted[ROWS].to_list(), strict=True) if cell[2]]
