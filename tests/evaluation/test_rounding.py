"""Every printed figure is rounded in one way: halves up, away from nought (METHODS, section 5)."""

from __future__ import annotations

import pytest

from tideturn.evaluation.rounding import percent, points, round_half_up, said_p
from tideturn.evaluation.told import charted


@pytest.mark.parametrize(
    ("share", "told"), [(0.125, "13%"), (0.285, "29%"), (0.245, "25%"), (13 / 17, "76%"), (0, "0%")]
)
def test_a_half_of_a_percentage_goes_up(share: float, told: str):
    assert percent(share) == told


@pytest.mark.parametrize(("share", "told"), [(0.125, "13"), (-0.125, "−13"), (-0.001, "0"), (0.145, "15")])
def test_a_half_of_a_point_goes_away_from_nought(share: float, told: str):
    assert points(share) == told


def test_a_p_and_a_rate_of_a_chart_are_rounded_half_up_too():
    assert said_p(0.0125) == "p = 0.013"
    assert [charted(rate) for rate in (0.125, 0.0345, 0.1, 2.25, 1234.0)] == ["0.13", "0.035", "0.1", "2.3", "1,234"]


def test_places_are_kept():
    assert str(round_half_up(24.57, 1)) == "24.6"
    assert percent(0.2457, 1) == "24.6%"
