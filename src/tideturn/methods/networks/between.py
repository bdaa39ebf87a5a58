"""Comparison of two waves, over organisations that answered both: which ties stayed, density and pattern of ties."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tideturn.methods.intervals import Interval, Z
from tideturn.methods.networks.chance import batches, relabelled, two_sided
from tideturn.methods.networks.waves import QUANTITIES, Indexes, Wave
from tideturn.methods.student import quantile

Numbers = NDArray[np.float64]
LIMITS: Final = (0.025, 0.975)
FEWEST_GROUPS: Final = 3
"""Minimum groups for estimating how much groups change."""
_FULL: Final = 64
"""Maximum ratio of cells to arcs for summing over a full table of all pairs."""


@dataclass(frozen=True)
class Moved:
    """One quantity that ties carry (`what`: share_amount, share_quality, trust or value) and its mean in each wave.

    With `kept`, the mean is over the ties that are in both waves, the same in each; else over the ties of each wave.
    `low` and `high` are the 95 % vertex bootstrap interval of the difference of the means.
    """

    what: str
    kept: bool
    ties_before: int
    ties_after: int
    before: float
    after: float
    low: float | None
    high: float | None

    @property
    def change(self) -> float:
        """Return the later mean less the earlier."""
        return self.after - self.before


@dataclass(frozen=True)
class Change:
    """The change between two waves, over `organisations` that answered both; None where it cannot be computed."""

    earlier: int
    later: int
    organisations: int
    before: int
    """Ties between these organisations in the earlier wave."""
    after: int
    kept: int
    jaccard: float | None
    density_before: float | None
    density_after: float | None
    density: float | None
    """Change of density, later less earlier."""
    interval: Interval | None
    qap: float | None
    qap_p: float | None
    moved: tuple[Moved, ...]
    allowed: Interval | None = None
    """Interval of the change of density that allows for few organisations and for groups that change together."""

    @property
    def new(self) -> int:
        """Return the number of ties in the later wave that the earlier did not have."""
        return self.after - self.kept

    @property
    def lost(self) -> int:
        """Return the number of ties in the earlier wave that the later does not have."""
        return self.before - self.kept


def compare(
    earlier: Wave,
    later: Wave,
    *,
    groups: Mapping[str, str] | None = None,
    directed: bool = True,
    draws: int = 2000,
    permutations: int = 1000,
    seed: int = 1,
) -> Change:
    """Return what changed between two waves among organisations that answered both.

    `groups` gives what organisations may have in common, such as their sector: where organisations of one group change
    together, each of them counts as less than one independent account.

    Jaccard = ties in both waves / ties in either. Density's interval is the percentile one of a vertex bootstrap that
    resamples both waves together; where ties depend on chance alone it is too wide rather than too narrow (of 150 pairs
    of networks of 15 drawn with one density it called none changed). The QAP correlation is that of tie or none over
    all pairs off the diagonal; its p is two-sided. Sources: Snijders & Borgatti 1999, Connections 22(2):161–170;
    Krackhardt 1988, Social Networks 10:359–381; stability as in Snijders, van de Bunt & Steglich 2010, Social Networks
    32:44–60.
    """
    also = set(later.who_answered())
    members = tuple(name for name in earlier.who_answered() if name in also)
    size = len(members)
    first, second = (_arcs(wave, members, directed=directed) for wave in (earlier, later))
    one, other = (arcs.source * size + arcs.target for arcs in (first, second))
    unit = 1 if directed else 2
    kept, either = int(np.isin(one, other).sum()), np.union1d(one, other)
    cells = size * (size - 1)
    rng = np.random.Generator(np.random.PCG64([seed, earlier.wave, later.wave]))
    drawn = Drawn(size, draws, rng) if size > 1 and draws else None
    step = np.isin(either, other).astype(np.float64) - np.isin(either, one).astype(np.float64)
    interval = drawn.mean_interval(either // size, either % size, step) if drawn else None
    of_groups = [(groups or {}).get(name) for name in members]
    qap, p = _qap(one, other, size, permutations, rng)
    return Change(
        earlier=earlier.wave,
        later=later.wave,
        organisations=size,
        before=one.size // unit,
        after=other.size // unit,
        kept=kept // unit,
        jaccard=kept / either.size if either.size else None,
        density_before=one.size / cells if cells else None,
        density_after=other.size / cells if cells else None,
        density=(other.size - one.size) / cells if cells else None,
        interval=interval,
        qap=qap,
        qap_p=p,
        moved=_all_moved(first, second, drawn) if drawn else (),
        allowed=allowing_for_groups(interval, either // size, either % size, step, of_groups) if interval else None,
    )


def allowing_for_groups(
    interval: Interval, source: Indexes, target: Indexes, step: Numbers, groups: Sequence[str | None]
) -> Interval:
    """Widen the bootstrap's interval of a change of density, to allow for few organisations and for groups.

    With few vertices the percentiles lie too close together: they are stretched from the change by Student's t over the
    normal deviate and by √(n/(n−1)). The interval is also no narrower than that of the groups as clusters, by the
    organisation that reports the tie or by the one that is named, whichever is wider, with t on one degree of freedom
    less than the groups (Cameron & Miller 2015, Journal of Human Resources 50:317–372). An organisation without a group
    is a group by itself; with fewer than `FEWEST_GROUPS` groups, the clusters are not used. source, target, step: the
    arcs that are in either wave, and by how much each changed.
    """
    size = len(groups)
    cells = size * (size - 1)
    change = float(step.sum()) / cells
    stretch = quantile(LIMITS[1], size - 1) / Z * math.sqrt(size / (size - 1))
    low, high = (change + (end - change) * stretch for end in (interval.low, interval.high))
    named = [group if group is not None else f" {at}" for at, group in enumerate(groups)]
    _, place = np.unique(named, return_inverse=True)
    members = np.bincount(place)
    if FEWEST_GROUPS <= members.size < size:
        spare = [
            np.bincount(place[ends], weights=step, minlength=members.size) / cells - change * members / size
            for ends in (source, target)
        ]
        error = math.sqrt(members.size / (members.size - 1) * max(float(rest @ rest) for rest in spare))
        reach = quantile(LIMITS[1], members.size - 1) * error
        low, high = min(low, change - reach), max(high, change + reach)
    return Interval(max(-1.0, low), min(1.0, high))


@dataclass(frozen=True, eq=False)
class _Arcs:
    source: Indexes
    target: Indexes
    carried: pl.DataFrame
    """Quantities that each arc carries; where ties have no direction, each pair is there both ways."""


class Drawn:
    """How often each organisation is drawn in each draw of a bootstrap; every measure uses the same draws."""

    def __init__(self, size: int, draws: int, rng: np.random.Generator) -> None:
        self.size, self.rng = size, rng
        self.times = rng.multinomial(size, np.full(size, 1 / size), size=draws).astype(np.float64)

    def mean_interval(self, source: Indexes, target: Indexes, value: Numbers) -> Interval:
        """Return the interval of the mean over all ordered pairs, with `value` where it is not 0.

        Where an organisation is drawn twice, there is no answer about itself: that pair of draws gets the two arcs of a
        pair of organisations drawn at random, as Snijders & Borgatti do. The number of pairs with each sum is then
        multinomial, and is drawn as such.
        """
        summed = self._sums(source, target, value[:, None])[:, 0]
        low, high = np.minimum(source, target), np.maximum(source, target)
        _, where = np.unique(low * self.size + high, return_inverse=True)
        both = np.bincount(where, weights=value, minlength=1) if value.size else np.zeros(1)
        kinds, counts = np.unique(both, return_counts=True)
        pairs = self.size * (self.size - 1) // 2
        shares = counts / pairs
        rest = 1 - shares.sum()
        twice = (self.times * (self.times - 1)).sum(axis=1).astype(np.int64) // 2
        dealt = self.rng.multinomial(twice, [*shares, max(rest, 0.0)])
        means = (summed + dealt[:, :-1] @ kinds) / (self.size * (self.size - 1))
        low_end, high_end = np.quantile(means, LIMITS)
        return Interval(float(low_end), float(high_end))

    def means(self, source: Indexes, target: Indexes, values: Numbers) -> Numbers:
        """Return each column's mean over the arcs that have a value, draws × columns.

        No organisation has a tie to itself.
        """
        held = ~np.isnan(values)
        sums = self._sums(source, target, np.hstack([np.where(held, values, 0.0), held.astype(np.float64)]))
        columns = values.shape[1]
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(sums[:, :columns] / sums[:, columns:], dtype=np.float64)

    def _sums(self, source: Indexes, target: Indexes, values: Numbers) -> Numbers:
        """Return Σ tᵢtⱼvᵢⱼ for each column of values, draws × columns; tᵢ is how often i is drawn."""
        if self.size**2 <= _FULL * source.size:
            # Multiplying a table of all pairs is faster than looking up its filled cells one by one.
            table = np.zeros((self.size, self.size))
            columns = []
            for column in values.T:
                table[source, target] = column
                columns.append(((self.times @ table) * self.times).sum(axis=1))
            return np.stack(columns, axis=1)
        parts, at = [], 0
        for count in batches(len(self.times), source.size):
            times = self.times[at : at + count]
            parts.append((times[:, source] * times[:, target]) @ values)
            at += count
        return np.vstack(parts)


def _arcs(wave: Wave, members: tuple[str, ...], *, directed: bool) -> _Arcs:
    source, target, carried = wave.among(members)
    if directed or not source.size:
        return _Arcs(source, target, carried)
    size = len(members)
    there = np.concatenate([source * size + target, target * size + source])
    # A pair in which both reported the tie carries the mean of the two answers.
    frame = (
        pl.concat([carried, carried])
        .with_columns(key=pl.Series(there))
        .group_by("key")
        .agg(pl.col("level").max(), pl.col(*QUANTITIES).mean())
        .sort("key")
    )
    key = frame["key"].to_numpy()
    return _Arcs(key // size, key % size, frame)


def _all_moved(first: _Arcs, second: _Arcs, drawn: Drawn) -> tuple[Moved, ...]:
    columns = [q for q in QUANTITIES if first.carried[q].count() and second.carried[q].count()]
    if not columns:
        return ()
    found = []
    before, after = (arcs.carried.select(columns).to_numpy().astype(np.float64) for arcs in (first, second))
    steps = drawn.means(second.source, second.target, after) - drawn.means(first.source, first.target, before)
    key_one, key_two = (arcs.source * drawn.size + arcs.target for arcs in (first, second))
    both, at_one, at_two = np.intersect1d(key_one, key_two, assume_unique=True, return_indices=True)
    pair = after[at_two] - before[at_one]
    kept_steps = drawn.means(both // drawn.size, both % drawn.size, pair) if both.size else np.zeros((0, len(columns)))
    for at, name in enumerate(columns):
        had, has = (values[:, at][~np.isnan(values[:, at])] for values in (before, after))
        found.append(_moved(name, had, has, steps[:, at], kept=False))
        told = ~np.isnan(pair[:, at])
        if told.any():
            was, now = before[at_one][told, at], after[at_two][told, at]
            found.append(_moved(name, was, now, kept_steps[:, at], kept=True))
    return tuple(found)


def _moved(name: str, before: Numbers, after: Numbers, steps: Numbers, *, kept: bool) -> Moved:
    steps = steps[~np.isnan(steps)]
    low, high = (float(end) for end in np.quantile(steps, LIMITS)) if steps.size else (None, None)
    return Moved(name, kept, before.size, after.size, float(before.mean()), float(after.mean()), low, high)


def _qap(
    one: Indexes, other: Indexes, size: int, permutations: int, rng: np.random.Generator
) -> tuple[float | None, float | None]:
    """Return the correlation of two networks, and its p: the share of relabellings at least as far from 0."""
    cells = size * (size - 1)
    if not cells or one.size in (0, cells) or other.size in (0, cells):
        return None, None
    first, second = one.size / cells, other.size / cells
    spread = math.sqrt(first * (1 - first) * second * (1 - second))

    def correlated(both: NDArray[np.float64]) -> NDArray[np.float64]:
        return (both / cells - first * second) / spread

    seen = float(correlated(np.array([float(np.isin(one, other).sum())]))[0])
    there = np.zeros(size * size, dtype=np.bool_)
    there[other] = True
    source, target = one // size, one % size
    dealt = (
        correlated(there[places[:, source] * size + places[:, target]].sum(axis=1).astype(np.float64))
        for places in relabelled(np.arange(size), permutations, max(source.size, size), rng)
    )
    return seen, two_sided(seen, dealt)
