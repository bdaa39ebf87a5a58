"""A slot for each of a few answers, told by its view in memory alone: no text is looked at but one for each answer."""

from __future__ import annotations

from collections.abc import Iterator
from threading import local
from typing import Final

import numpy as np
import numpy.typing as npt

from tideturn.methods.surveys.views import Chunk, ViewsError, Words

BITS: Final = 5
"""Of a slot: few enough for the counts of all slots and groups to fit into the processor's nearest cache."""
SLOTS: Final = 1 << BITS
ROWS: Final = 65_536
"""So many rows are worked on at a time: few enough for the processor's cache."""
SAMPLE: Final = 128
"""Rows from which a chunk's answers are learnt."""
TRIES: Final = 64
"""So many multipliers are tried until each answer has a slot of its own: a dozen answers nearly always find one."""

Multiplier = tuple[np.uint64, np.uint64]
"""Of a view's two halves; of the second only where the first does not tell the answers apart."""
Whole = npt.NDArray[np.int64]


class Slots:
    """The slots of a column's answers, chunk after chunk. Each view's slot is told by a multiplication.

    Slot 0 is for rows without a text, and for an empty text, whose view is all zeros.
    Whether a row's view is the one of its slot is looked at for every row, so that no view passes for another.
    """

    def __init__(self) -> None:
        self.rows = np.full(SLOTS, -1, dtype=np.int64)
        """A row of the column that has the view of each slot in this chunk; -1 for none, and for slot 0."""
        self._views = np.zeros((SLOTS, 2), dtype=np.uint64)
        self._multiplier = _MULTIPLIERS[0]

    def pieces(self, chunk: Chunk) -> Iterator[tuple[int, Whole]]:
        """The slots of up to ROWS rows at a time, until the next step; and the first one's place in the chunk.

        Where an answer is met that has no slot, all begins anew with place 0. Raises ViewsError where there are
        too many answers, or too many views of them, for each to have a slot.
        """
        size = len(chunk.words)
        rows = chunk.with_text(np.arange(0, size, -(-size // SAMPLE) or 1))
        self._learn(chunk, rows)
        first = 0
        while first < size:
            end = min(first + ROWS, size)
            slots, strange = self._look_up(chunk, first, end)
            if len(strange):
                rows = np.append(rows, strange[:SAMPLE])
                self._learn(chunk, rows)
                first = 0
            else:
                yield first, slots
                first = end

    def _learn(self, chunk: Chunk, rows: Whole) -> None:
        """Have a slot for each view of these rows."""
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
                return
        raise ViewsError

    def _look_up(self, chunk: Chunk, first: int, end: int) -> tuple[Whole, Whole]:
        """The slots of these rows, and the places of those whose view is not known."""
        size = end - first
        words, known, same = chunk.words[first:end], _room.known[:size], _room.same[:size]
        slots = _slots(words, self._multiplier, *_room.halves[:, :size])
        self._views.take(slots, axis=0, out=known, mode="clip")
        np.equal(words, known, out=same)
        strange = slots[:0]
        if not same.all():
            strange = chunk.with_text(np.flatnonzero(~same.all(axis=1)) + first)
        there = chunk.there(first, end)
        if there is not None:
            np.multiply(slots, there, out=slots)
        return slots, strange


class _Room(local):
    """Where each thread works things out, column after column: new room is slow, and costs more than most sums."""

    def __init__(self) -> None:
        self.halves = np.empty((2, ROWS), dtype=np.uint64)
        self.known = np.empty((ROWS, 2), dtype=np.uint64)
        self.same = np.empty((ROWS, 2), dtype=bool)


def _slots(words: Words, multiplier: Multiplier, slots: Words, room: Words) -> Whole:
    """The slot of each view, in the room given."""
    np.multiply(words[:, 0], multiplier[0], out=slots)
    if multiplier[1]:
        np.multiply(words[:, 1], multiplier[1], out=room)
        np.add(slots, room, out=slots)
    np.right_shift(slots, 64 - BITS, out=slots)
    return slots.view(np.int64)


def _multipliers() -> tuple[Multiplier, ...]:
    """Odd numbers in no order: the powers of one whose bits look like chance, the golden ratio's."""
    powers = [np.uint64(pow(0x9E3779B97F4A7C15, power, 1 << 64)) for power in range(1, 2 * TRIES + 1)]
    first, second = powers[:TRIES], powers[TRIES:]
    return (*((number, np.uint64(0)) for number in first[: TRIES // 2]), *zip(first, second, strict=True))


_room = _Room()
_MULTIPLIERS: Final = _multipliers()
