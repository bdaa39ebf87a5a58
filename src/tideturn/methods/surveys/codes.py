"""A column's values as small whole numbers (codes), with the label of each code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from tideturn.dataset.cells import as_text
from tideturn.methods.surveys.counting_few import GroupValue, bare
from tideturn.methods.surveys.slots import Slots
from tideturn.methods.surveys.views import ViewsError, chunks

CELLS: Final = 4_000_000
"""Maximum cells of a groups × answers table counted as an array; a larger one is mostly empty, so it is grouped."""
ROWS: Final = 65_536
"""Number of rows processed at a time: few enough for the processor's cache, which gives most of the speed."""
SLOTS: Final = 65_536
"""Number of slots for hashes; if a question has few answers, each gets a slot of its own."""

Codes = npt.NDArray[np.unsignedinteger[Any]]
Whole = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Coded:
    """A column as codes, and the label of each code; two codes may have the same label."""

    codes: Codes
    labels: tuple[GroupValue, ...]


def read(lazy: pl.LazyFrame, column: str) -> pl.Series:
    """Return one column: as it is if it holds whole numbers, text or categories, otherwise as text."""
    values = lazy.select(column).collect()
    dtype = values.schema[column]
    if dtype.is_integer() or isinstance(dtype, pl.String | pl.Categorical | pl.Enum):
        return values.to_series()
    return as_text(values).to_series()


def coded(values: pl.Series) -> Coded:
    """Return codes from 0 and the label of each; missing values have a code too."""
    if values.dtype == pl.String:
        with suppress(ViewsError):
            return _by_view(values)
        # Use categories of this column only, so that there are no more codes than answers.
        return _by_hash(values) or coded(values.cast(pl.Categorical(pl.Categories.random())))
    codes = values.to_physical()
    first, last = codes.min(), codes.max()
    if not isinstance(first, int) or not isinstance(last, int):
        return Coded(np.zeros(len(values), dtype=np.uint32), (None,))
    numbers = values.dtype.is_integer()
    if numbers and last - first >= CELLS:
        # Numbers this far apart, such as identifiers, cannot be codes themselves; as text they get codes.
        far = coded(values.cast(pl.String))
        return Coded(far.codes, tuple(None if label is None else int(label) for label in far.labels))
    labels: list[GroupValue] = list(range(first, last + 1))
    if not numbers:
        known = pl.Series(labels, dtype=codes.dtype).cat.to(values.dtype)
        labels = [bare(text) for text in known.cast(pl.String)]
    if codes.null_count():
        labels.append(None)
        # Wide enough for the code of no answer.
        codes = codes.cast(pl.Int64 if numbers else pl.UInt32).fill_null(last + 1)
    if not numbers:
        plain = codes.to_numpy()
        return Coded((plain - first if first else plain).astype(np.uint32, copy=False), tuple(labels))
    small: Codes = np.empty(len(codes), dtype=np.uint16 if len(labels) <= SLOTS else np.uint32)
    for start, part in parts(codes):
        # Wide enough to subtract the first of narrow signed numbers.
        np.subtract(part.cast(pl.Int64).to_numpy(), first, out=small[start : start + len(part)], casting="unsafe")
    return Coded(small, tuple(labels))


def parts(values: pl.Series) -> Iterator[tuple[int, pl.Series]]:
    """Yield a column in pieces of up to ROWS rows, hardly ever copied, each with the position where it begins.

    What is computed for a piece can reuse the memory of the last one. New memory is slow: it costs more than most sums.
    """
    if len(values) < values.n_chunks() * ROWS // 4:
        values = values.rechunk()
    start = 0
    for chunk in values.get_chunks():
        for offset in range(0, len(chunk), ROWS):
            part = chunk[offset : offset + ROWS]
            yield start, part
            start += len(part)


def hashes(texts: pl.Series) -> Whole:
    """Return the hash of each text, also of missing ones: the same for the same text, and hardly ever for another."""
    return texts.hash().to_numpy().view(np.int64)


def renumbered(codes: Numbers, size: int) -> tuple[Whole, Whole]:
    """Return the codes that occur, in order, and every code as its position among them; all codes are below `size`."""
    if size > CELLS:
        present, places = np.unique(codes, return_inverse=True)
        return present.astype(np.int64, copy=False), places.astype(np.int64, copy=False)
    present = np.flatnonzero(np.bincount(codes, minlength=1))
    place = np.zeros(size, dtype=np.int64)
    place[present] = np.arange(len(present))
    return present, place.take(codes, mode="clip")


class _Slots:
    """The codes of few texts. Each text has a slot of its own, given by the last bits of its hash.

    A slot's key is the hash of its text xor the text's code. A hash xor the key of its slot is therefore the code if
    all 64 bits are the same, and otherwise a number too large for a code.
    """

    def __init__(self) -> None:
        self.labels: list[GroupValue] = []
        self._taken = np.zeros(SLOTS, dtype=bool)
        self._keys = np.full(SLOTS, -1, dtype=np.int64)
        self._slots, self._codes = np.empty((2, ROWS), dtype=np.int64)

    def codes(self, texts: pl.Series) -> Whole | None:
        """Return the codes of up to ROWS texts, valid until the next call; None if two different texts share a slot."""
        whole = hashes(texts)
        slots, codes = self._slots[: len(whole)], self._codes[: len(whole)]
        np.bitwise_and(whole, SLOTS - 1, out=slots)
        strange = self._look_up(whole, slots, codes)
        if len(strange):
            self._learn(texts, whole, slots, strange)
            if len(self._look_up(whole, slots, codes)):
                return None
        return codes

    def _look_up(self, whole: Whole, slots: Whole, codes: Whole) -> Whole:
        """Fill in the codes; return the rows whose text is not known."""
        np.take(self._keys, slots, out=codes, mode="clip")
        np.bitwise_xor(whole, codes, out=codes)
        unsigned = codes.view(np.uint64)
        if unsigned.max() < len(self.labels):
            return codes[:0]
        return np.flatnonzero(unsigned >= len(self.labels))

    def _learn(self, texts: pl.Series, whole: Whole, slots: Whole, strange: Whole) -> None:
        """Give each new text a slot and the next code, unless another text has the slot."""
        row = np.full(SLOTS, -1, dtype=np.int64)
        row[slots[strange]] = strange
        row[self._taken] = -1
        new = row[row >= 0]
        self._keys[slots[new]] = whole[new] ^ np.arange(len(self.labels), len(self.labels) + len(new))
        self._taken[slots[new]] = True
        self.labels += [bare(text) for text in texts.gather(new)]


def _by_view(texts: pl.Series) -> Coded:
    """Return codes by views, in a fraction of the time that hashes take. Raises ViewsError if views are no use here."""
    codes = np.empty(len(texts), dtype=np.uint16)
    labels: dict[GroupValue, int] = {None: 0}
    missing = False
    slots = Slots()
    code = np.zeros(len(slots.rows), dtype=np.int64)
    for chunk in chunks(texts):
        for first, places in slots.pieces(chunk):
            if first == 0:
                known = [bare(text) for text in texts.gather(slots.rows.clip(0).tolist())]
                code[1:] = [labels.setdefault(text, len(labels)) for text in known[1:]]
                if len(labels) > SLOTS:
                    raise ViewsError
            start = chunk.start + first
            some = code.take(places, mode="clip")
            missing = missing or not some.all()
            codes[start : start + len(some)] = some
    return Coded(codes, tuple(labels)) if missing or not len(codes) else Coded(codes - np.uint16(1), tuple(labels)[1:])


def _by_hash(texts: pl.Series) -> Coded | None:
    """Return codes by hash, in a fraction of the time that categories take; None if two texts share a slot."""
    codes = np.empty(len(texts), dtype=np.uint16)
    slots = _Slots()
    for start, part in parts(texts):
        found = slots.codes(part)
        if found is None:
            return None
        codes[start : start + len(part)] = found
    return Coded(codes, tuple(slots.labels) or (None,))
