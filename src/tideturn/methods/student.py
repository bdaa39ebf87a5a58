"""Quantiles of Student's t, so that an evaluation need not import scipy."""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist
from typing import Final

_MANY: Final = 1_000
"""Minimum degrees of freedom where the expansion is exact to the last bits."""
_STEPS: Final = 20
"""Number of Newton steps; each doubles the number of correct digits."""


@cache
def quantile(level: float, freedom: int) -> float:
    """Return the quantile of Student's distribution at a level, for whole degrees of freedom.

    Source: Abramowitz & Stegun 1964, Handbook of Mathematical Functions, 26.7.3 and 26.7.4 (the distribution, a finite
    sum over the angle whose tangent is t/√freedom) and 26.7.5 (its expansion, where Newton's method starts).
    Raises ValueError unless 0 < level < 1 and freedom is 1 or more.
    """
    if not 0 < level < 1 or freedom < 1:
        raise ValueError(f"Student's t of {freedom} degrees of freedom has no quantile at {level}")
    if level < 0.5:
        return -quantile(1 - level, freedom)
    t = _expanded(NormalDist().inv_cdf(level), freedom)
    if freedom >= _MANY:
        return t
    # The expansion lies below the quantile, and the share within an angle is concave: no step can overshoot.
    angle, root = math.atan(t / math.sqrt(freedom)), math.sqrt(math.pi)
    steepest = 2 / root * math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2))
    for _ in range(_STEPS):
        angle += (2 * level - 1 - _within(angle, freedom)) / (steepest * math.cos(angle) ** (freedom - 1))
    return math.sqrt(freedom) * math.tan(angle)


def _within(angle: float, freedom: int) -> float:
    """Return the probability between minus the angle and the angle."""
    odd = freedom % 2
    term = math.cos(angle) if odd else 1.0
    total = term if freedom > 1 else 0.0
    for at in range(2 + odd, freedom - 1, 2):
        term *= (at - 1) / at * math.cos(angle) ** 2
        total += term
    share = math.sin(angle) * total
    return 2 / math.pi * (angle + share) if odd else share


def _expanded(x: float, freedom: int) -> float:
    terms = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92_160,
    )
    return x + math.fsum(term / freedom**power for power, term in enumerate(terms, start=1))
