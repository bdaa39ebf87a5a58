"""The exact two-sided binomial test: every outcome no likelier than the one seen, summed."""

from __future__ import annotations

from math import comb
from typing import Final

import numpy as np
import numpy.typing as npt

_TIE: Final = 1 + 1e-7
"""Maximum ratio of two probabilities that count as equal: they may differ in their last bits, and both count."""
_SUMMED: Final = 2_000_000
"""Maximum number of trials for summing every outcome; above it, scipy's search finds where the sum begins."""

_WHOLE: Final = 1_000
"""Maximum number of trials of probability ½ for counting ways in whole numbers: the answer is right to its last bit."""


def two_sided(k: int, n: int, p: float) -> float:
    """Return the p-value of `k` successes in `n` trials of probability `p`; 1 without a trial.

    Source: Conover 1971, Practical Nonparametric Statistics; the two sides by least likelihood, as in R's binom.test
    and scipy's binomtest.
    We do not use scipy's own: it takes most of a second to import, and its special functions alone a good part of it.
    """
    if n == 0:
        return 1.0
    if n > _SUMMED:
        from scipy.stats import binomtest  # slow to import, and needed only for counts in the millions

        return float(binomtest(k, n, p).pvalue)
    if p == 0.5 and n <= _WHOLE:
        ways = sum(comb(n, fewer) for fewer in range(min(k, n - k) + 1))
        return float(min(1.0, 2 * ways / 2**n))
    if not 0 < p < 1:
        return float(k == n * p)
    odds, likeliest = p / (1 - p), min(n, int((n + 1) * p))
    above, below = np.arange(likeliest, n), np.arange(likeliest, 0, -1)
    return no_likelier(k, (n - above) / (above + 1) * odds, below / (n - below + 1) / odds)


def no_likelier(seen: int, rising: npt.NDArray[np.float64], falling: npt.NDArray[np.float64]) -> float:
    """Return the chance of every outcome no likelier than the `seen`-th, from the ratios outwards from the likeliest.

    Each outcome's chance over the likeliest's is a product of ratios: nothing overflows, and what underflows is too
    unlikely to count.
    """
    chances = np.concatenate([np.cumprod(falling)[::-1], [1.0], np.cumprod(rising)])
    return float(min(1.0, chances[chances <= chances[seen] * _TIE].sum() / chances.sum()))
