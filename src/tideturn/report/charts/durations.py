"""Write how long something took, short enough to fit on a chart."""

from __future__ import annotations

import math
from typing import Final

from tideturn.evaluation.rounding import decimal, nearest

_UNITS: Final = (("d", 86400.0, 2 * 86400.0), ("h", 3600.0, 2 * 3600.0), ("min", 60.0, 59.5))


def short(seconds: float | None) -> str:
    """Return `3.5 d`, `12 h`, `25 min` or `<1 min`: days from 2 d on, hours from 2 h on. Empty for None."""
    if seconds is None:
        return ""
    for unit, size, least in _UNITS:
        if seconds >= least:
            value = seconds / size
            told = decimal(value, 1).removesuffix(".0") if value < 9.95 and unit != "min" else f"{nearest(value):,}"
            return f"{told} {unit}"
    return "<1 min" if seconds > 0 else "0 min"


def within_days(seconds: float | None) -> str:
    """Return `in 3 d`, for times given in whole days, rounded up. Empty for None."""
    return "" if seconds is None else f"in {math.ceil(seconds / 86400):,} d"
