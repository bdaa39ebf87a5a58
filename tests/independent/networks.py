"""Measure who works with whom: within a wave, between two, and against chance."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean

import networkx as nx
import numpy as np

Row = Mapping[str, str]


@dataclass(frozen=True)
class Wave:
    """What organisations told of at one time; a tie is level 1 or more."""

    number: str
    date: str
    asked: tuple[str, ...]
    answered: tuple[str, ...]
    told: Mapping[tuple[str, str], Row]

    @property
    def possible(self) -> int:
        return len(self.answered) * (len(self.asked) - 1)

    @property
    def density(self) -> float:
        return len(self.told) / self.possible

    @property
    def mean_level(self) -> float:
        return fmean(int(row["level"]) for row in self.told.values())

    def among(self, members: Iterable[str]) -> dict[tuple[str, str], Row]:
        """Return the ties told of between two of these organisations."""
        those = frozenset(members)
        return {pair: row for pair, row in self.told.items() if those.issuperset(pair)}

    @cached_property
    def graph(self) -> nx.DiGraph:
        """Hold the ties among those who answered."""
        graph = nx.DiGraph()
        graph.add_nodes_from(self.answered)
        graph.add_edges_from(self.among(self.answered))
        return graph

    @property
    def reciprocity(self) -> float:
        return float(nx.overall_reciprocity(self.graph))

    @property
    def pairs_told(self) -> int:
        """Count the pairs of which either says that they work together."""
        return len({frozenset(pair) for pair in self.told})

    @property
    def either(self) -> int:
        return self.graph.to_undirected().number_of_edges()

    @property
    def confirmed(self) -> int:
        return self.graph.to_undirected(reciprocal=True).number_of_edges()

    def centralisation(self, degrees: Iterable[tuple[str, int]]) -> float:
        """Return Freeman's: Σ(max − d)/(n − 1)²."""
        counts = [degree for _, degree in degrees]
        return sum(max(counts) - each for each in counts) / (len(counts) - 1) ** 2

    @property
    def betweenness(self) -> dict[str, float]:
        return dict(nx.betweenness_centrality(self.graph))

    def mean_shared(self, column: str, pairs: Iterable[tuple[str, str]] | None = None) -> float:
        rows = self.told.values() if pairs is None else [self.told[pair] for pair in pairs]
        return fmean(float(row[column]) for row in rows if row[column])

    @property
    def kinds_told(self) -> int:
        """Count the ties of which it is told what kinds of information are shared."""
        return sum(bool(row["share_kind"]) for row in self.told.values())

    def naming(self, kind: str) -> int:
        """Count the ties along which a kind of information is shared."""
        return sum(kind in row["share_kind"].split("|") for row in self.told.values())


def wave(number: str, waves: Iterable[Row], ties: Iterable[Row]) -> Wave:
    """Return one wave: who was asked and answered, and what they told of."""
    mine = [row for row in waves if row["wave"] == number]
    asked = tuple(row["organisation_id"] for row in mine)
    answered = tuple(row["organisation_id"] for row in mine if row["responded"] == "yes")
    told = {
        (row["from"], row["to"]): row
        for row in ties
        if row["wave"] == number and int(row["level"]) >= 1 and row["from"] != row["to"]
        if row["from"] in answered and row["to"] in asked
    }
    return Wave(number, min(row["date"] for row in mine), asked, answered, told)


@dataclass(frozen=True)
class Leaning:
    """The E–I index of ties to other groups and within one's own, beside what dealt labels give."""

    ei: float
    expected: float
    p: float


def external_internal(ties: Sequence[tuple[str, str]], group: Mapping[str, str], draws: int, seed: int) -> Leaning:
    """Return the E–I index (Krackhardt & Stern 1988) of ties, with its p from permuted labels."""
    names = sorted(group)
    place = {name: at for at, name in enumerate(names)}
    labels = np.unique([group[name] for name in names], return_inverse=True)[1]
    ends = np.array([(place[one], place[other]) for one, other in ties])

    def index(dealt: np.ndarray) -> float:
        return float(2 * (dealt[ends[:, 0]] != dealt[ends[:, 1]]).mean() - 1)

    rng = np.random.default_rng(seed)
    real = index(labels)
    sizes = np.bincount(labels)
    expected = 1 - 2 * float((sizes * (sizes - 1)).sum()) / (len(names) * (len(names) - 1))
    drawn = np.array([index(rng.permutation(labels)) for _ in range(draws)])
    further = int((abs(drawn - expected) >= abs(real - expected) - 1e-9).sum())
    return Leaning(real, expected, (1 + further) / (draws + 1))


def matrix(ties: Iterable[tuple[str, str]], members: Sequence[str]) -> np.ndarray:
    """Return who tells of a tie to whom, 1 or 0, for members in this order."""
    place = {name: at for at, name in enumerate(members)}
    found = np.zeros((len(members), len(members)))
    for one, other in ties:
        if one in place and other in place:
            found[place[one], place[other]] = 1
    return found


def correlation(before: np.ndarray, after: np.ndarray) -> float:
    """Return the correlation of tie or none over all ordered pairs."""
    off = ~np.eye(len(before), dtype=bool)
    return float(np.corrcoef(before[off], after[off])[0, 1])


def qap(before: np.ndarray, after: np.ndarray, draws: int, seed: int) -> float:
    """Return the two-sided p of a correlation, the organisations of one wave exchanged (Krackhardt 1988)."""
    rng = np.random.default_rng(seed)
    real = abs(correlation(before, after))
    further = 0
    for _ in range(draws):
        order = rng.permutation(len(before))
        further += abs(correlation(before[np.ix_(order, order)], after)) >= real - 1e-12
    return (1 + further) / (draws + 1)


def resampled(before: np.ndarray, after: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Draw the change of density by a vertex bootstrap of both waves together (Snijders & Borgatti 1999)."""
    rng, n = np.random.default_rng(seed), len(before)
    off = ~np.eye(n, dtype=bool)
    ends = np.argwhere(off)
    found = np.empty(draws)
    for draw in range(draws):
        chosen = rng.integers(0, n, n)
        grown = (after - before)[np.ix_(chosen, chosen)]
        twins = (chosen[:, None] == chosen[None, :]) & off
        # An organisation drawn twice would tie with itself: such a pair gets what a pair drawn at random has.
        lent = ends[rng.integers(0, len(ends), int(twins.sum()))]
        grown[twins] = (after - before)[lent[:, 0], lent[:, 1]]
        found[draw] = grown[off].sum() / (n * (n - 1))
    return found


def resampled_sharing(
    one: Wave, other: Wave, members: Sequence[str], column: str, draws: int, seed: int
) -> tuple[float, np.ndarray]:
    """Return the change in the mean of what ties in both waves carry, and its draws from the same bootstrap."""
    place = {name: at for at, name in enumerate(members)}
    change, there = np.zeros((len(members), len(members))), np.zeros((len(members), len(members)))
    before, after = one.among(members), other.among(members)
    for pair in before.keys() & after.keys():
        if before[pair][column] and after[pair][column]:
            at = place[pair[0]], place[pair[1]]
            change[at], there[at] = float(after[pair][column]) - float(before[pair][column]), 1
    rng, n = np.random.default_rng(seed), len(members)
    found = []
    for _ in range(draws):
        times = np.bincount(rng.integers(0, n, n), minlength=n).astype(float)
        weights = np.outer(times, times) * there
        np.fill_diagonal(weights, 0)
        if weights.any():
            found.append(float((weights * change).sum() / weights.sum()))
    return float(change.sum() / there.sum()), np.array(found)


def percentiles(draws: np.ndarray) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the 2.5th and 97.5th percentiles of draws, each with its Monte Carlo error (Maritz & Jarrett)."""
    found = []
    ordered = np.sort(draws)
    for share in (0.025, 0.975):
        value = float(np.quantile(ordered, share))
        # The rank of the percentile has a binomial error; the values about as far off tell how far the value moves.
        step = math.sqrt(len(ordered) * share * (1 - share))
        low = ordered[max(0, round(share * len(ordered) - step))]
        high = ordered[min(len(ordered) - 1, round(share * len(ordered) + step))]
        found.append((value, float(high - low) / 2))
    return found[0], found[1]
