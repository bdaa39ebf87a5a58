"""Counts over time read as a process: XmR limits, the signals that it changed, and new limits after a change."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

LIMIT: Final = 2.66
"""3/d₂ for ranges of two: the factor that turns a mean moving range into three sigmas."""
SCREEN: Final = 3.267
"""D₄ for ranges of two: a moving range above this many averages is itself a signal, not a measure of the noise."""
RUN: Final = 7
FIRM: Final = 13
"""Minimum points for firm limits; with fewer, later points will still move them."""

RULES: Final = ("beyond_limit", "trend", "two_of_three", "shift")
"""The rules in the order of trying them; a point carries the first that fits it."""


@dataclass(frozen=True)
class Signal:
    """A point where a rule was met: the last of the points that met it together."""

    index: int
    rule: str
    direction: str
    """`up` or `down`."""


@dataclass(frozen=True)
class XmR:
    """A chart of individual values: centre, natural limits, and the signals that the process changed."""

    mean: float
    low: float
    high: float
    baseline: int
    signals: tuple[Signal, ...]
    moving_range: float
    points: int
    start: int = 0
    """Position in the whole series of the first point of these limits."""
    screened: int = 0
    """Number of moving ranges set aside as too large to be noise."""
    warnings: tuple[str, ...] = ()

    @property
    def wide(self) -> float:
        """Return the limits' half-width as a share of the mean; infinite if the mean is 0."""
        return math.inf if self.mean == 0 else (self.high - self.mean) / abs(self.mean)


def xmr(values: Sequence[float], *, baseline: int) -> XmR:
    """Return limits from the first `baseline` points, and signals over all points.

    Limits are the mean ± 2.66 times the mean moving range, once ranges above 3.267 times their average are set aside.
    Sources: Wheeler 2000, Understanding Variation, 2nd ed.; Provost & Murray 2011, The Health Care Data Guide; the
    screening is from Nelson 1982 (Journal of Quality Technology 14:172–173), done once, as in the R package
    NHSRplotthedots; runs of 7 are as in NHS England, Making Data Count, whose own workbook does not screen.
    Raises ValueError for a baseline under 2 or beyond the series, or a value that is not a finite number.
    """
    points = [float(value) for value in values]
    if not all(math.isfinite(value) for value in points):
        raise ValueError("a series holds finite numbers only")
    if not 2 <= baseline <= len(points):
        raise ValueError(f"a baseline of {baseline} does not fit {len(points)} points; at least 2 are needed")
    ground = points[:baseline]
    ranges = [abs(b - a) for a, b in pairwise(ground)]
    kept = [r for r in ranges if r <= SCREEN * math.fsum(ranges) / len(ranges)]
    noise = math.fsum(kept) / len(kept)
    mean = math.fsum(ground) / len(ground)
    low, high = mean - LIMIT * noise, mean + LIMIT * noise
    warnings = (
        () if baseline >= FIRM else (f"The limits rest on {baseline} points; under {FIRM} they are provisional.",)
    )
    return XmR(
        mean=mean,
        low=low,
        high=high,
        baseline=baseline,
        signals=tuple(_signals(points, mean, low, high)),
        moving_range=noise,
        points=len(points),
        screened=len(ranges) - len(kept),
        warnings=warnings,
    )


def rebased(values: Sequence[float], *, starts: Sequence[int], baseline: int | None = None) -> list[XmR]:
    """Return one chart for each stretch of the series; each new stretch begins at a position in `starts`.

    Re-base only when the cause of a change is known and expected to last (the introduction to NHSRplotthedots).
    `baseline` counts the points of the first stretch that set its limits; later stretches use all their points.
    Signal positions are those of the whole series. Raises ValueError as `xmr` does, and for positions out of order.
    """
    cuts = [0, *starts, len(values)]
    if any(b <= a for a, b in pairwise(cuts)):
        raise ValueError(f"new limits cannot begin at {list(starts)} in {len(values)} points")
    charts = []
    for start, end in pairwise(cuts):
        chart = xmr(values[start:end], baseline=baseline if start == 0 and baseline else end - start)
        moved = tuple(Signal(s.index + start, s.rule, s.direction) for s in chart.signals)
        charts.append(
            XmR(
                chart.mean,
                chart.low,
                chart.high,
                chart.baseline,
                moved,
                chart.moving_range,
                chart.points,
                start,
                chart.screened,
                chart.warnings,
            )
        )
    return charts


def _signals(points: Sequence[float], mean: float, low: float, high: float) -> Iterator[Signal]:
    upper, lower = mean + (high - mean) * 2 / 3, mean - (mean - low) * 2 / 3
    for index, value in enumerate(points):
        run = points[index - RUN + 1 : index + 1] if index >= RUN - 1 else []
        three = points[max(0, index - 2) : index + 1]
        met = {
            "beyond_limit": (value > high, value < low),
            "trend": (
                bool(run) and all(b > a for a, b in pairwise(run)),
                bool(run) and all(b < a for a, b in pairwise(run)),
            ),
            "two_of_three": (
                value > upper and sum(v > upper for v in three) >= 2,
                value < lower and sum(v < lower for v in three) >= 2,
            ),
            "shift": (bool(run) and all(v > mean for v in run), bool(run) and all(v < mean for v in run)),
        }
        for rule in RULES:
            up, down = met[rule]
            if up or down:
                yield Signal(index, rule, "up" if up else "down")
                break
