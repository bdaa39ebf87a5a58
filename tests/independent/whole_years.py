"""Hold a year's total of a series against what its earlier whole years point to (METHODS, 1a, Series)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import optimize, stats

TAU = 0.03  # by how much years differ when nothing changes
HALF = 0.5
ONE_SIDED, TWO_SIDED = 0.95, 0.975
LEAST = 0.25  # that can be expected
FAR = 10  # times what was counted
MOST = 700.0  # whose exponential is still a number


@dataclass(frozen=True)
class Forecast:
    """A total that earlier years point to, and the variance of its logarithm per unit of dispersion."""

    total: float
    variance: float


@dataclass(frozen=True)
class WholeYears:
    """The counts of earlier years by period, those of the year, and how many years lie between the last and it."""

    earlier: tuple[tuple[float, ...], ...]
    year: tuple[float, ...]
    h: int = 1
    of: tuple[float, ...] = ()  # the earlier years' denominators; none where it is a count
    of_year: float = 1.0
    before: float | None = None  # the total of the year just before, where that is no earlier year

    @cached_property
    def b(self) -> np.ndarray:
        return np.array(self.earlier, dtype=float)

    @cached_property
    def totals(self) -> np.ndarray:
        return self.b.sum(axis=1)

    @cached_property
    def x(self) -> np.ndarray:
        return np.arange(1, len(self.earlier) + 1) - float(len(self.earlier))

    @cached_property
    def scale(self) -> np.ndarray:
        """What puts each earlier year at the year's denominator."""
        return self.of_year / np.array(self.of) if self.of else np.ones(len(self.earlier))

    @property
    def y(self) -> float:
        return float(sum(self.year))

    @property
    def last(self) -> float:
        """The last earlier total, at the year's denominator."""
        return float(self.totals[-1] * self.scale[-1])

    @property
    def df(self) -> int:
        k, s = self.b.shape
        return (k - 1) * (s - 1)

    @cached_property
    def weights(self) -> np.ndarray:
        """The weights that least squares give each earlier total in the forecast."""
        design = np.column_stack([np.ones_like(self.x), self.x])
        return np.array([1.0, self.h]) @ np.linalg.pinv(design)

    @property
    def g(self) -> float:
        return float((self.weights**2).sum() + 1)

    @cached_property
    def _regression(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Fit log E T = α + βx by Poisson likelihood; return the coefficients, their variance and what is fitted."""
        totals, design = np.maximum(self.totals, HALF), np.column_stack([np.ones_like(self.x), self.x])
        offset = -np.log(self.scale)

        def loss(beta: np.ndarray) -> float:
            eta = design @ beta + offset
            return float((np.exp(eta) - totals * eta).sum())

        def slope(beta: np.ndarray) -> np.ndarray:
            return np.asarray(design.T @ (np.exp(design @ beta + offset) - totals))

        start = np.array([np.log(totals[-1]) - offset[-1], 0.0])
        found = optimize.root(slope, optimize.minimize(loss, start, jac=slope).x, tol=1e-12).x
        fitted = np.exp(design @ found + offset)
        return found, np.linalg.inv(design.T @ (fitted[:, None] * design)), fitted

    @cached_property
    def by_log(self) -> Forecast:
        found, variance, _ = self._regression
        at = np.array([1.0, self.h])
        return Forecast(float(np.exp(at @ found)), float(at @ variance @ at))

    @cached_property
    def by_line(self) -> Forecast:
        total = max(float(self.weights @ (self.totals * self.scale)), LEAST)
        return Forecast(total, float((self.weights**2 * self.totals * self.scale**2).sum() / total**2))

    @property
    def slope(self) -> float:
        return float(self._regression[0][1])

    def already(self, way: str = "up") -> bool:
        """Tell whether earlier years clearly rose, or fell, or point to as much as the year had."""
        sign, k = 1 if way == "up" else -1, len(self.earlier)
        chance = np.sqrt(self.dispersion * self._regression[1][1, 1] + 12 * TAU**2 / (k * (k**2 - 1)))
        clear = sign * self.slope > self.t1 * chance
        pointed = self.expected(way).total
        return bool(clear and sign * (pointed - self.last) > 0) or sign * (pointed - self.y) >= 0

    @cached_property
    def dispersion(self) -> float:
        mean = np.outer(self.totals, self.b.sum(axis=0)) / self.totals.sum()
        e = np.divide(self.b - mean, np.sqrt(mean), out=np.zeros_like(mean), where=mean > 0)
        k, s = self.b.shape
        square = float((e**2).sum())
        phi = max(1.0, square / self.df)
        neighbours = float((e[:, :-1] * e[:, 1:]).sum()) / square if square else 0.0
        r = min(max(neighbours + 2 / s, 0.1), 0.8)
        phi *= 1 + 2 * sum((1 - i / s) * r**i for i in range(1, s))
        if k >= 3:
            fitted = self._regression[2]
            phi = max(phi, float(((self.totals - fitted) ** 2 / fitted).sum()) / (k - 2))
        return phi

    def expected(self, way: str = "up") -> Forecast:
        """Return the higher forecast for a rise, the lower for a fall."""
        pick = max if way == "up" else min
        found = pick(self.by_log, self.by_line, key=lambda each: each.total)
        return Forecast(max(found.total, LEAST), found.variance)

    @cached_property
    def range(self) -> tuple[float, float]:
        """Return what earlier years point to by chance: from the lower of the two forecasts to the higher."""
        lower, higher = self.expected("down"), self.expected("up")
        low = lower.total * float(np.exp(-self.t2 * self._error(lower)))
        return low if low >= LEAST else 0.0, higher.total * float(np.exp(min(self.t2 * self._error(higher), MOST)))

    @property
    def open_ended(self) -> bool:
        """Tell whether the upper end lies so far beyond all counts that it says nothing."""
        return self.range[1] > FAR * max(self.y, *(self.totals * self.scale))

    @property
    def side(self) -> str:
        """Tell where the year lies: below the range, above it, or (empty) within."""
        low, high = self.range
        return "below" if self.y < low else "above" if self.y > high else ""

    @property
    def t1(self) -> float:
        return float(stats.t.ppf(ONE_SIDED, self.df))

    @property
    def t2(self) -> float:
        return float(stats.t.ppf(TWO_SIDED, self.df))

    def _error(self, forecast: Forecast) -> float:
        return float(np.sqrt(self.dispersion * (forecast.variance + 1 / forecast.total) + TAU**2 * self.g))

    @cached_property
    def error_of_last(self) -> float:
        return float(np.sqrt(2 * self.dispersion / self.totals[-1] + 2 * TAU**2))

    def held_back(self, way: str = "up") -> tuple[float, int]:
        """Return the year's total with the period that stands out most at the pace of the next, and which it is."""
        share = (self.b.sum(axis=0) + HALF) / (self.b.sum(axis=0) + HALF).sum()
        sign = 1 if way == "up" else -1
        usual = self.expected(way).total * share + HALF
        pace = (np.array(self.year) + HALF) / usual
        first, second = sorted(range(len(pace)), key=lambda at: -sign * pace[at])[:2]
        return self.y - self.year[first] + float(pace[second] * usual[first] - HALF), first

    def z(self, way: str = "up", total: float | None = None) -> tuple[float, float]:
        """Return how far the year lies beyond the trend and beyond the last earlier year, in their errors."""
        held, forecast = self.held_back(way)[0] if total is None else total, self.expected(way)
        return (
            float(np.log((held + HALF) / (forecast.total + HALF)) / self._error(forecast)),
            float(np.log((held + HALF) / (self.last + HALF)) / self.error_of_last),
        )

    def beyond(self, way: str = "up", total: float | None = None) -> tuple[bool, bool]:
        """Tell whether the year is clearly beyond the trend, and beyond the last earlier year."""
        sign = 1 if way == "up" else -1
        trend, last = self.z(way, total)
        return sign * trend > self.t1, sign * last > self.t2

    def moved(self, way: str = "up") -> bool:
        """Tell whether it rose, or fell."""
        sign = 1 if way == "up" else -1
        others = [*(self.totals * self.scale)[-2:], self.last if self.before is None else self.before]
        return all(self.beyond(way)) and all(sign * (self.y - each) > 0 for each in others)

    def times(self, way: str = "up") -> float:
        """Return how many times as much, or as little, the year must be to show."""
        return float(np.exp(min(self.t1 * self._error(self.expected(way)), MOST)))

    def least(self, way: str = "up") -> float:
        """Return the least rise, or fall, that would have shown, as a share."""
        return self.times(way) - 1 if way == "up" else 1 - 1 / self.times(way)

    def ruled_out(self, margin: float) -> bool:
        """Tell whether a change of more than the margin can be ruled out, against the trend and the last year."""
        ends = []
        for middle, error in ((self.by_log.total, self._error(self.by_log)), (self.last, self.error_of_last)):
            ends += [(self.y / middle) * float(np.exp(sign * self.t2 * error)) for sign in (-1, 1)]
        return all(1 / (1 + margin) <= end <= 1 + margin for end in ends)


def whole(months: Sequence[float], years: int) -> tuple[tuple[float, ...], ...]:
    """Cut counts in order into years."""
    size = len(months) // years
    return tuple(tuple(months[at * size : (at + 1) * size]) for at in range(years))


@dataclass(frozen=True)
class Beside:
    """A count and the same count where the programme does not work, over the same whole years."""

    here: WholeYears
    elsewhere: WholeYears

    def _errors(self, times: float) -> float:
        return times * (self.here.dispersion / self.here.last + self.elsewhere.dispersion / self.elsewhere.last)

    @property
    def bound(self) -> float:
        """By how much the count must have grown beyond that elsewhere, as a difference of logarithms."""
        return self.here.t2 * float(np.sqrt(self._errors(2) + 4 * TAU**2))

    @property
    def lead(self) -> float:
        here, elsewhere = (np.log((each.y + HALF) / (each.last + HALF)) for each in (self.here, self.elsewhere))
        return float(here - elsewhere)

    @property
    def beyond_trend(self) -> float:
        """Return how far the ratio of the two counts lies beyond its own trend, in its errors."""
        here, elsewhere = self.here, self.elsewhere
        ratios = np.log((here.totals * here.scale + HALF) / (elsewhere.totals * elsewhere.scale + HALF))
        now = float(np.log((here.y + HALF) / (elsewhere.y + HALF)))
        noise = here.dispersion / here.totals + elsewhere.dispersion / elsewhere.totals
        variance = float((here.weights**2 * noise).sum()) + self._errors(1) + 2 * TAU**2 * here.g
        return float((now - here.weights @ ratios) / np.sqrt(variance))

    def apart(self, way: str = "up") -> bool:
        """Tell whether it moved away from the count elsewhere, before its trend is asked."""
        sign = 1 if way == "up" else -1
        return sign * self.lead > self.bound and sign * (self.here.y - self.here.last) > 0

    def least(self, way: str = "up") -> float:
        return float(np.exp(self.bound) - 1 if way == "up" else 1 - np.exp(-self.bound))
