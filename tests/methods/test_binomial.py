"""The exact binomial test against worked numbers, and against scipy's own."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from tideturn.methods.binomial import two_sided


def test_worked_by_hand() -> None:
    # 2 × (1 + 10) / 1024 for 1 of 10 at a half; at a quarter, 3 of 3 is 1/64 and nothing else is as unlikely.
    assert two_sided(1, 10, 0.5) == pytest.approx(22 / 1024)
    assert two_sided(3, 3, 0.25) == pytest.approx(1 / 64)
    assert two_sided(5, 10, 0.5) == 1.0
    assert two_sided(0, 0, 0.3) == 1.0


def test_at_a_half_it_is_right_to_the_last_bit() -> None:
    fewer = sum(math.comb(700, k) for k in range(331))
    assert two_sided(330, 700, 0.5) == float(Fraction(2 * fewer, 2**700))
    assert two_sided(370, 700, 0.5) == two_sided(330, 700, 0.5)


def test_against_fractions_summed_outcome_by_outcome() -> None:
    p = Fraction(3, 8)
    chances = [math.comb(500, k) * p**k * (1 - p) ** (500 - k) for k in range(501)]
    for k in (0, 12, 150, 187, 188, 230, 500):
        exact = float(sum(chance for chance in chances if chance <= chances[k]))
        assert two_sided(k, 500, 0.375) == pytest.approx(exact, rel=1e-12)


def test_what_is_certain_happens() -> None:
    assert [two_sided(k, 3, 1.0) for k in (2, 3)] == [0.0, 1.0]
    assert [two_sided(k, 3, 0.0) for k in (0, 1)] == [1.0, 0.0]


def test_mendels_peas() -> None:
    # The example of R's binom.test (stats, from Conover 1971): 682 giant plants of 925, three in four being expected:
    # p 0.3825. https://stat.ethz.ch/R-manual/R-devel/library/stats/html/binom.test.html
    assert round(two_sided(682, 682 + 243, 3 / 4), 4) == 0.3825


@pytest.mark.oracle
@given(st.integers(0, 400), st.integers(1, 400), st.floats(0.001, 0.999))
def test_it_is_scipys(k: int, n: int, p: float) -> None:
    k = min(k, n)
    assert two_sided(k, n, p) == pytest.approx(binomtest(k, n, p).pvalue, rel=1e-6, abs=1e-12)


@pytest.mark.oracle
@pytest.mark.parametrize(("k", "n", "p"), [(40_300, 100_000, 0.4), (1_204_000, 3_000_000, 0.4), (50_200, 100_000, 0.5)])
def test_it_is_scipys_for_large_counts(k: int, n: int, p: float) -> None:
    assert two_sided(k, n, p) == pytest.approx(binomtest(k, n, p).pvalue, rel=1e-6)
