"""Distance between two values at each level of measurement, which Krippendorff's α sums.

Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", part D (https://repository.upenn.edu/asc_papers/43);
for sets of codes Passonneau 2006, "Measuring Agreement on Set-valued Items (MASI)", LREC 2006
(http://www.lrec-conf.org/proceedings/lrec2006/pdf/636_pdf.pdf).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, Protocol

import numpy as np

from tideturn.methods.agreement.ratings import Floats, Ints, Value

Level = Literal["nominal", "ordinal", "interval", "ratio", "masi"]
LEVELS: Final[tuple[Level, ...]] = ("nominal", "ordinal", "interval", "ratio", "masi")
_BLOCK: Final = 1 << 22


class Distance(Protocol):
    """A squared distance between values, which are given by their index."""

    def between(self, a: Ints, b: Ints, amounts: Floats) -> Floats:
        """Return δ² of values a and b, pair by pair: (draws × pairs), or (1 × pairs) where amounts make no difference.

        `amounts` is how often each value was given: (draws × values).
        """

    def expected(self, amounts: Floats) -> Floats:
        """Return Σ n_c n_k δ²_ck for each draw."""


class Nominal:
    """0 for the same value, 1 for another."""

    def between(self, a: Ints, b: Ints, amounts: Floats) -> Floats:  # noqa: ARG002, a distance may depend on amounts
        """See `Distance`."""
        return np.asarray(a != b, dtype=np.float64)[np.newaxis]

    def expected(self, amounts: Floats) -> Floats:
        """See `Distance`."""
        total = amounts.sum(axis=1)
        return np.asarray(total**2 - (amounts**2).sum(axis=1))


class Interval:
    """(c − k)²."""

    def __init__(self, numbers: Floats) -> None:
        # Distances do not change with the origin; the middle as origin keeps squares small and sums exact.
        self.numbers = numbers - (numbers.min() + numbers.max()) / 2

    def between(self, a: Ints, b: Ints, amounts: Floats) -> Floats:  # noqa: ARG002, a distance may depend on amounts
        """See `Distance`."""
        return np.asarray((self.numbers[a] - self.numbers[b]) ** 2)[np.newaxis]

    def expected(self, amounts: Floats) -> Floats:
        """See `Distance`."""
        total, first = amounts.sum(axis=1), amounts @ self.numbers
        return np.asarray(2 * (total * (amounts @ self.numbers**2) - first**2))


class Ordinal:
    """(Σ n_g from c to k − (n_c + n_k)/2)²: the distance of the two values' middle ranks, squared."""

    def __init__(self, numbers: Floats) -> None:
        self.order = np.argsort(numbers, kind="stable")
        """The indexes of the values from the lowest to the highest."""

    def between(self, a: Ints, b: Ints, amounts: Floats) -> Floats:
        """See `Distance`."""
        ranks = self._ranks(amounts)
        return np.asarray((ranks[:, a] - ranks[:, b]) ** 2)

    def expected(self, amounts: Floats) -> Floats:
        """See `Distance`."""
        total = amounts.sum(axis=1)
        ranks = self._ranks(amounts) - total[:, np.newaxis] / 2
        return np.asarray(2 * (total * (amounts * ranks**2).sum(axis=1) - (amounts * ranks).sum(axis=1) ** 2))

    def _ranks(self, amounts: Floats) -> Floats:
        sorted_amounts = amounts[:, self.order]
        ranks = np.empty_like(amounts)
        ranks[:, self.order] = np.cumsum(sorted_amounts, axis=1) - sorted_amounts / 2
        return ranks


class Ratio:
    """((c − k)/(c + k))²; 0 and 0 are the same."""

    def __init__(self, numbers: Floats) -> None:
        self.numbers = numbers

    def between(self, a: Ints, b: Ints, amounts: Floats) -> Floats:  # noqa: ARG002, a distance may depend on amounts
        """See `Distance`."""
        return self._apart(self.numbers[a], self.numbers[b])[np.newaxis]

    def expected(self, amounts: Floats) -> Floats:
        """See `Distance`; computes in blocks, since it compares every value with every other."""
        size = max(1, _BLOCK // max(1, len(self.numbers)))
        found = np.zeros(len(amounts))
        for start in range(0, len(self.numbers), size):
            part = slice(start, start + size)
            apart = self._apart(self.numbers[part, np.newaxis], self.numbers[np.newaxis])
            found += (amounts[:, part] * (amounts @ apart.T)).sum(axis=1)
        return found

    @staticmethod
    def _apart(a: Floats, b: Floats) -> Floats:
        total = a + b
        return np.asarray(np.divide(a - b, total, out=np.zeros(np.shape(total)), where=total != 0) ** 2)


class Masi:
    """1 − Jaccard × monotonicity, which is 1 for equal sets, 2/3 for a subset, 1/3 for overlap and 0 otherwise.

    Two empty sets are 0 apart, an empty and a non-empty set 1. MASI is not a square: Passonneau uses it in place of δ².
    """

    def __init__(self, values: Sequence[Value]) -> None:
        self.apart = masi_distances(values)

    def between(self, a: Ints, b: Ints, amounts: Floats) -> Floats:  # noqa: ARG002, a distance may depend on amounts
        """See `Distance`."""
        return np.asarray(self.apart[a, b])[np.newaxis]

    def expected(self, amounts: Floats) -> Floats:
        """See `Distance`."""
        return np.asarray((amounts * (amounts @ self.apart)).sum(axis=1))


def masi(a: Value, b: Value) -> float:
    """Return the MASI distance of two sets of codes: 0 for equal sets, 1 for sets with nothing in common."""
    if a == b:
        return 0.0
    shared = len(a & b)
    if not shared:
        return 1.0
    monotonicity = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1 - shared / len(a | b) * monotonicity


def masi_distances(values: Sequence[Value]) -> Floats:
    """Return `masi` of every value with every other: (values × values)."""
    codes = {code: i for i, code in enumerate(sorted(frozenset[str]().union(*values)))}
    holds = np.zeros((len(values), len(codes)))
    for i, value in enumerate(values):
        holds[i, [codes[code] for code in value]] = 1
    shared, sizes = holds @ holds.T, holds.sum(axis=1)
    union = sizes[:, np.newaxis] + sizes - shared
    monotonicity = np.where(
        shared == union, 1, np.where(shared == np.minimum(sizes[:, np.newaxis], sizes), 2 / 3, 1 / 3)
    )
    jaccard = np.divide(shared, union, out=np.ones_like(shared), where=union > 0)
    return np.asarray(1 - jaccard * monotonicity)
