"""How small a change could be shown."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, binomtest, norm

from tideturn.methods.intervals import Z_OF_TWO, Interval, newcombe, wilson
from tideturn.methods.power import (
    DESIGN_EFFECT,
    POWER,
    least_net,
    least_shown,
    smallest_fall,
    smallest_majority,
    smallest_net,
    smallest_rise,
)


def power(k: int, n: int, later: int, share: float) -> float:
    """How often a later wave shows a rise, by trying every pair of waves."""
    shown = np.array(
        [[newcombe(now, later, then, n, DESIGN_EFFECT).low > 0 for now in range(later + 1)] for then in range(n + 1)]
    )
    return float(binom.pmf(range(n + 1), n, k / n) @ shown @ binom.pmf(range(later + 1), later, share))


@pytest.mark.parametrize(("k", "n", "later"), [(15, 30, 30), (5, 12, 20), (9, 10, 40), (0, 10, 10)])
def test_the_smallest_rise_is_shown_in_four_of_five_draws_and_a_smaller_one_is_not(k: int, n: int, later: int) -> None:
    rise = smallest_rise(k, n, later)
    if rise is None:
        assert power(k, n, later, 1.0) < POWER
        return
    assert power(k, n, later, k / n + rise) >= POWER
    assert power(k, n, later, k / n + rise - 0.002) < POWER


def test_with_a_wave_in_between_a_rise_must_be_no_fall_since_then() -> None:
    # 25 of 53, then 45 of 55; drawn: a rise of 27 points since the first shows in three of four draws of 59, since in
    # some it is a fall since the second.
    drawn = np.random.default_rng(1)
    then, last = drawn.binomial(53, 25 / 53, 4_000), drawn.binomial(55, 45 / 55, 4_000)

    def shows(share: float) -> float:
        now = drawn.binomial(59, share, 4_000)
        return float(
            np.mean(
                [
                    newcombe(x, 59, a, 53, DESIGN_EFFECT).low > 0
                    and newcombe(x, 59, b, 55, DESIGN_EFFECT, Z_OF_TWO).high >= 0
                    for x, a, b in zip(now.tolist(), then.tolist(), last.tolist(), strict=True)
                ]
            )
        )

    assert smallest_rise(25, 53, 59) == pytest.approx(0.268, abs=0.001)
    assert shows(25 / 53 + 0.268) < 0.77
    rise = smallest_rise(25, 53, 59, (45, 55))
    assert shows(25 / 53 + rise) == pytest.approx(0.8, abs=0.03)
    # Where the second wave was no higher than the first, it takes nothing away.
    assert smallest_rise(25, 53, 59, (20, 55)) == pytest.approx(0.268, abs=0.002)
    by_curve = smallest_rise(140, 300, 320, (245, 300))
    assert by_curve > smallest_rise(140, 300, 320)
    with pytest.raises(ValueError, match="are not waves"):
        smallest_rise(1, 2, 3, (4, 3))


def test_thirty_a_wave_show_a_third_and_a_hundred_a_fifth() -> None:
    # By the textbook: (1.96 + 0.84) x the root of 1.1 x the standard error of two shares about a half is 0.38 and 0.21.
    assert smallest_rise(15, 30, 30) == pytest.approx(0.339)
    assert smallest_rise(50, 100, 100) == pytest.approx(0.201)


def test_where_nearly_all_agree_no_rise_can_be_shown() -> None:
    assert smallest_rise(38, 39, 100) is None


def test_large_waves_go_by_the_curve_and_meet_the_counted_ones() -> None:
    counted, by_curve = smallest_rise(80, 200, 200), smallest_rise(81, 202, 202)
    assert counted == pytest.approx(by_curve, abs=0.01)
    # (1.96 + 0.84) x the root of 1.1 (.4 x .6 / 2,000 + (.4 + x)(.6 - x) / 2,000), solved for x.
    assert smallest_rise(800, 2000, 2000) == pytest.approx(0.0459, abs=0.001)


def test_a_small_wave_beside_a_large_one_and_a_share_near_all_are_counted() -> None:
    # The curve would promise 9 points of 30 after 181 of 201, which show in one draw of twenty.
    assert smallest_rise(181, 201, 30) is None
    assert smallest_rise(201, 201, 201) is None
    assert smallest_fall(10, 10, 201) == pytest.approx(smallest_fall(10, 10, 200), abs=0.005)


def test_waves_without_answers_are_refused() -> None:
    for wave in ((3, 2, 10), (0, 0, 10), (1, 2, 0)):
        with pytest.raises(ValueError, match="are not waves"):
            smallest_rise(*wave)


def test_a_fall_of_those_who_agree_is_a_rise_of_those_who_do_not() -> None:
    assert smallest_fall(33, 55, 60) == smallest_rise(22, 55, 60)
    # (1.96 + 0.84) x the root of 1.1 x the standard error of two shares about 0.6 and 0.33 is 0.26; with 2.24 for
    # 1.96, where it is held against two waves, 0.29.
    assert smallest_fall(33, 55, 60) == pytest.approx(0.26, abs=0.015)
    assert smallest_fall(33, 55, 60, of_two=True) == pytest.approx(0.29, abs=0.015)


@pytest.mark.parametrize(("pairs", "moved"), [(117, 21), (10, 10), (20, 3), (40, 40), (300, 97)])
def test_the_least_net_difference_is_shown_by_the_sign_test_and_the_next_smaller_is_not(pairs: int, moved: int) -> None:
    moving = max(moved, 6)
    better = round((least_net(pairs, moved) * pairs + moving) / 2)
    assert binomtest(better, moving).pvalue < 0.05 <= binomtest(better - 1, moving).pvalue
    # 16 of 21 is p = 0.027, 15 of 21 is 0.078: 11 of 117.
    assert least_net(117, 21) == pytest.approx(11 / 117)
    assert least_net(20, 3) == pytest.approx(6 / 20)


@pytest.mark.parametrize("n", [5, 12, 55, 300])
def test_a_majority_is_shown_in_four_of_five_draws_and_a_smaller_one_is_not(n: int) -> None:
    share = smallest_majority(n)
    fewest = next(k for k in range(n + 1) if wilson(k, n).low > 0.5)
    assert binom.sf(fewest - 1, n, share) >= POWER > binom.sf(fewest - 1, n, share - 0.002)


def test_three_answers_can_show_no_majority() -> None:
    # Wilson's lower end of 3 of 3 is 0.44.
    assert smallest_majority(3) is None


def test_the_smallest_net_change_of_ten_who_all_move_by_hand() -> None:
    # It takes 9 of 10 for p < 0.05 (p = 0.021; 8 of 10 give 0.109), and p^10 + 10 p^9 (1 - p) = 0.8 at p = 0.917.
    assert smallest_net(10, 10) == pytest.approx(2 * 0.917 - 1, abs=0.003)
    # Five who move could all get better, and p = 0.0625.
    assert smallest_net(40, 5) is None
    # With an interval that must lie above a tenth it takes more.
    assert smallest_net(60, 20, above=0.10) > smallest_net(60, 20)


def test_a_difference_with_a_known_error_is_that_of_a_test_of_it() -> None:
    # A z test of a difference of 2.8 standard errors has a power of 0.8.
    interval = Interval(1 - 1.959964 * 0.5, 1 + 1.959964 * 0.5)
    least = least_shown(interval)
    assert norm.sf(1.959964 - least / 0.5) == pytest.approx(POWER, abs=1e-4)
