"""Say by when cases had come to a step, those that ended without it competing (Aalen & Johansen 1978)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .pathways import Case, Design, end_of

CAME, ENDED, NOT_SEEN = "came", "ended", "not seen"
Z = 1.959963984540054


@dataclass(frozen=True)
class Watched:
    """How long each of some cases was watched (in seconds), and what was seen."""

    times: tuple[tuple[float, str], ...]

    def count(self, what: str) -> int:
        return sum(state == what for _, state in self.times)


def watch(log: Sequence[Case], first: str, step: str, plan: Design, until: date) -> Watched:
    """Return for each case asked to take a step the time to it, to its end, or to the last day watched."""
    times = []
    for case in log:
        start = next((at for at, event in enumerate(case.events) if event.activity == first), None)
        if start is None or not plan.asked(step, case):
            continue
        began, later = case.events[start].at, case.events[start + 1 :]
        for event in later:
            if event.activity == step or event.activity in plan.closing:
                times.append(((event.at - began).total_seconds(), CAME if event.activity == step else ENDED))
                break
        else:
            times.append(((end_of(until) - began).total_seconds(), NOT_SEEN))
    return Watched(tuple(times))


@dataclass(frozen=True)
class Incidence:
    """The share that had come by each time, with its variance."""

    time: tuple[float, ...]
    share: tuple[float, ...]
    variance: tuple[float, ...]

    def bounds(self, at: int) -> tuple[float, float] | None:
        """Return the interval of log(−log F) at a step of the curve; None where nobody or everybody has come."""
        share, variance = self.share[at], self.variance[at]
        if not 0 < share < 1 or variance <= 0:
            return None
        width = Z * math.sqrt(variance) / abs(share * math.log(share))
        return share ** math.exp(width), share ** math.exp(-width)

    def median(self) -> tuple[float | None, float | None, float | None]:
        """Return when half had come, and its interval (Brookmeyer & Crowley); None where that is not reached."""
        half = next((t for t, share in zip(self.time, self.share, strict=True) if share >= 0.5 - 1e-12), None)
        low = high = None
        for at, when in enumerate(self.time):
            # Where everybody has come the interval has no width that could be told: an end is not reached there.
            bounds = self.bounds(at)
            if low is None and (bounds[1] if bounds else self.share[at]) >= 0.5:
                low = when
            if high is None and bounds and bounds[0] >= 0.5:
                high = when
        return half, low, high


def incidence(watched: Watched) -> Incidence:
    """Return the cumulative incidence of coming to a step, with the variance of Marubini & Valsecchi (10.3)."""
    times = sorted({when for when, state in watched.times if state != NOT_SEEN})
    free, total = 1.0, 0.0
    shares: list[float] = []
    # What each event time adds to the variance of any later share, as its three terms.
    past: list[tuple[float, float, float, float, float]] = []  # share then, free before, came, all, at risk
    variances: list[float] = []
    for when in times:
        risk = sum(t >= when for t, _ in watched.times)
        came = sum(t == when and state == CAME for t, state in watched.times)
        both = sum(t == when and state != NOT_SEEN for t, state in watched.times)
        total += free * came / risk
        past.append((total, free, came, both, risk))
        free *= 1 - both / risk
        shares.append(total)
        variance = 0.0
        for share, before, k, d, n in past:
            gap = total - share
            if n > d:
                variance += gap**2 * d / (n * (n - d))
            variance += before**2 * k * (n - k) / n**3
            variance -= 2 * gap * before * k / n**2
        variances.append(variance)
    return Incidence(tuple(times), tuple(shares), tuple(variances))
