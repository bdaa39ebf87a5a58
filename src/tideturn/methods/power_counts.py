"""The smallest change that a count could show in a coming year, given its earlier years.

The coming year is drawn many times: as many as the earlier years point to, more or fewer by the change, scattered as
much as they scatter. Each draw is then compared with the earlier years, as a real year would be.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from tideturn.methods.power import POWER, Least, least_size
from tideturn.methods.year_totals import YEARS_DIFFER, EarlierYears, YearTotals, against_elsewhere

_DRAWS: Final = 200
SEED: Final = 1
_LARGEST_RISE: Final = 9.0
"""Largest rise tried, to ten times as many; if not even that would show, the result is None."""
_STEP: Final = 0.01
_NEXT_TO_ZERO: Final = 1e-12
_POISSON: Final = 1.001
"""Dispersion below this counts as that of a Poisson count."""


@dataclass(frozen=True)
class Known:
    """The earlier years of a count, and the total of the year just before the coming one, at its exposure."""

    earlier: EarlierYears
    before: float | None = None


def smallest_changes(own: Known, elsewhere: Known | None = None) -> Least:
    """Return the least rise and the least fall that would show in four of five draws, as shares of what is expected.

    What is expected is what the trend of the earlier years points to. With `elsewhere`, the change must exceed that of
    the count there, which is assumed not to change. Results are rounded up to the next hundredth; None if not even ten
    times as many, or none at all, would show. Every size of change is tried on the same draws.
    """
    dice = np.random.default_rng(SEED)
    here = _drawn(own, dice)
    there = _drawn(elsewhere, dice)(0.0) if elsewhere else None

    def shown(change: float, way: str) -> bool:
        years = here(change)
        read = [against_elsewhere(*pair) for pair in zip(years, there, strict=True)] if there else years
        return sum(one.moved == way for one in read) >= POWER * _DRAWS

    return Least(
        least_size(lambda rise: shown(rise, "rose"), _LARGEST_RISE, _STEP),
        least_size(lambda fall: shown(-fall, "fell"), 1.0, _STEP),
    )


def _drawn(known: Known, dice: np.random.Generator) -> Callable[[float], list[YearTotals]]:
    """Return a function that changes each draw of the coming year by a share and compares it with the earlier years."""
    from scipy.special import nbdtrik, pdtrik  # slow to import, and needed only here

    earlier = known.earlier
    places = dice.random((_DRAWS, len(earlier.shares)))
    years_differ = np.exp(YEARS_DIFFER * dice.standard_normal((_DRAWS, 1)))
    expected = earlier.log_trend * np.array(earlier.shares) * years_differ

    def read(change: float) -> list[YearTotals]:
        means = np.maximum(expected * (1 + change), _NEXT_TO_ZERO)
        if earlier.dispersion < _POISSON:
            counts = pdtrik(places, means)
        else:
            counts = nbdtrik(places, means / (earlier.dispersion - 1), 1 / earlier.dispersion)
        # Take the least whole number whose distribution reaches the place; 0 if zero already does.
        years = np.ceil(np.maximum(np.nan_to_num(counts), 0.0)).tolist()
        return [earlier.against(year, before=known.before) for year in years]

    return read
