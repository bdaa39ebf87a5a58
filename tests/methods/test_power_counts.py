"""How small a change of a count could be shown."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tideturn.methods.power import POWER
from tideturn.methods.power_counts import Known, smallest_changes
from tideturn.methods.year_totals import EarlierYears, against_elsewhere, year_totals

EVEN = [[100.0] * 12] * 3
SCATTERED = np.random.default_rng(3).negative_binomial(40 / 2, 1 / 3, (3, 12)).astype(float).tolist()


def often(earlier: list[list[float]], change: float, way: str, elsewhere: list[list[float]] | None = None) -> float:
    """How often a year so changed reads so, of 2,000 drawn by numpy: gamma means, Poisson counts."""
    dice = np.random.default_rng(99)

    def years(rows: list[list[float]], by: float) -> np.ndarray:
        fit = EarlierYears.of(rows)
        means = fit.log_trend * np.array(fit.shares) * (1 + by) * np.exp(0.03 * dice.standard_normal((2000, 1)))
        scatter = max(fit.dispersion - 1, 1e-9)
        return dice.poisson(dice.gamma(means / scatter, scatter)).astype(float)

    own = [year_totals(earlier, year) for year in years(earlier, change).tolist()]
    if elsewhere is None:
        return float(np.mean([one.moved == way for one in own]))
    there = [year_totals(elsewhere, year) for year in years(elsewhere, 0.0).tolist()]
    return float(np.mean([against_elsewhere(a, b).moved == way for a, b in zip(own, there, strict=True)]))


@pytest.mark.parametrize("elsewhere", [None, EVEN])
def test_the_smallest_changes_show_in_about_four_of_five_years_drawn_otherwise(elsewhere) -> None:
    beside = Known(EarlierYears.of(elsewhere)) if elsewhere else None
    rise, fall = smallest_changes(Known(EarlierYears.of(SCATTERED)), beside)
    assert often(SCATTERED, rise, "rose", elsewhere) == pytest.approx(POWER, abs=0.07)
    assert often(SCATTERED, -fall, "fell", elsewhere) == pytest.approx(POWER, abs=0.07)


def test_an_even_hundred_a_month_by_hand() -> None:
    # All that scatters here is allowance: neighbours alike by 0.1 + 2/12, and years that differ by 3 %.
    r = 2 / 12
    dispersion = 1 + 2 * sum((1 - i / 12) * r**i for i in range(1, 12))
    last = math.sqrt(2 * dispersion / 1200 + 2 * 0.03**2)
    drawn = math.sqrt(dispersion / 1200 + 0.03**2)
    rise, _ = smallest_changes(Known(EarlierYears.of(EVEN)))
    # Student's t of 22 degrees at 97.5 % is 2.074. One period may not carry it, which costs a little more.
    by_hand = math.expm1(2.074 * last + 0.8416 * drawn)
    assert by_hand <= rise <= by_hand + 0.05


def test_a_year_that_was_higher_must_be_passed_as_well() -> None:
    earlier = EarlierYears.of(EVEN)
    rise, _ = smallest_changes(Known(earlier))
    after_a_rise, _ = smallest_changes(Known(earlier, before=1900.0))
    assert after_a_rise > 0.6 > rise


def test_counts_next_to_nought_can_show_no_fall_and_the_same_draws_give_the_same_answer() -> None:
    rare = EarlierYears.of([[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]])
    assert smallest_changes(Known(rare)) == (None, None)
    assert smallest_changes(Known(EarlierYears.of(SCATTERED))) == smallest_changes(Known(EarlierYears.of(SCATTERED)))
