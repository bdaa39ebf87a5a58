"""How often each of a few answers was given in each group, told by the answers' views in memory alone."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from tideturn.methods.surveys.codes import Whole
from tideturn.methods.surveys.counting_few import bare
from tideturn.methods.surveys.views import Chunk, Words, chunks

SLOT: Final = 5
"""Bits of a slot: all groups' counts of all slots then have room in the processor's nearest cache."""
SLOTS: Final = 1 << SLOT
ROWS: Final = 32_768
"""So many rows are worked on at a time: what is worked out for them has room in the processor's cache."""
SAMPLE: Final = 128
"""Rows from which a chunk's answers are learnt."""
TRIES: Final = 64
"""So many multipliers are tried until each answer has a slot of its own: a dozen answers nearly always find one."""

Multiplier = tuple[np.uint64, np.uint64]
"""Of a view's two halves; of the second only where the first does not tell the answers apart."""


def count_views(texts: pl.Series, numbers: Whole, groups: int) -> dict[str | None, Whole] | None:
    """How many rows of each group gave each answer; None is no answer, and blanks around one are nothing.

    `numbers` are the rows' groups, below `groups`. None where a chunk has too many answers, or too many views of them.
    """
    if groups << SLOT > ROWS:
        return None
    counting = _Counting(numbers, groups)
    rows: list[int] = []
    tables: list[Whole] = []
    for chunk in chunks(texts):
        table = counting.table(chunk)
        if table is None:
            return None
        given = np.flatnonzero(table.any(axis=1))
        rows += counting.rows[given].tolist()
        tables.append(table[given])
    if not len(rows):
        return None
    # A row of -1 says that nothing was answered.
    said = [bare(text) for text in texts.gather([max(row, 0) for row in rows])]
    counts: dict[str | None, Whole] = {}
    for row, text, times in zip(rows, said, np.vstack(tables), strict=True):
        answer = None if row < 0 else text
        counts[answer] = counts[answer] + times if answer in counts else times
    return counts


class _Counting:
    """Counts chunks. Each view's slot is told by a multiplication.

    Slot 0 is for rows without a text, and for an empty text, whose view is all zeros.
    Whether a row's view is the one of its slot is looked at for every row, so that no view passes for another.
    """

    def __init__(self, numbers: Whole, groups: int) -> None:
        self.rows = np.full(SLOTS, -1, dtype=np.int64)
        """A row of the column that has the view of each slot; -1 for none."""
        self._numbers = numbers
        self._cells = groups * SLOTS
        self._views = np.zeros((SLOTS, 2), dtype=np.uint64)
        self._multiplier = _MULTIPLIERS[0]
        self._halves = np.empty((2, ROWS), dtype=np.uint64)
        self._known = np.empty((ROWS, 2), dtype=np.uint64)
        self._same = np.empty((ROWS, 2), dtype=bool)

    def table(self, chunk: Chunk) -> Whole | None:
        """How often the view of each slot stands in each group; None if there is no slot for each."""
        size = len(chunk.words)
        rows = chunk.with_text(np.arange(0, size, -(-size // SAMPLE) or 1))
        table = np.zeros(self._cells, dtype=np.int64)
        if not self._learn(chunk, rows):
            return None
        first = 0
        while first < size:
            end = min(first + ROWS, size)
            strange = self._count(chunk, first, end, table)
            first = end
            if len(strange):
                rows = np.append(rows, strange[:SAMPLE])
                if not self._learn(chunk, rows):
                    return None
                # The slots may be others now.
                table[:] = 0
                first = 0
        return table.reshape(-1, SLOTS).T

    def _learn(self, chunk: Chunk, rows: Whole) -> bool:
        """Have a slot for each view of these rows; whether there are such slots."""
        words = chunk.words[rows]
        for multiplier in (self._multiplier, *_MULTIPLIERS):
            slots = _slots(words, multiplier, *np.empty((2, len(words)), dtype=np.uint64))
            # Those of the last chunk may stand for other texts here.
            self._views[:] = 0
            self._views[slots] = words
            self._views[0] = 0
            if np.array_equal(self._views[slots], words):
                self._multiplier = multiplier
                self.rows[:] = -1
                self.rows[slots] = rows + chunk.start
                self.rows[0] = -1
                return True
        return False

    def _count(self, chunk: Chunk, first: int, end: int, table: Whole) -> Whole:
        """Add these rows to the table; the places of those whose view is not known, and then nothing is added."""
        size = end - first
        words, known, same = chunk.words[first:end], self._known[:size], self._same[:size]
        slots = _slots(words, self._multiplier, *self._halves[:, :size])
        self._views.take(slots, axis=0, out=known, mode="clip")
        np.equal(words, known, out=same)
        if not same.all():
            strange = chunk.with_text(np.flatnonzero(~same.all(axis=1)) + first)
            if len(strange):
                return strange
        there = chunk.there(first, end)
        if there is not None:
            np.multiply(slots, there, out=slots)
        cells = self._halves[1, :size].view(np.int64)
        np.left_shift(self._numbers[chunk.start + first : chunk.start + end], SLOT, out=cells)
        np.bitwise_or(cells, slots, out=cells)
        table += np.bincount(cells, minlength=self._cells)
        return slots[:0]


def _slots(words: Words, multiplier: Multiplier, slots: Words, room: Words) -> Whole:
    """The slot of each view, in the room given."""
    np.multiply(words[:, 0], multiplier[0], out=slots)
    if multiplier[1]:
        np.multiply(words[:, 1], multiplier[1], out=room)
        np.add(slots, room, out=slots)
    np.right_shift(slots, 64 - SLOT, out=slots)
    return slots.view(np.int64)


def _multipliers() -> tuple[Multiplier, ...]:
    """Odd numbers, of which no end of bits is worth more than another."""
    numbers: npt.NDArray[np.uint64] = np.random.default_rng(1).integers(2**63, size=(TRIES, 2), dtype=np.uint64) * 2 + 1
    numbers[: TRIES // 2, 1] = 0
    return tuple((first, second) for first, second in numbers)


_MULTIPLIERS: Final = _multipliers()
