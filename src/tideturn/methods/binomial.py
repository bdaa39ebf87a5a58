"""The exact two-sided binomial test: every outcome no likelier than the one seen, summed."""

from __future__ import annotations

from typing import Final

import numpy as np

_TIE: Final = 1 + 1e-7
"""Two outcomes of equal probability differ in their last bits; both count."""
_SUMMED: Final = 2_000_000
"""Up to so many trials every outcome is summed; beyond, scipy's search finds where the sum begins."""


def two_sided(k: int, n: int, p: float) -> float:
    """The p-value of `k` successes in `n` trials of probability `p`; 1 without a trial.

    Source: Conover 1971, Practical Nonparametric Statistics; the two sides by least likelihood, as R's binom.test and
    scipy's binomtest have them.
    `scipy.stats` answers the same, and takes most of a second to import; its special functions take a tenth.
    """
    if n == 0:
        return 1.0
    if n > _SUMMED:
        from scipy.stats import binomtest  # heavy, and wanted only for counts in the millions

        return float(binomtest(k, n, p).pvalue)
    from scipy.special import bdtr, gammaln, xlog1py, xlogy  # wanted only where something is tested

    if p == 0.5:
        return float(min(1.0, 2 * bdtr(min(k, n - k), n, 0.5)))
    outcomes = np.arange(n + 1)
    ways = gammaln(n + 1) - gammaln(outcomes + 1) - gammaln(n - outcomes + 1)
    chances = np.exp(ways + xlogy(outcomes, p) + xlog1py(n - outcomes, -p))
    return float(min(1.0, chances[chances <= chances[k] * _TIE].sum()))
