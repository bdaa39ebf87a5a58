from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from tideturn.methods.rates import NORMAL, funnel, poisson_interval, poisson_limit, poisson_rate_test, rate_chart

counts = st.integers(0, 200)
exposures = st.floats(0.5, 1000)


def test_exact_limits_of_a_count() -> None:
    # 25: 16.18 to 36.90, by Garwood's method, in GraphPad's explanation of QuickCalcs,
    # https://graphpad.com/support/faq/how-quickcalcs-computes-the-confidence-interval-of-a-count
    found = poisson_interval(25)
    assert (round(found.low, 2), round(found.high, 2)) == (16.18, 36.90)
    # 0: up to 3.689, in the help of pois.exact of the R package epitools 0.5-10.1; by hand -log(0.025).
    nothing = poisson_interval(0)
    assert (nothing.low, round(nothing.high, 3)) == (0, 3.689)


def test_exact_limits_of_a_rate() -> None:
    # PoissonCI(x = 15, n = 400, method = "exact") of the R package DescTools, printed in statsmodels 0.15.0,
    # stats/tests/test_rates_poisson.py.
    found = poisson_interval(15, 400)
    assert (found.low, found.high) == pytest.approx((0.0209884653319583, 0.0618505471787146), rel=1e-12)


def test_two_rates_as_r_compares_them() -> None:
    # poisson.exact(c(60, 30), c(51477.5, 54308.7), tsmethod = "minlike") of the R package exactci, printed in
    # statsmodels 0.15.0, stats/tests/results/results_rates.py.
    assert poisson_rate_test(60, 51477.5, 30, 54308.7) == pytest.approx(0.000675182658686321, rel=1e-9)


def test_two_rates_by_hand() -> None:
    # 5 events to 0 at equal exposure: both tails of five coins, 2/32.
    assert poisson_rate_test(5, 1, 0, 1) == pytest.approx(2 / 32)
    assert poisson_rate_test(0, 3, 0, 9) == 1


@given(counts, exposures, counts, exposures)
def test_which_rate_is_first_does_not_matter(a: int, at_a: float, b: int, at_b: float) -> None:
    p = poisson_rate_test(a, at_a, b, at_b)
    assert 0 <= p <= 1 + 1e-12
    assert p == pytest.approx(poisson_rate_test(b, at_b, a, at_a), rel=1e-6)


def test_what_is_no_rate_is_refused() -> None:
    for call in ((-1, 1, 2, 1), (1.5, 1, 2, 1), (1, 0, 2, 1), (1, 1, 2, float("inf"))):
        with pytest.raises(ValueError, match=r"is not a count|has no rate"):
            poisson_rate_test(*call)


@given(st.floats(0.1, 300), st.sampled_from([0.001, 0.025, 0.975, 0.999]))
def test_a_limit_lies_between_the_counts_that_straddle_its_probability(expected: float, tail: float) -> None:
    limit = poisson_limit(expected, tail)
    step = int(poisson.ppf(tail, expected))
    assert max(0, step - 1) <= limit <= step
    assert poisson_limit(0, tail) == 0


def test_a_limit_by_hand() -> None:
    # Mean 1: P(0) = 1/e and P(X <= 1) = 2/e, so that a half lies (1/2 - 1/e)/(1/e) = e/2 - 1 of the way from 0 to 1.
    assert poisson_limit(1, 0.5) == pytest.approx(math.e / 2 - 1)


def test_a_rate_chart_widens_where_there_is_less_exposure() -> None:
    chart = rate_chart([10] * 12 + [30, 3], [100.0] * 12 + [100.0, 25.0], baseline=12)
    assert [rate.outside for rate in chart[:12]] == [None] * 12
    assert (chart[12].outside, chart[13].outside) == ("up", None)
    assert chart[13].high - chart[13].low > chart[0].high - chart[0].low
    # Three-sigma quantiles of a Poisson of 10:
    # P(X <= 1) = .0005 and P(X <= 2) = .0028; P(X <= 20) = .9984, <= 21 = .9993.
    assert 0.01 < chart[0].low < 0.02
    assert 0.20 < chart[0].high < 0.21


def test_a_funnel_marks_the_place_that_stands_out() -> None:
    places = funnel([20, 22, 18, 60, 2], [200.0, 210.0, 190.0, 210.0, 30.0])
    assert [place.outside for place in places] == [None, None, None, "up", None]
    assert places[4].low == 0


def test_charts_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="do not go with"):
        funnel([1, 2], [1.0])
    with pytest.raises(ValueError, match="does not fit"):
        rate_chart([1, 2], [1.0, 1.0], baseline=3)


@pytest.mark.parametrize("tail", [0.001, 0.999])
def test_limits_of_large_counts_go_on_without_a_step(tail: float) -> None:
    below, above = poisson_limit(NORMAL * (1 - 1e-12), tail), poisson_limit(NORMAL * (1 + 1e-12), tail)
    assert above == pytest.approx(below, rel=1e-9)
    assert (above < NORMAL) == (tail < 0.5)
    assert poisson_limit(1e30, tail) == pytest.approx(1e30)
