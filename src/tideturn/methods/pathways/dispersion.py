"""Dispersion: how much more the share of cases that met a pathway varies by month and by place than by chance.

Cases of one month, or of one place in one year, are more alike than cases drawn at random: a worker leaves, an agency
changes its form. A test that treats all cases as independent then finds changes where there are none.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
MONTHS: Final = 12
SHIFT: Final = 0.05
"""Standard deviation of a place's share from year to year without any cause."""
_ALIKE: Final = (0.0, 0.8)
"""Lower and upper limit of the correlation between one month and the next."""


def dispersion(met: Reals, cases: Reals) -> Reals:
    """Return the variance of a share as a multiple of that of independent cases; never below 1.

    met, cases: … × places × sides × months. The result is the larger of two figures: Pearson's χ² of the months of each
    place on each side over its degrees of freedom, enlarged where months are like the one before (as in the reading of
    series); and the figure for how differently the places moved from the first side to the last.
    """
    return np.maximum(1.0, np.maximum(_months(met, cases), _places(met.sum(-1), cases.sum(-1))))


def _months(met: Reals, cases: Reals) -> Reals:
    every = (-3, -2, -1)
    share = met.sum(-1, keepdims=True) / np.maximum(cases.sum(-1, keepdims=True), 1)
    variance = cases * share * (1 - share)
    there = variance > 0
    error = np.where(there, met - cases * share, 0.0) / np.sqrt(np.where(there, variance, 1.0))
    freedom = there.sum(every) - there.any(-1).sum((-2, -1))
    squares = (error**2).sum(every)
    base = np.maximum(1.0, squares / np.maximum(freedom, 1))
    following = (error[..., 1:] * error[..., :-1]).sum(every) / np.where(squares > 0, squares, 1.0)
    alike = np.clip(following + 2 / MONTHS, *_ALIKE)
    steps = np.arange(1, MONTHS)
    enlarged = 1 + 2 * ((1 - steps / MONTHS) * alike[..., None] ** steps).sum(-1)
    found: Reals = np.where(freedom > 0, base * enlarged, 1.0)
    return found


def _places(met: Reals, cases: Reals) -> Reals:
    """Return Cochran's Q of the places' changes over its degrees of freedom; 0 with one place."""
    first, last = cases[..., 0], cases[..., -1]
    there = (first > 0) & (last > 0)
    moved = met[..., -1] / np.maximum(last, 1) - met[..., 0] / np.maximum(first, 1)
    share = (met.sum(-1) + 1) / (cases.sum(-1) + 2)
    weight = np.where(there, 1 / (share * (1 - share) * (1 / np.maximum(first, 1) + 1 / np.maximum(last, 1))), 0.0)
    mean = (weight * moved).sum(-1, keepdims=True) / np.maximum(weight.sum(-1, keepdims=True), 1e-12)
    freedom = there.sum(-1) - 1
    found: Reals = np.where(freedom > 0, (weight * (moved - mean) ** 2).sum(-1) / np.maximum(freedom, 1), 0.0)
    return found


def shifted(cases: Reals) -> Reals:
    """Return the variance of the overall change when each place moves from year to year without a cause.

    cases: … × places, of both sides. Each side of each place moves by `SHIFT`, so the variance of one place's change is
    twice `SHIFT`².
    """
    share = cases / np.maximum(cases.sum(-1, keepdims=True), 1)
    found: Reals = 2 * SHIFT**2 * (share**2).sum(-1)
    return found


def allowed_for(found: float) -> float:
    """Return a dispersion rounded up to a tenth, so that it reveals no single case."""
    return math.ceil(found * 10 - 1e-9) / 10
