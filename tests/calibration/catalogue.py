"""Every world in which a reading is drawn: what it is called, what it is held to, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final
from zlib import crc32

from tests.calibration import worlds_of_networks as networks
from tests.calibration import worlds_of_pathways as pathways
from tests.calibration import worlds_of_scores as scores
from tests.calibration import worlds_of_series as series
from tests.calibration import worlds_of_waves as waves
from tests.calibration.rates import Rates

BOUND: Final = "0.055"
UNCOMPARED: Final = "uncompared"
POWER: Final = "power"
UNSEEN: Final = "unseen"
"""Held to nothing: no rule could tell such a world from a programme that works, or harms."""


@dataclass(frozen=True)
class Drawn:
    """One world of one reading: `world` is its kind, `sizes` how much there is of everything in it."""

    reading: str
    world: str
    sizes: str
    held_to: str
    rates: Callable[[int, int], Rates]
    """Of so many draws from a seed."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what names it among all."""
        return self.reading, self.world, self.sizes

    @property
    def seed(self) -> int:
        """Return the seed of its draws, which no other world's coming or going moves."""
        return crc32(", ".join(self.key).encode())


def every_world() -> list[Drawn]:
    """Return them, reading by reading: first those in which nothing happens, then those in which something does."""
    return [*_waves(), *_scores(), *_pathways(), *_series(), *_networks()]


def _waves() -> Iterator[Drawn]:
    for held_to, worlds in ((BOUND, waves.without_effect()), (POWER, waves.with_effect())):
        for one in worlds:
            sizes = f"{one.people} people, {one.share:.0%} agree"
            yield Drawn("waves", one.name, sizes, held_to, _of(waves.rates, one))


def _scores() -> Iterator[Drawn]:
    everybody = [replace(one, wait=0.0) for one in scores.with_effect()]
    for reading, held_to, worlds in (
        ("two_baselines", BOUND, scores.referred()),
        ("two_baselines", POWER, everybody),
        ("compared", BOUND, scores.compared()),
        ("compared", UNSEEN, scores.seen_worse()),
        ("compared", POWER, scores.with_effect()),
        ("matched", UNCOMPARED, scores.referred()),
    ):
        for one in worlds:
            waiting = {0.0: "", 0.5: ", half wait"}.get(one.wait, ", a third wait")
            of = _of(scores.rates, one, kind=reading)
            yield Drawn(reading, one.name, f"{one.people} people{waiting}", held_to, of)


def _pathways() -> Iterator[Drawn]:
    for held_to, worlds in (
        (BOUND, pathways.without_effect()),
        (UNSEEN, pathways.alone()),
        (POWER, pathways.with_effect()),
    ):
        for one in worlds:
            places = "1 place" if one.places == 1 else f"{one.places} places"
            yield Drawn("pathways", one.name, f"{one.cases:g} cases, {places}", held_to, _of(pathways.rates, one))


def _series() -> Iterator[Drawn]:
    for held_to, worlds in ((BOUND, series.without_effect()), (POWER, series.with_effect())):
        for one in worlds:
            step = "" if held_to == BOUND else f", {one.effect:g} times as many"
            period = "month" if one.per_year == 12 else "quarter"
            sizes = f"{one.rate:g} a {period}, {one.years} years before"
            yield Drawn("series", one.name + step, sizes, held_to, _of(series.rates, one))


def _networks() -> Iterator[Drawn]:
    for held_to, worlds in ((BOUND, networks.without_effect()), (POWER, networks.with_effect())):
        for one in worlds:
            changing = ", tellers who change" if held_to == POWER and one.style else ""
            sizes = f"{one.organisations} organisations, {one.density:.0%} of pairs tied"
            yield Drawn("networks", one.name + changing, sizes, held_to, _of(networks.rates_allowed, one))


def _of(rates: Callable[..., Rates], world: Any, **kind: str) -> Callable[[int, int], Rates]:
    return lambda draws, seed: rates(world, draws, seed, **kind)
