"""Worlds of networks in two waves: those in which the organisations work together as much as before, and denser ones.

How much organisations tell of differs between them and, in some worlds, from wave to wave: whoever fills the form in
changes, and so does a whole sector. Ties last, or are made anew; they are returned, or are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tests.calibration.rates import Rates

from tideturn.evaluation.readings_networks import FEWEST_ORGANISATIONS
from tideturn.methods.intervals import Interval
from tideturn.methods.networks.between import Drawn, allowing_for_groups

Ties = NDArray[np.bool_]
Groups = NDArray[np.int64]


@dataclass(frozen=True)
class World:
    """How ties come about; what varies is a standard deviation of the log odds of a tie."""

    name: str
    organisations: int = 20
    density: float = 0.15
    tellers: float = 0.8
    popular: float = 0.5
    """How much organisations differ in how many ties they tell of, and are told of, in both waves alike."""
    style: float = 0.0
    """How much each teller changes from wave to wave."""
    sectors: int = 4
    together: float = 0.0
    """How much a whole sector changes in what it tells, and as much in how it is told of, from wave to wave."""
    returned: float = 0.0
    """The share of pairs in which both tell the same."""
    lasting: float = 0.5
    """The share of pairs that what chance made of them does not change."""
    effect: float = 0.0

    def draw(self, draws: int, seed: int) -> Iterator[tuple[Ties, Ties, Groups]]:
        """Yield both waves, and the sector of each organisation."""
        rng = np.random.default_rng(seed)
        size = self.organisations
        base = np.log(self.density / (1 - self.density))
        for _ in range(draws):
            odds = base + rng.normal(0, self.tellers, (size, 1)) + rng.normal(0, self.popular, (1, size))
            sector = rng.integers(0, self.sectors, size)
            mutual = _both(np.triu(rng.random((size, size)) < self.returned))
            chance = [self._chance(rng, mutual) for _ in range(2)]
            kept = rng.random((size, size)) < self.lasting
            kept = np.where(mutual, _both(np.triu(kept)), kept)
            chance[1] = np.where(kept, chance[0], chance[1])
            first, second = (self._wave(rng, odds + self.effect * wave, sector, chance[wave]) for wave in range(2))
            yield first, second, sector

    def _chance(self, rng: np.random.Generator, mutual: Ties) -> NDArray[np.float64]:
        drawn = rng.random(mutual.shape)
        return np.where(mutual, _both(np.triu(drawn)), drawn)

    def _wave(
        self, rng: np.random.Generator, odds: NDArray[np.float64], sector: Groups, chance: NDArray[np.float64]
    ) -> Ties:
        size = self.organisations
        odds = odds + rng.normal(0, self.style, (size, 1))
        tell, told = rng.normal(0, self.together, (2, self.sectors))
        odds = odds + tell[sector][:, None] + told[sector][None, :]
        ties = chance < 1 / (1 + np.exp(-odds))
        np.fill_diagonal(ties, val=False)
        return ties


def _both(upper: NDArray[np.generic]) -> NDArray[np.generic]:
    return upper + upper.T - np.diag(np.diag(upper)) if upper.dtype != np.bool_ else upper | upper.T


def rates(world: World, draws: int, seed: int, *, bootstrap: int = 2000) -> tuple[Rates, Rates]:
    """Return how often the world reads positive and negative, and how often by the bootstrap's percentiles alone.

    `bootstrap` draws, the same for every network of a size, as the product draws the same for every programme.
    """
    drawn = Drawn(world.organisations, bootstrap, np.random.Generator(np.random.PCG64([1, 1, 2])))
    ends = np.array([ends_of(*waves, drawn) for waves in world.draw(draws, seed)])
    assert world.organisations >= FEWEST_ORGANISATIONS
    return Rates.of(ends[:, 2] > 0, ends[:, 3] < 0), Rates.of(ends[:, 0] > 0, ends[:, 1] < 0)


def rates_allowed(world: World, draws: int, seed: int) -> Rates:
    """Return the first of `rates`, with a bootstrap only where the interval of the groups alone would let it move."""
    drawn = Drawn(world.organisations, 2000, np.random.Generator(np.random.PCG64([1, 1, 2])))
    found = []
    for first, second, sector in world.draw(draws, seed):
        step = second.astype(np.float64) - first
        source, target = np.nonzero(step)
        change = float(step.sum()) / (world.organisations * (world.organisations - 1))
        named = [str(one) for one in sector]
        least = allowing_for_groups(Interval(change, change), source, target, step[source, target], named)
        within = least.low <= 0 <= least.high
        found.append((0.0, 0.0) if within else ends_of(first, second, sector, drawn)[2:])
    ends = np.array(found)
    return Rates.of(ends[:, 0] > 0, ends[:, 1] < 0)


def ends_of(first: Ties, second: Ties, sector: Groups, drawn: Drawn) -> tuple[float, float, float, float]:
    step = second.astype(np.float64) - first
    source, target = np.nonzero(first | second)
    plain = drawn.mean_interval(source, target, step[source, target])
    wide = allowing_for_groups(plain, source, target, step[source, target], [str(one) for one in sector])
    return plain.low, plain.high, wide.low, wide.high


_KINDS: Final = (
    World("ties made anew", lasting=0.0),
    World("ties that last", lasting=0.9),
    World("ties by chance alone", tellers=0.0, popular=0.0),
    World("ties that are returned", returned=0.6),
    World("a few that tell of most", tellers=1.5, lasting=0.8),
    World("tellers who change", style=0.5),
    World("tellers who change much, ties that last", style=1.0, lasting=0.9),
    World("tellers who change much, ties that are returned", style=1.0, returned=0.5),
    World("sectors that change together", style=0.3, together=0.25),
    World("seven sectors that change together", style=0.3, together=0.25, sectors=7),
    World("sectors that change much together", style=0.3, together=0.4),
)


def without_effect() -> list[World]:
    """Return the worlds in which no more is done together: each kind, among 10 to 40, thin and dense."""
    return [
        replace(kind, organisations=size, density=density)
        for kind, size, density in product(_KINDS, (10, 15, 25, 40), (0.1, 0.3))
    ]


def with_effect() -> list[World]:
    """Return worlds in which ties become denser: from 15 to 22 %, and to 32 %."""
    effects = (("from 15 to 22%", 0.5), ("from 15 to 32%", 1.0))
    return [
        World(name, organisations=size, effect=effect, style=style)
        for (name, effect), size, style in product(effects, (10, 15, 25, 40), (0.0, 0.5))
    ]
