"""Worlds in which cases meet a pathway: those where nothing but chance moves the share, and those where it steps.

Chance is more than that of single cases. Months are like the month before, places and agencies go up one year and down
the next, and seasons repeat. A world is read as the programme is: all cases of a year against those of the year before,
or at one place with a pilot against the others over the same months.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tests.calibration.rates import Rates

from tideturn.evaluation.readings_pathways import FEWEST_CASES, Sides
from tideturn.methods.intervals import Z, fisher
from tideturn.methods.pathways.dispersion import MONTHS, allowed_for, dispersion, shifted

Counts = NDArray[np.int64]
Reals = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """How cases come and whether they meet the pathway; `cases` are expected in a year at all places together.

    What varies is a standard deviation of the log odds: 0.25 is six points about a half.
    """

    name: str
    cases: float = 100.0
    places: int = 1
    share: float = 0.5
    years: float = 0.0
    """Of each place in each year."""
    months: float = 0.0
    alike: float = 0.0
    """Of each month at each place, and how alike it is to the one before (autocorrelation)."""
    season: float = 0.0
    """The amplitude over a year."""
    growth: float = 1.0
    """How many times as many cases the later year has."""
    pilot: bool = False
    """Whether the first place began a pilot, and the others are compared with it."""
    effect: float = 0.0
    """The step of the log odds, at the pilot's place where there is one."""

    def draw(self, draws: int, seed: int) -> tuple[Counts, Counts]:
        """Return how many met it of how many cases: draws × places × two years × months."""
        rng = np.random.default_rng(seed)
        odds = np.full((draws, self.places, 2, MONTHS), np.log(self.share / (1 - self.share)))
        odds += rng.normal(0, 0.5, (draws, self.places, 1, 1))
        odds += rng.normal(0, self.years, (draws, self.places, 2, 1)) if self.years else 0
        odds += self._months(rng, draws) if self.months else 0
        odds += self.season * np.sin(2 * np.pi * np.arange(MONTHS) / MONTHS)
        odds[:, : 1 if self.pilot else None, 1] += self.effect
        expected = np.full((2, MONTHS), self.cases / self.places / MONTHS) * np.array([[1.0], [self.growth]])
        cases = rng.poisson(expected, odds.shape)
        return rng.binomial(cases, 1 / (1 + np.exp(-odds))), cases

    def _months(self, rng: np.random.Generator, draws: int) -> Reals:
        steps = rng.normal(0, self.months, (draws, self.places, 2 * MONTHS))
        for month in range(1, 2 * MONTHS):
            steps[..., month] = self.alike * steps[..., month - 1] + np.sqrt(1 - self.alike**2) * steps[..., month]
        return steps.reshape(draws, self.places, 2, MONTHS)


def read(met: Counts, cases: Counts, *, pilot: bool = False) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which draws rose and which fell, as `read_pathway` reads them."""
    if not pilot:
        low, high, enough = _interval(_sides(met, cases), None)
        beyond = np.flatnonzero(enough & ((low > 0) | (high < 0)))
        totals_met, totals = met.sum((1, 3)), cases.sum((1, 3))
        differs = np.zeros(len(met), dtype=np.bool_)
        for draw in beyond:
            p = fisher(*(int(n) for n in (totals_met[draw, 1], totals[draw, 1], totals_met[draw, 0], totals[draw, 0])))
            differs[draw] = p < 0.05
        return differs & (low > 0), differs & (high < 0)
    low, high, enough = _interval(_sides(met[:, :1], cases[:, :1]), _sides(met[:, 1:], cases[:, 1:]))
    return enough & (low > 0), enough & (high < 0)


_Group = tuple[Reals, Reals, Reals, Reals, NDArray[np.bool_]]


def _sides(met: Counts, cases: Counts) -> _Group:
    """Centre and variance after Agresti & Caffo, dispersion, shift, and whether there are enough cases."""
    spread = np.ceil(dispersion(met.astype(float), cases.astype(float)) * 10 - 1e-9) / 10
    shift = shifted(cases.sum((2, 3)).astype(float))
    k, n = met.sum((1, 3)), cases.sum((1, 3))
    share = (k + 1) / (n + 2)
    variance = share * (1 - share) / (n + 2)
    return share[:, 1] - share[:, 0], variance.sum(1), spread, shift, (n >= FEWEST_CASES).all(1)


def _interval(here: _Group, there: _Group | None) -> tuple[Reals, Reals, NDArray[np.bool_]]:
    centre, variance, spread, shift, enough = here
    if there is not None:
        centre, variance = centre - there[0], variance + there[1]
        spread, shift, enough = np.maximum(spread, there[2]), shift + there[3], enough & there[4]
    reach = Z * np.sqrt(spread * variance + shift)
    return centre - reach, centre + reach, enough


def sides(met: Counts, cases: Counts) -> Sides:
    """Return one draw (places × years × months) as the product holds it."""
    k, n = met.sum((0, 2)), cases.sum((0, 2))
    counts = (int(k[0]), int(n[0]), int(k[1]), int(n[1]))
    spread = allowed_for(float(dispersion(met.astype(float), cases.astype(float))))
    return Sides(*counts, spread, float(shifted(cases.sum((1, 2)).astype(float))))


def rates(world: World, draws: int, seed: int) -> Rates:
    """Return how often the world reads positive and negative."""
    return Rates.of(*read(*world.draw(draws, seed), pilot=world.pilot))


def uncorrected(world: World, draws: int, seed: int) -> Rates:
    """Return how often Fisher's test alone would have called a change."""
    met, cases = (of.sum((1, 3)) for of in world.draw(draws, seed))
    p = np.array(
        [
            fisher(*(int(n) for n in (k[1], n[1], k[0], n[0]))) if min(n) >= FEWEST_CASES else 1.0
            for k, n in zip(met, cases, strict=True)
        ]
    )
    higher = met[:, 1] * cases[:, 0] - met[:, 0] * cases[:, 1]
    return Rates.of((p < 0.05) & (higher > 0), (p < 0.05) & (higher < 0))


_KINDS: Final = (
    World("independent cases"),
    World("four in five meet it", share=0.8),
    World("places move by 4 points a year", years=0.15),
    World("places move by 6 points a year", years=0.25),
    World("months half alike", months=0.5, alike=0.5),
    World("months much alike", months=0.4, alike=0.8),
    World("months nearly the same", months=0.4, alike=0.9),
    World("seasons", season=0.8),
    World("twice as many cases", years=0.15, growth=2.0),
)


def without_effect() -> list[World]:
    """Return the worlds in which nothing happens: each kind, at one place and several, with few cases and many."""
    plain = [
        replace(kind, cases=cases, places=places)
        for kind, places, cases in product(_KINDS, (1, 2, 4, 8), (40.0, 100.0, 200.0))
    ]
    wild = World("places move by 10 points a year", years=0.4)
    several = [replace(wild, cases=cases, places=places) for places, cases in product((2, 4, 8), (40.0, 100.0, 200.0))]
    pilots = [
        replace(kind, name=f"{kind.name}, with a pilot", cases=cases * places, places=places, pilot=True)
        for kind, places, cases in product(_KINDS, (2, 4), (25.0, 60.0))
    ]
    return [*plain, *several, *pilots]


def alone() -> list[World]:
    """Return worlds of one place that moves much by itself: what no rule can see, with no other place beside it."""
    return [World("the only place moves by 10 points a year", years=0.4, cases=cases) for cases in (40.0, 100.0, 200.0)]


def with_effect() -> list[World]:
    """Return worlds in which the share steps from 50 to 73 %, or to 62 %."""
    effects = (("from 50 to 62%", 0.5), ("from 50 to 73%", 1.0))
    plain = [
        World(name, cases=cases, places=places, effect=effect)
        for (name, effect), places, cases in product(effects, (1, 4), (40.0, 100.0, 200.0))
    ]
    pilots = [
        World(f"{name}, with a pilot", cases=cases * 4, places=4, pilot=True, effect=effect)
        for (name, effect), cases in product(effects, (25.0, 60.0))
    ]
    return [*plain, *pilots]
