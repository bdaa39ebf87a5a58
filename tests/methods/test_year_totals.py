"""Whole-year totals: worked counts, and what must hold of any."""

from __future__ import annotations

import math
from itertools import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.methods.year_totals import YearTotals, against_elsewhere, forecast_weights, year_totals


def even(*months: float) -> list[list[float]]:
    return [[month] * 12 for month in months]


def test_a_fall_to_three_fifths_shows_beside_three_years_of_twenty_a_month() -> None:
    # 36 × 20 then 12 a month: 240 expected, 177 to 326.
    found = year_totals(even(20, 20, 20), [12] * 12)
    assert (round(found.low), round(found.high)) == (177, 326)
    assert found.rise.expected == pytest.approx(240)
    assert found.moved == "fell"


def test_twenty_a_month_is_too_few_to_rule_a_change_out() -> None:
    found = year_totals(even(20, 20, 20), [20] * 12)
    assert (found.moved, found.same) == ("neither", False)
    assert (round(found.low), round(found.high)) == (177, 326)


def test_a_hundred_a_month_is_enough_to_rule_a_change_out() -> None:
    found = year_totals(even(100, 100, 100), [100] * 12)
    assert (found.moved, found.same) == ("neither", True)
    assert (round(found.low), round(found.high)) == (1012, 1423)
    assert not year_totals(even(100, 100, 100), [100] * 12, margin=0.15).same


def test_a_count_that_was_rising_already_must_rise_above_its_trend() -> None:
    found = year_totals(even(10, 15, 20), [25] * 12)
    assert found.rise.expected == pytest.approx(341.8, abs=0.05)
    assert (found.rise.z_trend, found.rise.z_last) == pytest.approx((-0.876, 1.944), abs=0.0005)
    assert found.moved == "neither"
    steep = year_totals(even(10, 15, 20), [40] * 12)
    assert (steep.rise.z_trend, steep.rise.z_last) == pytest.approx((2.279, 6.039), abs=0.0005)
    assert steep.moved == "rose"


def test_one_period_may_not_carry_a_rise() -> None:
    found = year_totals(even(20, 20, 20), [20] * 11 + [120])
    assert found.rise.one_period
    assert found.extreme[0] == 11
    assert found.rise.total == pytest.approx(240)
    assert found.moved == "neither"


def test_counts_that_grew_from_year_to_year_show_no_rise_for_growing_on() -> None:
    # Totals 1181, 1575, 2659 and then 3598: chance of growth as before, though far above the last of them.
    quarters = [[295, 295, 295, 296], [393, 394, 394, 394], [664, 665, 665, 665]]
    found = year_totals(quarters, [879, 879, 880, 960])
    assert (found.rise.z_trend, found.rise.z_last) == pytest.approx((-0.774, 2.466), abs=0.02)
    assert found.rise.passes_last  # beyond t = 2.447
    assert found.moved == "neither"


def test_a_year_further_off_is_foretold_less_surely() -> None:
    near, far = (year_totals(even(18, 20, 22), [38] * 12, ahead=years) for years in (1, 4))
    assert near.moved == "rose"
    assert far.moved == "neither"
    assert far.high / far.low > near.high / near.low


def test_a_rise_must_be_above_the_year_just_before() -> None:
    assert year_totals(even(20, 20, 20), [40] * 12, ahead=2).moved == "rose"
    assert year_totals(even(20, 20, 20), [40] * 12, ahead=2, before=481).moved == "neither"


def test_a_rise_must_be_above_both_of_the_last_two_years() -> None:
    found = year_totals(even(30, 12), [30] * 12)
    assert found.rise.passes_trend
    assert found.rise.passes_last
    assert found.moved == "neither"
    assert year_totals(even(30, 12), [31] * 12).moved == "rose"


def test_a_straight_line_below_nought_expects_a_quarter() -> None:
    found = year_totals(even(40, 20, 1), [0] * 12)
    assert found.straight_trend < 0
    assert found.fall.expected == 0.25
    assert found.low == 0


def test_the_range_is_of_both_trends() -> None:
    # 10, 15, 20 a month: a straight line points to 300, a steady percentage to 342.
    found = year_totals(even(10, 15, 20), [25] * 12)
    assert (found.fall.expected, found.rise.expected) == pytest.approx((300, 341.8), abs=0.05)
    assert (round(found.low), round(found.high)) == (233, 465)
    by_hand = 2.0739 * found.fall.error  # Student's t of 22
    assert found.low == pytest.approx(300 * math.exp(-by_hand), rel=1e-4)


def test_a_slope_is_clear_where_it_passes_its_own_error() -> None:
    # 36 then 38: log(38/36) = 0.054 by √(1.36(1/36 + 1/38) + 2 × 0.03²) = 0.274. 120 then 240: 0.693 by 0.138.
    assert year_totals(even(3, 38 / 12), [6] * 12).trending == 0
    assert year_totals(even(10, 20), [20] * 12).trending == 1
    assert year_totals(even(20, 10), [20] * 12).trending == -1
    # By the same t of 11, 1.796: 120 and 153 (0.243 by 0.1477) do not pass, and 120 and 160 (0.288 by 0.1465) do.
    assert [year_totals(even(10, last), [20] * 12).trending for last in (12.75, 160 / 12)] == [0, 1]


def test_it_takes_two_whole_years() -> None:
    with pytest.raises(ValueError, match="two earlier years"):
        year_totals(even(20), [20] * 12)
    with pytest.raises(ValueError, match="as many periods"):
        year_totals(even(20, 20), [20] * 11)


def test_a_line_through_three_years_and_one_ahead() -> None:
    # Least squares through x = 0, 1, 2, forecast at 3: 4/3·y₂ + 1/3·y₁ − 2/3·y₀.
    assert forecast_weights(3, 1) == pytest.approx([-2 / 3, 1 / 3, 4 / 3])


def test_what_rose_elsewhere_as_much_is_no_rise() -> None:
    own = year_totals(even(50, 50, 50), [100] * 12)
    assert own.moved == "rose"
    alike = against_elsewhere(own, year_totals(even(80, 80, 80), [160] * 12))
    assert alike.difference == pytest.approx(0, abs=0.001)
    assert alike.moved == "neither"
    steady = against_elsewhere(own, year_totals(even(80, 80, 80), [80] * 12))
    assert steady.moved == "rose"
    turned = against_elsewhere(year_totals(even(80, 80, 80), [40] * 12), year_totals(even(80, 80, 80), [80] * 12))
    assert turned.moved == "fell"


def test_a_rise_beyond_elsewhere_by_hand() -> None:
    # Two years of 600 and 600 a year, then 1,200; elsewhere 1,200, 1,200 and 1,200. No scatter: r is held at 2/12, and
    # φ = 1 + 2Σ(1 − i/12)/6ⁱ = 1.36. Of one year ahead of two, w = (−1, 2) and g = 6.
    own, other = (year_totals(even(a, a), [b] * 12) for a, b in ((50, 100), (100, 100)))
    found = against_elsewhere(own, other)
    assert own.dispersion == pytest.approx(1.36, abs=0.0005)
    assert found.difference == pytest.approx(0.69273, abs=0.00001)  # log 1200.5/600.5
    assert found.error == pytest.approx(0.1020, abs=0.0001)  # √(2 × 1.36 (1/600 + 1/1200) + 4 × 0.03²)
    assert found.beyond_trend == pytest.approx(0.69273, abs=0.00001)
    assert found.trend_error == pytest.approx(0.1766, abs=0.0001)  # √(6 × 1.36 (1/600 + 1/1200) + 2 × 0.03² × 6)
    assert found.moved == "rose"


def test_a_gap_that_was_widening_already_shows_nothing() -> None:
    own = year_totals(even(50, 80, 120), [160] * 12)
    found = against_elsewhere(own, year_totals(even(80, 80, 80), [80] * 12))
    assert found.difference > 2.074 * found.error
    assert found.beyond_trend < 0
    assert found.moved == "neither"


def test_no_change_beside_elsewhere_takes_enough_of_both() -> None:
    many = year_totals(even(500, 500, 500), [500] * 12)
    assert against_elsewhere(many, many).same
    few = year_totals(even(20, 20, 20), [20] * 12)
    assert not against_elsewhere(many, few).same


def test_two_counts_must_cover_the_same_years() -> None:
    own, other = year_totals(even(20, 20, 20), [20] * 12), year_totals(even(20, 20), [20] * 12)
    with pytest.raises(ValueError, match="the same years"):
        against_elsewhere(own, other)


def test_a_count_that_grows_with_its_denominator_is_level() -> None:
    found = year_totals(even(10, 20, 40), [80] * 12, exposures=[1000, 2000, 4000, 8000])
    assert found.totals == pytest.approx((960, 960, 960))
    assert found.log_trend == pytest.approx(960)
    assert found.straight_trend == pytest.approx(960)
    assert (found.moved, found.rise.z_last) == ("neither", pytest.approx(0, abs=1e-9))
    alone = year_totals(even(20, 20, 20), [20] * 12, exposures=[1, 1, 1, 0.4])
    assert alone.moved == "rose"


COUNTS = st.integers(0, 60)
QUARTERS = st.lists(COUNTS, min_size=4, max_size=4)
EARLIER = st.lists(QUARTERS, min_size=2, max_size=5)


def moved(found: YearTotals) -> tuple[str, bool]:
    return found.moved, found.same


@given(EARLIER, QUARTERS, st.integers(1, 4))
def test_more_in_any_period_never_undoes_a_rise(earlier: list[list[int]], year: list[int], ahead: int) -> None:
    less = year_totals(earlier, year, ahead=ahead)
    more = year_totals(earlier, [count + step for count, step in zip(year, (3, 0, 7, 1), strict=True)], ahead=ahead)
    assert more.rise.z_trend >= less.rise.z_trend
    assert more.rise.z_last >= less.rise.z_last
    if less.moved == "rose":
        assert more.moved == "rose"


@given(EARLIER, QUARTERS)
def test_the_highest_period_says_no_more_however_high_it_is(earlier: list[list[int]], year: list[int]) -> None:
    found = year_totals(earlier, year)
    higher = list(year)
    higher[found.extreme[0]] += 500
    assert year_totals(earlier, higher).rise.z_trend == pytest.approx(found.rise.z_trend)


@given(EARLIER, QUARTERS)
def test_a_rise_lies_above_what_is_expected_and_a_fall_below(earlier: list[list[int]], year: list[int]) -> None:
    found = year_totals(earlier, year)
    if found.moved != "neither":
        assert not found.same
        assert (found.year > found.log_trend) == (found.moved == "rose")
        assert (found.year > found.last) == (found.moved == "rose")


@given(EARLIER, QUARTERS, st.floats(0.1, 1e6))
def test_denominators_that_are_all_alike_change_nothing(
    earlier: list[list[int]], year: list[int], whole: float
) -> None:
    rated = year_totals(earlier, year, exposures=list(repeat(whole, len(earlier) + 1)))
    plain = year_totals(earlier, year)
    assert moved(rated) == moved(plain)
    assert (rated.low, rated.high) == pytest.approx((plain.low, plain.high))


@given(EARLIER, QUARTERS, QUARTERS)
def test_elsewhere_turned_round_turns_the_difference(
    earlier: list[list[int]], year: list[int], other: list[int]
) -> None:
    one, two = year_totals(earlier, year), year_totals(earlier, other)
    there, back = against_elsewhere(one, two), against_elsewhere(two, one)
    assert there.difference == pytest.approx(-back.difference)
    assert (there.beyond_trend, there.error) == pytest.approx((-back.beyond_trend, back.error))


@given(st.lists(st.lists(st.integers(0, 10**12), min_size=4, max_size=4), min_size=2, max_size=5), QUARTERS)
def test_any_counts_give_finite_numbers(earlier: list[list[int]], year: list[int]) -> None:
    found = year_totals(earlier, year, ahead=9)
    assert 0 <= found.low <= found.high < 1e300
    assert found.smallest_rise < 1e300
    assert 0 <= found.smallest_fall <= 1
