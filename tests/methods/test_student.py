"""Quantiles of Student's t, by printed tables and by scipy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

from tideturn.methods.student import quantile


@pytest.mark.parametrize(
    ("level", "freedom", "t"),
    [
        # Fisher & Yates 1963, Statistical Tables for Biological, Agricultural and Medical Research, table III.
        (0.975, 1, 12.706),
        (0.975, 2, 4.303),
        (0.975, 10, 2.228),
        (0.975, 30, 2.042),
        (0.995, 5, 4.032),
        (0.95, 120, 1.658),
    ],
)
def test_the_printed_table(level: float, freedom: int, t: float) -> None:
    assert round(quantile(level, freedom), 3) == t


@given(st.floats(0.0001, 0.9999), st.one_of(st.integers(1, 200), st.integers(990, 1_010), st.integers(1, 10**7)))
def test_scipy_has_the_same(level: float, freedom: int) -> None:
    assert quantile(level, freedom) == pytest.approx(float(stdtrit(freedom, level)), rel=1e-11, abs=1e-14)


@pytest.mark.parametrize(("level", "freedom"), [(0.0, 3), (1.0, 3), (0.5, 0)])
def test_no_such_quantile(level: float, freedom: int) -> None:
    with pytest.raises(ValueError, match="has no quantile"):
        quantile(level, freedom)
