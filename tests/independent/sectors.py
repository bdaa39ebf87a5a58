"""Widen the range of a change of density for few organisations, and for sectors that change together."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
from scipy import stats

from .shares import Z

Ends = tuple[tuple[float, float], tuple[float, float]]
FEWEST = 3  # sectors that it takes to treat them as clusters


def widened(ends: Ends, moved: np.ndarray, sectors: Sequence[str]) -> Ends:
    """Return the ends of a range, stretched, and no nearer than sectors as clusters would have them.

    Each end has its Monte Carlo error. `moved` tells of each ordered pair whether a tie began (1) or ended (−1).
    """
    n = len(moved)
    change = float(moved.sum()) / (n * (n - 1))
    stretch = float(stats.t.ppf(0.975, n - 1)) / Z * sqrt(n / (n - 1))
    (low, low_error), (high, high_error) = ends
    reach = clustered(moved, change, sectors)
    return (
        (min(change + (low - change) * stretch, change - reach), low_error * stretch),
        (max(change + (high - change) * stretch, change + reach), high_error * stretch),
    )


def clustered(moved: np.ndarray, change: float, sectors: Sequence[str]) -> float:
    """Return how far a range reaches with the sectors of those who tell, or are told of, as clusters."""
    n, groups = len(moved), sorted(set(sectors))
    if len(groups) < FEWEST:
        return 0.0
    rest = (moved - change) * ~np.eye(n, dtype=bool)
    reach = []
    for axis in (1, 0):
        own = rest.sum(axis=axis)
        sums = np.array([sum(own[at] for at in range(n) if sectors[at] == group) for group in groups])
        error = sqrt(float((sums**2).sum()) * len(groups) / (len(groups) - 1)) / (n * (n - 1))
        reach.append(float(stats.t.ppf(0.975, len(groups) - 1)) * error)
    return max(reach)
