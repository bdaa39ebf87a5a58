"""Whether the answers of one group tend to lie above those of another, without treating a scale as metres."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Comparison:
    """How likely an answer of the second group is to lie above one of the first, ties counting half, and the p of ½."""

    probability: float
    p: float
    method: str
    """`brunner_munzel`, or `permutation` where the groups do not overlap."""


def compare_groups(first: Sequence[float], second: Sequence[float]) -> Comparison:
    """The Brunner–Munzel test of two groups' ordered answers, exact permutation where they do not overlap.

    Without overlap the test's variance is 0 and it says nothing; the permutation distribution is then counted.
    Sources: Brunner & Munzel 2000, Biometrical Journal 42:17–25, corrected and permuted by Neubert & Brunner 2007,
    Computational Statistics & Data Analysis 51:5192–5204. Raises ValueError for a group of fewer than two.
    """
    from scipy.stats import brunnermunzel, rankdata  # heavy, and wanted only here

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
    """The share of all ways to deal the answers into these two sizes that part them as wholly as here."""
    a, b = len(first), len(second)
    ordered = sorted([*first, *second])
    # One deal gives the first group the low end, one the high end; a tie across the cut makes it no clean parting.
    clean = sum(ordered[cut - 1] < ordered[cut] for cut in (a, b))
    return clean / math.comb(a + b, a)
