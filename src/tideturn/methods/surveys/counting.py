"""Count how often each answer was given in each group, over millions of rows with the memory of a few columns."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Final

import numpy as np
import polars as pl

from tideturn.methods.surveys.codes import CELLS, ROWS, Coded, Codes, Numbers, Whole, coded, read, renumbered
from tideturn.methods.surveys.counting_few import Answers, count_few
from tideturn.methods.surveys.counting_few import Group as Group
from tideturn.methods.surveys.counting_few import GroupValue as GroupValue
from tideturn.methods.surveys.counting_views import count_views
from tideturn.methods.surveys.slots import SLOTS
from tideturn.methods.surveys.views import ViewsError

FEW: Final = 4_096
"""Maximum number of rows counted one by one, which is quicker here than setting up a faster count."""
NARROW: Final = 65_535
"""Maximum number of groups, or cells, whose numbers fit into two bytes."""

AT_ONCE: Final = 2
"""Number of columns processed together. More would take more new memory, which is slow to get."""
AHEAD: Final = 2
"""Number of a file's columns read before they are needed: some take twice as long as others, and so none waits."""


@dataclass(frozen=True)
class Tally:
    """How often each answer was given in each group: the arrays have one entry for each answer that a group gave.

    `group` and `answer` are positions in the lists of groups and answers; each pair occurs once.
    """

    answers: tuple[str | None, ...]
    group: Whole
    answer: Whole
    rows: Whole


@dataclass(frozen=True)
class Counts:
    """The groups that have rows, sorted with missing values last; the rows in each group; and each column's tally."""

    groups: tuple[Group, ...]
    sizes: Whole
    tallies: dict[str, Tally]


@dataclass(frozen=True)
class _Grouping:
    """Each row's group, as its position in the list of groups."""

    numbers: Numbers
    groups: tuple[Group, ...]
    first_cells: Codes | None
    """First cell of each row's group, in a table with a cell for each slot of each group; None if that is too large."""


def count_answers(frame: pl.DataFrame | pl.LazyFrame, columns: Sequence[str], by: Sequence[str]) -> Counts:
    """Count the rows in each group of `by`, and for each column how often each answer was given in the group.

    The groups are numbered once; then one column at a time is read, turned into small numbers, and counted.
    Answers and groups lose the blanks around them; a cell with only blanks is no answer.
    """
    if isinstance(frame, pl.DataFrame) and frame.height <= FEW:
        return arrayed(*count_few(frame, columns, by))
    lazy = frame.lazy()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        groups = pool.map(lambda column: coded(read(lazy, column)), by)
        ahead = _read_ahead(lazy, columns, pool) if isinstance(frame, pl.LazyFrame) else None
        grouping = _group(lazy, groups)
        tallies = (
            pool.map(lambda column: _tally(grouping, read(lazy, column)), columns)
            if ahead is None
            else map(partial(_tally, grouping), ahead)
        )
        sizes = np.bincount(grouping.numbers, minlength=len(grouping.groups))
        return Counts(grouping.groups, sizes, dict(zip(columns, tallies, strict=True)))


def _read_ahead(lazy: pl.LazyFrame, columns: Sequence[str], pool: ThreadPoolExecutor) -> Iterator[pl.Series]:
    """Return the columns of a file in order, each read while earlier ones are counted; reading starts at once.

    Some threads read and one counts: if two did both, they would wait for each other between any two steps.
    """
    later = iter(columns)
    reading = deque(pool.submit(read, lazy, column) for column in islice(later, AHEAD))

    def each() -> Iterator[pl.Series]:
        while reading:
            values = reading.popleft().result()
            reading.extend(pool.submit(read, lazy, column) for column in islice(later, 1))
            yield values

    return each()


def arrayed(sizes: Mapping[Group, int], tallies: Mapping[str, Mapping[Group, Answers]]) -> Counts:
    """Return counts made row by row as arrays."""
    groups = tuple(sorted(sizes, key=lambda group: [_order(value) for value in group]))
    arrayed = {}
    for column, tally in tallies.items():
        answers = tuple(dict.fromkeys(answer for given in tally.values() for answer in given))
        place = {answer: number for number, answer in enumerate(answers)}
        cells = [(g, place[a], rows) for g, group in enumerate(groups) for a, rows in tally.get(group, {}).items()]
        arrayed[column] = Tally(answers, *np.array(cells, dtype=np.int64).reshape(-1, 3).T)
    return Counts(groups, np.array([sizes[group] for group in groups], dtype=np.int64), arrayed)


def _order(value: GroupValue) -> tuple[int, int, str]:
    """Return a sort key that puts numbers before words, and missing values last."""
    return (2, 0, "") if value is None else (0, value, "") if isinstance(value, int) else (1, 0, value)


def _group(lazy: pl.LazyFrame, by: Iterable[Coded]) -> _Grouping:
    """Number the groups, column by column."""
    columns = list(by)
    groups: list[Group] = [()]
    # Use narrow numbers if they fit: a little memory is quick to get, and quick to read for each question.
    few = math.prod(len(column.labels) for column in columns) <= NARROW
    dtype: type[np.integer[Any]] = np.uint16 if few else np.int64
    rows = len(columns[0].codes) if columns else int(lazy.select(pl.len()).collect().item())
    numbers: Numbers = np.zeros(rows, dtype=dtype)
    for column in columns:
        labels = sorted(set(column.labels), key=_order)
        place = {label: number for number, label in enumerate(labels)}
        places = np.array([place[label] for label in column.labels], dtype=dtype)
        for start in range(0, rows, ROWS):
            part = numbers[start : start + ROWS]
            part *= len(labels)
            part += places.take(column.codes[start : start + ROWS])
        width = len(groups) * len(labels)
        if width > ROWS:
            # Most of these groups may be empty.
            present, numbers = renumbered(numbers, width)
            groups = [(*groups[code // len(labels)], labels[code % len(labels)]) for code in present.tolist()]
        else:
            groups = [(*group, label) for group in groups for label in labels]
    if not np.bincount(numbers, minlength=len(groups)).all():
        present, numbers = renumbered(numbers, len(groups))
        groups = [groups[code] for code in present.tolist()]
    cells = numbers.astype(np.uint16) * np.uint16(SLOTS) if len(groups) * SLOTS <= NARROW else None
    return _Grouping(numbers, tuple(groups), cells)


def _tally(grouping: _Grouping, values: pl.Series) -> Tally:
    if values.dtype == pl.String and grouping.first_cells is not None:
        with suppress(ViewsError):
            return _by_view(values, grouping.first_cells, len(grouping.groups))
    return _by_code(coded(values), grouping)


def _by_view(texts: pl.Series, first_cells: Codes, groups: int) -> Tally:
    """Tally few answers by their views in memory."""
    counts = count_views(texts, first_cells, groups)
    table = np.array(list(counts.values()), dtype=np.int64).reshape(len(counts), groups)
    answer, group = np.nonzero(table)
    return Tally(tuple(counts), group, answer, table[answer, group])


def _by_code(answers: Coded, grouping: _Grouping) -> Tally:
    """Tally any answers by their codes."""
    numbers, labels = grouping.numbers, answers.labels
    codes: Numbers = answers.codes
    if len(labels) * len(grouping.groups) > CELLS:
        present, codes = renumbered(codes.astype(np.int64), len(labels))
        labels = tuple(labels[code] for code in present.tolist())
    width = len(labels)
    cells = width * len(grouping.groups)
    if cells > CELLS:
        places, rows = np.unique(numbers.astype(np.int64) * width + codes, return_counts=True)
    else:
        table = _table(numbers, codes, width, cells)
        places = np.flatnonzero(table)
        rows = table[places]
    return _tallied(labels, places // width, places % width, rows)


def _table(numbers: Numbers, codes: Numbers, width: int, cells: int) -> Whole:
    """Return how many rows fall into each cell of groups × answers."""
    table = np.zeros(cells, dtype=np.int64)
    # Take at least as many rows at a time as there are cells to add up.
    step = max(ROWS, cells)
    room = np.empty(min(step, len(codes)), dtype=np.int64)
    for start in range(0, len(codes), step):
        group, code = numbers[start : start + step], codes[start : start + step]
        place = room[: len(code)]
        np.multiply(group, width, out=place, dtype=np.int64)
        np.add(place, code, out=place)
        table += np.bincount(place, minlength=cells)
    return table


def _tallied(labels: Sequence[GroupValue], group: Whole, code: Whole, rows: Whole) -> Tally:
    """Return the tally, with each answer listed once even if several codes have its label."""
    given, answer = np.unique(code, return_inverse=True)
    texts = [None if labels[code] is None else str(labels[code]) for code in given.tolist()]
    answers = tuple(dict.fromkeys(texts))
    if len(answers) < len(texts):
        place = {text: number for number, text in enumerate(answers)}
        together = group * len(answers) + np.array([place[text] for text in texts])[answer]
        pairs, pair = np.unique(together, return_inverse=True)
        group, answer = pairs // len(answers), pairs % len(answers)
        rows = np.bincount(pair, weights=rows).astype(np.int64)
    return Tally(answers, group, answer, rows)
