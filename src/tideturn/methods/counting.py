"""How often each answer was given in each group, over millions of rows with the memory of a few columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from tideturn.dataset.cells import as_text

GroupValue = str | int | None
Group = tuple[GroupValue, ...]
Answers = dict[str | None, int]
"""How often each answer was given; None is no answer at all."""

CELLS: Final = 4_000_000
"""The largest table of groups × answers counted as an array; a larger one is mostly empty, and is grouped instead."""
SLOTS: Final = 1024
"""A question with few answers finds each a slot of its own among so many, by its hash."""
AT_ONCE: Final = 4
"""At most so many columns are in memory together."""


Codes = npt.NDArray[np.unsignedinteger[Any]]


@dataclass(frozen=True)
class Coded:
    """A column as codes, and what each code stands for."""

    codes: Codes
    labels: tuple[GroupValue, ...]


@dataclass(frozen=True)
class Grouping:
    """Each row's group by number, and what the numbers stand for."""

    numbers: Codes
    groups: tuple[Group, ...]


def count_answers(
    frame: pl.DataFrame | pl.LazyFrame, columns: Sequence[str], by: Sequence[str]
) -> tuple[dict[Group, int], dict[str, dict[Group, Answers]]]:
    """How many rows each group of `by` has, and for each column how often each answer was given in it.

    The groups are numbered once; then one column at a time is read, turned into small codes, and counted.
    Answers and groups lose the blanks around them; nothing but blanks is no answer.
    """
    lazy = frame.lazy()
    grouping = _group(lazy, by)
    sizes = dict.fromkeys(grouping.groups, 0)
    for group, rows in zip(grouping.groups, np.bincount(grouping.numbers, minlength=len(sizes)), strict=False):
        sizes[group] += int(rows)
    with ThreadPoolExecutor(min(AT_ONCE, pl.thread_pool_size())) as pool:
        tallies = pool.map(lambda column: _tally(lazy, column, grouping), columns)
        return sizes, dict(zip(columns, tallies, strict=True))


def _group(lazy: pl.LazyFrame, by: Sequence[str]) -> Grouping:
    """The groups that there are, numbered column by column, so that no more than one is in memory as text."""
    numbers: Codes | None = None
    groups: list[Group] = [()]
    for name in by:
        column = _coded(_read(lazy, name))
        width = len(column.labels)
        joined = column.codes if numbers is None else numbers * np.uint64(width) + column.codes
        present, numbers = _renumbered(joined, width * len(groups))
        groups = [(*groups[int(code) // width], column.labels[int(code) % width]) for code in present]
    if numbers is None:
        rows = int(lazy.select(pl.len()).collect().item())
        return Grouping(np.zeros(rows, dtype=np.uint32), ((),) if rows else ())
    return Grouping(numbers, tuple(groups))


def _renumbered(codes: Codes, size: int) -> tuple[Codes, Codes]:
    """The codes that occur, in order, and every code as its place among them."""
    if size > CELLS:
        present, places = np.unique(codes, return_inverse=True)
        return present, places.astype(np.uint32)
    present = np.flatnonzero(np.bincount(codes, minlength=1)).astype(np.uint32)
    place = np.zeros(size, dtype=np.uint32)
    place[present] = np.arange(len(present), dtype=np.uint32)
    return present, place[codes]


def _tally(lazy: pl.LazyFrame, column: str, grouping: Grouping) -> dict[Group, Answers]:
    tally: dict[Group, Answers] = {}
    for number, answer, rows in _counted(_coded(_read(lazy, column)), grouping):
        answers = tally.setdefault(grouping.groups[number], {})
        said = None if answer is None else str(answer)
        answers[said] = answers.get(said, 0) + rows
    return tally


def _counted(answers: Coded, grouping: Grouping) -> Iterator[tuple[int, GroupValue, int]]:
    """Every group's number, an answer, and how often that group gave it."""
    codes, labels = answers.codes, answers.labels
    if len(labels) * len(grouping.groups) > CELLS:
        present, codes = _renumbered(codes, len(labels))
        labels = tuple(labels[int(code)] for code in present)
    width = len(labels)
    if width * len(grouping.groups) > CELLS:
        places, rows = np.unique(grouping.numbers * np.uint64(width) + codes, return_counts=True)
    else:
        table = np.bincount(grouping.numbers * np.uint32(width) + codes)
        places = np.flatnonzero(table)
        rows = table[places]
    for place, count in zip(places.tolist(), rows.tolist(), strict=True):
        yield place // width, labels[place % width], count


def _read(lazy: pl.LazyFrame, column: str) -> pl.Series:
    """One column, as whole numbers or categories where it holds such, else as text."""
    values = lazy.select(column).collect()
    dtype = values.schema[column]
    if dtype.is_integer() or isinstance(dtype, pl.String | pl.Categorical | pl.Enum):
        return values.to_series()
    return as_text(values).to_series()


def _by_hash(texts: pl.Series) -> Coded | None:
    """Codes from the texts' 64-bit hashes, in half the time of categories; None where two texts share a slot."""
    hashes = texts.hash().to_numpy()
    slots = (hashes & np.uint64(SLOTS - 1)).astype(np.uint32)
    row = np.zeros(SLOTS, dtype=np.uint32)
    row[slots] = np.arange(len(slots), dtype=np.uint32)
    # Every text is held against the one that stands for its slot.
    if len(slots) and (hashes[row][slots] != hashes).any():
        return None
    return Coded(slots, tuple(_bare(text) for text in texts.gather(row)) if len(slots) else (None,))


def _bare(text: str | None) -> str | None:
    """A text without the blanks around it; None where nothing is left."""
    return (text or "").strip() or None


def _coded(values: pl.Series) -> Coded:
    """Codes from 0, and what each stands for; missing has a code too."""
    if values.dtype == pl.String:
        # Categories of this column's own, so that the codes are no more than its answers.
        return _by_hash(values) or _coded(values.cast(pl.Categorical(pl.Categories.random())))
    codes = values.to_physical()
    first, last = codes.min(), codes.max()
    if not isinstance(first, int) or not isinstance(last, int):
        return Coded(np.zeros(len(values), dtype=np.uint32), (None,))
    numbers = values.dtype.is_integer()
    if numbers and last - first >= CELLS:
        # Far apart, so not codes but numbers such as identifiers: as text they are.
        far = _coded(values.cast(pl.String))
        return Coded(far.codes, tuple(None if label is None else int(label) for label in far.labels))
    labels: list[GroupValue] = list(range(first, last + 1))
    if not numbers:
        known = pl.Series(range(first, last + 1), dtype=codes.dtype).cat.to(values.dtype)
        labels = [_bare(text) for text in known.cast(pl.String)]
    # Wide enough for the place of no answer, and for taking away the first of narrow signed numbers.
    wide = codes.cast(pl.Int64 if numbers else pl.UInt32)
    plain = (wide.fill_null(last + 1) if wide.null_count() else wide).to_numpy()
    return Coded((plain - first if first else plain).astype(np.uint32, copy=False), (*labels, None))
