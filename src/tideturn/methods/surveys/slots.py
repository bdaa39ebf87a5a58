"""A slot for each of a few answers, found from its view in memory alone: only one text is read for each answer."""

from __future__ import annotations

from collections.abc import Iterator
from threading import local
from typing import Final

import numpy as np
import numpy.typing as npt

from tideturn.methods.surveys.views import Chunk, ViewsError, Words

BITS: Final = 5
"""Bits of a slot's number: few enough that the counts of all slots and groups fit in the processor's nearest cache."""
SLOTS: Final = 1 << BITS
ROWS: Final = 65_536
"""Number of rows processed at a time: few enough for the processor's cache."""
SAMPLE: Final = 128
"""Number of rows used to learn a chunk's answers."""
TRIES: Final = 64
"""Number of multipliers of both halves tried, after half as many of the first half only, until each answer has a slot.

A dozen answers nearly always find one.
"""

Multiplier = tuple[np.uint64, np.uint64]
"""Multipliers of a view's two halves; the second is 0 unless the first half does not tell the answers apart."""
Whole = npt.NDArray[np.int64]


class Slots:
    """The slots of a column's answers, chunk after chunk. A multiplication gives each view its slot.

    Slot 0 is for rows without a text, and for an empty text, whose view is all zeros.
    Every row's view is compared with the view of its slot, so that no view passes for another.
    """

    def __init__(self) -> None:
        self.rows = np.full(SLOTS, -1, dtype=np.int64)
        """Position in the column of a row with each slot's view in this chunk; -1 for none, and for slot 0."""
        self._views = np.zeros((SLOTS, 2), dtype=np.uint64)
        self._multiplier = _MULTIPLIERS[0]

    def pieces(self, chunk: Chunk) -> Iterator[tuple[int, Whole]]:
        """Yield the first row's position in the chunk and the slots of up to ROWS rows, valid until the next step.

        If an answer has no slot, everything starts again from position 0. Raises ViewsError if there are too many
        answers, or too many views of them, for each to have a slot.
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
        """Give each view of these rows a slot of its own. Raise ViewsError if no multiplier can."""
        words = chunk.words[rows]
        for multiplier in (self._multiplier, *_MULTIPLIERS):
            slots = _slots(words, multiplier, *np.empty((2, len(words)), dtype=np.uint64))
            # The last chunk's views may mean other texts here.
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
        """Return the slots of these rows, and the positions of the rows whose view is not known."""
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
    """Each thread's work memory, reused for every column: new memory is slow, and costs more than most sums."""

    def __init__(self) -> None:
        self.halves = np.empty((2, ROWS), dtype=np.uint64)
        self.known = np.empty((ROWS, 2), dtype=np.uint64)
        self.same = np.empty((ROWS, 2), dtype=bool)


def _slots(words: Words, multiplier: Multiplier, slots: Words, room: Words) -> Whole:
    """Return the slot of each view, written into the `slots` array; `room` is work memory."""
    np.multiply(words[:, 0], multiplier[0], out=slots)
    if multiplier[1]:
        np.multiply(words[:, 1], multiplier[1], out=room)
        np.add(slots, room, out=slots)
    np.right_shift(slots, 64 - BITS, out=slots)
    return slots.view(np.int64)


def _multipliers() -> tuple[Multiplier, ...]:
    """Return odd numbers in no order: powers of a number whose bits look random, the golden ratio's."""
    powers = [np.uint64(pow(0x9E3779B97F4A7C15, power, 1 << 64)) for power in range(1, 2 * TRIES + 1)]
    first, second = powers[:TRIES], powers[TRIES:]
    return (*((number, np.uint64(0)) for number in first[: TRIES // 2]), *zip(first, second, strict=True))


_room = _Room()
_MULTIPLIERS: Final = _multipliers()
