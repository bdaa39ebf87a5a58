"""Counts kept over time: an indicator's periods."""

from __future__ import annotations

from dataclasses import dataclass

from .folder import Year


@dataclass(frozen=True)
class Point:
    period: str
    count: int
    of: float = 0.0  # its denominator; 0 where it has none


def monthly(year: Year, indicator: str, scope: str) -> list[Point]:
    """Return an indicator's counts in order, summed over the sites that a scope holds."""
    found: dict[str, int] = {}
    of: dict[str, float] = {}
    for row in year.rows("series"):
        if row["indicator"] == indicator and row["count"] and scope in {"programme", row["site"]}:
            found[row["period"]] = found.get(row["period"], 0) + int(row["count"])
            of[row["period"]] = of.get(row["period"], 0.0) + float(row["denominator"] or 0)
    return [Point(period, found[period], of[period]) for period in sorted(found)]
