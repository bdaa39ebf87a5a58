"""Read counts over time as evidence: each indicator at each scope, against its past or the same count elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from tideturn.dataset.known import last_day
from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import ELSEWHERE
from tideturn.dataset.wording import day
from tideturn.evaluation.ledger.provenance import of_rows
from tideturn.evaluation.ledger.scopes import Found, Outcome
from tideturn.evaluation.ledger.strands import strand_of
from tideturn.evaluation.measured import known
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.movement import Elsewhere, Movement
from tideturn.evaluation.readings_series import least_seen, read_series
from tideturn.evaluation.record_values import SeriesCounts
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import COMPARED, MEASURED, STAFF, UNCOMPARED, Strand
from tideturn.evaluation.told import told
from tideturn.evaluation.whole_years import (
    PERIODS,
    Points,
    WholeYears,
    whole_year,
    whole_years,
)
from tideturn.methods.series import XmR, xmr
from tideturn.methods.year_totals import EarlierYears, YearTotals, against_elsewhere

_TABLE: Final = "series"
NEXT_TO_NOUGHT: Final = 1e-9
CHARTED: Final = 12
"""Minimum number of points before the year for limits to be worth drawing."""
BY_PROGRAMME: Final = "programme"
"""Keeper of a series, unless `kept_by` gives another."""
_READ: Final = ("indicator", "site", "period", "count", "denominator")


def indicators(dataset: Dataset, outcomes: Mapping[str, Outcome], year: Year, rules: Rules) -> Found:
    """Return each indicator that has a point in the year, at each scope with such a point."""
    items: list[EvidenceItem] = []
    strands: list[tuple[str, str, Strand]] = []
    for one in followed(dataset, outcomes, year, rules):
        item, strand = _read(one, year, rules)
        items.append(item)
        strands.append((one.outcome.outcome_id, one.scope, strand))
    return Found(tuple(items), tuple(strands))


@dataclass(frozen=True)
class Followed:
    """An indicator at a scope with a point in the year, and its movement."""

    indicator: Mapping[str, Any]
    outcome: Outcome
    scope: str
    read: pl.DataFrame
    points: Points
    moved: Movement

    def evidence_id(self, year: Year) -> str:
        """Return the evidence id of its movement in the year."""
        return f"series/{self.indicator['indicator']}/{self.scope}/{year.number}"


def followed(dataset: Dataset, outcomes: Mapping[str, Outcome], year: Year, rules: Rules) -> Iterator[Followed]:
    """Return the movement of each indicator with a point in the year, at each scope with one."""
    # A period belongs to the year of its last day; one that ends after the year is not part of it.
    series = dataset.table(_TABLE)
    known = [period for period in series["period"].unique() if last_day(period) <= year.end]
    series = series.filter(pl.col("period").is_in(known)).sort("indicator", "site", "period")
    each = series.partition_by("indicator", as_dict=True)
    rows = dataset.table("indicators").sort("indicator").to_dicts()
    titles: dict[Any, str] = {row["indicator"]: row["title"] for row in rows}
    for indicator in rows:
        outcome = outcomes.get(indicator["outcome_id"])
        if outcome is None:
            continue
        own = each.get((indicator["indicator"],), series.clear())
        other = indicator["compare_with"]
        there = each.get((other,), series.clear()).filter(pl.col("site") == ELSEWHERE) if other else None
        for scope in outcome.scopes:
            read, points = _points(own.filter(pl.col("site").is_in(outcome.sites_at(scope))), year)
            if len(points.periods) > points.baseline:
                moved = _moved(indicator, points, outcome, year, dataset.programme.years, rules)
                if there is not None and moved.expected and moved.totals:
                    moved = _beside(moved, _points(there, year)[1], titles[other], rules)
                yield Followed(indicator, outcome, scope, read, points, moved)


def _points(series: pl.DataFrame, year: Year) -> tuple[pl.DataFrame, Points]:
    """Return the rows read and their points: sums over the sites, of the periods that all of them report."""
    reporting = series["site"].n_unique()
    summed = (
        # A denominator of nought, or next to it, has no rate; a missing one means that the count itself is used.
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
    rows = sorted((last_day(row["period"]), row["period"], row) for row in summed.to_dicts())
    points = Points(
        periods=tuple(period for _, period, _ in rows),
        counts=tuple(row["count"] for *_, row in rows),
        exposures=tuple(row["exposure"] for *_, row in rows),
        baseline=sum(day < year.start for day, *_ in rows),
        rated=series["denominator"].count() > 0,
        mixed=0 < series["denominator"].count() < series.height,
    )
    return series.filter(pl.col("period").is_in(points.periods)), points


def _moved(
    indicator: Mapping[str, Any], points: Points, outcome: Outcome, year: Year, years: Sequence[Year], rules: Rules
) -> Movement:
    """Return the year compared in whole years, and which way it was expected to move."""
    whole = whole_years(points, year, years, rules.series_years)
    written = indicator["registered_on"]
    registered = written is not None and written < year.start
    return Movement(
        whole=whole,
        expected=indicator["expected"] if registered else None,
        registered=f"on {day(written)}" if registered else "",
        rated=points.rated,
        per=whole.year.exposure if whole.year and points.rated else 1.0,
        totals=None if whole.why_not else _totals(whole, points, rules),
        state=outcome.claim == "state",
    )


def earlier_years(whole: WholeYears, *, rated: bool) -> tuple[EarlierYears, float]:
    """Return what earlier years of a series predict for the year, and the total of the year before at its exposure.

    Call it only where the year and the one before it are whole.
    """
    assert whole.year is not None
    assert whole.before is not None
    size = whole.year.exposure
    earlier = EarlierYears.of(
        [one.counts for one in whole.earlier],
        ahead=whole.ahead,
        exposures=[one.exposure for one in (*whole.earlier, whole.year)] if rated else None,
    )
    return earlier, whole.before.total * size / whole.before.exposure


def _totals(whole: WholeYears, points: Points, rules: Rules) -> YearTotals:
    earlier, before = earlier_years(whole, rated=points.rated)
    assert whole.year is not None
    return earlier.against(whole.year.counts, before=before, margin=rules.no_change_margin)


def _beside(moved: Movement, others: Points, title: str, rules: Rules) -> Movement:
    """Return the movement compared with the same count elsewhere.

    That count must cover the same whole years with enough counts; otherwise mark the movement as not comparable.
    """
    whole, size = moved.whole, PERIODS[moved.whole.span]
    first = whole.starts[-1] + whole.ahead * size
    own = [whole_year(others, start, size, "") for start in (*whole.starts, first - size, first)]
    earlier, before, year = own[:-2], own[-2], own[-1]
    there = WholeYears(
        whole.span, size, earlier=tuple(earlier), before=before, year=year, ahead=whole.ahead, mixed=others.mixed
    )
    complete = all(len(one.counts) == size for one in own)
    if not complete or there.why_not or moved.totals is None:
        return replace(moved, incomparable=title)
    totals = _totals(there, others, rules)
    beside = against_elsewhere(moved.totals, totals, margin=rules.no_change_margin)
    per = year.exposure if others.rated else 1.0
    return replace(moved, elsewhere=Elsewhere(title, totals, beside, others.rated, per, there))


def _read(one: Followed, year: Year, rules: Rules) -> tuple[EvidenceItem, Strand]:
    indicator, outcome, scope = one.indicator, one.outcome, one.scope
    read, points, moved = one.read, one.points, one.moved
    name = indicator["indicator"]
    chart = xmr(points.rates, baseline=points.baseline) if points.baseline >= CHARTED else None
    value = _value(points, chart, moved)
    reading = read_series(moved, rules)
    origin = indicator["source"] or f"series:{name}"
    about = f"the series “{indicator['title']}”"
    item = EvidenceItem(
        evidence_id=one.evidence_id(year),
        outcome_id=outcome.outcome_id,
        scope=scope,
        year=year.number,
        kind="monitoring",
        voice="record",
        origin=origin,
        polarity=reading.polarity,
        n=round(known(value.count_year)),
        value=value,
        interval=None,
        text=indicator["title"],
        provenance=of_rows(_TABLE, read, _READ),
        unit="records",
        as_of=year.as_of,
    )
    imprecise = ""
    if moved.imprecise and not moved.state:
        imprecise = told("In {about}, {least}.", about=about, least=least_seen(moved, item=item.evidence_id))
    tested = moved.totals is not None and moved.expected is not None and not moved.state
    staff = {STAFF} if (indicator["kept_by"] or BY_PROGRAMME) == BY_PROGRAMME else set()
    # `rose` and `fell` are about the outcome: if a count fell as registered, the outcome did not fall.
    return item, strand_of(
        item,
        reading,
        design=(COMPARED if moved.elsewhere else MEASURED) if tested else UNCOMPARED,
        about=about,
        sources=1,
        tokens=frozenset({f"series:{indicator['source'] or name}", *staff}),
        imprecise=imprecise,
    )


def _value(points: Points, chart: XmR | None, moved: Movement) -> SeriesCounts:
    """Return the chart with its signals in the year, and the counts in the year and before."""
    before, now = slice(None, points.baseline), slice(points.baseline, None)
    signals = [signal for signal in chart.signals if signal.index >= points.baseline] if chart else []
    count_before, exposure_before = _total(points.counts[before]), _total(points.exposures[before])
    count_year, exposure_year = _total(points.counts[now]), _total(points.exposures[now])
    return SeriesCounts(
        mean=chart.mean if chart else None,
        low=chart.low if chart else None,
        high=chart.high if chart else None,
        baseline=points.baseline,
        periods=list(points.periods),
        rates=list(points.rates),
        signals=[
            {"index": s.index, "period": points.periods[s.index], "rule": s.rule, "direction": s.direction}
            for s in signals
        ],
        warnings=list(chart.warnings) if chart else [],
        count_before=count_before,
        exposure_before=exposure_before,
        rate_before=count_before / exposure_before if exposure_before else None,
        count_year=count_year,
        exposure_year=exposure_year,
        rate_year=count_year / exposure_year,
        totals=moved.held(),
        moved=moved.moved,
    )


def _total(numbers: Sequence[float]) -> float:
    return float(sum(numbers))
