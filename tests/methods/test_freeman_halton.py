"""Fisher's exact test of several groups, against published values and against every table counted one by one."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from scipy.stats import chi2_contingency

from tideturn.methods import freeman_halton as module
from tideturn.methods.freeman_halton import freeman_halton
from tideturn.methods.intervals import fisher


def counted(ks: list[int], ns: list[int]) -> float:
    """Add up every table that is no likelier, in whole numbers."""
    seen, found = math.prod(map(math.comb, ns, ks)), 0
    for first in product(*(range(n + 1) for n in ns[:-1])):
        last = sum(ks) - sum(first)
        if 0 <= last <= ns[-1]:
            ways = math.prod(map(math.comb, ns, (*first, last)))
            found += ways if ways <= seen else 0
    return found / math.comb(sum(ns), sum(ks))


def test_it_gives_the_published_p() -> None:
    # The R package contingencytables (of Fagerland, Lydersen & Laake 2017, Statistical Analysis of Contingency Tables)
    # has 0.1100976 for 196, 398 and 287 against 3, 10 and 14, in its own tests of Exact_cond_midP_tests_rxc.
    assert round(freeman_halton([3, 10, 14], [199, 408, 301]), 7) == 0.1100976
    assert round(freeman_halton([196, 398, 287], [199, 408, 301]), 7) == 0.1100976


@pytest.mark.parametrize(
    ("ks", "ns"),
    [
        ([8, 2, 3], [9, 7, 7]),
        ([3, 9, 5, 1], [12, 10, 11, 14]),
        ([0, 0, 4], [10, 11, 12]),
        ([5, 5, 5], [10, 10, 10]),  # of which many tables are exactly as likely
        ([1, 2, 0, 4, 3], [4, 4, 4, 4, 4]),
    ],
)
def test_it_adds_up_every_table_no_likelier(ks: list[int], ns: list[int]) -> None:
    assert freeman_halton(ks, ns) == pytest.approx(counted(ks, ns), rel=1e-9)


def test_of_two_groups_it_is_fishers_and_where_all_are_alike_it_is_one() -> None:
    assert freeman_halton([8, 1], [10, 6]) == fisher(8, 10, 1, 6)
    assert freeman_halton([0, 0, 0], [4, 5, 6]) == 1.0
    assert freeman_halton([4, 5, 6], [4, 5, 6]) == 1.0


def test_of_many_people_it_is_near_pearsons(monkeypatch: pytest.MonkeyPatch) -> None:
    ks, ns = [180, 205, 230], [400, 420, 440]
    exact = freeman_halton(ks, ns)
    monkeypatch.setattr(module, "_MOST", 100)
    peer = chi2_contingency(np.array([ks, [n - k for k, n in zip(ks, ns, strict=True)]])).pvalue
    assert freeman_halton(ks, ns) == pytest.approx(peer, rel=1e-9)
    assert exact == pytest.approx(peer, rel=0.02)


@pytest.mark.parametrize(("ks", "ns"), [([1], [2]), ([3, 1, 1], [2, 2, 2]), ([1, 1], [2, 2, 2])])
def test_what_is_no_table_is_refused(ks: list[int], ns: list[int]) -> None:
    with pytest.raises(ValueError, match="not two shares"):
        freeman_halton(ks, ns)
