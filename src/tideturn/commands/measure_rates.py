"""Add rates with exact Poisson limits, period by period, and funnels over sites to the counts of `measure series`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import fsum
from pathlib import Path
from typing import Any, Final

from tideturn.commands import measure_table as table
from tideturn.dataset.problems import TideturnError

NOT_WHOLE: Final = "The counts are not all whole and 0 or more, so they have no exact Poisson limits."


def rates(
    periods: Sequence[str], counts: Sequence[float], exposures: Sequence[float], *, baseline: int
) -> list[dict[str, Any]] | None:
    """Return each period's rate: the true rate may be `low` to `high`, and chance allows `limit_low` to `limit_high`.

    The first is Garwood's exact 95 % interval; the second is exact three-sigma Poisson limits about the baseline's
    rate. `outside` says which limit the rate is beyond. Return None if a count is below 0 or not whole.
    """
    from tideturn.methods.rates import poisson_interval, rate_chart

    if any(count < 0 or count != int(count) for count in counts):
        return None
    told = []
    for one in rate_chart([int(count) for count in counts], exposures, baseline=baseline):
        interval = poisson_interval(one.count, one.exposure)
        told.append(
            {
                "period": periods[one.index],
                "count": one.count,
                "denominator": one.exposure,
                "rate": one.rate,
                "low": interval.low,
                "high": interval.high,
                "limit_low": one.low,
                "limit_high": one.high,
                "outside": one.outside,
            }
        )
    return told


def add_funnels(charts: Sequence[dict[str, Any]], path: Path) -> None:
    """Add the key `funnel` to each chart: its site's place among the sites of its indicator, over all periods.

    It is None, with a warning, if sites have no rates. Charts must be sorted by indicator, then site. Raises
    TideturnError if no indicator has two sites with rates.
    """
    from tideturn.methods.rates import funnel

    drawn = False
    for _, group in groupby(charts, key=lambda chart: str(chart["indicator"] or "")):
        of_one = list(group)
        if len(of_one) < 2 or not all(chart.get("rates") for chart in of_one):
            for chart in of_one:
                chart["funnel"] = None
                chart["warnings"].append("No funnel: it needs two sites or more, each with whole counts and rates.")
            continue
        drawn = True
        counts = [sum(rate["count"] for rate in chart["rates"]) for chart in of_one]
        exposures = [fsum(rate["denominator"] for rate in chart["rates"]) for chart in of_one]
        pooled = sum(counts) / fsum(exposures)
        for chart, place in zip(of_one, funnel(counts, exposures), strict=True):
            chart["funnel"] = {
                "count": place.count,
                "denominator": place.exposure,
                "rate": place.rate,
                "pooled": pooled,
                "limit_low": place.low,
                "limit_high": place.high,
                "outside": place.outside,
            }
    if not drawn:
        raise TideturnError(
            "a funnel compares the rates of two sites or more, and no indicator here has them.",
            place=str(path),
            mend="Give a site and a denominator above 0 in each row (--site, --denominator), and whole counts.",
        )


def print_rates(told: Sequence[dict[str, Any]]) -> None:
    """Print the periods whose rate is beyond what chance allows; the others are in the JSON."""
    beyond = [rate for rate in told if rate["outside"]]
    if not beyond:
        print(f"None of {len(told)} rates lies beyond its exact Poisson limits (three sigma).")
        return
    rows = [[rate["period"], *_cells(rate)] for rate in beyond]
    columns = ["period", "count", "of", "rate", "limits", "beyond"]
    table.print_table(f"Rates beyond their exact Poisson limits: {len(beyond)} of {len(told)}", columns, rows)


def print_funnels(charts: Sequence[dict[str, Any]]) -> None:
    """Print one table for each indicator: its sites, with the limits of chance about their pooled rate."""
    for indicator, group in groupby(charts, key=lambda chart: str(chart["indicator"] or "")):
        of_one = [chart for chart in group if chart["funnel"]]
        if of_one:
            rows = [[str(chart["site"] or "(none)"), *_cells(chart["funnel"])] for chart in of_one]
            pooled = of_one[0]["funnel"]["pooled"]
            title = f"Funnel{f' of {indicator}' if indicator else ''}: sites about the pooled rate {pooled:.4g}"
            table.print_table(title, ["site", "count", "of", "rate", "limits (99.8%)", "beyond"], rows)


def _cells(rate: dict[str, Any]) -> list[str]:
    limits = f"{rate['limit_low']:.3g} to {rate['limit_high']:.3g}"
    return [
        f"{rate['count']:,}",
        f"{rate['denominator']:g}",
        f"{rate['rate']:.3g}",
        limits,
        rate["outside"] or "",
    ]
