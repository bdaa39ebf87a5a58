"""Scales: round ticks that hold every value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.report.charts.scale import nice_scale, tick_label

FINITE = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        # Heckbert (1990), Graphics Gems, p. 62: data from 105 to 543 get ticks at 100, 200 … 600.
        (105, 543, (100, 200, 300, 400, 500, 600)),
        (0, 24, (0, 5, 10, 15, 20, 25)),
        (0, 0, (0, 0.2, 0.4, 0.6, 0.8, 1)),
        (7, 7, (0, 2, 4, 6, 8)),
        (-5, 5, (-6, -4, -2, 0, 2, 4, 6)),
        (0, 0.0031, (0, 0.001, 0.002, 0.003, 0.004)),
    ],
)
def test_ticks_are_round_numbers_about_the_values(low: float, high: float, ticks: tuple[float, ...]) -> None:
    assert nice_scale(low, high, start=0, end=1).ticks == ticks


@given(FINITE, FINITE)
def test_every_value_has_a_place_and_ticks_are_few(one: float, other: float) -> None:
    scale = nice_scale(min(one, other), max(one, other), start=200, end=10)
    assert 2 <= len(scale.ticks) <= 12
    assert scale.place(scale.low) == 200
    assert scale.place(scale.high) == 10
    assert 10 <= scale.place(max(one, other)) <= scale.place(min(one, other)) <= 200


@pytest.mark.parametrize(
    ("value", "told"),
    [
        *((0, "0"), (1500, "1,500"), (2.5e6, "2.5 million"), (1e9, "1 billion"), (3e12, "3 trillion"), (3e20, "3e+20")),
        *((0.015, "0.015"), (0.0005, "0.0005"), (-40, "-40"), (1.005, "1.005"), (100, "100"), (-2.3e9, "-2.3 billion")),
    ],
)
def test_a_tick_is_told_exactly_and_short(value: float, told: str) -> None:
    assert tick_label(value) == told
