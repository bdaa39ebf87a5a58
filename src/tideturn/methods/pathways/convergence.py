"""Comparison of two sites over two periods: whether they became more alike than by chance alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from tideturn.dataset.wording import counted, listed
from tideturn.methods.pathways.consistency import CELLS, FEW, LEVEL, TIE, movable
from tideturn.methods.pathways.design import Designed, exempt_at
from tideturn.methods.pathways.distances import CaseCounts, Space
from tideturn.methods.pathways.groups import Groups, by_site
from tideturn.methods.pathways.log import EventLog
from tideturn.methods.pathways.traces import traces
from tideturn.methods.pathways.transport import Numbers

MOST: Final = 1_000
"""Maximum different traces of two sites for an earth movers' distance: each relabelling takes two of them."""


@dataclass(frozen=True)
class Moved:
    """A distance between two sites, earlier and later.

    p = (1 + relabellings whose change is at least as large, either way)/(permutations + 1).
    """

    before: float
    after: float
    p: float

    @property
    def change(self) -> float:
        """Return the later distance less the earlier: below 0 where the sites became more alike."""
        return self.after - self.before


@dataclass(frozen=True)
class Convergence:
    """Two sites in two periods: their cases in each, and how their distances moved.

    `emd` is the earth movers' distance of the traces (None where there are too many, or too long ones), `jsd` the
    Jensen–Shannon divergence of the steps that directly follow each other. `left_out` are the steps that are allowed to
    differ.
    """

    a: str
    b: str
    earlier: str
    later: str
    cases: tuple[int, int, int, int]
    """Number of cases of the first site earlier and later, and of the second."""
    left_out: tuple[str, ...]
    emd: Moved | None
    jsd: Moved
    permutations: int

    @property
    def enough(self) -> bool:
        """Return whether each site has enough cases in each period for a comparison."""
        return min(self.cases) >= FEW

    def __str__(self) -> str:
        told = f"{self.a} and {self.b}, {self.earlier} against {self.later}"
        sizes = f"{self.cases[0]:,} and {self.cases[2]:,} cases, then {self.cases[1]:,} and {self.cases[3]:,}"
        if not self.enough:
            return f"{told}: too few cases to say whether they became more alike ({sizes})"
        seen = self.emd or self.jsd
        if seen.p >= LEVEL:
            said = "neither more nor less alike beyond chance"
        else:
            said = "more alike" if seen.change < 0 else "less alike"
        numbers = f"distance {seen.before:.3f}, then {seen.after:.3f}; p = {seen.p:.3g}; {sizes}"
        left = f"; left out: {listed(self.left_out)}" if self.left_out else ""
        return f"{told}: {said} ({numbers}{left})"


def convergence(
    log: EventLog,
    periods: Groups,
    *,
    sites: Groups | None = None,
    design: Designed | None = None,
    permutations: int = 1000,
    seed: int = 1,
) -> tuple[Convergence, ...]:
    """Return the change for each two sites with cases in both of two periods, such as before and after a pilot's day.

    The change of their distance is compared with relabellings that deal each site's cases to the periods at random, as
    many to each as it has, as if nothing had changed at either. Steps that are allowed to differ at one of the two are
    left out of both. Raise ValueError unless there are exactly two periods.
    """
    if len(periods.names) != 2:
        raise ValueError(f"{counted(len(periods.names), 'period')} cannot be held one against the other")
    sites = sites if sites is not None else by_site(log)
    taken = traces(log)
    found = []
    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        for a, b in itertools.combinations(sites.names, 2):
            left_out = exempt_at(design, (a, b))
            ways = taken.without(left_out)
            of = [ways.of[sites.cases(site) & periods.cases(when)] for site in (a, b) for when in periods.names]
            if not min(cases.size for cases in of):
                continue
            there = np.unique(np.concatenate(of))
            space = Space([ways.steps[place] for place in there.tolist()])
            seen = [np.bincount(np.searchsorted(there, cases), minlength=there.size) for cases in of]
            emd, jsd = _moved(space, seen, permutations, seed, pool)
            sizes = (of[0].size, of[1].size, of[2].size, of[3].size)
            found.append(Convergence(a, b, *periods.names, sizes, left_out, emd, jsd, permutations))
    return tuple(found)


def _moved(
    space: Space, seen: Sequence[CaseCounts], permutations: int, seed: int, pool: ThreadPoolExecutor
) -> tuple[Moved | None, Moved]:
    """Return the earth movers' distance and the divergence, before and after, and the p of their change."""
    few = movable(space, MOST)
    parts = []
    for a_before, a_after, b_before, b_after in _dealt(space, seen, permutations, seed):
        pairs = ((a_before, b_before), (a_after, b_after))
        movers = [space.each_earth_movers(a, b, pool) for a, b in pairs] if few else [np.empty(0)] * 2
        parts.append((*movers, *(space.jensen_shannon(a, b) for a, b in pairs)))
    emd_before, emd_after, before, after = (np.concatenate(part) for part in zip(*parts, strict=True))
    return _judged(emd_before, emd_after) if few else None, _judged(before, after)


def _dealt(space: Space, seen: Sequence[CaseCounts], permutations: int, seed: int) -> Iterator[tuple[CaseCounts, ...]]:
    """Yield rows of counts for each site and period: first the observed, then those dealt at random, in blocks."""
    yield tuple(counts[None] for counts in seen)
    sizes = [int(counts.sum()) for counts in seen]
    rng = np.random.Generator(np.random.PCG64([seed, *sizes]))
    of_a, of_b = seen[0] + seen[1], seen[2] + seen[3]
    at_once = max(1, CELLS // max(len(space.steps), space.arrows))
    for done in range(0, permutations, at_once):
        rows = min(at_once, permutations - done)
        a, b = (rng.multivariate_hypergeometric(of, n, size=rows) for of, n in ((of_a, sizes[0]), (of_b, sizes[2])))
        yield a, of_a - a, b, of_b - b


def _judged(before: Numbers, after: Numbers) -> Moved:
    """Return the observed distances, which are the first entries, and the p of their change among those dealt."""
    change = np.abs(after - before)
    p = float(1 + (change[1:] >= change[0] - TIE).sum()) / change.size
    return Moved(float(before[0]), float(after[0]), p)
