from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from tideturn.methods.intervals import (
    Interval,
    effective_n,
    fisher,
    independent_difference,
    newcombe,
    newcombe_each,
    paired_difference,
    paired_difference_each,
    wilson,
    wilson_each,
)

counts = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
three_parts = st.tuples(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400)).filter(any)


@pytest.mark.parametrize(("k", "n", "low", "high"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)])
def test_wilson_gives_the_intervals_of_newcombe(k: int, n: int, low: float, high: float) -> None:
    # Newcombe 1998, Statistics in Medicine 17:857-872, method 3, as the tests of the R package propint quote them.
    interval = wilson(k, n)
    assert interval is not None
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(18, 20, 0.6989663547715128, 0.972133518786232), (4, 20, 0.0806576625797981, 0.4160174322518935)],
)
def test_wilson_gives_the_intervals_of_r(k: int, n: int, low: float, high: float) -> None:
    # binom.confint of the R package binom, method wilson, printed in statsmodels 0.15.0,
    # stats/tests/results/results_proportion.py.
    interval = wilson(k, n)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=1e-12)


def test_nobody_of_twenty() -> None:
    # By hand: with k = 0 the upper end is z^2/(n + z^2) = 3.84146/23.84146.
    interval = wilson(0, 20)
    assert interval is not None
    assert (interval.low, round(interval.high, 4)) == (0, 0.1611)


def test_thirteen_of_seventeen() -> None:
    interval = wilson(13, 17)
    assert interval is not None
    # By hand: centre (13/17 + 1.92073/17) / (1 + 3.84146/17), reach 1.95996 * sqrt(.17993/17 + .96036/17^2) / 1.22597.
    assert (round(interval.low, 4), round(interval.high, 4)) == (0.5274, 0.9044)


@given(counts)
def test_wilson_holds_the_share_and_stays_between_0_and_1(pair: tuple[int, int]) -> None:
    k, n = pair
    interval = wilson(k, n)
    assert interval is not None
    assert 0 <= interval.low <= k / n <= interval.high <= 1
    assert interval.low < interval.high


@given(counts)
def test_wilson_of_the_opposite_answer_is_the_mirror_image(pair: tuple[int, int]) -> None:
    k, n = pair
    one, other = wilson(k, n), wilson(n - k, n)
    assert one is not None
    assert other is not None
    assert one.low == pytest.approx(1 - other.high, abs=1e-12)


@given(counts, st.integers(1, 5000))
def test_a_finite_population_narrows_and_a_census_is_the_point(pair: tuple[int, int], more: int) -> None:
    k, n = pair
    whole, part, census = wilson(k, n), wilson(k, n, population=n + more), wilson(k, n, population=n)
    assert whole is not None
    assert part is not None
    assert part.high - part.low <= whole.high - whole.low + 1e-12
    assert census == Interval(k / n, k / n)


def test_effective_size_of_a_finite_population() -> None:
    assert effective_n(50, 101) == 50 * 100 / 51
    assert math.isinf(effective_n(50, 50))
    assert effective_n(50, None) == 50


def test_what_is_no_share_is_refused() -> None:
    for k, n in [(-1, 5), (6, 5)]:
        with pytest.raises(ValueError, match="is no share"):
            wilson(k, n)
    with pytest.raises(ValueError, match="population of only 4"):
        wilson(1, 5, population=4)
    with pytest.raises(ValueError, match="do not fit"):
        paired_difference(3, 3, 5)
    with pytest.raises(ValueError, match="do not fit"):
        paired_difference_each(np.array([3]), np.array([3]), np.array([5]))
    assert wilson(0, 0) is None
    assert paired_difference(0, 0, 0) is None
    assert independent_difference(0, 0, 1, 2) is None


def test_paired_difference_gives_the_interval_of_propcis() -> None:
    # diffpropci.mp(b = 40, c = 20, n = 160) of the R package PropCIs 0.3-0, the "Wald+2" of Agresti & Min 2005; the
    # output is printed at https://rdrr.io/cran/PropCIs/man/diffpropci.mp.html
    interval = paired_difference(20, 40, 160)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((-0.21601726, -0.03089632), abs=5e-9)


def test_paired_difference_keeps_width_where_all_agree() -> None:
    # By the formula of Agresti & Min 2005: 10.5/12 and 0.5/12; centre 10/12, variance (11/12 - 100/144)/12 = .018519.
    interval = paired_difference(10, 0, 10)
    assert interval is not None
    assert interval.low == pytest.approx(10 / 12 - 1.959963984540054 * math.sqrt((11 / 12 - 100 / 144) / 12))
    assert interval.high == 1


@given(three_parts)
def test_paired_difference_is_antisymmetric_and_bounded(parts: tuple[int, int, int]) -> None:
    plus, minus, rest = parts
    one, other = paired_difference(plus, minus, sum(parts)), paired_difference(minus, plus, sum(parts))
    assert one is not None
    assert other is not None
    assert -1 <= one.low < one.high <= 1
    assert one.low == pytest.approx(-other.high, abs=1e-12)
    assert rest >= 0


def test_a_census_leaves_no_doubt_about_a_difference() -> None:
    assert paired_difference(7, 2, 10, population=10) == Interval(0.5, 0.5)


@given(st.lists(three_parts, max_size=20), st.none() | st.integers(0, 3))
def test_many_at_once_are_to_the_last_digit_what_they_are_one_by_one(
    many: list[tuple[int, int, int]], more: int | None
) -> None:
    population = None if more is None else more + max(map(sum, many), default=0)
    plus, minus, n = np.array([(a, b, sum(parts)) for parts in many for a, b, _ in [parts]]).reshape(-1, 3).T
    for (lows, highs), one in (
        (wilson_each(plus, n, population=population), lambda k, _, n: wilson(k, n, population=population)),
        (
            paired_difference_each(plus, minus, n, population=population),
            lambda k, m, n: paired_difference(k, m, n, population=population),
        ),
    ):
        each = [one(*row) for row in zip(plus.tolist(), minus.tolist(), n.tolist(), strict=True)]
        assert [Interval(low, high) for low, high in zip(lows.tolist(), highs.tolist(), strict=True)] == each


def test_within_a_margin() -> None:
    assert Interval(-0.2, 0.25).within(0.25)
    assert not Interval(-0.26, 0.1).within(0.25)


def test_fishers_tea_tasting() -> None:
    # Fisher 1935, The Design of Experiments; the table is the example of R's fisher.test, which answers 0.4857 on both
    # sides. By hand: (1 + 16 + 16 + 1)/70.
    assert fisher(3, 4, 1, 4) == pytest.approx(34 / 70)


def test_two_doses_of_epinephrine() -> None:
    # 7 of 34 against 1 of 34: Agresti-Caffo 0.012 to 0.32 in Fagerland, Lydersen & Laake 2015, Statistical Methods in
    # Medical Research 24:224-254, whose table is copied in statsmodels 0.15.0, stats/tests/test_proportion.py.
    interval = independent_difference(7, 34, 1, 34)
    assert interval is not None
    assert (round(interval.low, 3), round(interval.high, 2)) == (0.012, 0.32)


def test_independent_difference_adds_one_of_each() -> None:
    # Agresti & Caffo 2000: (k+1)/(n+2) on each side; here 9/12 - 4/12, by hand.
    interval = independent_difference(8, 10, 3, 10)
    reach = 1.959963984540054 * math.sqrt((0.75 * 0.25 + (1 / 3) * (2 / 3)) / 12)
    assert interval is not None
    assert interval.low == pytest.approx(5 / 12 - reach)
    assert interval.high == pytest.approx(5 / 12 + reach)


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_gives_the_intervals_of_the_paper(
    a: tuple[int, int], b: tuple[int, int], low: float, high: float
) -> None:
    # Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10.
    interval = newcombe(*a, *b)
    assert interval is not None
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@given(counts, counts)
def test_newcombe_holds_the_difference_and_turns_round_with_the_groups(a: tuple[int, int], b: tuple[int, int]) -> None:
    one, other = newcombe(*a, *b), newcombe(*b, *a)
    assert one is not None
    assert other is not None
    assert -1 <= one.low <= a[0] / a[1] - b[0] / b[1] <= one.high <= 1
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=1e-12)
    low, high = newcombe_each(*(np.array([number]) for number in (*a, *b)))
    assert (low[0], high[0]) == (one.low, one.high)


def test_newcombe_needs_somebody_in_both_groups() -> None:
    assert newcombe(0, 0, 3, 4) is None
    assert newcombe(3, 4, 0, 0) is None


def test_fishers_p_is_the_same_in_whole_numbers_and_in_floats() -> None:
    rng = np.random.default_rng(5)
    for n_a, n_b in ((10, 12), (40, 3), (300, 500), (1000, 1000), (1000, 1001)):
        k_a, k_b = int(rng.integers(0, n_a + 1)), int(rng.integers(0, n_b + 1))
        peer = fisher_exact([[k_a, n_a - k_a], [k_b, n_b - k_b]]).pvalue
        assert fisher(k_a, n_a, k_b, n_b) == pytest.approx(peer, rel=1e-9)
    for a, b in (((500, 1_000), (2_700, 4_900)), ((0, 3_000), (9, 2_500)), ((44_000, 90_000), (5_100, 10_000))):
        peer = fisher_exact([[a[0], a[1] - a[0]], [b[0], b[1] - b[0]]]).pvalue
        assert fisher(*a, *b) == pytest.approx(peer, rel=1e-9)
    assert fisher(0, 5, 0, 7) == 1.0
    with pytest.raises(ValueError, match="are not two shares"):
        fisher(5, 4, 1, 4)
