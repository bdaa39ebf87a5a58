"""How much better people who were served ended than people who were not, allowing for where each began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tideturn.methods.intervals import Interval
from tideturn.methods.student import quantile

Numbers = NDArray[np.float64]
Scores = Sequence[float] | Numbers
_UPPER: Final = 0.975


@dataclass(frozen=True)
class AdjustedDifference:
    """Later scores of the programme minus those of the comparison, in the scale's units, allowing for first scores.

    `programme` and `comparison` count people; `slope` is what one more unit of the first score adds to the later one.
    """

    programme: int
    comparison: int
    difference: float
    interval: Interval
    slope: float
    freedom: int


def adjusted_difference(first: Scores, later: Scores, served: Sequence[bool]) -> AdjustedDifference:
    """Fit later = a + c·first + d·served by least squares, and return d with its 95 % t interval.

    If everyone on each side began alike, the first score says nothing and is left out. Source: Vickers & Altman 2001,
    BMJ 323:1123–1124. Raises ValueError for lists of unequal lengths, and for fewer than two people on either side or
    four in all.
    """
    x, y, group = _columns(first, later, served)
    centred, ended = x.copy(), y.copy()
    for side in (True, False):
        centred[group == side] -= x[group == side].mean()
        ended[group == side] -= y[group == side].mean()
    spread = float(centred @ centred)
    slope = float(centred @ ended) / spread if spread > 0 else 0.0
    freedom = len(x) - (3 if spread > 0 else 2)
    rest = ended - slope * centred
    apart = float(x[group].mean() - x[~group].mean())
    difference = float(y[group].mean() - y[~group].mean()) - slope * apart
    sides = 1 / int(group.sum()) + 1 / int((~group).sum())
    variance = float(rest @ rest) / freedom * (sides + (apart**2 / spread if spread > 0 else 0.0))
    return _found(group, difference, variance, slope, freedom)


def adjusted_difference_of_sites(
    first: Scores, later: Scores, served: Sequence[bool], site: Sequence[str]
) -> AdjustedDifference:
    """Compare sites: Student’s t test of their mean later scores, first scores allowed for by the slope within sites.

    A site is served or not as a whole; `programme` and `comparison` still count people. Raises ValueError as
    `adjusted_difference` does, and for a site on both sides or fewer than two sites on either.
    """
    x, y, group = _columns(first, later, served)
    names, place = np.unique(np.asarray(site), return_inverse=True)
    size = np.bincount(place)
    means_x, means_y, side = (np.bincount(place, weights=values) / size for values in (x, y, group.astype(float)))
    if not np.isin(side, (0.0, 1.0)).all():
        raise ValueError("a site cannot be both served and not")
    centred = x - means_x[place]
    spread = float(centred @ centred)
    slope = float(centred @ (y - means_y[place])) / spread if spread > 0 else 0.0
    adjusted, on = means_y - slope * means_x, side == 1
    ours, theirs = adjusted[on], adjusted[~on]
    if min(len(ours), len(theirs)) < 2:
        raise ValueError(f"{len(ours)} and {len(theirs)} of {len(names)} sites cannot be compared")
    freedom = len(names) - 2
    squares = float(((ours - ours.mean()) ** 2).sum() + ((theirs - theirs.mean()) ** 2).sum())
    variance = squares / freedom * (1 / len(ours) + 1 / len(theirs))
    return _found(group, float(ours.mean() - theirs.mean()), variance, slope, freedom)


def _columns(first: Scores, later: Scores, served: Sequence[bool]) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    x, y = (np.asarray(values, dtype=np.float64) for values in (first, later))
    group = np.asarray(served, dtype=np.bool_)
    if not len(x) == len(y) == len(group):
        raise ValueError(f"{len(x)} first scores, {len(y)} later ones and {len(group)} people do not pair")
    ours = int(group.sum())
    if min(ours, len(x) - ours) < 2 or len(x) < 4:
        raise ValueError(f"{ours} and {len(x) - ours} people cannot be compared")
    return x, y, group


def _found(
    group: NDArray[np.bool_], difference: float, variance: float, slope: float, freedom: int
) -> AdjustedDifference:
    reach = quantile(_UPPER, freedom) * variance**0.5
    ours = int(group.sum())
    interval = Interval(difference - reach, difference + reach)
    return AdjustedDifference(ours, len(group) - ours, difference, interval, slope, freedom)
