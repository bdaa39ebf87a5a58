"""Counts per exposure: exact limits, charts over time, funnels over places, and the exact test of two rates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tideturn.methods.binomial import two_sided
from tideturn.methods.intervals import Interval

THREE_SIGMA: Final = 0.0013498980316300933
"""Probability beyond three standard deviations of a normal curve on one side: the usual limit of a control chart."""
_FUNNEL: Final = 0.001
"""Probability beyond a funnel's limit on one side."""

NORMAL: Final = 1e10
"""Mean above which a Poisson's limits are a normal's to nine digits, and its own inverse begins to fail."""


@dataclass(frozen=True)
class Rate:
    """The rate of one place or period, with the limits that chance alone would keep it within."""

    index: int
    count: int
    exposure: float
    rate: float
    low: float
    high: float
    outside: str | None
    """`up`, `down`, or None inside the limits."""


def poisson_interval(count: int, exposure: float = 1.0) -> Interval:
    """Return the exact 95 % interval of a rate: `count` events over `exposure`.

    Source: Garwood 1936, Biometrika 28:437–442, by the chi-square quantiles.
    """
    from scipy.special import gammaincinv  # slow to import, and needed only here

    _whole(count, exposure)
    # Half a chi-square quantile on 2a degrees is the quantile of a gamma of shape a.
    low = float(gammaincinv(count, 0.025)) if count else 0.0
    return Interval(low / exposure, float(gammaincinv(count + 1, 0.975)) / exposure)


def poisson_rate_test(count_a: int, exposure_a: float, count_b: int, exposure_b: float) -> float:
    """Return the exact two-sided p that two counts have one rate; 1 if nothing was counted in either.

    Given the total, the first count is binomial, its probability being the first's share of the exposure; every split
    no likelier than the one seen is summed. Source: Przyborowski & Wilenski 1940, Biometrika 31:313–323.
    Raises ValueError for a negative count, a count that is not whole, or an exposure that is not above 0.
    """
    _whole(count_a, exposure_a)
    _whole(count_b, exposure_b)
    total = int(count_a) + int(count_b)
    return two_sided(int(count_a), total, exposure_a / (exposure_a + exposure_b))


def rate_chart(counts: Sequence[int], exposures: Sequence[float], *, baseline: int) -> list[Rate]:
    """Return a u-chart: each period's rate, with exact three-sigma Poisson limits about the baseline rate.

    The baseline rate is that of the first `baseline` periods.
    Source: Montgomery 2013, Introduction to Statistical Quality Control, 7th ed., with Poisson quantiles in place of
    the normal ones, which fail for small counts.
    """
    if not 1 <= baseline <= len(counts):
        raise ValueError(f"a baseline of {baseline} does not fit {len(counts)} periods")
    centre = sum(counts[:baseline]) / sum(exposures[:baseline])
    return _beside(counts, exposures, centre, THREE_SIGMA)


def funnel(counts: Sequence[int], exposures: Sequence[float]) -> list[Rate]:
    """Return each place's rate, with exact Poisson limits about the pooled rate; 0.001 lies beyond on each side.

    Source: Spiegelhalter 2005, Statistics in Medicine 24:1185–1202; Manktelow & Seaton 2012, PLoS ONE 7:e45723,
    compare the ways to interpolate limits between counts.
    """
    return _beside(counts, exposures, sum(counts) / sum(exposures), _FUNNEL)


def poisson_limit(expected: float, tail: float) -> float:
    """Return the count that a Poisson of mean `expected` falls below with probability `tail`, interpolated."""
    from scipy.special import ndtri, pdtr, pdtrik  # slow to import, and needed only here

    if expected <= 0:
        return 0.0
    if expected > NORMAL:
        return float(expected + ndtri(tail) * math.sqrt(expected))
    # Find the least count that reaches the tail; it is one too high if the inverse rounded past a whole number.
    step = math.ceil(float(pdtrik(tail, expected)))
    if step > 0 and pdtr(step - 1, expected) >= tail:
        step -= 1
    at, below = float(pdtr(step, expected)), float(pdtr(step - 1, expected)) if step else 0.0
    return max(0.0, float(step - (at - tail) / (at - below)))


def _beside(counts: Sequence[int], exposures: Sequence[float], centre: float, tail: float) -> list[Rate]:
    if len(counts) != len(exposures):
        raise ValueError(f"{len(counts)} counts do not go with {len(exposures)} exposures")
    rows = []
    for index, (count, exposure) in enumerate(zip(counts, exposures, strict=True)):
        _whole(count, exposure)
        low, high = (poisson_limit(centre * exposure, p) / exposure for p in (tail, 1 - tail))
        rate = count / exposure
        outside = "up" if rate > high else "down" if rate < low else None
        rows.append(Rate(index, count, exposure, rate, low, high, outside))
    return rows


def _whole(count: float, exposure: float) -> None:
    if count < 0 or count != int(count):
        raise ValueError(f"{count} is not a count")
    if not (exposure > 0 and math.isfinite(exposure)):
        raise ValueError(f"an exposure of {exposure} has no rate")
