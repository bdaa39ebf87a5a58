"""Those served against those who were not, the first scores allowed for: a published trial, and by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tideturn.methods.adjusted_difference import adjusted_difference, adjusted_difference_of_sites


def with_moments(rng, n, mean_first, sd_first, mean_later, sd_later, sd_change):
    """People whose scores have exactly these means and standard deviations; the change's gives the correlation."""
    covariance = (sd_first**2 + sd_later**2 - sd_change**2) / 2
    basis, _ = np.linalg.qr(np.column_stack([np.ones(n), rng.normal(size=(n, 2))]))
    u, v = basis[:, 1] * np.sqrt(n - 1), basis[:, 2] * np.sqrt(n - 1)
    slope = covariance / sd_first
    return mean_first + sd_first * u, mean_later + slope * u + np.sqrt(sd_later**2 - slope**2) * v


def test_the_trial_that_the_method_was_published_with() -> None:
    """Vickers & Altman 2001, the table: acupuncture for shoulder pain, 27 on placebo and 25 served.

    Before 53.9 (14.0) and 60.4 (12.3), after 62.3 (17.9) and 79.6 (17.1), change 8.4 (14.6) and 19.2 (16.1). Analysis
    of covariance: later = 24 + 0.71 × first + 12.7 × group, 95 % interval 4.1 to 21.3.
    """
    rng = np.random.default_rng(1)
    placebo = with_moments(rng, 27, 53.9, 14.0, 62.3, 17.9, 14.6)
    served = with_moments(rng, 25, 60.4, 12.3, 79.6, 17.1, 16.1)
    first, later = (np.concatenate(pair) for pair in zip(placebo, served, strict=True))
    found = adjusted_difference(first, later, [False] * 27 + [True] * 25)
    assert round(found.difference, 1) == 12.7
    assert (round(found.interval.low, 1), round(found.interval.high, 1)) == (4.1, 21.3)
    assert round(found.slope, 2) in (0.70, 0.71)
    assert (found.programme, found.comparison, found.freedom) == (25, 27, 49)


def test_by_hand() -> None:
    # Within sides first and later move together, one for one; the served end 3 higher and began 1 higher: 3 − 1 × 1.
    first, later = [1, 2, 3, 2, 3, 4], [2.0, 3.0, 4.0, 5.0, 6.0, 7.0]
    found = adjusted_difference(first, later, [False] * 3 + [True] * 3)
    assert (found.slope, found.difference) == (pytest.approx(1), pytest.approx(2))
    assert found.interval.high - found.interval.low == pytest.approx(0, abs=1e-6)


def test_first_scores_that_are_all_one_leave_a_plain_t_test() -> None:
    scipy = pytest.importorskip("scipy.stats")
    later, served = [1.0, 2.0, 4.0, 3.0, 5.0, 7.0], [False] * 3 + [True] * 3
    found = adjusted_difference([3.0] * 6, later, served)
    plain = scipy.ttest_ind(later[3:], later[:3]).confidence_interval()
    assert (found.interval.low, found.interval.high) == pytest.approx((plain.low, plain.high))


def test_sites_are_compared_by_their_means() -> None:
    """With a slope of nought within sites, it is Student’s test of 2, 3, 4 against 1, 1, 4 (scipy)."""
    scipy = pytest.importorskip("scipy.stats")
    ours, theirs = (2.0, 3.0, 4.0), (1.0, 1.0, 4.0)
    first, later, served, site = [], [], [], []
    for at, mean in enumerate((*ours, *theirs)):
        for x, step in ((1, -1), (2, 1), (3, 1), (4, -1)):  # later goes up and down again: no slope
            first.append(x)
            later.append(mean + step)
            served.append(at < 3)
            site.append(f"s{at}")
    found = adjusted_difference_of_sites(first, later, served, site)
    plain = scipy.ttest_ind(ours, theirs).confidence_interval()
    assert found.slope == pytest.approx(0)
    assert (found.interval.low, found.interval.high) == pytest.approx((plain.low, plain.high))
    assert (found.programme, found.comparison, found.freedom) == (12, 12, 4)


def test_who_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="1 and 3 people"):
        adjusted_difference([1, 2, 3, 4], [1, 2, 3, 4], [True, False, False, False])
    with pytest.raises(ValueError, match="do not pair"):
        adjusted_difference([1, 2], [1, 2, 3], [True, False])
    with pytest.raises(ValueError, match="both served and not"):
        adjusted_difference_of_sites([1, 2, 3, 4], [1, 2, 3, 4], [True, False, True, False], ["a", "a", "b", "b"])
    with pytest.raises(ValueError, match="1 and 1 of 2 sites"):
        adjusted_difference_of_sites([1, 2, 3, 4], [1, 2, 3, 4], [True, True, False, False], ["a", "a", "b", "b"])
