"""The share of cases that reached a step by each time, when some closed without it and some were not seen to end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tideturn.dataset.wording import counted
from tideturn.methods.intervals import Interval, Z

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
OPEN, REACHED, CLOSED = range(3)
"""States of a case at the end of its watch: neither step nor closing seen by the cut-off, step reached, or closed."""
HALF: Final = 0.5
HAIR: Final = 1e-12
"""Largest gap between a share and 1 that is only rounding in a sum."""
ROUNDING: Final = 1e-15
"""Largest variance that counts as 0, because it is only rounding from subtracting its parts."""


@dataclass(frozen=True, eq=False)
class Incidence:
    """The Aalen–Johansen cumulative incidence: the share of cases that have reached the step by each time.

    There is one entry for each time, in seconds from the start, when a case's watch ended: `at_risk` just before it;
    the cases that `reached` the step, were `closed` without it or were last watched then with neither seen (`open`);
    and, from then on, the `share`, its standard `error` and the ends of its pointwise 95 % interval (NaN where the
    share is 0 or 1 and has no interval).
    """

    seconds: Numbers
    at_risk: Whole
    reached: Whole
    closed: Whole
    open: Whole
    share: Numbers
    error: Numbers
    low: Numbers
    high: Numbers

    @property
    def cases(self) -> int:
        """Return how many cases were watched."""
        return int(self.at_risk[0]) if self.at_risk.size else 0

    def at(self, seconds: float) -> float:
        """Return the share that has reached the step by then."""
        place = int(np.searchsorted(self.seconds, seconds, side="right")) - 1
        return float(self.share[place]) if place >= 0 else 0.0

    def interval(self, seconds: float) -> Interval | None:
        """Return the pointwise interval of that share; None where it is 0 or 1."""
        place = int(np.searchsorted(self.seconds, seconds, side="right")) - 1
        if place < 0 or np.isnan(self.low[place]):
            return None
        return Interval(float(self.low[place]), float(self.high[place]))

    @property
    def median(self) -> float | None:
        """Return the seconds until half of all cases have reached the step; None where half are not known to."""
        return self._first(self.share)

    @property
    def median_interval(self) -> tuple[float | None, float | None]:
        """Return the times between which the pointwise interval holds one half; None for an end that is not reached.

        Source: Brookmeyer & Crowley 1982, Biometrics 38:29–41, for the incidence in place of the survival.
        """
        return self._first(self.high), self._first(self.low)

    def _first(self, shares: Numbers) -> float | None:
        there = np.flatnonzero(shares >= HALF - HAIR)
        return float(self.seconds[there[0]]) if there.size else None

    def __str__(self) -> str:
        if not self.cases:
            return "No case to watch."
        reached, closed = int(self.reached.sum()), int(self.closed.sum())
        told = f"{reached:,} of {counted(self.cases, 'case')} reached it, {closed:,} were closed without it"
        return f"{told}, {self.cases - reached - closed:,} were not seen to do either"

    def frame(self) -> pl.DataFrame:
        """Return one row for each time, with every column; null where there is no interval."""
        columns = ("seconds", "at_risk", "reached", "closed", "open", "share", "error", "low", "high")
        return pl.DataFrame({name: getattr(self, name) for name in columns}).with_columns(
            pl.col("low", "high").fill_nan(None)
        )


def incidence(seconds: Numbers, ended: NDArray[np.integer]) -> Incidence:
    """Return the cumulative incidence of reaching the step, from each case's watch time and how its watch ended.

    F(t) = Σ S(s−) · d₁(s)/n(s) over the times s ≤ t, where S is the share that has neither reached the step nor been
    closed, d₁ the number that reach it and n the number at risk; a case that is open at s is still at risk at s. The
    variance is Greenwood's for the incidence (Marubini & Valsecchi 1995, Analysing Survival Data from Clinical Trials
    and Observational Studies, 10.3), which without censoring is that of a share; the interval is that of log(−log F)
    (Choudhury 2002, Statistics in Medicine 21:1129–1144). Source: Aalen & Johansen 1978, Scandinavian Journal of
    Statistics 5:141–150. Raise ValueError for a time below 0.
    """
    if seconds.size and float(seconds.min()) < 0:
        raise ValueError("a case was watched for less than no time")
    times, place = np.unique(seconds, return_inverse=True)
    still_open, reached, closed = (
        np.bincount(place[ended == how], minlength=times.size) for how in (OPEN, REACHED, CLOSED)
    )
    at_risk = seconds.size - np.concatenate([[0], np.cumsum(still_open + reached + closed)[:-1]])[: times.size]
    left = at_risk - reached - closed
    staying = np.cumprod(left / at_risk)
    before = np.concatenate([[1.0], staying[:-1]])[: times.size]
    share = np.cumsum(before * reached / at_risk)
    share[share > 1 - HAIR] = 1.0
    error = np.sqrt(_variance(share, before, at_risk, reached, left))
    low, high = _ends(share, error)
    return Incidence(times.astype(np.float64), at_risk, reached, closed, still_open, share, error, low, high)


def _variance(share: Numbers, before: Numbers, at_risk: Whole, reached: Whole, left: Whole) -> Numbers:
    """Return Σ over s ≤ t of (F(t)−F(s))² d/(n(n−d)) + S(s−)² d₁(n−d₁)/n³ − 2(F(t)−F(s)) S(s−) d₁/n².

    The squares are multiplied out, so that each sum is computed once for all t. Where nobody is left after s, F(t) =
    F(s) from then on, and the first term is 0.
    """
    lost = np.divide(at_risk - left, at_risk * left, out=np.zeros_like(share), where=left > 0)
    own = before**2 * reached * (at_risk - reached) / at_risk**3
    shared = before * reached / at_risk**2
    ahead = share**2 * np.cumsum(lost) - 2 * share * np.cumsum(share * lost) + np.cumsum(share**2 * lost)
    variance = ahead + np.cumsum(own) - 2 * (share * np.cumsum(shared) - np.cumsum(share * shared))
    return np.where(variance > ROUNDING, variance, 0.0)


def _ends(share: Numbers, error: Numbers) -> tuple[Numbers, Numbers]:
    inside = (share > 0) & (share < 1) & (error > 0)
    low, high = np.full_like(share, np.nan), np.full_like(share, np.nan)
    logs = np.log(share[inside])
    reach = Z * error[inside] / (share[inside] * logs)
    with np.errstate(over="ignore", under="ignore"):  # an end beyond all doubt is 0, or 1
        low[inside], high[inside] = np.exp(logs * np.exp(-reach)), np.exp(logs * np.exp(reach))
    return low, high
