from __future__ import annotations

import numpy as np
import pytest

from tideturn.methods.adjusted_difference import adjusted_difference

pytestmark = pytest.mark.oracle

models = pytest.importorskip("statsmodels.regression.linear_model")


@pytest.mark.parametrize("n", [4, 5, 9, 30, 31, 200])
def test_least_squares_fits_the_same_difference_and_interval(n: int) -> None:
    rng = np.random.default_rng(n)
    served = np.arange(n) % 3 != 0 if n > 5 else np.arange(n) % 2 == 0
    first = rng.integers(0, 8, n).astype(float)
    later = first * 0.6 + served * rng.normal(0, 2) + rng.normal(0, 1, n)
    found = adjusted_difference(first, later, served)
    fit = models.OLS(later, np.column_stack([np.ones(n), first, served.astype(float)])).fit()
    assert (found.slope, found.difference) == pytest.approx((fit.params[1], fit.params[2]))
    assert (found.interval.low, found.interval.high) == pytest.approx(tuple(fit.conf_int()[2]))
    assert found.freedom == fit.df_resid
