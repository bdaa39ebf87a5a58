"""Whole-year totals beside a calculation of its own: matrices, and statsmodels for the regressions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats

from tideturn.methods.year_totals import against_elsewhere, year_totals

# A line through two years has no residual, which statsmodels warns of on the way.
pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("ignore")]


SD = 0.03


@dataclass
class World:
    """Counts by period, a row a year, the judged one last; the denominators of the years, and years between."""

    counts: np.ndarray
    sizes: np.ndarray
    ahead: int

    @property
    def earlier(self) -> np.ndarray:
        return self.counts[:-1]


def world(number: int) -> World:
    dice = np.random.default_rng(number)
    seasons, years = int(dice.choice([4, 12])), int(dice.integers(2, 6))
    season = dice.dirichlet(np.full(seasons, 5)) * seasons
    level = dice.choice([4, 20, 150]) * np.exp(dice.normal(0, 0.2, years + 1).cumsum())
    sizes = dice.uniform(500, 2000, years + 1) if number % 3 == 0 else np.ones(years + 1)
    counts = dice.negative_binomial(8, 8 / (8 + np.outer(level, season))) + 1
    if number % 4 == 1:
        counts[-1] = counts[-1] * 3
    if number % 4 == 2:
        counts[-1, 1] += counts[-1].sum()
    return World(counts, sizes, int(dice.integers(1, 4)))


def dispersion(seen: World) -> float:
    table = stats.contingency.expected_freq(seen.earlier)
    errors = (seen.earlier - table) / np.sqrt(table)
    years, seasons = errors.shape
    plain = max(1.0, (errors**2).sum() / ((years - 1) * (seasons - 1)))
    r = np.clip(np.trace(errors[:, :-1] @ errors[:, 1:].T) / (errors**2).sum() + 2 / seasons, 0.1, 0.8)
    alike = r ** np.abs(np.subtract.outer(np.arange(seasons), np.arange(seasons)))  # an AR(1)'s correlations
    found = plain * alike.sum() / seasons
    if years < 3:
        return float(found)
    fitted = regression(seen)[0]
    totals = seen.earlier.sum(axis=1)
    return float(max(found, ((totals - fitted) ** 2 / fitted).sum() / (years - 2)))


def regression(seen: World) -> tuple[np.ndarray, float, float, float, float]:
    """Return the fitted totals, the forecast, the variance of its logarithm, the slope and the variance of that."""
    import statsmodels.api as sm

    years = len(seen.earlier)
    design = sm.add_constant(np.arange(1.0 - years, 1))
    fitted = sm.GLM(seen.earlier.sum(axis=1), design, family=sm.families.Poisson(), offset=np.log(seen.sizes[:-1])).fit(
        tol=1e-14, maxiter=500
    )
    ahead = np.array([[1.0, seen.ahead]])
    told = fitted.get_prediction(ahead, offset=np.log(seen.sizes[-1:]), which="linear")
    slope, error = float(fitted.params[1]), float(fitted.bse[1])
    return fitted.fittedvalues, float(np.exp(told.predicted[0])), float(told.se[0] ** 2), slope, error**2


def straight(seen: World) -> tuple[float, float, float]:
    """Return the straight line's forecast, its variance over φ, and the sum of its squared weights."""
    years = len(seen.earlier)
    weights = np.array([np.polyval(np.polyfit(np.arange(1 - years, 1), row, 1), seen.ahead) for row in np.eye(years)])
    scale = seen.sizes[-1] / seen.sizes[:-1]
    totals = seen.earlier.sum(axis=1)
    return float(weights @ (totals * scale)), float(weights**2 @ (totals * scale**2)), float(weights @ weights)


@pytest.mark.parametrize("number", range(40))
def test_as_another_calculation(number: int) -> None:
    seen = world(number)
    exposures = seen.sizes.tolist() if number % 3 == 0 else None
    found = year_totals(seen.earlier.tolist(), seen.counts[-1].tolist(), ahead=seen.ahead, exposures=exposures)
    phi = dispersion(seen)
    assert found.dispersion == pytest.approx(phi)
    _, log_trend, log_variance, slope, slope_variance = regression(seen)
    line, line_variance, squares = straight(seen)
    assert (found.log_trend, found.straight_trend) == pytest.approx((log_trend, line))
    last = float(seen.earlier[-1].sum())
    at_size = last * seen.sizes[-1] / seen.sizes[-2]
    freedom = (len(seen.earlier) - 1) * (seen.counts.shape[1] - 1)
    two_sided = stats.t.ppf(0.975, freedom)
    year = seen.counts[-1].astype(float)
    columns = seen.earlier.sum(axis=0) + 0.5
    for tested, pick in ((found.rise, max), (found.fall, min)):
        expected = max(pick(log_trend, line), 0.25)
        variance = log_variance if pick(log_trend, line) == log_trend else line_variance / expected**2
        se = np.sqrt(phi * (variance + 1 / expected) + SD**2 * (squares + 1))
        by_period = expected * columns / columns.sum()
        pace = (year + 0.5) / (by_period + 0.5)
        first, second = sorted(range(len(year)), key=pace.__getitem__, reverse=pick is max)[:2]
        tamed = year.copy()
        tamed[first] = pace[second] * (by_period[first] + 0.5) - 0.5
        sign = 1 if pick is max else -1
        total = max(tamed.sum(), 0)
        assert tested.total == pytest.approx(total)
        assert tested.error == pytest.approx(se)
        assert tested.z_trend == pytest.approx(sign * np.log((total + 0.5) / (expected + 0.5)) / se)
        se_last = np.sqrt(phi * (1 / last + 1 / at_size) + 2 * SD**2)
        assert tested.z_last == pytest.approx(sign * np.log((total + 0.5) / (at_size + 0.5)) / se_last)
        assert tested.passes_trend == bool(tested.z_trend > stats.t.ppf(0.95, freedom))
        assert tested.passes_last == bool(tested.z_last > two_sided)
        end = expected * np.exp((1 if pick is max else -1) * two_sided * se)
        assert (found.high if pick is max else found.low) == pytest.approx(end if end >= 0.25 else 0)
    steep = np.polyfit(np.arange(1.0 - len(seen.earlier), 1), np.eye(len(seen.earlier)), 1)[0]
    slope_error = np.sqrt(phi * slope_variance + SD**2 * steep @ steep)
    assert found.trending == np.sign(slope) * (abs(slope) > stats.t.ppf(0.95, freedom) * slope_error)


@pytest.mark.parametrize("number", range(10))
def test_beside_elsewhere_as_another_calculation(number: int) -> None:
    own = world(3 * number + 1)
    other = World(
        np.random.default_rng(number).permutation(own.counts.ravel()).reshape(own.counts.shape), own.sizes, own.ahead
    )
    one, two = (year_totals(w.earlier.tolist(), w.counts[-1].tolist(), ahead=w.ahead) for w in (own, other))
    found = against_elsewhere(one, two)
    totals = np.array([own.counts.sum(axis=1), other.counts.sum(axis=1)], dtype=float)
    steps = np.log(totals[:, -1] + 0.5) - np.log(totals[:, -2] + 0.5)
    assert found.difference == pytest.approx(steps[0] - steps[1])
    phi = np.array([dispersion(own), dispersion(other)])
    assert found.error == pytest.approx(np.sqrt((2 * phi / totals[:, -2]).sum() + 4 * SD**2))
    gap = np.log(totals[0] + 0.5) - np.log(totals[1] + 0.5)
    years = len(gap) - 1
    line = np.polyfit(np.arange(1 - years, 1), gap[:-1], 1)
    assert found.beyond_trend == pytest.approx(gap[-1] - np.polyval(line, own.ahead))
    weights = np.array([np.polyval(np.polyfit(np.arange(1 - years, 1), row, 1), own.ahead) for row in np.eye(years)])
    scatter = (phi[:, None] / totals[:, :-1]).sum(axis=0)
    variance = weights**2 @ scatter + scatter[-1] + 2 * SD**2 * (weights @ weights + 1)
    assert found.trend_error == pytest.approx(np.sqrt(variance))
