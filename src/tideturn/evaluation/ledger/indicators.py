"""Counts over time as evidence: each indicator at each scope, against its own past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from tideturn.dataset.known import last_day, spans
from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.wording import capital, day
from tideturn.evaluation.ledger.provenance import of_rows
from tideturn.evaluation.ledger.scopes import Found, Outcome
from tideturn.evaluation.model import MEASURED, STAFF, EvidenceItem, Strand
from tideturn.evaluation.readings_series import FEWEST_POINTS, Movement, read_series
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.told import stated, stated_noun, told
from tideturn.methods.rates import poisson_rate_test
from tideturn.methods.series import XmR, xmr

_TABLE: Final = "series"
NEXT_TO_NOUGHT: Final = 1e-9
_READ: Final = ("indicator", "site", "period", "count", "denominator")


@dataclass(frozen=True)
class Points:
    """A series up to the year's end: its periods in order, of which the first `baseline` lie before the year."""

    periods: tuple[str, ...]
    counts: tuple[float, ...]
    exposures: tuple[float, ...]
    baseline: int

    @property
    def rates(self) -> tuple[float, ...]:
        """Each period's count over its denominator; the count itself where there is none."""
        return tuple(count / exposure for count, exposure in zip(self.counts, self.exposures, strict=True))


def indicators(dataset: Dataset, outcomes: Mapping[str, Outcome], year: Year, rules: Rules) -> Found:
    """Each indicator that has a point in the year, at each scope where it has."""
    series = dataset.table(_TABLE).sort("indicator", "site", "period")
    items: list[EvidenceItem] = []
    strands: list[tuple[str, str, Strand]] = []
    for indicator in dataset.table("indicators").sort("indicator").to_dicts():
        outcome = outcomes.get(indicator["outcome_id"])
        if outcome is None:
            continue
        own = series.filter(pl.col("indicator") == indicator["indicator"])
        for scope in outcome.scopes:
            read, points = _points(own.filter(pl.col("site").is_in(outcome.sites_at(scope))), year)
            if len(points.periods) > points.baseline:
                item, strand = _read(indicator, read, points, outcome, scope, year, dataset.programme.years, rules)
                items.append(item)
                strands.append((outcome.outcome_id, scope, strand))
    return Found(tuple(items), tuple(strands))


def _points(series: pl.DataFrame, year: Year) -> tuple[pl.DataFrame, Points]:
    """The rows read and the points that they make: sums over the sites, of the periods that all of them report."""
    # A period belongs to the year that holds its last day; one that goes on beyond the year is none of it.
    known = [period for period in series["period"].unique() if last_day(period) <= year.end]
    series = series.filter(pl.col("period").is_in(known))
    reporting = series["site"].n_unique()
    summed = (
        # A denominator of nought, or next to it, has no rate; a missing one means that the count itself is followed.
        series.filter(
            pl.col("count").is_not_null() & (pl.col("denominator").is_null() | (pl.col("denominator") > NEXT_TO_NOUGHT))
        )
        .group_by("period")
        .agg(
            pl.col("site").n_unique().alias("sites"),
            pl.col("count").sum(),
            pl.when(pl.col("denominator").is_null().all())
            .then(1.0)
            .otherwise(pl.col("denominator").fill_null(1.0).sum())
            .alias("exposure"),
        )
        .filter(pl.col("sites") == reporting)
    )
    dated = [(last_day(row["period"]), row) for row in summed.sort("period").to_dicts()]
    rows = sorted(dated, key=lambda pair: pair[0])
    points = Points(
        periods=tuple(row["period"] for _, row in rows),
        counts=tuple(row["count"] for _, row in rows),
        exposures=tuple(row["exposure"] for _, row in rows),
        baseline=sum(day < year.start for day, _ in rows),
    )
    return series.filter(pl.col("period").is_in(points.periods)), points


def _read(
    indicator: Mapping[str, Any],
    read: pl.DataFrame,
    points: Points,
    outcome: Outcome,
    scope: str,
    year: Year,
    years: Sequence[Year],
    rules: Rules,
) -> tuple[EvidenceItem, Strand]:
    name = indicator["indicator"]
    chart = (
        xmr(points.rates, baseline=points.baseline)
        if points.baseline >= max(rules.series_baseline, FEWEST_POINTS)
        else None
    )
    value = _value(points, chart)
    registered = indicator["registered_on"] is not None and indicator["registered_on"] < year.start
    moved = Movement(
        expected=indicator["expected"] if registered else None,
        registered=f"on {day(indicator['registered_on'])}" if registered else "",
        own_years=_own_years(points, years),
        baseline=points.baseline,
        span=spans(points.periods),
        rated=read["denominator"].count() > 0,
        up=any(signal["direction"] == "up" for signal in value["signals"]),
        down=any(signal["direction"] == "down" for signal in value["signals"]),
        mean=chart.mean if chart else 0.0,
        high=chart.high if chart else 0.0,
        rate_before=value["rate_before"] or 0.0,
        rate_year=value["rate_year"],
        p_rate=1.0 if value["p_rate"] is None else value["p_rate"],
    )
    reading = read_series(moved, rules)
    # As its source is called, so that a document of the same origin is not taken for a second source.
    origin = indicator["source"] or f"series:{name}"
    about = f"the series “{indicator['title']}”"
    item = EvidenceItem(
        evidence_id=f"series/{name}/{scope}/{year.number}",
        outcome_id=outcome.outcome_id,
        scope=scope,
        year=year.number,
        kind="monitoring",
        voice="record",
        origin=origin,
        polarity=reading.polarity,
        n=round(value["count_year"]),
        value=value,
        interval=(chart.low, chart.high) if chart else None,
        text=indicator["title"],
        provenance=of_rows(_TABLE, read, _READ),
        unit="records",
        as_of=year.as_of,
    )
    concern = ""
    if points.baseline < rules.series_baseline:
        concern = told(
            "{about} has {points} before the year, fewer than the {least} that make a baseline.",
            about=capital(about),
            points=stated_noun("baseline", points.baseline, "point", item=item.evidence_id),
            least=stated("series_baseline", rules.series_baseline, item="rules"),
        )
    strand = Strand(
        kind="monitoring",
        voice="record",
        reading=reading.reading,
        why=reading.why,
        unit="records",
        about=about,
        evidence=(item.evidence_id,),
        tokens=frozenset({f"series:{origin.removeprefix('series:')}", STAFF}),
        design=MEASURED,
        sources=1,
        concerns=(concern,) if concern else (),
        smallest_change=reading.smallest_change,
        needs=reading.needs,
    )
    return item, strand


def _own_years(points: Points, years: Sequence[Year]) -> tuple[str, ...]:
    """The programme's years that a period of the baseline belongs to."""
    days = [last_day(period) for period in points.periods[: points.baseline]]
    return tuple(f"Year {one.number}" for one in years if any(map(one.holds, days)))


def _value(points: Points, chart: XmR | None) -> dict[str, Any]:
    """The chart, its signals in the year, and the year's rate beside the baseline's."""
    before, now = slice(None, points.baseline), slice(points.baseline, None)
    signals = [signal for signal in chart.signals if signal.index >= points.baseline] if chart else []
    value: dict[str, Any] = {
        "mean": chart.mean if chart else None,
        "low": chart.low if chart else None,
        "high": chart.high if chart else None,
        "baseline": points.baseline,
        "periods": list(points.periods),
        "rates": list(points.rates),
        "signals": [
            {"index": s.index, "period": points.periods[s.index], "rule": s.rule, "direction": s.direction}
            for s in signals
        ],
        "warnings": list(chart.warnings) if chart else [],
    }
    count_before, exposure_before = _total(points.counts[before]), _total(points.exposures[before])
    count_year, exposure_year = _total(points.counts[now]), _total(points.exposures[now])
    value |= {
        "count_before": count_before,
        "exposure_before": exposure_before,
        "rate_before": count_before / exposure_before if exposure_before else None,
        "count_year": count_year,
        "exposure_year": exposure_year,
        "rate_year": count_year / exposure_year,
        # The test is of counts: where a series holds measures that are not whole, the nearest whole number stands in.
        "p_rate": poisson_rate_test(round(count_year), exposure_year, round(count_before), exposure_before)
        if exposure_before
        else None,
    }
    return value


def _total(numbers: Sequence[float]) -> float:
    return float(sum(numbers))
