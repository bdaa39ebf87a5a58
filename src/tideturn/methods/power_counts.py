"""How small a change a count could show in a year, against the earlier years that there are.

The coming year is drawn many times: as many as the earlier years point to, more or fewer by the change, scattered as
much as they scatter. Each is then held against them as a year is that has come.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from tideturn.methods.intervals import Reals
from tideturn.methods.power import POWER
from tideturn.methods.year_totals import YEARS_DIFFER, EarlierYears, YearTotals, against_elsewhere

DRAWS: Final = 200
SEED: Final = 1
_LARGEST_RISE: Final = 9.0
"""A rise to ten times as many: where not even that would show, none is named."""
_STEP: Final = 0.01
_NEXT_TO_NOUGHT: Final = 1e-12
_POISSON: Final = 1.001
"""A dispersion below this is that of a Poisson count."""


@dataclass(frozen=True)
class Known:
    """The earlier years of a count, and the total of the year just before the coming one, at its exposure."""

    earlier: EarlierYears
    before: float | None = None


def smallest_changes(own: Known, elsewhere: Known | None = None) -> tuple[float | None, float | None]:
    """Return the least rise and the least fall that would show in four of five draws, as shares of what is expected.

    What is expected is what the trend of the earlier years points to; with `elsewhere` the change is beyond that of the
    count there, which does not change. To the next hundredth; None where not even ten times as many, or none at all,
    would show. Every size of change is tried on the same draws.
    """
    dice = np.random.default_rng(SEED)
    drawn = _Draws.of(own, dice)
    there = (
        [elsewhere.earlier.against(year, before=elsewhere.before) for year in _Draws.of(elsewhere, dice).years(0.0)]
        if elsewhere
        else []
    )

    def shown(change: float, way: str) -> bool:
        read = [own.earlier.against(year, before=own.before) for year in drawn.years(change)]
        moved = [_moved(one, there[at] if there else None) for at, one in enumerate(read)]
        return moved.count(way) >= POWER * DRAWS

    rise = _least(lambda size: shown(size, "rose"), _LARGEST_RISE)
    return rise, _least(lambda size: shown(-size, "fell"), 1.0)


def _moved(own: YearTotals, other: YearTotals | None) -> str:
    return against_elsewhere(own, other).moved if other else own.moved


def _least(shown: Callable[[float], bool], largest: float) -> float | None:
    low, high = 0, round(largest / _STEP)
    if not shown(largest):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if shown(middle * _STEP) else (middle, high)
    return high * _STEP


@dataclass(frozen=True)
class _Draws:
    """Where each draw's periods lie among all that might come, and by how much its year differs by itself."""

    expected: Reals
    dispersion: float
    places: Reals
    years_differ: Reals

    @classmethod
    def of(cls, known: Known, dice: np.random.Generator) -> _Draws:
        earlier = known.earlier
        return cls(
            earlier.log_trend * np.array(earlier.shares),
            earlier.dispersion,
            dice.random((DRAWS, len(earlier.shares))),
            np.exp(YEARS_DIFFER * dice.standard_normal((DRAWS, 1))),
        )

    def years(self, change: float) -> list[list[float]]:
        """Return each draw of the year's counts, by period, were it changed by this share."""
        from scipy.special import nbdtrik, pdtrik  # heavy, and wanted only here

        means = np.maximum(self.expected * self.years_differ * (1 + change), _NEXT_TO_NOUGHT)
        if self.dispersion < _POISSON:
            counts = pdtrik(self.places, means)
        else:
            counts = nbdtrik(self.places, means / (self.dispersion - 1), 1 / self.dispersion)
        # The least whole number whose distribution reaches the place; none where nought does.
        found: list[list[float]] = np.ceil(np.maximum(np.nan_to_num(counts), 0.0)).tolist()
        return found
