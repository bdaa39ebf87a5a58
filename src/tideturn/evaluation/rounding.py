"""Print numbers with halves rounded away from nought, in one place for everything that prints or checks.

A check compares a sentence with the figure that the report prints, so both must come from here.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def round_half_up(number: float, places: int) -> Decimal:
    """Return a number rounded to this many places, halves away from nought, reading twelve of its digits."""
    exact = Decimal(f"{number:.12g}")
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def nearest(number: float) -> int:
    """Return the nearest whole number, halves away from nought: 13 for 12.5, where `round` gives 12."""
    return int(round_half_up(number, 0))


def tens(share: float) -> int:
    """Return a share as a whole number out of ten; 0 and 10 only if it is nobody or everybody."""
    return nearest(share * 10) if share in (0, 1) else min(9, max(1, nearest(share * 10)))


def in_ten(share: float) -> str:
    """Return a share as `7 in 10`."""
    return f"{tens(share)} in 10"


def decimal(number: float, places: int) -> str:
    """Return a number with this many places and a real minus sign: `0.50`, `−1.2`."""
    return f"{round_half_up(number, places):.{places}f}".replace("-", "−")


def percent(share: float, places: int = 0) -> str:
    """Return a share as a percentage: `76%`."""
    return f"{round_half_up(share * 100, places)}%"


def points(difference: float) -> str:
    """Return a difference of shares in whole percentage points, with a minus sign if it is below nought: `−3`."""
    whole = int(round_half_up(difference * 100, 0))
    return f"−{-whole}" if whole < 0 else f"{whole}"


def in_points(difference: float) -> str:
    """Return a difference of shares in percentage points, with a minus sign if below nought: `−3 points`, `1 point`."""
    return f"{points(difference)} {'point' if points(difference).lstrip('−') == '1' else 'points'}"


def said_p(p: float) -> str:
    """Return a p-value as it is printed: `p = 0.012`, `p < 0.001`."""
    return "p < 0.001" if p < 0.001 else f"p = {decimal(p, 3)}"
