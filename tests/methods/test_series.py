from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.methods.series import Signal, rebased, xmr

# Viscosity of primer paint: Montgomery, Introduction to Statistical Quality Control; the example of the R package qcc
# for single values (https://github.com/luca-scr/qcc).
VISCOSITY = [33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.20, 33.62, 33.00, 33.54, 33.12, 33.84]
# Flow rate: NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.2.2, individuals control charts.
# https://www.itl.nist.gov/div898/handbook/pmc/section3/pmc322.htm
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
# A quiet baseline, of mean 10 and moving range 2: limits 4.68 and 15.32, two thirds 6.45 and 13.55.
QUIET = [9, 11] * 7

numbers = st.lists(st.integers(-500, 500), min_size=2, max_size=40)


def signals(later: list[float]) -> list[tuple[int, str, str]]:
    chart = xmr([*QUIET, *later], baseline=len(QUIET))
    return [(s.index - len(QUIET), s.rule, s.direction) for s in chart.signals]


def test_montgomerys_viscosity_chart() -> None:
    chart = xmr(VISCOSITY, baseline=15)
    # qcc: centre 33.52333, limits 32.24484 and 34.80183, with 3/1.128 = 2.6596 in place of 2.66.
    assert round(chart.mean, 5) == 33.52333
    assert chart.moving_range / 1.128 == pytest.approx(0.4261651, abs=5e-8)
    assert (chart.low, chart.high) == pytest.approx((32.24484, 34.80183), abs=0.0003)
    assert chart.signals == ()
    assert chart.warnings == ()


def test_the_nist_flow_rate_chart() -> None:
    chart = xmr(FLOW, baseline=10)
    assert chart.mean == pytest.approx(50.81)
    assert round(chart.moving_range, 4) == 1.8778
    # Printed as 55.8041 and 45.8159 with 3/1.128 = 2.6596 in place of 2.66.
    assert chart.high == pytest.approx(55.8041, abs=0.002)
    assert chart.low == pytest.approx(45.8159, abs=0.002)
    assert chart.warnings == ("The limits rest on 10 points; under 13 they are provisional.",)


def test_the_outlying_point_of_nhsrplotthedots() -> None:
    # The series of the vignette "Deviations from Excel defaults" of the R package NHSRplotthedots, which screens as
    # Nelson 1982. By hand: ranges of 1 but for 8 and 9 about the 10, mean 32/17, times 3.267 is 6.15; the rest are 1.
    # https://github.com/nhs-r-community/NHSRplotthedots/blob/main/vignettes/deviations.Rmd
    chart = xmr([1, 2, 1, 2, 10, *[1, 2] * 6, 1], baseline=18)
    assert (chart.screened, chart.moving_range) == (2, 1)
    assert (chart.low, chart.mean, chart.high) == pytest.approx((35 / 18 - 2.66, 35 / 18, 35 / 18 + 2.66))
    assert chart.signals == (Signal(4, "beyond_limit", "up"),)


def test_one_wild_range_is_set_aside_once() -> None:
    # Ranges of 1 but for one of 21 on the way: mean of 12 is 32/12, times 3.267 is 8.71; then all that is left is 1.
    values = [10, 11, 10, 11, 10, 11, 10, 31, 30, 31, 30, 31, 30]
    chart = xmr(values, baseline=13)
    assert chart.screened == 1
    assert chart.moving_range == 1
    assert chart.high - chart.mean == pytest.approx(2.66)


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ([15.33], [(0, "beyond_limit", "up")]),
        ([15.31], []),
        ([4.67], [(0, "beyond_limit", "down")]),
        ([14, 10.5, 14], [(2, "two_of_three", "up")]),
        ([14, 10.5, 9, 14], []),
        ([14, 6], []),
        ([6, 6], [(1, "two_of_three", "down")]),
        ([14, 14, 10.5], [(1, "two_of_three", "up")]),
        ([8, 8.5, 9, 9.5, 11, 12, 13], [(6, "trend", "up")]),
        ([8, 8.5, 9, 9.5, 9.5, 11, 12, 13], []),
        ([13, 12, 11, 10.5, 9.5, 9, 8], [(6, "trend", "down")]),
        ([11] * 6 + [9], [(5, "shift", "up")]),  # the baseline ends at 11, above the mean
        ([9] * 7, [(6, "shift", "down")]),
        ([9] * 3 + [10] + [9] * 6, []),
    ],
)
def test_each_rule_by_itself(later: list[float], expected: list[tuple[int, str, str]]) -> None:
    assert signals(later) == expected


def test_a_point_carries_the_first_rule_that_fits_it() -> None:
    # Seven rising points of which the last is beyond the limit, and all but two above the mean.
    assert signals([8, 9, 10.5, 11, 12, 13, 16])[-1] == (6, "beyond_limit", "up")


def test_a_series_that_never_moves_has_limits_without_width() -> None:
    chart = xmr([5, 5, 5, 6], baseline=3)
    assert (chart.low, chart.mean, chart.high) == (5, 5, 5)
    assert chart.signals == (Signal(3, "beyond_limit", "up"),)
    assert chart.wide == 0
    assert xmr([0, 0, 0], baseline=3).wide == math.inf
    assert xmr(QUIET, baseline=14).wide == pytest.approx(0.532)


@given(numbers)
def test_the_mirror_image_has_mirrored_limits_and_signals(values: list[int]) -> None:
    chart, mirror = xmr(values, baseline=len(values)), xmr([-v for v in values], baseline=len(values))
    assert chart.low <= chart.mean <= chart.high
    assert mirror.mean == -chart.mean
    assert mirror.high == pytest.approx(-chart.low)
    turned = {"up": "down", "down": "up"}
    assert [(s.index, s.rule, turned[s.direction]) for s in mirror.signals] == [
        (s.index, s.rule, s.direction) for s in chart.signals
    ]


@given(numbers, st.integers(2, 40))
def test_later_points_never_move_the_limits(values: list[int], cut: int) -> None:
    baseline = min(cut, len(values))
    whole, short = xmr(values, baseline=baseline), xmr(values[:baseline], baseline=baseline)
    assert (whole.mean, whole.low, whole.high) == (short.mean, short.low, short.high)
    assert [s for s in whole.signals if s.index < baseline] == list(short.signals)


def test_new_limits_after_a_known_change() -> None:
    first, second = rebased([*QUIET, 30, 32, 30, 32, 30, 32, 30, 45], starts=[14])
    assert (first.start, first.mean, first.signals) == (0, 10, ())
    assert (second.start, second.points) == (14, 8)
    assert [s.index for s in second.signals if s.rule == "beyond_limit"] == [21]


@pytest.mark.parametrize("starts", [[0], [14, 14], [99]])
def test_new_limits_must_begin_within_the_series(starts: list[int]) -> None:
    with pytest.raises(ValueError, match="cannot begin"):
        rebased(QUIET, starts=starts)


@pytest.mark.parametrize("baseline", [0, 1, 15])
def test_a_baseline_must_fit(baseline: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        xmr(QUIET, baseline=baseline)


def test_only_finite_numbers() -> None:
    with pytest.raises(ValueError, match="finite"):
        xmr([1, float("nan"), 2], baseline=3)
