"""α at every level of measurement, with missing values, against the package `krippendorff`."""

from __future__ import annotations

from typing import Literal

import numpy as np
import polars as pl
import pytest

from tideturn.methods.agreement import agreement_of_units, from_wide

pytestmark = pytest.mark.oracle

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")

SHAPES = [(2, 5, 2), (3, 40, 5), (4, 200, 9), (6, 30, 3), (3, 500, 40)]


@pytest.mark.parametrize("missing", [0.0, 0.15, 0.6])
@pytest.mark.parametrize(("coders", "units", "values"), SHAPES)
def test_alpha_as_krippendorff(coders: int, units: int, values: int, missing: float) -> None:
    import krippendorff

    rng = np.random.default_rng([coders, units, values, round(100 * missing)])
    truth = rng.integers(0, values, units)
    said = np.where(rng.random((coders, units)) < 0.3, rng.integers(0, values, (coders, units)), truth).astype(float)
    said[rng.random((coders, units)) < missing] = np.nan
    frame = pl.DataFrame({f"c{i}": column for i, column in enumerate(said)})
    found = agreement_of_units(from_wide(frame, frame.columns), draws=0).alpha
    assert tuple(found) == LEVELS
    for level in LEVELS:
        assert found[level].value == pytest.approx(krippendorff.alpha(said, level_of_measurement=level), abs=1e-12), (
            level
        )


def test_alpha_of_fractions_as_krippendorff() -> None:
    import krippendorff

    rng = np.random.default_rng(4)
    truth = rng.gamma(2, 2, 60)
    said = np.round(truth + rng.normal(0, 0.4, (3, 60)), 1).clip(0)
    said[rng.random(said.shape) < 0.2] = np.nan
    frame = pl.DataFrame({f"c{i}": column for i, column in enumerate(said)})
    found = agreement_of_units(from_wide(frame, frame.columns), draws=0).alpha
    for level in LEVELS:
        assert found[level].value == pytest.approx(krippendorff.alpha(said, level_of_measurement=level), abs=1e-12), (
            level
        )
