"""Whole-year totals of a count: whether a year had more, or fewer, than the earlier years lead one to expect.

A rise must pass two tests, because either alone is misled by counts with no change of their own: it must exceed what
the trend of the earlier years points to, and the last of those years. Both tests allow for how much the counts scatter
beyond chance (`dispersion`), and for years that differ even when nothing changes (`YEARS_DIFFER`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tideturn.methods.student import quantile
from tideturn.methods.year_trend import HALF, LogTrend, exp, period_dispersion

FEWEST_YEARS: Final = 2
YEARS_DIFFER: Final = 0.03
"""Standard deviation of the logarithm of whole years when nothing changes: how much years differ by themselves."""
LEAST_EXPECTED: Final = 0.25
"""Minimum expected total: a straight line may fall below zero."""
ONE_SIDED: Final = 0.95
TWO_SIDED: Final = 0.975
AGAINST_TREND: Final = 0.9
"""Confidence level for a count compared with one elsewhere to pass the trend of the two: the third of its tests."""
_ALIKE: Final = 1e-9
"""Maximum relative difference of two forecasts that count as one, whatever the last bits of a float say."""
_UNEQUAL: Final = "it takes two earlier years of as many periods as the year, and two periods or more"

RISE: Final = 1
FALL: Final = -1


@dataclass(frozen=True)
class Direction:
    """The tests of a rise or, with every sign reversed, of a fall."""

    expected: float
    """P: the higher of the two trends' forecasts for a rise, the lower for a fall."""
    total: float
    """W: the year's total after its most extreme period is set to the pace of the next."""
    z_trend: float
    z_last: float
    error: float
    """se₁: the standard error of the logarithm of the year over what is expected."""
    passes_trend: bool
    passes_last: bool
    one_period: bool
    """Whether the whole count passes both tests, but does not without its most extreme period."""


@dataclass(frozen=True)
class YearTotals:
    """One year's total compared with those of earlier years; all totals are adjusted to the judged year's exposure."""

    totals: tuple[float, ...]
    """T: totals of the earlier years, oldest first; L is the last."""
    counted: tuple[float, ...]
    """The same before they are adjusted to the judged year's exposure."""
    year: float
    before: float
    """Total of the year just before the one judged."""
    ahead: int
    """h: the years from the last of the earlier years to the one judged."""
    dispersion: float
    """φ: the variance over that of a Poisson count, 1 or more."""
    freedom: int
    log_trend: float
    straight_trend: float
    low: float
    high: float
    """The 95 % range of what the earlier years point to, from below the lower forecast to above the higher one."""
    trending: int
    """1 if the earlier years clearly rise from year to year, −1 if they fall, 0 if neither is clear."""
    rise: Direction
    fall: Direction
    moved: str
    """`rose`, `fell`, or `neither`."""
    same: bool
    """Whether a change of more than the margin, either way, can be ruled out."""
    extreme: tuple[int, int]
    """The positions in the year of the period highest, and of the one lowest, against its expected share."""

    @property
    def last(self) -> float:
        """Return L: the total of the last of the earlier years."""
        return self.totals[-1]

    @property
    def smallest_rise(self) -> float:
        """Return the least rise above what is expected that would have shown, as a share of it."""
        return exp(quantile(ONE_SIDED, self.freedom) * self.rise.error) - 1

    @property
    def smallest_fall(self) -> float:
        """Return the least fall below what is expected that would have shown, as a share of it."""
        return 1 - exp(-quantile(ONE_SIDED, self.freedom) * self.fall.error)


@dataclass(frozen=True)
class AgainstElsewhere:
    """One year's change beside that of the same count where the programme does not work."""

    difference: float
    """Logarithm of the year over the last earlier year, minus the same elsewhere."""
    error: float
    beyond_trend: float
    """Excess of the logarithm of the two counts' ratio over what its trend points to."""
    trend_error: float
    moved: str
    same: bool
    freedom: int

    @property
    def least(self) -> float:
        """Return how large a difference must be, either way, to show."""
        return quantile(TWO_SIDED, self.freedom) * self.error

    @property
    def smallest_rise(self) -> float:
        """Return the least rise beyond that elsewhere that would have shown, as a share."""
        return exp(self.least) - 1

    @property
    def smallest_fall(self) -> float:
        """Return the least fall beyond that elsewhere that would have shown, as a share."""
        return 1 - exp(-self.least)


def year_totals(
    earlier: Sequence[Sequence[float]],
    year: Sequence[float],
    *,
    ahead: int = 1,
    before: float | None = None,
    exposures: Sequence[float] | None = None,
    margin: float = 0.25,
) -> YearTotals:
    """Compare the counts of a year, by month or quarter, with those of two or more earlier years.

    `ahead` counts years from the last of `earlier` to the year. `before` is the total of the year just before it, at
    its exposure (by default, the last of `earlier`). `exposures` holds the denominator of each earlier year and then of
    the year. Raises ValueError for fewer than two earlier years, or years of different lengths.
    Sources: the tests are Tideturn's own (`docs/reference/methods.md`), built from Poisson regression and from
    Pearson's dispersion over its degrees of freedom (McCullagh & Nelder 1989, Generalized Linear Models, ch. 6 and 9).
    """
    return EarlierYears.of(earlier, ahead=ahead, exposures=exposures).against(year, before=before, margin=margin)


@dataclass(frozen=True)
class EarlierYears:
    """What the earlier years say about the year before anything is known of it; all totals are at its exposure."""

    counted: tuple[float, ...]
    totals: tuple[float, ...]
    ahead: int
    dispersion: float
    freedom: int
    log_trend: float
    straight_trend: float
    log_error: float
    straight_error: float
    """Variance of the straight line's forecast, over φ; `log_error` is that of the other forecast's logarithm."""
    spread: float
    """Variance of the logarithm of the year over a forecast, so far as it comes from `YEARS_DIFFER`."""
    slope: float
    slope_error: float
    shares: tuple[float, ...]
    """Share of a year's total in each of its periods, over the earlier years."""

    @classmethod
    def of(
        cls, earlier: Sequence[Sequence[float]], *, ahead: int = 1, exposures: Sequence[float] | None = None
    ) -> EarlierYears:
        """Fit both trends and the scatter of the counts; the arguments are those of `year_totals`."""
        periods = len(earlier[0]) if earlier else 0
        if len(earlier) < FEWEST_YEARS or periods < 2 or any(len(one) != periods for one in earlier):
            raise ValueError(_UNEQUAL)
        sizes = [one / exposures[-1] for one in exposures[:-1]] if exposures else [1.0] * len(earlier)
        counted = [math.fsum(one) for one in earlier]
        totals = [count / size for count, size in zip(counted, sizes, strict=True)]
        trend = LogTrend.through(counted, sizes)
        dispersion = period_dispersion(earlier)
        if len(earlier) > FEWEST_YEARS:
            about = math.fsum((t - m) ** 2 / m for t, m in zip(counted, trend.fitted, strict=True))
            dispersion = max(dispersion, about / (len(earlier) - 2))
        weights = forecast_weights(len(earlier), ahead)
        log_trend, log_error = trend.forecast(ahead)
        season = [math.fsum(column) + HALF for column in zip(*earlier, strict=True)]
        return cls(
            counted=tuple(counted),
            totals=tuple(totals),
            ahead=ahead,
            dispersion=dispersion,
            freedom=(len(earlier) - 1) * (periods - 1),
            log_trend=log_trend,
            straight_trend=math.fsum(w * t for w, t in zip(weights, totals, strict=True)),
            log_error=log_error,
            straight_error=math.fsum(
                w * w * max(t, HALF) / size**2 for w, t, size in zip(weights, counted, sizes, strict=True)
            ),
            spread=YEARS_DIFFER**2 * (math.fsum(w * w for w in weights) + 1),
            slope=trend.slope,
            slope_error=math.sqrt(dispersion * trend.slope_variance + YEARS_DIFFER**2 * _slope_weights(len(earlier))),
            shares=tuple(one / math.fsum(season) for one in season),
        )

    def against(self, year: Sequence[float], *, before: float | None = None, margin: float = 0.25) -> YearTotals:
        """Compare the counts of the year with the earlier years; the arguments are those of `year_totals`."""
        if len(year) != len(self.shares):
            raise ValueError(_UNEQUAL)
        dispersion, spread, log_trend, straight = self.dispersion, self.spread, self.log_trend, self.straight_trend
        total, last, last_counted = math.fsum(year), self.totals[-1], self.counted[-1]
        last_error = math.sqrt(dispersion * (1 / max(last_counted, HALF) + 1 / max(last, HALF)) + 2 * YEARS_DIFFER**2)
        t_one, t_two = quantile(ONE_SIDED, self.freedom), quantile(TWO_SIDED, self.freedom)
        before = last if before is None else before

        def direction(sign: int) -> tuple[Direction, int]:
            straight_taken = sign * (straight - log_trend) > _ALIKE * log_trend
            expected = max(straight if straight_taken else log_trend, LEAST_EXPECTED)
            relative = self.straight_error / expected**2 if straight_taken else self.log_error
            error = math.sqrt(dispersion * (relative + 1 / expected) + spread)
            kept, at = _without_extreme(year, [expected * share for share in self.shares], sign)
            z_trend, z_last = (sign * _ratio(kept, than) / se for than, se in ((expected, error), (last, last_error)))
            whole = (sign * _ratio(total, than) / se for than, se in ((expected, error), (last, last_error)))
            passes = z_trend > t_one, z_last > t_two
            lone = all(z > t for z, t in zip(whole, (t_one, t_two), strict=True)) and not all(passes)
            return Direction(expected, kept, z_trend, z_last, error, *passes, lone), at

        (rise, highest), (fall, lowest) = direction(RISE), direction(FALL)
        moved = "neither"
        for way, sign, name in ((rise, RISE, "rose"), (fall, FALL, "fell")):
            past = all(sign * (total - one) > 0 for one in (before, *self.totals[-2:]))
            if way.passes_trend and way.passes_last and past:
                moved = name
        forecast_error = math.sqrt(dispersion * (self.log_error + 1 / max(log_trend, HALF)) + spread)
        low = fall.expected * exp(-t_two * fall.error)
        limit = math.log1p(margin)
        near = all(
            abs(_ratio(total, than)) + t_two * se < limit
            for than, se in ((log_trend, forecast_error), (last, last_error))
        )
        return YearTotals(
            totals=self.totals,
            counted=self.counted,
            year=total,
            before=before,
            ahead=self.ahead,
            dispersion=dispersion,
            freedom=self.freedom,
            log_trend=log_trend,
            straight_trend=straight,
            low=low if low >= LEAST_EXPECTED else 0.0,
            high=rise.expected * exp(t_two * rise.error),
            trending=int(math.copysign(1, self.slope)) if abs(self.slope) > t_one * self.slope_error else 0,
            rise=rise,
            fall=fall,
            moved=moved,
            same=moved == "neither" and near,
            extreme=(highest, lowest),
        )


def against_elsewhere(own: YearTotals, other: YearTotals, *, margin: float = 0.25) -> AgainstElsewhere:
    """Compare a year's change with that of the same count, over the same years, where the programme does not work.

    The logarithms of the two counts' ratio replace the totals in the trend, so that what moved both says nothing.
    Raises ValueError if the two do not cover the same years.
    """
    if (len(own.totals), own.ahead, own.freedom) != (len(other.totals), other.ahead, other.freedom):
        raise ValueError("the two counts must cover the same years, by the same periods")
    weights = forecast_weights(len(own.totals), own.ahead)
    ratios = [_ratio(a, b) for a, b in zip(own.totals, other.totals, strict=True)]
    scatter = [
        own.dispersion / max(a, HALF) + other.dispersion / max(b, HALF)
        for a, b in zip(own.counted, other.counted, strict=True)
    ]
    error = math.sqrt(2 * scatter[-1] + 4 * YEARS_DIFFER**2)
    difference = _ratio(own.year, own.last) - _ratio(other.year, other.last)
    beyond = _ratio(own.year, other.year) - math.fsum(w * one for w, one in zip(weights, ratios, strict=True))
    squares = [w * w for w in weights]
    trend_error = math.sqrt(
        math.fsum(w * one for w, one in zip(squares, scatter, strict=True))
        + scatter[-1]
        + 2 * YEARS_DIFFER**2 * (math.fsum(squares) + 1)
    )
    t_two, t_trend = quantile(TWO_SIDED, own.freedom), quantile(AGAINST_TREND, own.freedom)
    moved = "neither"
    for sign, name in ((RISE, "rose"), (FALL, "fell")):
        if (
            sign * difference > t_two * error
            and sign * (own.year - own.last) > 0
            and sign * beyond > t_trend * trend_error
        ):
            moved = name
    limit = math.log1p(margin)
    near = all(abs(one) + t_two * se < limit for one, se in ((difference, error), (beyond, trend_error)))
    return AgainstElsewhere(difference, error, beyond, trend_error, moved, moved == "neither" and near, own.freedom)


def forecast_weights(years: int, ahead: int) -> list[float]:
    """Return the weight of each year's total in a straight line's forecast for `ahead` years after the last."""
    middle = (years - 1) / 2
    squares = math.fsum((k - middle) ** 2 for k in range(years))
    return [1 / years + (years - 1 + ahead - middle) * (k - middle) / squares for k in range(years)]


def _slope_weights(years: int) -> float:
    """Return how much years that differ by themselves move a slope through them: the sum of its squared weights."""
    return 12 / (years * (years**2 - 1))


def _without_extreme(year: Sequence[float], expected: Sequence[float], sign: int) -> tuple[float, int]:
    """Return the year's total with its most extreme period set to the pace of the next, and that period's position."""
    paces = [(y + HALF) / (e + HALF) for y, e in zip(year, expected, strict=True)]
    at, following = sorted(range(len(year)), key=lambda j: sign * paces[j], reverse=True)[:2]
    set_to = paces[following] * (expected[at] + HALF) - HALF
    return max(math.fsum(year) - year[at] + set_to, 0.0), at


def _ratio(one: float, other: float) -> float:
    """Return the logarithm of one count over another; ½ is added to each so that zero has a logarithm too."""
    return math.log((one + HALF) / (other + HALF))
