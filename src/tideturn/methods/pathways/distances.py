"""Distances between two sets of traces: by the routes taken, by what follows what, and by how varied they are."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from tideturn.methods.pathways.traces import Trace
from tideturn.methods.pathways.transport import Marked, Numbers, least_cost
from tideturn.methods.pathways.transport_at_once import least_costs

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from scipy.sparse import csr_array

CaseCounts = NDArray[np.int64]
EXACT: Final = 2**53
DENSE: Final = 2**18
"""Maximum cells of a dense matrix; above it, importing scipy for a sparse one pays."""
AT_ONCE: Final = 16
"""Maximum different traces for finding all rows' distances together, which is then faster than one by one."""
FEW: Final = 60
HANDFUL: Final = 10
"""Number of distances handed to a thread together."""
LEARNING: Final = 5
"""Handfuls before the first search for traces that cases move through; it repeats whenever their number has doubled."""


class Space:
    """The different traces to compare, and the distances between them, computed once.

    A count is how many cases took each trace, in the order of `steps`; many counts may be given as rows at once.
    """

    def __init__(self, steps: Sequence[Trace]) -> None:
        self.steps = tuple(steps)
        self._by_way: Marked = np.zeros(len(self.steps), dtype=np.bool_)

    def earth_movers(self, first: CaseCounts, second: CaseCounts) -> float:
        """Return the earth movers' distance of two counts, 0 to 1.

        It is the least mean share of a trace that must be rewritten to turn the shares of the first into those of the
        second; turning one trace into another costs their Levenshtein distance over the length of the longer. That is
        not a metric, so cases that both have in common may have to move. 1 − the distance is the earth movers'
        stochastic conformance. Source: Leemans, Syring & van der Aalst 2019, BPM Forum, LNBIP 360:127–143. Raise
        ValueError for no case on a side, and for more than some ninety million on both.
        """
        if len(self.steps) <= AT_ONCE:
            return float(self._at_once(first[None], second[None])[0])
        give, take, total = _amounts(first, second)
        return least_cost(self._costs, give, take, self._by_way)[0] / float(total)

    def each_earth_movers(self, first: CaseCounts, second: CaseCounts, pool: ThreadPoolExecutor) -> Numbers:
        """Return the earth movers' distance of each row; many rows are alike, and each is computed once."""
        different, alike = np.unique(np.hstack([first, second]), axis=0, return_inverse=True)
        one, other = np.hsplit(different, 2)
        few = len(self.steps) <= AT_ONCE
        found = self._at_once(one, other) if few else self._one_by_one(one, other, pool)
        return found[alike.ravel()]

    def _at_once(self, first: CaseCounts, second: CaseCounts) -> Numbers:
        give, take, total = _amounts(first, second)
        return least_costs(self._costs, give, take) / total

    def _one_by_one(self, first: CaseCounts, second: CaseCounts, pool: ThreadPoolExecutor) -> Numbers:
        """Compute row by row, in handfuls on several threads where that pays.

        The first handfuls show which traces cases move through, which speeds up the others; so do those in turn.
        """
        give, take, total = _amounts(first, second)
        handfuls = [slice(start, start + HANDFUL) for start in range(0, len(first), HANDFUL)]
        # Among few traces a distance takes less time than handing it to another thread.
        run = map if len(self.steps) < FEW else pool.map
        found: list[float] = []
        done, until = 0, LEARNING
        while done < len(handfuls):
            now = handfuls[done:until]
            told = [*itertools.chain(*run(self._moved, [give[rows] for rows in now], [take[rows] for rows in now]))]
            found += [cost for cost, _ in told]
            self._by_way = np.logical_or.reduce([self._by_way, *(moved for _, moved in told)])
            done, until = until, 2 * until
        return np.array(found, dtype=np.float64) / total

    def _moved(self, give: Numbers, take: Numbers) -> list[tuple[float, Marked]]:
        return [least_cost(self._costs, *row, self._by_way) for row in zip(give, take, strict=True)]

    @property
    def arrows(self) -> int:
        """Return how many different arrows the traces have."""
        return int(self._arrows.shape[1])

    def jensen_shannon(self, first: CaseCounts, second: CaseCounts) -> Numbers:
        """Return the Jensen–Shannon divergence in bits, 0 to 1, of how often one step directly follows another.

        Every case has an artificial start and end; an arrow's share is of all arrows. Counts may have rows, and then so
        has the result. Source: Lin 1991, IEEE Transactions on Information Theory 37:145–151.
        """
        one, other = (_shares(np.asarray(count @ self._arrows, dtype=np.float64)) for count in (first, second))
        divergence = _bits((one + other) / 2) - (_bits(one) + _bits(other)) / 2
        return np.clip(divergence, 0.0, 1.0)

    @staticmethod
    def entropy_gap(first: CaseCounts, second: CaseCounts) -> Numbers:
        """Return the absolute difference of the traces' entropies in bits.

        Counts may have rows, and then so has the result. Source: Back, Debois & Slaats 2019, Entropy as a Measure of
        Log Variability, Journal on Data Semantics 8:129–156 (trace entropy).
        """
        return np.abs(_bits(_shares(first)) - _bits(_shares(second)))

    @cached_property
    def _costs(self) -> Numbers:
        from rapidfuzz.distance import Levenshtein  # compiled, and wanted only here
        from rapidfuzz.process import cdist

        return cdist(self.steps, self.steps, scorer=Levenshtein.normalized_distance, dtype=np.float64)

    @cached_property
    def _arrows(self) -> csr_array | Numbers:
        """Return, traces × arrows, how often each trace has each arrow."""
        number: dict[tuple[object, object], int] = {}
        rows, columns = [], []
        for place, trace in enumerate(self.steps):
            for arrow in itertools.pairwise((None, *trace, None)):
                rows.append(place)
                columns.append(number.setdefault(arrow, len(number)))
        shape = (len(self.steps), max(len(number), 1))
        if shape[0] * shape[1] <= DENSE:
            dense = np.zeros(shape)
            np.add.at(dense, (rows, columns), 1)
            return dense
        from scipy.sparse import coo_array  # heavy, and wanted only here

        ones = np.ones(len(rows), dtype=np.float64)
        return coo_array((ones, (rows, columns)), shape=shape).tocsr()


def earth_movers(first: Mapping[Trace, int], second: Mapping[Trace, int]) -> float:
    """Return the earth movers' distance of two sets of traces, each with its number of cases."""
    space, one, other = _space(first, second)
    return space.earth_movers(one, other)


def jensen_shannon(first: Mapping[Trace, int], second: Mapping[Trace, int]) -> float:
    """Return the Jensen–Shannon divergence, in bits, of what directly follows what in two sets of traces."""
    space, one, other = _space(first, second)
    return float(space.jensen_shannon(one, other))


def _space(first: Mapping[Trace, int], second: Mapping[Trace, int]) -> tuple[Space, CaseCounts, CaseCounts]:
    steps: Collection[Trace] = dict.fromkeys((*first, *second))
    one, other = (np.array([side.get(trace, 0) for trace in steps], dtype=np.int64) for side in (first, second))
    return Space(tuple(steps)), one, other


def _amounts(first: CaseCounts, second: CaseCounts) -> tuple[Numbers, Numbers, Numbers]:
    """Return what each trace gives and takes, in whole numbers with the same sum, and that sum.

    So both sides are equal to the last bit: a float holds whole numbers up to 2⁵³. Counts may have rows, and then so
    have the results.
    """
    here, there = first.sum(axis=-1, keepdims=True), second.sum(axis=-1, keepdims=True)
    if not (here.all() and there.all()):
        raise ValueError("a distance needs cases on both sides")
    common = np.gcd(here, there)
    if (here // common > EXACT // there).any():
        raise ValueError(f"{here.max():,} and {there.max():,} cases are more than can be held against each other")
    give, take = first * (there // common), second * (here // common)
    total = (here // common * there)[..., 0]
    return give.astype(np.float64), take.astype(np.float64), total.astype(np.float64)


def _shares(counts: NDArray[np.int64] | Numbers) -> Numbers:
    return np.asarray(counts / counts.sum(axis=-1, keepdims=True), dtype=np.float64)


def _bits(shares: Numbers) -> Numbers:
    """Return the entropy of each row, in bits; a share of 0 counts for nothing."""
    logs = np.log2(shares, out=np.zeros_like(shares), where=shares > 0)
    return np.asarray(-(shares * logs).sum(axis=-1), dtype=np.float64)
