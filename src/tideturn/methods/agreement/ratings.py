"""What coders said of units, equal rows counted once: from that every coefficient is computed.

A million units that three coders put into five codes are at most 216 different rows. A unit's value is the set of
codes that a coder gave it; the empty set says that the coder saw the unit and gave it none.
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
"""In a row: the coder never saw the unit."""
SEPARATOR: Final = "\x1f"
_CODES: Final = " codes"
_LONG: Final = 24
"""A number of more digits than this is written with an exponent."""
_AT_ONCE: Final = 1 << 20
"""How many numbers a block of resampled counts may hold: what keeps memory low."""


@dataclass(frozen=True)
class Ratings:
    """Rows of what coders said, and how many units of each document are like each row.

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
    """How many documents there are; 0 where none are told apart, and units are drawn instead."""

    @cached_property
    def weights(self) -> Floats:
        """How many units are like each row: (1 × rows)."""
        counted = np.bincount(self.row, weights=self.count, minlength=len(self.rows))
        return counted.astype(np.float64)[np.newaxis]

    @cached_property
    def given(self) -> Ints:
        """How many coders saw the units of each row."""
        return np.asarray((self.rows != MISSING).sum(axis=1), dtype=np.int64)

    @cached_property
    def agreeing(self) -> Ints:
        """How many pairs of coders, in either order, said the same of the units of each row."""
        found = np.zeros(len(self.rows), dtype=np.int64)
        for a, b in combinations(self.rows.T, 2):
            found += 2 * ((a == b) & (a != MISSING))
        return found

    @property
    def units(self) -> float:
        """How many units two or more coders saw."""
        return float(self.weights[0, self.given >= 2].sum())

    @property
    def who_coded(self) -> tuple[str, ...]:
        """The coders who saw anything at all."""
        saw = (self.rows != MISSING).any(axis=0)
        return tuple(coder for coder, any_ in zip(self.coders, saw, strict=True) if any_)

    @property
    def differing(self) -> float:
        """How many units two coders said different things of."""
        highest = self.rows.max(axis=1, initial=MISSING)
        lowest = np.where(self.rows == MISSING, len(self.values), self.rows).min(axis=1, initial=len(self.values))
        return float(self.weights[0, (highest > lowest)].sum())

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that anybody gave, in order."""
        return tuple(sorted(frozenset().union(*self.values), key=_natural))

    @property
    def numbers(self) -> Floats | None:
        """Each value as a number; None where one is no number, or holds no code or several."""
        told = [_number(next(iter(value))) if len(value) == 1 else None for value in self.values]
        return None if None in told or not told else np.array(told, dtype=np.float64)

    def code(self, code: str) -> Ratings:
        """Whether each coder gave this code: value 0 is no, value 1 is yes."""
        has = np.array([code in value for value in self.values] + [False], dtype=np.int64)
        return self._as(np.where(self.rows == MISSING, MISSING, has[self.rows]), (frozenset(), frozenset({code})))

    def only(self, coders: Sequence[str]) -> Ratings:
        """These coders alone, over the units that all of them saw."""
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
        """How many units are like each row when documents (else units) are drawn with replacement: (draws × rows).

        Blocks of draws; together they are the same whatever the block.
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
        """The same units with other values, equal rows counted once again."""
        unique, place = np.unique(rows, axis=0, return_inverse=True)
        merged, entry = np.unique(np.stack([self.document, place.reshape(-1)[self.row]]), axis=1, return_inverse=True)
        count = np.bincount(entry.reshape(-1), weights=self.count, minlength=merged.shape[1]).astype(np.float64)
        return Ratings(self.coders, values, unique, merged[0], merged[1], count, self.documents)


def drawn_documents(documents: int, draws: int, seed: int, size: int) -> Iterator[Ints]:
    """How often each document is drawn: (draws × documents) in blocks of `size`, the same whatever the block."""
    if documents * draws <= _AT_ONCE:
        whole = _drawn_whole(documents, draws, seed)
        yield from (whole[start : start + size] for start in range(0, draws, size))
        return
    rng, even = np.random.default_rng(seed), np.full(documents, 1 / documents)
    for start in range(0, draws, size):
        yield rng.multinomial(documents, even, size=min(size, draws - start))


@lru_cache(maxsize=2)
def _drawn_whole(documents: int, draws: int, seed: int) -> Ints:
    """All draws at once, kept since each code of a study asks for the same."""
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
    """Ratings from one row a unit and one column a coder; null is a unit that the coder never saw.

    `several` parts the codes of a cell; a text without any is then a unit seen and given none, else it is never seen.
    Blanks around a code are no part of it. Numbers that are equal are one value however they are written.
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
    """Ratings from one row a unit, coder and code; a row without a code says that the coder saw the unit.

    A unit of which a coder has no row is one that this coder never saw.
    """
    keys = [document, unit] if document else [unit]
    wide = one_row_a_unit(frame, keys, coder, code)
    coders = [name for name in wide.columns if name not in keys]
    return from_wide(wide, coders, document=document, several=SEPARATOR)


def one_row_a_unit(frame: pl.DataFrame, keys: Sequence[str], coder: str, code: str) -> pl.DataFrame:
    """A long frame as a wide one: the keys, then a column for each coder, in order, its codes parted by SEPARATOR."""
    return (
        frame.group_by(*keys, coder)
        .agg(pl.col(code).drop_nulls().unique().sort().str.join(SEPARATOR).alias(_CODES))
        .sort(coder, *keys)
        .pivot(on=coder, index=keys, values=_CODES)
    )


def meanings(texts: Iterable[str], several: str | None) -> dict[str, Value]:
    """What each cell says. `several` parts the codes of one; where all are numbers, equal ones are one value."""
    return _as_numbers({text: _value(text, several) for text in texts})


def value_order(value: Value) -> tuple[int, list[tuple[int, float, str]]]:
    """No code first, then one, then several; numbers by size before words."""
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
    """Where every value is one number, 1 and 1.0 are the same."""
    if not known or not all(len(value) == 1 and _number(*value) is not None for value in known.values()):
        return known
    return {text: frozenset({_written(Decimal(next(iter(value))))}) for text, value in known.items()}


def _written(number: Decimal) -> str:
    """The shortest way to write it; exactly, since codes of eighteen digits are no nearer to one another than words."""
    plain = number.normalize()
    return f"{plain:f}" if abs(plain.adjusted()) < _LONG else str(plain)


def codes_in(values: Collection[Value]) -> bool:
    """Whether any value holds no code, or several."""
    return any(len(value) != 1 for value in values)
