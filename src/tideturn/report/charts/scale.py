"""Turn values into positions on a drawing: a linear scale with ticks at round numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10
from typing import Final

_LARGEST: Final = 1e300
_SMALLEST: Final = 1e-300
"""Limits for values: beyond these a span would overflow or vanish. No count is near them."""
_STEPS: Final = 4


@dataclass(frozen=True)
class Scale:
    """A linear scale: `low` is at `start`, `high` is at `end`, and `ticks` are the round values between."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def place(self, value: float) -> float:
        """Return the position of a value, kept within the two ends of the scale."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + (self.end - self.start) * share


def nice_scale(low: float, high: float, *, start: float, end: float) -> Scale:
    """Return a scale that holds `low` to `high`, starts and ends at a tick, and has about four steps between.

    Steps are 1, 2 or 5 times a power of ten: Heckbert, "Nice numbers for graph labels", Graphics Gems (1990), p. 61.
    Values that are all equal get a scale from zero, or from 0 to 1 if they are zero.
    """
    low, high = max(-_LARGEST, min(low, high)), min(_LARGEST, max(low, high))
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < _SMALLEST:
        high = low + 1.0
    step = _nice((high - low) / _STEPS)
    first, last = floor(low / step), ceil(high / step)
    exact = Decimal(repr(step))
    ticks = tuple(float(exact * i) for i in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], start, end, ticks)


def _nice(rough: float) -> float:
    """Return the round number next to `rough`, as Heckbert rounds it."""
    power = floor(log10(rough))
    share = rough / 10.0**power
    round_share = 1 if share < 1.5 else 2 if share < 3 else 5 if share < 7 else 10
    return float(f"{round_share}e{power}")


def tick_label(value: float) -> str:
    """Return a tick's number, exact and short: `1,500`, `2.5 million`, `0.002`, `3e+20`."""
    exact, size = Decimal(repr(value)), abs(value)
    if size != 0 and (size < 0.001 or size >= 1e15):
        return f"{value:.3g}"
    for one, name in ((10**12, " trillion"), (10**9, " billion"), (10**6, " million"), (1, "")):
        if size >= one:
            return f"{(exact / one).normalize():,f}{name}"
    return f"{exact.normalize():f}"
