"""Fisher's exact test of several groups at once: whether all of them share one proportion."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from tideturn.methods.intervals import fisher

Reals = npt.NDArray[np.float64]
_MOST: Final = 200_000
"""Maximum number of tables to list; above it, Pearson's chi-squared is as good and much faster."""
_AS_LIKELY: Final = 1e-7
"""Maximum relative difference between two probabilities that count as equal, as in R's `fisher.test`."""


def freeman_halton(ks: Sequence[int], ns: Sequence[int]) -> float:
    """Return the exact two-sided p for `ks` successes in groups of sizes `ns`, under one common proportion.

    It adds up every table with the same margins that is no likelier than the one seen. If there are too many tables, p
    is that of Pearson's chi-squared. Source: Freeman & Halton 1951, Biometrika 38:141–149. Raises ValueError with fewer
    than two groups, or unless 0 ≤ k ≤ n.
    """
    if len(ks) != len(ns) or len(ks) < 2 or any(not 0 <= k <= n for k, n in zip(ks, ns, strict=True)):
        raise ValueError(f"{list(ks)} of {list(ns)} are not two shares or more")
    if len(ks) == 2:
        return fisher(ks[0], ns[0], ks[1], ns[1])
    successes, everyone = sum(ks), sum(ns)
    if successes in (0, everyone):
        return 1.0
    if successes * 2 > everyone:  # the smaller of the two makes fewer tables
        ks, successes = [n - k for k, n in zip(ks, ns, strict=True)], everyone - successes
    # Take half of the groups at a time: a table of all groups is a table of each half whose successes add up.
    halves = _halves(ns)
    if any(math.prod(min(n, successes) + 1 for n in half) > _MOST for half in halves):
        return _chi_squared(ks, ns)
    factorials = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, everyone + 1)))))
    ways = _ways(factorials, everyone)[successes]
    seen = sum(_ways(factorials, n)[k] for k, n in zip(ks, ns, strict=True)) + math.log1p(_AS_LIKELY)
    one, other = (_tables(half, successes, factorials) for half in halves)
    found = 0.0
    for count, logs in one.items():
        rest = other.get(successes - count)
        if rest is not None:
            most = np.searchsorted(rest, seen - logs, side="right")
            scale = rest[-1]
            upto = np.concatenate(([0.0], np.cumsum(np.exp(rest - scale))))
            found += float(np.sum(np.exp(logs + scale - ways) * upto[most]))
    return min(1.0, found)


def _halves(ns: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the sizes in two lists that make about as many tables each."""
    halves: tuple[list[int], list[int]] = ([], [])
    for n in sorted(ns, reverse=True):
        min(halves, key=lambda half: math.prod(one + 1 for one in half)).append(n)
    return halves


def _ways(factorials: Reals, n: int) -> Reals:
    """Return the logarithm of how many ways there are to choose 0 … n of n."""
    own = factorials[: n + 1]
    ways: Reals = own[-1] - own - own[::-1]
    return ways


def _tables(ns: Sequence[int], successes: int, factorials: Reals) -> dict[int, Reals]:
    """Return, by how many succeed in these groups together, the logarithms of the ways of each table, in order."""
    counts, logs = np.zeros(1, np.int64), np.zeros(1)
    for n in ns:
        counts = np.add.outer(counts, np.arange(n + 1)).ravel()
        logs = np.add.outer(logs, _ways(factorials, n)).ravel()
        counts, logs = counts[counts <= successes], logs[counts <= successes]
    order = np.lexsort((logs, counts))
    counts, logs = counts[order], logs[order]
    each, begins = np.unique(counts, return_index=True)
    return dict(zip(each.tolist(), np.split(logs, begins[1:]), strict=True))


def _chi_squared(ks: Sequence[int], ns: Sequence[int]) -> float:
    from scipy.special import chdtrc  # slow to import, and needed only for thousands of people

    share = sum(ks) / sum(ns)
    statistic = sum((k - n * share) ** 2 / (n * share * (1 - share)) for k, n in zip(ks, ns, strict=True) if n)
    return float(chdtrc(sum(n > 0 for n in ns) - 1, statistic))
