"""Whether the answers of one group tend to be higher than another's, without treating an answer scale as metres."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Comparison:
    """Probability that an answer of the second group is above one of the first (ties count half), and the p of ½."""

    probability: float
    p: float
    method: str
    """`brunner_munzel`, or `permutation` where the groups do not overlap."""


def compare_groups(first: Sequence[float], second: Sequence[float]) -> Comparison:
    """Compare two groups' ordered answers by the Brunner–Munzel test, by exact permutation if they do not overlap.

    Without overlap the test's variance is 0 and it says nothing, so the permutation distribution is counted.
    Sources: Brunner & Munzel 2000, Biometrical Journal 42:17–25, corrected and permuted by Neubert & Brunner 2007,
    Computational Statistics & Data Analysis 51:5192–5204. Raises ValueError for a group of fewer than two.
    """
    from scipy.stats import brunnermunzel, rankdata  # slow to import, and needed only here

    a, b = len(first), len(second)
    if min(a, b) < 2:
        raise ValueError(f"groups of {a} and {b} cannot be compared; each needs at least 2")
    ranks = rankdata([*first, *second])
    probability = float((ranks[a:].mean() - (b + 1) / 2) / a)
    if max(first) < min(second) or max(second) < min(first):
        return Comparison(probability, _separated(first, second), "permutation")
    if len({*first, *second}) == 1:
        return Comparison(0.5, 1.0, "permutation")
    return Comparison(probability, float(brunnermunzel(first, second).pvalue), "brunner_munzel")


def _separated(first: Sequence[float], second: Sequence[float]) -> float:
    """Return the share of all ways to split the answers into groups of these sizes that separate them as fully."""
    a, b = len(first), len(second)
    ordered = sorted([*first, *second])
    # One split gives the first group the low end, one the high end; with a tie across the cut, it does not separate.
    clean = sum(ordered[cut - 1] < ordered[cut] for cut in (a, b))
    return clean / math.comb(a + b, a)
