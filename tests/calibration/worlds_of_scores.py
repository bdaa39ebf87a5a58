"""Worlds of young people's scores without any effect: referred at a bad moment, scored twice before, or made to wait.

How a young person is goes up and down about their own level. Programmes meet them at a bad moment, so that the next
score is better whatever is done. Scores are whole numbers from 0 to 10, and more is better.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit
from tests.calibration.rates import Rates

from tideturn.evaluation.readings_scores import LEFT_OF_A_CRISIS
from tideturn.methods.change import sign_test
from tideturn.methods.intervals import paired_difference_each

Reals = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """How the scores of so many young people come about, and when they are taken."""

    name: str
    people: int = 40
    level: float = 1.0
    """The standard deviation of their own levels, in points."""
    moment: float = 2.0
    """That of how they are at the moment."""
    lasting: float = 60.0
    """Days after which what is left of a moment has fallen to a third (1/e)."""
    error: float = 1.0
    """The standard deviation of the score about how they are."""
    worst: float = 0.3
    """The share of moments at which somebody is referred: the worst so many; 1 is any moment."""
    wait: float = 0.0
    """The share of young people who wait: how many of `people` are compared with the others."""
    order: str = ""
    """Who starts first: `score`, those with the worst first scores; `sight`, those who are worst, as workers see it."""
    gap: int = 90
    """Days between two scores before the work."""
    effect: float = 0.0
    """How many points better those who are served end."""

    def draw(self, draws: int, seed: int) -> tuple[Reals, Reals, Reals, NDArray[np.bool_]]:
        """Return the scores at the referral, at a second baseline and later, and who was served: draws × people."""
        rng = np.random.default_rng(seed)
        shape = (draws, self.people)
        level = rng.normal(5, self.level, shape)
        now = self._referred(rng, shape)
        first = self._score(rng, level + now)
        second_day = rng.integers(self.gap, self.gap + 60, shape)
        second_now = self._later(rng, now, second_day)
        served = self._served(rng, first, level + now)
        later_now = self._later(rng, second_now, rng.integers(90, 200, shape))
        return (
            first,
            self._score(rng, level + second_now),
            self._score(rng, level + later_now + self.effect * served),
            served,
        )

    def _referred(self, rng: np.random.Generator, shape: tuple[int, int]) -> Reals:
        """How they are when they are referred: one of the worst moments."""
        moments = rng.normal(0, self.moment, (4096,))
        return rng.choice(np.sort(moments)[: int(4096 * self.worst)], shape)

    def _later(self, rng: np.random.Generator, now: Reals, days: NDArray[np.int64]) -> Reals:
        left = np.exp(-days / self.lasting)
        fresh: Reals = left * now + rng.normal(0, self.moment, now.shape) * np.sqrt(1 - left**2)
        return fresh

    def _score(self, rng: np.random.Generator, how: Reals) -> Reals:
        scored: Reals = np.clip(np.round(how + rng.normal(0, self.error, how.shape)), 0, 10)
        return scored

    def _served(self, rng: np.random.Generator, first: Reals, how: Reals) -> NDArray[np.bool_]:
        by = {"score": first + rng.normal(0, 0.5, first.shape), "sight": how}.get(self.order, rng.random(first.shape))
        place = by.argsort(axis=1).argsort(axis=1)
        return np.asarray(place < round(self.people * (1 - self.wait)))


def read_pairs(before: Reals, after: Reals) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which draws read positive and negative, as `read_matched` reads pairs."""
    better, worse = (after > before).sum(1), (after < before).sum(1)
    size = before.shape[1]
    few = np.array([_least(moved) for moved in range(size + 1)])
    return better >= few[better + worse], worse >= few[better + worse]


def read_two(best: Reals, worst: Reals, after: Reals) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which draws read positive and negative, as `read_better_of_two` reads them."""
    rose, fell = read_pairs(best, after)
    better, worse = (after > best).sum(1), (after < best).sum(1)
    low, _ = paired_difference_each(better, worse, np.full(len(best), best.shape[1]))
    return rose & (low > LEFT_OF_A_CRISIS), fell & read_pairs(worst, after)[1]


@cache
def _least(moved: int) -> int:
    """How many of so many that moved must have moved one way."""
    return next((k for k in range(moved // 2 + 1, moved + 1) if sign_test(k, moved - k) < 0.05), moved + 1)


def read_compared_scores(first: Reals, later: Reals, served: NDArray[np.bool_]) -> tuple[Reals, Reals, Reals]:
    """Return the difference of those served, and the ends of its interval, of each draw."""
    ours, theirs = served.sum(1), (~served).sum(1)

    def mean(values: Reals, who: NDArray[np.bool_]) -> Reals:
        averaged: Reals = (values * who).sum(1) / who.sum(1)
        return averaged

    x = first - np.where(served, mean(first, served)[:, None], mean(first, ~served)[:, None])
    y = later - np.where(served, mean(later, served)[:, None], mean(later, ~served)[:, None])
    squares = (x * x).sum(1)
    slope = (x * y).sum(1) / squares
    apart = mean(first, served) - mean(first, ~served)
    difference = mean(later, served) - mean(later, ~served) - slope * apart
    freedom = first.shape[1] - 3
    rest = ((y - slope[:, None] * x) ** 2).sum(1)
    reach = stdtrit(freedom, 0.975) * np.sqrt(rest / freedom * (1 / ours + 1 / theirs + apart**2 / squares))
    return difference, difference - reach, difference + reach


def rates(world: World, draws: int, seed: int, kind: str) -> Rates:
    """Return how often the world reads positive and negative: `matched`, `two_baselines` or `compared`."""
    first, second, later, served = world.draw(draws, seed)
    if kind == "compared":
        _, low, high = read_compared_scores(first, later, served)
        return Rates.of(low > 0, high < 0)
    if kind == "two_baselines":
        return Rates.of(*read_two(np.maximum(first, second), np.minimum(first, second), later))
    return Rates.of(*read_pairs(first, later))


_KINDS: Final = (
    World("referred at any moment", worst=1.0),
    World("referred at a bad moment"),
    World("referred at the worst moment", worst=0.1),
    World("moments that pass quickly", lasting=20.0),
    World("moments that last", lasting=200.0),
    World("scores that err much", error=2.0),
    World("levels that differ much", level=2.0),
)


def referred() -> list[World]:
    """Return worlds without effect in which people are scored before and after: the pairs of matched scores."""
    return [replace(kind, people=people) for kind, people in product(_KINDS, (12, 20, 40, 80))]


def compared() -> list[World]:
    """Return worlds without effect in which some wait: a third or half, in any order or the worst score first."""
    return [
        replace(kind, people=people, wait=wait, order=order, name=f"{kind.name}{said}")
        for kind, people, wait, (order, said) in product(
            _KINDS, (30, 60, 120), (1 / 3, 1 / 2), (("", ""), ("score", ", the worst first score starts first"))
        )
    ]


def seen_worse() -> list[World]:
    """Return worlds in which those start first who look worst beyond their score: what no rule can allow for."""
    return [
        replace(kind, people=60, wait=0.5, order="sight", name=f"{kind.name}, the worst start first") for kind in _KINDS
    ]


def with_effect() -> list[World]:
    """Return worlds in which those who are served end one point, or two points, better."""
    return [
        World(f"{effect:g} better", people=people, wait=1 / 3, effect=effect)
        for effect, people in product((1.0, 2.0), (30, 60, 120))
    ]
