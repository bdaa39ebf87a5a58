"""How far two sets of traces are apart: by the routes taken, by what follows what, and by how varied they are."""

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
"""So many numbers, most of them noughts, are held as they are rather than wait for what would leave noughts out."""
AT_ONCE: Final = 16
"""Among so few traces all rows' distances are sooner found together than one by one."""
FEW: Final = 60
HANDFUL: Final = 10
"""So many distances are handed to a thread together."""
LEARNING: Final = 5
"""From so many handfuls, and whenever there are twice as many, it is learned by way of which traces cases move."""


class Space:
    """The different traces that are compared, and the distances between them, reckoned once.

    A count is how many cases took each trace, in the order of `steps`; many counts may be given as rows at once.
    """

    def __init__(self, steps: Sequence[Trace]) -> None:
        self.steps = tuple(steps)
        self._by_way: Marked = np.zeros(len(self.steps), dtype=np.bool_)

    def earth_movers(self, first: CaseCounts, second: CaseCounts) -> float:
        """The earth movers' distance of two counts, 0 to 1.

        It is the least mean share of a trace that must be rewritten to turn the shares of the first into those of the
        second; to turn one trace into another costs their Levenshtein distance over the length of the longer. That is
        no metric, so that what both have in common may have to move. 1 − the distance is the earth movers' stochastic
        conformance.
        Source: Leemans, Syring & van der Aalst 2019, BPM Forum, LNBIP 360:127–143. Raises ValueError for no case on a
        side, and for more than some ninety million on both.
        """
        if len(self.steps) <= AT_ONCE:
            return float(self._at_once(first[None], second[None])[0])
        give, take, total = _amounts(first, second)
        return least_cost(self._costs, give, take, self._by_way)[0] / float(total)

    def each_earth_movers(self, first: CaseCounts, second: CaseCounts, pool: ThreadPoolExecutor) -> Numbers:
        """The earth movers' distance of each row; many rows are alike, and are reckoned once."""
        different, alike = np.unique(np.hstack([first, second]), axis=0, return_inverse=True)
        one, other = np.hsplit(different, 2)
        few = len(self.steps) <= AT_ONCE
        found = self._at_once(one, other) if few else self._one_by_one(one, other, pool)
        return found[alike.ravel()]

    def _at_once(self, first: CaseCounts, second: CaseCounts) -> Numbers:
        give, take, total = _amounts(first, second)
        return least_costs(self._costs, give, take) / total

    def _one_by_one(self, first: CaseCounts, second: CaseCounts, pool: ThreadPoolExecutor) -> Numbers:
        """By rows, some handfuls of them at a time where that pays.

        The first of them show by way of which traces cases move, and the others are then found sooner; so do those.
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
        """How many different arrows the traces have."""
        return int(self._arrows.shape[1])

    def jensen_shannon(self, first: CaseCounts, second: CaseCounts) -> Numbers:
        """The Jensen–Shannon divergence in bits, 0 to 1, of how often one step directly follows another.

        Every case has an artificial start and end; an arrow's share is of all arrows. By rows where counts are many.
        Source: Lin 1991, IEEE Transactions on Information Theory 37:145–151.
        """
        one, other = (_shares(np.asarray(count @ self._arrows, dtype=np.float64)) for count in (first, second))
        divergence = _bits((one + other) / 2) - (_bits(one) + _bits(other)) / 2
        return np.clip(divergence, 0.0, 1.0)

    @staticmethod
    def entropy_gap(first: CaseCounts, second: CaseCounts) -> Numbers:
        """By how many bits the entropies of the traces differ, whichever is larger; by rows where counts are many.

        Source: Back, Debois & Slaats 2019, Entropy as a Measure of Log Variability, Journal on Data Semantics
        8:129–156 (trace entropy).
        """
        return np.abs(_bits(_shares(first)) - _bits(_shares(second)))

    @cached_property
    def _costs(self) -> Numbers:
        from rapidfuzz.distance import Levenshtein  # compiled, and wanted only here
        from rapidfuzz.process import cdist

        return cdist(self.steps, self.steps, scorer=Levenshtein.normalized_distance, dtype=np.float64)

    @cached_property
    def _arrows(self) -> csr_array | Numbers:
        """Traces × arrows: how often each trace has each arrow."""
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
    """The earth movers' distance of two sets of traces, each with its number of cases."""
    space, one, other = _space(first, second)
    return space.earth_movers(one, other)


def jensen_shannon(first: Mapping[Trace, int], second: Mapping[Trace, int]) -> float:
    """The Jensen–Shannon divergence, in bits, of what directly follows what in two sets of traces."""
    space, one, other = _space(first, second)
    return float(space.jensen_shannon(one, other))


def _space(first: Mapping[Trace, int], second: Mapping[Trace, int]) -> tuple[Space, CaseCounts, CaseCounts]:
    steps: Collection[Trace] = dict.fromkeys((*first, *second))
    one, other = (np.array([side.get(trace, 0) for trace in steps], dtype=np.int64) for side in (first, second))
    return Space(tuple(steps)), one, other


def _amounts(first: CaseCounts, second: CaseCounts) -> tuple[Numbers, Numbers, Numbers]:
    """What each trace gives and takes, in whole numbers of one sum, and that sum; by rows where counts are many.

    So both are equal to the last bit: a float holds whole numbers up to 2⁵³.
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
    """The entropy of each row, in bits; a share of nought counts for nothing."""
    logs = np.log2(shares, out=np.zeros_like(shares), where=shares > 0)
    return np.asarray(-(shares * logs).sum(axis=-1), dtype=np.float64)
