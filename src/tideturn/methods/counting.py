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
from tideturn.methods.counting_few import Answers, bare, count_few
from tideturn.methods.counting_few import Group as Group
from tideturn.methods.counting_few import GroupValue as GroupValue

FEW: Final = 4_096
"""Up to so many rows are counted one by one, sooner than anything is set up to count them faster."""
CELLS: Final = 4_000_000
"""The largest table of groups × answers counted as an array; a larger one is mostly empty, and is grouped instead."""
ROWS: Final = 65_536
"""So many rows are worked on at a time: few enough for the processor's cache, which is most of the speed."""
SLOTS: Final = 65_536
"""A question with few answers finds each a slot of its own among so many, by its hash."""
AT_ONCE: Final = 4
"""At most so many columns are in memory together."""

Codes = npt.NDArray[np.unsignedinteger[Any]]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Coded:
    """A column as codes, and what each code stands for."""

    codes: Codes
    labels: tuple[GroupValue, ...]


@dataclass(frozen=True)
class Grouping:
    """Each row's group by number, and what the numbers stand for; not every group need have rows."""

    numbers: Whole
    groups: tuple[Group, ...]


def count_answers(
    frame: pl.DataFrame | pl.LazyFrame, columns: Sequence[str], by: Sequence[str]
) -> tuple[dict[Group, int], dict[str, dict[Group, Answers]]]:
    """How many rows each group of `by` has, and for each column how often each answer was given in it.

    The groups are numbered once; then one column at a time is read, turned into small codes, and counted.
    Answers and groups lose the blanks around them; nothing but blanks is no answer.
    """
    if isinstance(frame, pl.DataFrame) and frame.height <= FEW:
        return count_few(frame, columns, by)
    lazy = frame.lazy()
    # One more than there are cores, since one or another always waits for its file or for the interpreter.
    with ThreadPoolExecutor(min(AT_ONCE, pl.thread_pool_size() + 1)) as pool:
        grouping = _group(lazy, by, pool)
        tallies = pool.map(lambda column: _tally(lazy, column, grouping), columns)
        return _sizes(grouping), dict(zip(columns, tallies, strict=True))


def _sizes(grouping: Grouping) -> dict[Group, int]:
    sizes: dict[Group, int] = {}
    for group, rows in zip(grouping.groups, np.bincount(grouping.numbers).tolist(), strict=False):
        if rows:
            sizes[group] = sizes.get(group, 0) + rows
    return sizes


def _group(lazy: pl.LazyFrame, by: Sequence[str], pool: ThreadPoolExecutor) -> Grouping:
    """The groups, numbered column by column."""
    if not by:
        rows = int(lazy.select(pl.len()).collect().item())
        return Grouping(np.zeros(rows, dtype=np.int64), ((),))
    groups: list[Group] = [()]
    numbers: Whole | None = None
    for column in pool.map(lambda name: _coded(_read(lazy, name)), by):
        width = len(column.labels)
        if numbers is None:
            numbers = column.codes.astype(np.int64)
        else:
            # In place: the room for a new array of so many numbers costs more than the sum.
            numbers *= width
            numbers += column.codes
        if len(groups) * width > ROWS:
            # Most of them may be empty.
            present, numbers = _renumbered(numbers, len(groups) * width)
            groups = [(*groups[code // width], column.labels[code % width]) for code in present.tolist()]
        else:
            groups = [(*group, label) for group in groups for label in column.labels]
    assert numbers is not None
    return Grouping(numbers, tuple(groups))


def _renumbered(codes: Whole, size: int) -> tuple[Whole, Whole]:
    """The codes that occur, in order, and every code as its place among them."""
    if size > CELLS:
        present, places = np.unique(codes, return_inverse=True)
        return present, places.astype(np.int64, copy=False)
    present = np.flatnonzero(np.bincount(codes, minlength=1))
    place = np.zeros(size, dtype=np.int64)
    place[present] = np.arange(len(present))
    return present, place.take(codes, mode="clip")


def _tally(lazy: pl.LazyFrame, column: str, grouping: Grouping) -> dict[Group, Answers]:
    tally: dict[Group, Answers] = {}
    for number, answer, rows in _counted(_coded(_read(lazy, column)), grouping):
        answers = tally.setdefault(grouping.groups[number], {})
        said = None if answer is None else str(answer)
        answers[said] = answers.get(said, 0) + rows
    return tally


def _counted(answers: Coded, grouping: Grouping) -> Iterator[tuple[int, GroupValue, int]]:
    """Every group's number, an answer, and how often that group gave it."""
    numbers, labels = grouping.numbers, answers.labels
    codes: Codes | Whole = answers.codes
    if len(labels) * len(grouping.groups) > CELLS:
        present, codes = _renumbered(codes.astype(np.int64), len(labels))
        labels = tuple(labels[code] for code in present.tolist())
    width = len(labels)
    if width * len(grouping.groups) > CELLS:
        places, rows = np.unique(numbers * width + codes, return_counts=True)
    else:
        table = _table(numbers, codes, width, width * len(grouping.groups))
        places = np.flatnonzero(table)
        rows = table[places]
    for place, count in zip(places.tolist(), rows.tolist(), strict=True):
        yield place // width, labels[place % width], count


def _table(numbers: Whole, codes: Codes | Whole, width: int, cells: int) -> Whole:
    """How many rows fall into each cell of groups × answers."""
    table = np.zeros(cells, dtype=np.int64)
    # At least as many rows at a time as there are cells to add up.
    step = max(ROWS, cells)
    room = np.empty(min(step, len(codes)), dtype=np.int64)
    for start in range(0, len(codes), step):
        group, code = numbers[start : start + step], codes[start : start + step]
        place = room[: len(code)]
        np.multiply(group, width, out=place)
        np.add(place, code, out=place)
        table += np.bincount(place, minlength=cells)
    return table


def _read(lazy: pl.LazyFrame, column: str) -> pl.Series:
    """One column, as whole numbers or categories where it holds such, else as text."""
    values = lazy.select(column).collect()
    dtype = values.schema[column]
    if dtype.is_integer() or isinstance(dtype, pl.String | pl.Categorical | pl.Enum):
        return values.to_series()
    return as_text(values).to_series()


class _Slots:
    """The codes of few texts. Each has a slot of its own, which the end of its hash tells.

    A slot's key is the hash of its text xor the text's code. A hash xor the key of its slot is therefore the code if
    all 64 bits are the same, and otherwise a number too large for one.
    """

    def __init__(self) -> None:
        self.labels: list[GroupValue] = []
        self._taken = np.zeros(SLOTS, dtype=bool)
        self._keys = np.full(SLOTS, -1, dtype=np.int64)
        self._slots, self._codes = np.empty((2, ROWS), dtype=np.int64)

    def codes(self, texts: pl.Series) -> Whole | None:
        """The codes of up to ROWS texts, until the next call; None where two different ones share a slot."""
        hashes = texts.hash().to_numpy().view(np.int64)
        slots, codes = self._slots[: len(hashes)], self._codes[: len(hashes)]
        np.bitwise_and(hashes, SLOTS - 1, out=slots)
        strange = self._look_up(hashes, slots, codes)
        if len(strange):
            self._learn(texts, hashes, slots, strange)
            if len(self._look_up(hashes, slots, codes)):
                return None
        return codes

    def _look_up(self, hashes: Whole, slots: Whole, codes: Whole) -> Whole:
        """Fill in the codes; the rows whose text is not known."""
        np.take(self._keys, slots, out=codes, mode="clip")
        np.bitwise_xor(hashes, codes, out=codes)
        unsigned = codes.view(np.uint64)
        if unsigned.max() < len(self.labels):
            return codes[:0]
        return np.flatnonzero(unsigned >= len(self.labels))

    def _learn(self, texts: pl.Series, hashes: Whole, slots: Whole, strange: Whole) -> None:
        """Give each new text a slot and the next code, unless another has it."""
        row = np.full(SLOTS, -1, dtype=np.int64)
        row[slots[strange]] = strange
        row[self._taken] = -1
        new = row[row >= 0]
        self._keys[slots[new]] = hashes[new] ^ np.arange(len(self.labels), len(self.labels) + len(new))
        self._taken[slots[new]] = True
        self.labels += [bare(text) for text in texts.gather(new)]


def _by_hash(texts: pl.Series) -> Coded | None:
    """Codes by hash, in a fraction of the time that categories take; None where two texts share a slot."""
    codes = np.empty(len(texts), dtype=np.uint16)
    slots = _Slots()
    for start in range(0, len(texts), ROWS):
        part = slots.codes(texts.slice(start, ROWS))
        if part is None:
            return None
        codes[start : start + ROWS] = part
    return Coded(codes, tuple(slots.labels) or (None,))


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
        labels = [bare(text) for text in known.cast(pl.String)]
    # Wide enough for the place of no answer, and for taking away the first of narrow signed numbers.
    wide = codes.cast(pl.Int64 if numbers else pl.UInt32)
    plain = (wide.fill_null(last + 1) if wide.null_count() else wide).to_numpy()
    return Coded((plain - first if first else plain).astype(np.uint32, copy=False), (*labels, None))
