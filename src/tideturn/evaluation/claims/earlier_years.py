"""Add up what a series counted in the whole years before the one that it is read for."""

from __future__ import annotations

from collections.abc import Mapping

from tideturn.evaluation.record_values import SeriesCounts


def years_since(value: SeriesCounts) -> Mapping[int, float]:
    """Return how many a series counted in each whole year before the year, by how many years that is before it.

    Empty for a series of rates, for a year that is not over, and beyond a period that is missing.
    """
    periods, rates = [str(one) for one in value.periods or ()], value.rates or ()
    span = value.totals.in_year if value.totals else 0
    apart = {"-Q": 4, "-": 12}.get(next((mark for mark in ("-Q", "-") if mark in "".join(periods)), ""), 0)
    if not apart or span != apart or not value.adds_up:
        return {}
    places = [int(year) * apart + int(part.lstrip("Q")) for year, _, part in (one.partition("-") for one in periods)]
    years = {}
    for back in range(1, len(periods) // apart):
        end = len(periods) - back * apart
        if places[-1] - places[end - apart] != (back + 1) * apart - 1:
            break
        years[back] = sum(rates[end - apart : end])
    return years
