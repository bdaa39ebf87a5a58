"""Shares, intervals and exact tests, written from their textbooks."""

from __future__ import annotations

from fractions import Fraction
from math import comb, lgamma, sqrt

import numpy as np
from scipy import stats
from tests.once import made_once

Z = float(stats.norm.ppf(0.975))
FEWEST_TO_SHOW = 6  # who moved one way, and nobody the other: of five p is 0.0625


def wilson(k: float, n: float, z: float = Z) -> tuple[float, float]:
    """Return Wilson's interval of k of n, at 95 % (Newcombe 1998, method 3)."""
    p, z2 = k / n, z * z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = z / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def sign_test(up: int, down: int) -> float:
    """Return the exact two-sided p of the sign test."""
    n = up + down
    if n == 0:
        return 1.0
    tail = sum(comb(n, i) for i in range(min(up, down) + 1))
    return float(min(Fraction(1), Fraction(2 * tail, 2**n)))


def least_net(moved: int) -> int:
    """Return how many more must move one way for the sign test to show it at 5 %, if so many move; six at the least."""
    moved = max(moved, FEWEST_TO_SHOW)
    return next(up - (moved - up) for up in range((moved + 1) // 2, moved + 1) if sign_test(up, moved - up) < 0.05)


def agresti_min(better: int, worse: int, pairs: int) -> tuple[float, float]:
    """Return the 95 % interval of (better − worse)/pairs: ½ added to both, 2 to the pairs."""
    n, b, w = pairs + 2, better + 0.5, worse + 0.5
    d = (b - w) / n
    half = Z * sqrt((b + w) - (b - w) ** 2 / n) / n
    return d - half, d + half


def fisher(k1: int, n1: int, k0: int, n0: int) -> float:
    """Return Fisher's exact two-sided p."""
    return float(stats.fisher_exact([[k1, n1 - k1], [k0, n0 - k0]])[1])


def freeman_halton(ks: list[int], ns: list[int]) -> float:
    """Return the exact p of several groups: every table with these margins that is no likelier, one by one."""
    if len(ks) == 2:
        return fisher(ks[0], ns[0], ks[1], ns[1])
    return _every_table(*zip(*sorted(zip(ns, ks, strict=True)), strict=True))


@made_once
def _every_table(ns: tuple[int, ...], ks: tuple[int, ...]) -> float:
    logs = [np.array([lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) for k in range(n + 1)]) for n in ns]
    counts, ways, to_come = np.zeros(1, int), np.zeros(1), sum(ns)
    for each in logs[:-1]:
        counts, ways = np.add.outer(counts, np.arange(len(each))).ravel(), np.add.outer(ways, each).ravel()
        to_come -= len(each) - 1
        fits = (counts <= sum(ks)) & (counts >= sum(ks) - to_come)
        counts, ways = counts[fits], ways[fits]
    chances = ways + logs[-1][sum(ks) - counts]
    seen = sum(each[k] for each, k in zip(logs, ks, strict=True)) - chances.max()
    chances -= chances.max()
    return float(np.exp(chances[chances <= seen + 1e-7]).sum() / np.exp(chances).sum())


def more_to_pass(k: int, n: int, least: int) -> int:
    """Return how many more answers, all agreeing, it takes until the low end is above half and there are enough."""
    more = 0
    while n + more < least or wilson(k + more, n + more)[0] <= 0.5:
        more += 1
    return more


def more_of_same(k: int, n: int) -> int:
    """Return how many more of the same n must agree until the low end is above half."""
    more = 0
    while wilson(k + more, n)[0] <= 0.5:
        more += 1
    return more
