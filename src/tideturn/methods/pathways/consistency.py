"""Tests of whether cases go the same way at different sites, or in different periods, or differ beyond chance."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass
from typing import Final

import numpy as np
import polars as pl

from tideturn.dataset.wording import counted, listed
from tideturn.methods.holm import holm
from tideturn.methods.pathways.design import Designed, exempt_at
from tideturn.methods.pathways.distances import CaseCounts, Space
from tideturn.methods.pathways.groups import Groups, by_site
from tideturn.methods.pathways.log import EventLog
from tideturn.methods.pathways.traces import Traces, traces
from tideturn.methods.pathways.transport import Numbers

LEVEL: Final = 0.05
TIE: Final = 1e-9
"""Largest difference between two distances that counts as equal: they are summed in different orders."""
FEW: Final = 10
"""Minimum cases on each side for saying whether two groups differ."""
CELLS: Final = 4_000_000
"""Maximum count of numbers held at once while labels are dealt at random."""
WORK: Final = 250_000_000
"""Maximum pairs of traces in one pair's earth movers' distances; above it, there are fewer relabellings."""
FEWEST: Final = 199
"""Minimum relabellings, unless fewer are asked for."""
MOST: Final = 2_000
"""Maximum different traces for an earth movers' distance.

The fewest relabellings then take some twenty seconds a pair.
"""
LONGEST: Final = 250_000
"""Maximum steps of all different traces together for an earth movers' distance: its work grows with their square."""


@dataclass(frozen=True)
class Distance:
    """A distance between two groups, and its values when cases are dealt to them at random.

    `chance` is the mean and `reached` the 95th percentile over `permutations` relabellings. p = (1 + those at least as
    far)/(permutations + 1); `adjusted` is p over all pairs that were compared (Holm 1979): with many pairs some look
    apart by chance.
    """

    value: float
    chance: float
    reached: float
    p: float
    adjusted: float
    permutations: int

    @property
    def differs(self) -> bool:
        """Return whether it is beyond chance, over all pairs compared."""
        return self.adjusted < LEVEL


@dataclass(frozen=True)
class Pair:
    """Two groups of cases: how many, how many different traces they took, and three distances between them.

    `emd` is the earth movers' distance of the traces, `jsd` the Jensen–Shannon divergence of the steps that directly
    follow each other, `entropy` the difference of how varied the traces are, in bits. `left_out` are the steps that are
    allowed to differ. `emd` is None where there are too many different traces, or too long ones, to compute all their
    distances.
    """

    a: str
    b: str
    cases_a: int
    cases_b: int
    variants: int
    left_out: tuple[str, ...]
    emd: Distance | None
    jsd: Distance
    entropy: Distance

    @property
    def emsc(self) -> float | None:
        """Return the earth movers' stochastic conformance: 1 where both go the same ways in the same shares."""
        return None if self.emd is None else 1 - self.emd.value

    @property
    def enough(self) -> bool:
        """Return whether both sides have enough cases for a comparison."""
        return min(self.cases_a, self.cases_b) >= FEW

    def __str__(self) -> str:
        a, b = f"{self.a} ({counted(self.cases_a, 'case')})", f"{self.b} ({counted(self.cases_b, 'case')})"
        if not self.enough:
            return f"{a} and {b}: too few cases to say whether they differ"
        differing = [_NAMES[measure] for measure, distance in self.distances.items() if distance.differs]
        said = f"differs from {b} in {listed(differing)}" if differing else f"does not differ from {b} beyond chance"
        name, seen = ("distance", self.emd) if self.emd else ("divergence", self.jsd)
        told = [f"{name} {seen.value:.3f}, by chance {seen.chance:.3f}, p = {seen.p:.3g}"]
        told += [f"left out: {listed(self.left_out)}"] if self.left_out else []
        return f"{a} {said} ({'; '.join(told)})"

    @property
    def distances(self) -> dict[str, Distance]:
        """Return the distances by their names, without any that could not be computed."""
        named = {"emd": self.emd, "jsd": self.jsd, "entropy": self.entropy}
        return {measure: distance for measure, distance in named.items() if distance is not None}


_NAMES: Final = {"emd": "the ways that cases go", "jsd": "what follows what", "entropy": "how varied the ways are"}


@dataclass(frozen=True)
class Consistency:
    """Every pair of groups, the number of relabellings asked for, the random seed and `notes` in sentences."""

    pairs: tuple[Pair, ...]
    permutations: int
    seed: int
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join(str(pair) for pair in self.pairs) or "There are no two groups to compare."

    def frame(self) -> pl.DataFrame:
        """Return one row for each pair and measure; for `emd`, `value` is the distance, not the conformance."""
        rows = [
            (*astuple(pair)[:4], measure, *astuple(distance), distance.differs if pair.enough else None)
            for pair in self.pairs
            for measure, distance in pair.distances.items()
        ]
        return pl.DataFrame(rows, schema=_COLUMNS, orient="row")


_COLUMNS: Final = {
    **dict.fromkeys(("a", "b"), pl.String),
    **dict.fromkeys(("cases_a", "cases_b"), pl.Int64),
    "measure": pl.String,
    **dict.fromkeys(("value", "chance", "reached", "p", "adjusted"), pl.Float64),
    "permutations": pl.Int64,
    "differs": pl.Boolean,
}


def consistency(
    log: EventLog,
    groups: Groups | None = None,
    *,
    design: Designed | None = None,
    permutations: int = 1000,
    seed: int = 1,
) -> Consistency:
    """Compare every pair of groups (sites where none are given) with relabellings of the cases of the two.

    If the design allows steps to differ at either of a pair, these steps are left out of both before anything is
    counted. A relabelling deals the pair's cases at random to the two groups, as many to each as it has; other groups
    have no part in it. Groups without a case are left out.
    """
    groups = groups if groups is not None else by_site(log)
    taken = traces(log)
    present = [name for name in groups.names if groups.cases(name).any()]
    found = []
    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        for a, b in itertools.combinations(present, 2):
            left_out = exempt_at(design, (a, b))
            ways = taken.without(left_out)
            compared = _Compared(ways, ways.of[groups.cases(a)], ways.of[groups.cases(b)])
            found.append((a, b, left_out, compared, compared.nulls(permutations, seed, pool)))
    judged = [_judged(of_pairs) for of_pairs in zip(*(nulls for *_, nulls in found), strict=True)]
    pairs = tuple(
        Pair(a, b, compared.size, compared.others, len(compared.space.steps), left_out, *distances)
        for (a, b, left_out, compared, _), *distances in zip(found, *judged, strict=True)
    )
    return Consistency(pairs, permutations, seed, tuple(_notes(pairs, permutations)))


@dataclass(frozen=True, eq=False)
class _Null:
    """A distance as observed, and its values when cases are dealt at random."""

    seen: float
    dealt: Numbers

    @property
    def p(self) -> float:
        return float(1 + (self.dealt >= self.seen - TIE).sum()) / (self.dealt.size + 1)

    def judged(self, adjusted: float) -> Distance:
        mean, often = float(self.dealt.mean()), float(np.quantile(self.dealt, 1 - LEVEL))
        return Distance(self.seen, mean, often, self.p, adjusted, self.dealt.size)


class _Compared:
    """The cases of two groups: how many of each took which trace, among the traces that either has."""

    def __init__(self, ways: Traces, first: CaseCounts, second: CaseCounts) -> None:
        there, both = np.unique(np.concatenate([first, second]), return_inverse=True)
        self.space = Space([ways.steps[place] for place in there.tolist()])
        self.size, self.others = first.size, second.size
        self.seen, self.all = (np.bincount(part, minlength=there.size) for part in (both[: self.size], both))

    def nulls(self, permutations: int, seed: int, pool: ThreadPoolExecutor) -> tuple[_Null | None, ...]:
        """Return the earth movers' distance, the divergence and the entropy gap, observed and dealt at random."""
        crossings = int(np.count_nonzero(self.seen) * np.count_nonzero(self.all - self.seen))
        movers = min(permutations, max(FEWEST, WORK // crossings)) if movable(self.space, MOST) else 0
        seen = self._measured(self.seen[None], min(1, movers), pool)
        parts: list[tuple[Numbers, ...]] = []
        for first in self._dealt(permutations, seed):
            parts.append(self._measured(first, movers, pool))
            movers = max(0, movers - len(first))
        dealt = [np.concatenate(part) for part in zip(*parts, strict=True)]
        return tuple(_Null(float(one[0]), null) if one.size else None for one, null in zip(seen, dealt, strict=True))

    def _measured(self, first: CaseCounts, movers: int, pool: ThreadPoolExecutor) -> tuple[Numbers, ...]:
        """Return the distances for rows of counts; the earth movers' distance only for the first `movers` rows."""
        second = self.all - first
        moved = self.space.each_earth_movers(first[:movers], second[:movers], pool) if movers else np.empty(0)
        return moved, self.space.jensen_shannon(first, second), self.space.entropy_gap(first, second)

    def _dealt(self, permutations: int, seed: int) -> Iterator[CaseCounts]:
        """Yield the first group's counts when labels are dealt at random over all cases, in blocks of relabellings.

        The number of cases of each trace in the first group is then multivariate hypergeometric, and is drawn as such.
        """
        # Seeded with the sizes, so that one pair's relabellings do not depend on the other pairs.
        rng = np.random.Generator(np.random.PCG64([seed, self.size, self.others]))
        at_once = max(1, CELLS // max(self.all.size, self.space.arrows))
        for done in range(0, permutations, at_once):
            yield rng.multivariate_hypergeometric(self.all, self.size, size=min(at_once, permutations - done))


def movable(space: Space, most: int) -> bool:
    """Return whether all distances of the traces can be computed: at most `most` traces, and not too long."""
    return len(space.steps) <= most and sum(map(len, space.steps)) <= LONGEST


def _judged(nulls: Sequence[_Null | None]) -> list[Distance | None]:
    """Return one distance for every pair, with its p adjusted over all pairs."""
    adjusted = iter(holm([null.p for null in nulls if null is not None]))
    return [None if null is None else null.judged(next(adjusted)) for null in nulls]


def _notes(pairs: tuple[Pair, ...], permutations: int) -> Iterator[str]:
    for pair in pairs:
        ways = f"{pair.a} and {pair.b} take {pair.variants:,} different ways"
        if pair.emd is None and pair.variants <= MOST:
            yield f"{ways}, too long for an earth movers' distance (the most is {LONGEST:,} steps of all together)."
        elif pair.emd is None:
            yield f"{ways}, too many for an earth movers' distance (the most is {MOST:,})."
        elif pair.emd.permutations < permutations:
            made = f"{pair.emd.permutations:,} relabellings in place of {permutations:,}"
            yield f"{ways}: their earth movers' distance was held against {made}."
