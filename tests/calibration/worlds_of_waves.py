"""Worlds in which a question is asked in two or three waves: as many agree as before, or more do.

People may agree out of politeness, however often they are asked; those of one organisation answer alike; the same
people may answer again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tests.calibration.rates import Rates

from tideturn.evaluation.rules import Rules
from tideturn.evaluation.waves import compared, moved, settled

Agreed = NDArray[np.bool_]
RULES: Final = Rules()


@dataclass(frozen=True)
class World:
    """Who answers, and how many of them agree."""

    name: str
    share: float
    people: int
    """In each wave."""
    waves: int = 2
    alike: float = 0.0
    """The correlation of the answers of two people of one organisation."""
    organisation: int = 1
    """How many people of one organisation answer."""
    again: float = 0.0
    """How many of those asked first answer every wave and can be told apart; half of them answer as they did."""
    effect: float = 0.0
    """By how much more agree in the last wave."""

    def draw(self, draws: int, seed: int) -> list[Agreed]:
        """Return who agrees, a wave each (draws × people); those who answer again stand first in each."""
        rng = np.random.default_rng(seed)
        stay = round(self.again * self.people)
        waves: list[Agreed] = []
        for wave in range(self.waves):
            share = self.share + (self.effect if wave == self.waves - 1 else 0.0)
            agreed = rng.random((draws, self.people)) < self._chance(rng, draws, share)
            if waves and stay:
                kept = rng.random((draws, stay)) < 0.5
                agreed[:, :stay] = np.where(kept, waves[-1][:, :stay], agreed[:, :stay])
            waves.append(agreed)
        return waves

    def _chance(self, rng: np.random.Generator, draws: int, share: float) -> NDArray[np.float64]:
        """How likely each agrees: alike within an organisation, which is drawn afresh for every wave."""
        if not self.alike:
            return np.full((draws, self.people), share)
        size = 1.0 / self.alike - 1.0
        organisations = -(-self.people // self.organisation)
        own = rng.beta(share * size, (1.0 - share) * size, (draws, organisations))
        return np.repeat(own, self.organisation, axis=1)[:, : self.people]


_KINDS: Final = (
    World("two waves", 0.5, 0),
    World("three waves", 0.5, 0, waves=3),
    World("people of one organisation answer alike", 0.5, 0, alike=0.05, organisation=3),
    World("the same people again", 0.5, 0, again=0.5),
    World("all the same people again", 0.5, 0, waves=3, again=1.0),
)


def without_effect() -> list[World]:
    """Return the worlds in which as many agree as before: few or many people, half or nearly all agreeing."""
    return [
        replace(kind, share=share, people=people)
        for kind, share, people in product(_KINDS, (0.3, 0.5, 0.7, 0.9), (15, 30, 60, 150))
    ]


def with_effect() -> list[World]:
    """Return the worlds in which 10, 20 or 35 points more agree in the last wave."""
    return [
        World(f"{100 * effect:g} points more", 0.5, people, effect=effect)
        for people, effect in product((15, 30, 60, 150), (0.1, 0.2, 0.35))
    ]


def rates(world: World, draws: int, seed: int) -> Rates:
    """Return how often the last wave rose, and fell, as the product reads it."""
    *earlier, now = world.draw(draws, seed)
    stay = round(world.again * world.people)
    rose, fell = np.zeros(draws, bool), np.zeros(draws, bool)
    k = [wave.sum(axis=1).tolist() for wave in (*earlier, now)]
    pairs = [
        np.column_stack(
            [
                np.full(draws, stay),
                (now[:, :stay] & ~wave[:, :stay]).sum(axis=1),
                (wave[:, :stay] & ~now[:, :stay]).sum(axis=1),
            ]
        ).tolist()
        for wave in earlier
    ]
    for draw in range(draws):
        waves = [
            compared(
                year=year,
                k=k[year][draw],
                n=world.people,
                k_now=k[-1][draw],
                n_now=world.people,
                pairs=tuple(pairs[year][draw]),
                rules=RULES,
                sites=(),
                surveys=(),
                reference=year == 0,
                last=year == len(earlier) - 1,
            )
            for year in range(len(earlier))
        ]
        how = moved(settled(waves))
        rose[draw], fell[draw] = how.rose, how.fell
    return Rates.of(rose, fell)
