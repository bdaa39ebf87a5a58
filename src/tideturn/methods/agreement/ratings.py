"""Values that coders gave to units, with equal rows counted once: every coefficient is computed from these.

A million units that three coders sort into five codes make at most 216 different rows. A unit's value is the set of
codes that a coder gave it; the empty set says that the coder saw the unit and gave it no code.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from tideturn.methods.agreement.packing import COUNT, counted_rows

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Value = frozenset[str]

MISSING: Final = -1
"""Mark in a row for a unit that the coder never saw."""
SEPARATOR: Final = "\x1f"
_CODES: Final = " codes"
_LONG: Final = 24
"""Smallest decimal exponent, positive or negative, that is written in scientific notation."""
_AT_ONCE: Final = 1 << 20
"""Maximum count of numbers in a block of resampled counts, which keeps memory low."""


@dataclass(frozen=True)
class Ratings:
    """Rows of the values that coders gave, and how many units of each document are like each row.

    `rows` is (rows × coders) of indexes into `values`, MISSING where a coder never saw the unit. Entry i says that
    `count[i]` units of document `document[i]` are like row `row[i]`. Without documents each unit is its own.
    """

    coders: tuple[str, ...]
    values: tuple[Value, ...]
    rows: Ints
    document: Ints
    row: Ints
    count: Floats
    documents: int
    """Number of documents; 0 where they are not known, and the bootstrap draws units instead."""

    @cached_property
    def weights(self) -> Floats:
        """Return how many units are like each row: (1 × rows)."""
        counted = np.bincount(self.row, weights=self.count, minlength=len(self.rows))
        return counted.astype(np.float64)[np.newaxis]

    @cached_property
    def given(self) -> Ints:
        """Return how many coders saw the units of each row."""
        return np.asarray((self.rows != MISSING).sum(axis=1), dtype=np.int64)

    @cached_property
    def agreeing(self) -> Ints:
        """Return how many pairs of coders, in either order, gave the units of each row the same value."""
        found = np.zeros(len(self.rows), dtype=np.int64)
        for a, b in combinations(self.rows.T, 2):
            found += 2 * ((a == b) & (a != MISSING))
        return found

    @property
    def units(self) -> float:
        """Return how many units two or more coders saw."""
        return float(self.weights[0, self.given >= 2].sum())

    @property
    def who_coded(self) -> tuple[str, ...]:
        """Return the coders who saw at least one unit."""
        saw = (self.rows != MISSING).any(axis=0)
        return tuple(coder for coder, any_ in zip(self.coders, saw, strict=True) if any_)

    @property
    def differing(self) -> float:
        """Return how many units two coders gave different values."""
        highest = self.rows.max(axis=1, initial=MISSING)
        lowest = np.where(self.rows == MISSING, len(self.values), self.rows).min(axis=1, initial=len(self.values))
        return float(self.weights[0, (highest > lowest)].sum())

    @property
    def codes(self) -> tuple[str, ...]:
        """Return every code that anybody gave, in order."""
        return tuple(sorted(frozenset().union(*self.values), key=_natural))

    @property
    def numbers(self) -> Floats | None:
        """Return each value as a number; None where a value is not a number, or holds no code or several."""
        told = [_number(next(iter(value))) if len(value) == 1 else None for value in self.values]
        return None if None in told or not told else np.array(told, dtype=np.float64)

    def code(self, code: str) -> Ratings:
        """Return ratings of whether each coder gave this code: value 0 is no, value 1 is yes."""
        has = np.array([code in value for value in self.values] + [False], dtype=np.int64)
        return self._as(np.where(self.rows == MISSING, MISSING, has[self.rows]), (frozenset(), frozenset({code})))

    def only(self, coders: Sequence[str]) -> Ratings:
        """Return the ratings of these coders alone, over the units that all of them saw."""
        columns = [self.coders.index(coder) for coder in coders]
        both = (self.rows[:, columns] != MISSING).all(axis=1)
        kept = both[self.row]
        place = np.cumsum(both) - 1
        return Ratings(
            tuple(coders),
            self.values,
            self.rows[both][:, columns],
            self.document[kept],
            place[self.row[kept]],
            self.count[kept],
            self.documents,
        )

    def drawn(self, draws: int, seed: int) -> Iterator[Floats]:
        """Yield how many units are like each row when documents (else units) are drawn with replacement.

        Each block is (draws × rows); together the blocks are the same whatever their size.
        """
        if not self.documents:
            rng = np.random.default_rng(seed)
            weights = self.weights[0]
            size = max(1, _AT_ONCE // max(1, len(weights)))
            for start in range(0, draws, size):
                total = int(weights.sum())
                yield rng.multinomial(total, weights / total, size=min(size, draws - start)).astype(np.float64)
            return
        order = np.argsort(self.row, kind="stable")
        row, document, count = self.row[order], self.document[order], self.count[order]
        starts = np.flatnonzero(np.diff(row, prepend=-1))
        size = max(1, _AT_ONCE // max(self.documents, len(row)))
        for times in drawn_documents(self.documents, draws, seed, size):
            weights = np.zeros((len(times), len(self.rows)))
            weights[:, row[starts]] = np.add.reduceat(times[:, document] * count, starts, axis=1)
            yield weights

    def _as(self, rows: Ints, values: tuple[Value, ...]) -> Ratings:
        """Return the same units with other values, with equal rows counted again."""
        unique, place = np.unique(rows, axis=0, return_inverse=True)
        merged, entry = np.unique(np.stack([self.document, place.reshape(-1)[self.row]]), axis=1, return_inverse=True)
        count = np.bincount(entry.reshape(-1), weights=self.count, minlength=merged.shape[1]).astype(np.float64)
        return Ratings(self.coders, values, unique, merged[0], merged[1], count, self.documents)


def drawn_documents(documents: int, draws: int, seed: int, size: int) -> Iterator[Ints]:
    """Yield how often each document is drawn: (draws × documents) in blocks of `size`, the same whatever the size."""
    if documents * draws <= _AT_ONCE:
        whole = _drawn_whole(documents, draws, seed)
        yield from (whole[start : start + size] for start in range(0, draws, size))
        return
    rng, even = np.random.default_rng(seed), np.full(documents, 1 / documents)
    for start in range(0, draws, size):
        yield rng.multinomial(documents, even, size=min(size, draws - start))


@lru_cache(maxsize=2)
def _drawn_whole(documents: int, draws: int, seed: int) -> Ints:
    """Return all draws at once, cached because each code of a study asks for the same draws."""
    times = np.random.default_rng(seed).multinomial(documents, np.full(documents, 1 / documents), size=draws)
    times.flags.writeable = False
    return times


def from_wide(
    frame: pl.DataFrame,
    coders: Sequence[str],
    *,
    document: str | None = None,
    several: str | None = None,
) -> Ratings:
    """Return ratings from a frame of one row per unit and one column per coder.

    Null is a unit that the coder never saw. `several` is the separator between codes in a cell. With it, a text without
    a code is a unit that the coder saw and gave no code; without it, such a unit counts as never seen. Blanks around a
    code are not part of it. Equal numbers are one value however they are written.
    """
    columns = list(coders)
    counted = counted_rows(frame.select(*([document] if document else []), *columns), document)
    texts: list[list[str | None]] = [counted[name].cast(pl.String).to_list() for name in columns]
    place: dict[Value, int] = {}
    written = {text for column in texts for text in column if text is not None and (several or text.strip())}
    known = meanings(written, several)
    for value in sorted(set(known.values()), key=value_order):
        place[value] = len(place)
    rows = np.array(
        [[place[known[text]] if text in known else MISSING for text in column] for column in texts], dtype=np.int64
    ).T.reshape(-1, len(columns))
    unique, row = np.unique(rows, axis=0, return_inverse=True)
    names = counted[document].cast(pl.String) if document else None
    at = names.rank("dense").cast(pl.Int64).to_numpy() - 1 if names is not None else np.zeros(len(rows), np.int64)
    return Ratings(
        tuple(coders),
        tuple(place),
        unique,
        at.astype(np.int64),
        row.reshape(-1).astype(np.int64),
        counted[COUNT].cast(pl.Float64).to_numpy(),
        names.n_unique() if names is not None else 0,
    )


def from_long(frame: pl.DataFrame, *, unit: str, coder: str, code: str, document: str | None = None) -> Ratings:
    """Return ratings from a frame of one row per unit, coder and code.

    A row without a code says that the coder saw the unit. If a coder has no row for a unit, that coder never saw it.
    """
    keys = [document, unit] if document else [unit]
    wide = one_row_a_unit(frame, keys, coder, code)
    coders = [name for name in wide.columns if name not in keys]
    return from_wide(wide, coders, document=document, several=SEPARATOR)


def one_row_a_unit(frame: pl.DataFrame, keys: Sequence[str], coder: str, code: str) -> pl.DataFrame:
    """Pivot a long frame to a wide one: the keys, then a column for each coder, in order.

    SEPARATOR is between the codes in a cell.
    """
    return (
        frame.group_by(*keys, coder)
        .agg(pl.col(code).drop_nulls().unique().sort().str.join(SEPARATOR).alias(_CODES))
        .sort(coder, *keys)
        .pivot(on=coder, index=keys, values=_CODES)
    )


def meanings(texts: Iterable[str], several: str | None) -> dict[str, Value]:
    """Return the value of each cell; where all values are numbers, equal ones are one value.

    `several` separates the codes in a cell.
    """
    return _as_numbers({text: _value(text, several) for text in texts})


def value_order(value: Value) -> tuple[int, list[tuple[int, float, str]]]:
    """Return a sort key: no code first, then one, then several; numbers by size before words."""
    return len(value), sorted(_natural(code) for code in value)


def _natural(code: str) -> tuple[int, float, str]:
    number = _number(code)
    return (1, 0.0, code) if number is None else (0, number, code)


def _number(code: str) -> float | None:
    try:
        number = float(code)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _value(text: str, several: str | None) -> Value:
    if several is None:
        return frozenset({text.strip()})
    return frozenset(part.strip() for part in text.split(several) if part.strip())


def _as_numbers(known: dict[str, Value]) -> dict[str, Value]:
    """Treat 1 and 1.0 as the same where every value is a single number; otherwise return the values unchanged."""
    if not known or not all(len(value) == 1 and _number(*value) is not None for value in known.values()):
        return known
    return {text: frozenset({_written(Decimal(next(iter(value))))}) for text, value in known.items()}


def _written(number: Decimal) -> str:
    """Write the number in its shortest exact form: codes of eighteen digits are as distinct as words are."""
    plain = number.normalize()
    return f"{plain:f}" if abs(plain.adjusted()) < _LONG else str(plain)


def codes_in(values: Collection[Value]) -> bool:
    """Return whether any value holds no code, or several."""
    return any(len(value) != 1 for value in values)
