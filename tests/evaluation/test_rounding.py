"""Every printed figure is rounded in one way: halves up, away from nought (METHODS, section 5)."""

from __future__ import annotations

import pytest

from tideturn.evaluation.rounding import percent, points, round_half_up


@pytest.mark.parametrize(
    ("share", "told"), [(0.125, "13%"), (0.285, "29%"), (0.245, "25%"), (13 / 17, "76%"), (0, "0%")]
)
def test_a_half_of_a_percentage_goes_up(share: float, told: str):
    assert percent(share) == told


@pytest.mark.parametrize(("share", "told"), [(0.125, "13"), (-0.125, "−13"), (-0.001, "0"), (0.145, "15")])
def test_a_half_of_a_point_goes_away_from_nought(share: float, told: str):
    assert points(share) == told


def test_places_are_kept():
    assert str(round_half_up(24.57, 1)) == "24.6"
    assert percent(0.2457, 1) == "24.6%"
