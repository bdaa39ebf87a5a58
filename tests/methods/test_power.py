"""How small a rise between two waves could be shown."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from tideturn.methods.intervals import newcombe
from tideturn.methods.power import POWER, smallest_rise


def power(k: int, n: int, later: int, share: float) -> float:
    """How often a later wave shows a rise, by trying every pair of waves."""
    shown = np.array([[newcombe(now, later, then, n).low > 0 for now in range(later + 1)] for then in range(n + 1)])
    return float(binom.pmf(range(n + 1), n, k / n) @ shown @ binom.pmf(range(later + 1), later, share))


@pytest.mark.parametrize(("k", "n", "later"), [(15, 30, 30), (5, 12, 20), (9, 10, 40), (0, 10, 10)])
def test_the_smallest_rise_is_shown_in_four_of_five_draws_and_a_smaller_one_is_not(k: int, n: int, later: int) -> None:
    rise = smallest_rise(k, n, later)
    if rise is None:
        assert power(k, n, later, 1.0) < POWER
        return
    assert power(k, n, later, k / n + rise) >= POWER
    assert power(k, n, later, k / n + rise - 0.002) < POWER


def test_thirty_a_wave_show_a_third_and_a_hundred_a_fifth() -> None:
    # By the textbook: (1.96 + 0.84) x the standard error of two shares about a half is 0.36 and 0.20.
    assert smallest_rise(15, 30, 30) == pytest.approx(0.334)
    assert smallest_rise(50, 100, 100) == pytest.approx(0.193)


def test_where_nearly_all_agree_no_rise_can_be_shown() -> None:
    assert smallest_rise(38, 39, 100) is None


def test_large_waves_go_by_the_curve_and_meet_the_counted_ones() -> None:
    counted, by_curve = smallest_rise(80, 200, 200), smallest_rise(81, 202, 200)
    assert counted == pytest.approx(by_curve, abs=0.01)
    # (1.96 + 0.84) x the root of .4 x .6 / 2,000 + (.4 + x)(.6 - x) / 2,000, solved for x.
    assert smallest_rise(800, 2000, 2000) == pytest.approx(0.0437, abs=0.001)


def test_waves_without_answers_are_refused() -> None:
    for wave in ((3, 2, 10), (0, 0, 10), (1, 2, 0)):
        with pytest.raises(ValueError, match="not two waves"):
            smallest_rise(*wave)
