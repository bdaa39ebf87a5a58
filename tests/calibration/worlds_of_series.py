"""Worlds in which a count over time is drawn: those where nothing happens in the year, and those where it steps.

A world says how many are expected a period and how they vary; what goes on as before (a trend, the seasons, a wandering
rate) is no effect.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit
from tests.calibration.rates import Rates

from tideturn.methods.year_totals import TWO_SIDED, YEARS_DIFFER, year_totals

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class World:
    """How the counts of a series come about, over `years` of baseline and the year that is judged."""

    name: str
    rate: float
    """Expected a period, at the beginning of the year that is judged where the rate has a trend."""
    per_year: int = 12
    years: int = 3
    dispersion: float = 1.0
    """The variance over the mean."""
    autocorrelation: float = 0.0
    """Of the log rate from one period to the next, which varies by `sway`."""
    sway: float = 0.0
    """The standard deviation of the log rate about its mean, where it is autocorrelated."""
    trend: float = 0.0
    """The change of the log rate over a year, which goes on."""
    season: float = 0.0
    """The amplitude of the log rate over a year."""
    outlier: float = 1.0
    """One period of the year, another each time, is multiplied by it."""
    shift: float = 0.0
    """The step of the log rate at the middle of the baseline, which stays."""
    walk: float = 0.0
    """The standard deviation of each period's step of a log rate that wanders."""
    effect: float = 1.0
    """What the year's rate is multiplied by."""

    def draw(self, draws: int, seed: int) -> tuple[Counts, Counts]:
        """Return the baseline (draws × periods) and the year (draws × periods of a year)."""
        rng = np.random.default_rng(seed)
        periods = (self.years + 1) * self.per_year
        at = np.arange(periods) - self.years * self.per_year
        log_rate = np.full((draws, periods), np.log(self.rate)) + self.trend * at / self.per_year
        log_rate += self.season * np.sin(2 * np.pi * at / self.per_year)
        log_rate += self.shift * (at >= -(self.years * self.per_year) // 2)
        if self.walk:
            steps = rng.normal(0.0, self.walk, (draws, periods))
            log_rate += np.cumsum(steps, axis=1)
        if self.sway:
            log_rate += self._swaying(rng, draws, periods)
        log_rate[:, -self.per_year :] += np.log(self.effect)
        mean = np.exp(log_rate)
        if self.outlier != 1.0:
            mean[np.arange(draws), rng.integers(periods - self.per_year, periods, draws)] *= self.outlier
        if self.dispersion > 1.0:
            mean = rng.gamma(mean / (self.dispersion - 1.0), self.dispersion - 1.0)
        counts = rng.poisson(mean)
        return counts[:, : -self.per_year], counts[:, -self.per_year :]

    def _swaying(self, rng: np.random.Generator, draws: int, periods: int) -> NDArray[np.float64]:
        sways = np.empty((draws, periods))
        sways[:, 0] = rng.normal(0.0, self.sway, draws)
        fresh = self.sway * np.sqrt(1.0 - self.autocorrelation**2)
        for period in range(1, periods):
            sways[:, period] = self.autocorrelation * sways[:, period - 1] + rng.normal(0.0, fresh, draws)
        return sways


_KINDS: Final = (
    World("level", 0.0),
    World("dispersion 1.5", 0.0, dispersion=1.5),
    World("dispersion 2", 0.0, dispersion=2.0),
    World("dispersion 3", 0.0, dispersion=3.0),
    World("autocorrelated", 0.0, autocorrelation=0.5, sway=0.2),
    World("rising by 10% a year", 0.0, trend=0.1),
    World("rising by 22% a year", 0.0, trend=0.2),
    World("falling by 10% a year", 0.0, trend=-0.1),
    World("falling by 18% a year", 0.0, trend=-0.2),
    World("seasonal", 0.0, season=0.4),
    World("one period four times as high", 0.0, outlier=4.0),
    World("a step up in the baseline", 0.0, shift=0.3),
    World("a step down in the baseline", 0.0, shift=-0.3),
    World("a wandering rate", 0.0, walk=0.05),
)


def without_effect() -> list[World]:
    """Return the worlds in which nothing happens in the year: each kind, by months and by quarters, few and many."""
    worlds = []
    for kind, rate, years in product(_KINDS, (3.0, 8.0, 20.0, 60.0), (2, 3, 5)):
        worlds.append(replace(kind, rate=rate, years=years))
        worlds.append(replace(kind, rate=3.0 * rate, per_year=4, years=years))
    return worlds


def with_effect() -> list[World]:
    """Return the worlds in which the year's rate is half as high again, or twice as high."""
    return [
        replace(kind, rate=rate, effect=effect)
        for kind, rate, effect in product(_KINDS[:4], (8.0, 20.0, 60.0), (1.2, 1.5, 2.0))
    ]


def rates(world: World, draws: int, seed: int) -> Rates:
    """Return how often a year of this world rose and fell, as the product reads it."""
    baseline, year = world.draw(draws, seed)
    earlier = baseline.reshape(draws, world.years, world.per_year)
    moved = np.full(draws, "neither")
    for draw in np.flatnonzero(may_have_moved(earlier, year)):
        moved[draw] = year_totals(earlier[draw].tolist(), year[draw].tolist()).moved
    return Rates.of(moved == "rose", moved == "fell")


def may_have_moved(earlier: Counts, year: Counts) -> NDArray[np.bool_]:
    """Return which draws need be read: those whose year differs from the last enough at the least dispersion, 1."""
    last, total = earlier[:, -1].sum(axis=1), year.sum(axis=1)
    error = np.sqrt(2 / np.maximum(last, 0.5) + 2 * YEARS_DIFFER**2)
    freedom = (earlier.shape[1] - 1) * (year.shape[1] - 1)
    apart = np.abs(np.log((total + 0.5) / (last + 0.5)))
    return np.asarray(apart > stdtrit(freedom, TWO_SIDED) * error * (1 - 1e-9))
