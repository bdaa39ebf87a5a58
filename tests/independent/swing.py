"""How far the change of a pathway's share may swing, as cases are not independent (docs/reference/judgement.md).

The page says what widens Agresti and Caffo's interval, and not by which formula. So its middle is recomputed, how
narrow it may be at the least, and how wide at the most; both printed ends must fit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from . import pathways
from .expected import Holds
from .numbers import value_of
from .pathways import Case, Design
from .shares import Z

YEARLY = 0.05  # by which a place may move from year to year without any cause
ALIKE = 2.0  # at the most, by which months that are like the one before widen the variance
SLACK = 0.97


@dataclass(frozen=True)
class Swing:
    """The middle of an interval in points, and how far its ends lie from it: at the least and at the most."""

    middle: float
    least: float
    most: float

    def apart(self, other: Swing) -> Swing:
        """Return the interval of the difference of two changes."""
        least, most = (sqrt(a * a + b * b) for a, b in ((self.least, other.least), (self.most, other.most)))
        return Swing(self.middle - other.middle, least, most)

    def holds(self, low: str, high: str) -> dict[str, Any]:
        """Tell whether two printed ends lie evenly about the middle and as far apart as they should."""
        ends = [float(value_of(each)[0]) for each in (low, high)]
        half, middle = (ends[1] - ends[0]) / 2, (ends[1] + ends[0]) / 2
        even = abs(middle - self.middle) <= 0.5 + 1e-9
        wide = self.least - 0.5 <= half <= self.most + 0.5
        told = f"{self.middle:.1f} give or take {self.least:.1f} to {self.most:.1f}"
        return {"low": Holds(even and wide, told), "high": Holds(even and wide, told)}

    def smallest(self, printed: str) -> Holds:
        """Tell whether half the interval's width is what was printed."""
        value = float(value_of(printed)[0])
        return Holds(self.least - 0.5 <= value <= self.most + 0.5, f"from {self.least:.1f} to {self.most:.1f}")


def swing(plan: Design, now: Sequence[Case], before: Sequence[Case]) -> Swing:
    """Return the interval of the change between two sides."""
    (p, n), (p0, n0) = (_smoothed(plan, side) for side in (now, before))
    variance = p * (1 - p) / n + p0 * (1 - p0) / n0
    by_place = _by_place(now), _by_place(before)
    weights = [len(cases) / len(now) for cases in by_place[0].values()]
    yearly = 2 * YEARLY**2 * sum(each**2 for each in weights)
    spread = max(1.0, months(plan, now, before), places(plan, *by_place))
    ends = [100 * Z * sqrt(variance * factor + yearly) for factor in (max(1.0, SLACK * spread), ALIKE * spread)]
    return Swing(100 * (p - p0), *ends)


def _smoothed(plan: Design, cases: Iterable[Case]) -> tuple[float, int]:
    """Return Agresti and Caffo's share, one success and one failure added, and of how many."""
    each = [pathways.met(case, plan) for case in cases]
    return (sum(each) + 1) / (len(each) + 2), len(each) + 2


def _by_place(cases: Iterable[Case]) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        found[case.site].append(case)
    return found


def months(plan: Design, *sides: Sequence[Case]) -> float:
    """Return Pearson's dispersion of the months within each place and side."""
    total, free = 0.0, 0
    for side in sides:
        for cases in _by_place(side).values():
            share = sum(pathways.met(case, plan) for case in cases) / len(cases)
            if not 0 < share < 1:
                continue
            began = Counter((case.began.year, case.began.month) for case in cases)
            got = Counter((case.began.year, case.began.month) for case in cases if pathways.met(case, plan))
            total += sum((got[month] - n * share) ** 2 / (n * share * (1 - share)) for month, n in began.items())
            free += len(began) - 1
    return total / free if free else 1.0


def places(plan: Design, now: dict[str, list[Case]], before: dict[str, list[Case]]) -> float:
    """Return how much more differently places moved than chance alone would have them."""
    moved = []
    for site in now.keys() & before.keys():
        (p, n), (p0, n0) = (_smoothed(plan, side[site]) for side in (now, before))
        moved.append((p - p0, p * (1 - p) / n + p0 * (1 - p0) / n0))
    if len(moved) < 2:
        return 1.0
    weight = sum(1 / variance for _, variance in moved)
    middle = sum(change / variance for change, variance in moved) / weight
    return sum((change - middle) ** 2 / variance for change, variance in moved) / (len(moved) - 1)
