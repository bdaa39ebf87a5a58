"""How small a change a count could show in a year, against the earlier years that there are.

The coming year is drawn many times: as many as the earlier years point to, more or fewer by the change, scattered as
much as they scatter. Each is then held against them as a year is that has come.
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
"""A rise to ten times as many: where not even that would show, none is named."""
_STEP: Final = 0.01
_NEXT_TO_ZERO: Final = 1e-12
_POISSON: Final = 1.001
"""A dispersion below this is that of a Poisson count."""


@dataclass(frozen=True)
class Known:
    """The earlier years of a count, and the total of the year just before the coming one, at its exposure."""

    earlier: EarlierYears
    before: float | None = None


def smallest_changes(own: Known, elsewhere: Known | None = None) -> Least:
    """Return the least rise and the least fall that would show in four of five draws, as shares of what is expected.

    What is expected is what the trend of the earlier years points to; with `elsewhere` the change is beyond that of the
    count there, which does not change. To the next hundredth; None where not even ten times as many, or none at all,
    would show. Every size of change is tried on the same draws.
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
    """Return what reads each draw of the coming year, changed by a share, against the earlier years."""
    from scipy.special import nbdtrik, pdtrik  # heavy, and wanted only here

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
        # The least whole number whose distribution reaches the place; none where zero does.
        years = np.ceil(np.maximum(np.nan_to_num(counts), 0.0)).tolist()
        return [earlier.against(year, before=known.before) for year in years]

    return read
