from __future__ import annotations

import numpy as np
import pytest

from tideturn.dataset.problems import TideturnError
from tideturn.methods.interrupted import interrupted

# Packs of cigarettes sold a head in California, 1970 to 2000; the tax of Proposition 99 came in January 1989. Abadie,
# Diamond & Hainmueller 2010, Journal of the American Statistical Association 105:493-505; the series is that of
# https://carlos-mendez.org/post/r_causalpolicy_workshop/ (data_california_tsibble.csv).
PACKS = [
    123.0, 121.0, 123.5, 124.4, 126.7, 127.1, 128.0, 126.4, 126.1, 121.9, 120.2, 118.6, 115.4, 110.8, 104.8, 102.8,
    99.7, 97.5, 90.1, 82.4, 77.8, 68.7, 67.5, 63.4, 58.6, 56.4, 54.5, 53.8, 52.3, 47.2, 41.6,
]  # fmt: skip
# A sample series of 24 months with the change after the twelfth: Green, Global Health Research, as printed with its
# regression at https://gabriellajg.github.io/R_Book_QuasiExperiments/interupted-time-series-its-1.html
MONTHS = [50, 60, 45, 47, 50, 55, 53, 51, 48, 50, 47, 48, 55, 60, 63, 67, 65, 69, 72, 68, 74, 71, 76, 70]


def test_the_cigarettes_of_california() -> None:
    # The example of Linden 2015, Stata Journal 15:480-500. The coefficients are printed in the help of the Stata
    # command power multi_itsa (132.2258, -1.779474, -20.0581; slope afterwards -3.274126) and on the page above (slope
    # change -1.49465). The Newey-West errors are held against statsmodels in tests/oracle.
    found = interrupted(PACKS, start=19)
    assert round(found.level.value, 4) == 132.2258
    assert round(found.slope.value, 6) == -1.779474
    assert round(found.level_change.value, 4) == -20.0581
    assert round(found.slope_change.value, 5) == -1.49465
    assert round(found.slope.value + found.slope_change.value, 6) == -3.274126
    assert (found.before, found.after) == (19, 12)
    assert found.level_change.high < 0
    assert found.slope_change.high < 0


def test_the_ordinary_errors_are_the_least() -> None:
    # R's lm prints 3.7471 and 0.4846 for the same series; with no lag Newey and West's are smaller.
    found = interrupted(PACKS, start=19, lag=0)
    assert round(found.level_change.error, 4) == 3.7471
    assert round(found.slope_change.error, 4) == 0.4846


@pytest.mark.parametrize(("before", "after"), [(12, 3), (12, 12), (30, 18)])
def test_noise_alone_is_seldom_called_a_break(before: int, after: int) -> None:
    # At 5 % of 600 series 30 are expected, and above 48 hardly ever (three standard deviations of 5.3).
    noise = np.random.default_rng(5).normal(size=(600, before + after))
    found = [interrupted(series.tolist(), start=before) for series in noise]
    assert sum(broken.level_change.p < 0.05 for broken in found) <= 48
    assert sum(broken.slope_change.p < 0.05 for broken in found) <= 48


def test_the_months_of_green() -> None:
    # Printed: intercept 52.5606 and slope -0.3427 with the first month as 1, level 9.6876 and slope change 1.7832 with
    # the first month afterwards as 1. Our clock begins at 0 in both places.
    found = interrupted(MONTHS, start=12)
    assert round(found.slope.value, 4) == -0.3427
    assert round(found.level.value - found.slope.value, 4) == 52.5606
    assert round(found.slope_change.value, 4) == 1.7832
    assert round(found.level_change.value - found.slope_change.value, 4) == 9.6876


def line(before: int, after: int, *, jump: float, bend: float) -> list[float]:
    wave = [0.3, -0.1, -0.4, 0.2, 0.1, -0.2, 0.1]
    return [
        10 + 0.5 * t + (jump + bend * (t - before) if t >= before else 0) + wave[t % 7] for t in range(before + after)
    ]


def test_a_planted_break_is_found() -> None:
    found = interrupted(line(24, 18, jump=6, bend=-0.7), start=24)
    assert found.slope.value == pytest.approx(0.5, abs=0.05)
    assert found.level_change.low < 6 < found.level_change.high
    assert found.slope_change.low < -0.7 < found.slope_change.high
    assert found.level_change.p < 0.001
    assert (found.before, found.after, found.lag) == (24, 18, 3)


def test_no_break_is_not_found() -> None:
    found = interrupted(line(24, 18, jump=0, bend=0), start=24)
    assert found.level_change.low < 0 < found.level_change.high
    assert found.slope_change.low < 0 < found.slope_change.high


def test_too_short_a_history_is_refused_with_the_reason() -> None:
    with pytest.raises(TideturnError, match=r"12 points or more before the break; there are 11.*trend that was there"):
        interrupted(line(11, 10, jump=1, bend=0), start=11)
    with pytest.raises(TideturnError, match="3 points or more after"):
        interrupted(line(14, 2, jump=1, bend=0), start=14)
    with pytest.raises(ValueError, match="finite"):
        interrupted([float("nan")] * 20, start=14)
