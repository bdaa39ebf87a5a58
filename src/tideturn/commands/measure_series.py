"""`tideturn measure series`: chart counts over time as XmR charts, with the signals that something changed."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tideturn.commands import measure_rates as rated_series
from tideturn.commands import measure_table as table
from tideturn.dataset.problems import TideturnError

if TYPE_CHECKING:
    import polars as pl

    from tideturn.methods.series import XmR

EXAMPLE: Final = "tideturn measure series series.csv --from 2020-01 --json"
PERIOD: Final = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?")
LARGEST: Final = 1e12
NEXT_TO_NOUGHT: Final = 1e-9
STEPS: Final = {"month": 12, "quarter": 4, "year": 1}


class Point(NamedTuple):
    """One row of a series. `at` is its period's kind and number; `row` is its row number in a spreadsheet."""

    at: tuple[str, int]
    row: int
    period: str
    counted: float
    exposure: float | None

    @property
    def value(self) -> float:
        """Return the rate if there is a denominator above 0, else the count."""
        return self.counted / self.exposure if self.exposure else self.counted


def add_to(methods: Any) -> None:
    """Declare the method."""
    sub: argparse.ArgumentParser = methods.add_parser(
        "series",
        help="counts over time, and whether they changed",
        description="Draws XmR limits for each indicator and site of a series.csv, and lists the signals.",
        epilog=f"Example: {EXAMPLE}",
    )
    sub.add_argument("file", type=Path, metavar="FILE", help="a CSV or Parquet file, one row a period")
    for name in ("indicator", "site", "period", "count", "denominator"):
        sub.add_argument(f"--{name}", metavar="COLUMN", help=f"its column (default {name})")
    until = sub.add_mutually_exclusive_group()
    until.add_argument("--baseline", type=int, metavar="N", help="the first N points set the limits (default: all)")
    until.add_argument("--from", dest="begins", metavar="PERIOD", help="the points before PERIOD set the limits")
    sub.add_argument("--rebase", metavar="PERIOD", action="append", default=[], help="new limits begin here")
    sub.add_argument("--interrupted", metavar="PERIOD", help="also fit a break of level and slope at PERIOD")
    sub.add_argument("--funnel", action="store_true", help="also hold the sites' rates over all periods against chance")
    sub.add_argument("--json", action="store_true", help="answer as JSON")
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Chart every series and print."""
    known = table.headings(args.file)
    column = {
        name: getattr(args, name) or (name if name in known or name in ("period", "count") else None)
        for name in ("indicator", "site", "period", "count", "denominator")
    }
    frame = table.text_table(args.file, table.wanted(args.file, column.values()))
    if frame.is_empty():
        raise TideturnError("there is a header and no row.", place=str(args.file), mend="Add the counts.")
    frame = _typed(frame, column, args.file)
    by = [name for name in (column["indicator"], column["site"]) if name]
    refused: list[TideturnError] = []
    charts = [_chart(part, column, args, refused) for part in (frame.partition_by(by) if by else [frame])]
    if len(refused) == len(charts):
        raise refused[0]
    charts.sort(key=lambda chart: (chart["indicator"] or "", chart["site"] or ""))
    if args.funnel:
        rated_series.add_funnels(charts, args.file)
    if args.json:
        table.print_json(charts if len(charts) > 1 else charts[0])
    else:
        for chart in charts:
            _print(chart)
        if args.funnel:
            rated_series.print_funnels(charts)
    return 0


def place_of(period: str) -> tuple[str, int] | None:
    """Return a period's kind and its number among periods of that kind; return None for anything else."""
    found = PERIOD.fullmatch(period)
    if found is None:
        return None
    year, month, quarter = found.groups()
    kind, part = ("month", month) if month else ("quarter", quarter) if quarter else ("year", "1")
    return kind, int(year) * STEPS[kind] + int(part) - 1


def _typed(frame: pl.DataFrame, column: dict[str, str | None], path: Path) -> pl.DataFrame:
    import polars as pl

    period, count, denominator = column["period"], column["count"], column["denominator"]
    assert period is not None
    assert count is not None
    for row, text in enumerate(frame[period]):
        if text is None or place_of(text) is None:
            raise TideturnError(
                f"“{text or ''}” is not a period.",
                place=f"{path}, row {row + 2}, column {period}",
                mend="Write a month as 2019-09, a quarter as 2019-Q3, or a year as 2019.",
            )
    counts = table.numbers(frame, count, path)
    if counts.null_count():
        row = int(counts.is_null().arg_true()[0])
        raise TideturnError(
            "the count is empty.",
            place=f"{path}, row {row + 2}, column {count}",
            mend="Fill it in, or take the row out.",
        )
    exposures = (
        table.numbers(frame, denominator, path) if denominator else pl.Series([None] * frame.height, dtype=pl.Float64)
    )
    for name, values, wrong, what in (
        (denominator, exposures, exposures < 0, "the denominator is below 0"),
        (denominator, exposures, exposures > LARGEST, "the denominator is too large to be one"),
        (count, counts, counts.abs() > LARGEST, "the count is too large to be one"),
    ):
        if (found := wrong.fill_null(False).arg_true()).len():
            row = int(found[0])
            raise TideturnError(
                f"{what} ({values[row]:g}).", place=f"{path}, row {row + 2}, column {name}", mend="Mend the cell."
            )
    # A denominator next to 0 is as good as none, so there is no rate.
    exposures = exposures.set(exposures <= NEXT_TO_NOUGHT, 0.0)
    return frame.with_columns(
        counts.alias("_count"), exposures.alias("_exposure"), pl.Series("_row", range(2, frame.height + 2))
    )


def _chart(
    part: pl.DataFrame, column: dict[str, str | None], args: argparse.Namespace, refused: list[TideturnError]
) -> dict[str, Any]:
    from tideturn.methods.series import rebased, xmr

    columns = (part["_row"], part[column["period"] or ""], part["_count"], part["_exposure"])
    rows = sorted(Point(place_of(cells[1]) or ("", 0), *cells) for cells in zip(*columns, strict=True))
    _one_of_each(rows, args.file)
    rated = all(point.exposure for point in rows)
    unrated = [point.period for point in rows if not point.exposure]
    if not rated:
        rows = [point._replace(exposure=None) for point in rows]
    periods, values = [point.period for point in rows], [point.value for point in rows]
    label = {name: part[column[name] or ""][0] if column[name] else None for name in ("indicator", "site")}
    where = " ".join(str(value) for value in label.values() if value) or str(args.file)
    baseline = _before(args.begins, rows) if args.begins else args.baseline or len(rows)
    if not 2 <= baseline <= len(rows):
        raise TideturnError(
            f"a baseline of {baseline} does not fit {len(rows)} points; limits need at least 2.",
            place=where,
            mend="Choose another --baseline or --from.",
        )
    chart = xmr(values, baseline=baseline)
    answer = {**label, "measure": "rate" if rated else "count", **_told(chart, periods)}
    answer["warnings"] += _gaps(rows)
    if rated:
        exposures = [point.exposure or 0.0 for point in rows]
        answer["rates"] = rated_series.rates(periods, [point.counted for point in rows], exposures, baseline=baseline)
        if answer["rates"] is None:
            answer["warnings"].append(rated_series.NOT_WHOLE)
    elif len(unrated) < len(rows):
        answer["warnings"].append(f"No denominator above 0 in {unrated[0]}: counts are charted in place of rates.")
    if baseline < len(rows):
        answer["rate_test"] = _rates(rows, baseline)
    if args.rebase:
        starts = sorted({_before(period, rows) for period in args.rebase})
        try:
            stretches = rebased(values, starts=starts, baseline=baseline if baseline <= starts[0] else None)
        except ValueError as error:
            raise TideturnError(f"{error}.", place=where, mend="Choose another --rebase.") from None
        answer["stretches"] = [{"from": periods[s.start], **_told(s, periods)} for s in stretches]
    if args.interrupted:
        found = _broken(values, _before(args.interrupted, rows), where)
        if isinstance(found, TideturnError):
            refused.append(found)
            answer["warnings"].append(found.what)
        answer["interrupted"] = None if isinstance(found, TideturnError) else found
    answer["points"] = [{"period": p, "value": v} for p, v in zip(periods, values, strict=True)]
    return answer


def _broken(values: Sequence[float], start: int, where: str) -> dict[str, Any] | TideturnError:
    """Return the break at `start`, or the error that says why this series is refused."""
    from tideturn.methods.interrupted import interrupted

    try:
        return asdict(interrupted(values, start=start))
    except TideturnError as error:
        return TideturnError(error.what, place=where, mend=error.mend)


def _told(chart: XmR, periods: Sequence[str]) -> dict[str, Any]:
    return {
        "mean": chart.mean,
        "low": chart.low,
        "high": chart.high,
        "baseline": chart.baseline,
        "moving_range": chart.moving_range,
        "signals": [{**asdict(signal), "period": periods[signal.index]} for signal in chart.signals],
        "warnings": list(chart.warnings),
    }


def _one_of_each(rows: Sequence[Point], path: Path) -> None:
    for earlier, later in pairwise(rows):
        if earlier.at == later.at:
            raise TideturnError(
                f"the period {later.period} is there twice, first in row {earlier.row}.",
                place=f"{path}, row {later.row}",
                mend="Take one out, or name the columns that tell the series apart with --indicator and --site.",
            )
        if earlier.at[0] != later.at[0]:
            raise TideturnError(
                f"{earlier.period} and {later.period} are not of one length.",
                place=str(path),
                mend="Use one kind of period.",
            )


def _before(period: str, rows: Sequence[Point]) -> int:
    """Return how many points begin before `period`: a file may hold months for one series and quarters for another."""
    place = place_of(period)
    if place is None:
        raise TideturnError(
            f"“{period}” is not a period such as {rows[0].period}.", mend="Write it as the file writes its periods."
        )
    return sum(_first_month(point.at) < _first_month(place) for point in rows)


def _first_month(place: tuple[str, int]) -> int:
    kind, number = place
    return number * STEPS["month"] // STEPS[kind]


def _gaps(rows: Sequence[Point]) -> list[str]:
    return [
        f"Nothing is known between {earlier.period} and {later.period}; they are charted side by side."
        for earlier, later in pairwise(rows)
        if later.at[1] - earlier.at[1] > 1
    ]


def _rates(rows: Sequence[Point], baseline: int) -> dict[str, float] | None:
    """Compare the later points' rate with the baseline's.

    Return None if values are not whole numbers of 0 or more, and so are no counts.
    """
    from tideturn.methods.rates import poisson_rate_test

    if any(point.counted < 0 or point.counted != int(point.counted) for point in rows):
        return None
    before, after = (
        (sum(int(point.counted) for point in part), sum(point.exposure or 1.0 for point in part))
        for part in (rows[:baseline], rows[baseline:])
    )
    return {
        "before": before[0] / before[1],
        "after": after[0] / after[1],
        "p": poisson_rate_test(*after, *before),
    }


def _print(chart: dict[str, Any]) -> None:
    name = ", ".join(str(chart[key]) for key in ("indicator", "site") if chart[key]) or "Series"
    charts = chart.get("stretches") or [chart]
    rows = [
        [
            str(part.get("from", "")),
            f"{part['mean']:.4g}",
            f"{part['low']:.4g}",
            f"{part['high']:.4g}",
            str(part["baseline"]),
        ]
        for part in charts
    ]
    table.print_table(f"{name} ({chart['measure']})", ["from", "mean", "low", "high", "baseline points"], rows)
    signals = [signal for part in charts for signal in part["signals"]]
    value = {point["period"]: point["value"] for point in chart["points"]}
    if signals:
        words = [
            [s["period"], s["rule"].replace("_", " "), s["direction"], f"{value[s['period']]:.4g}"] for s in signals
        ]
        table.print_table("Signals", ["period", "rule", "direction", "value"], words, 3)
    else:
        print("No signal.")
    if chart.get("rate_test"):
        test = chart["rate_test"]
        print(
            f"Rate before {test['before']:.4g}, after {test['after']:.4g} (exact Poisson {table.p_value(test['p'])})."
        )
    if chart.get("rates"):
        rated_series.print_rates(chart["rates"])
    if chart.get("interrupted"):
        _print_break(chart["interrupted"])
    for warning in dict.fromkeys(w for part in [chart, *charts] for w in part["warnings"]):
        table.print_sentence(warning)


def _print_break(found: dict[str, Any]) -> None:
    names = {
        "level": "level at the start",
        "slope": "slope before, a period",
        "level_change": "change of level",
        "slope_change": "change of slope, a period",
    }
    rows = [
        [name, f"{part['value']:+.4g}", f"{part['low']:+.4g} to {part['high']:+.4g}", table.p_value(part["p"])]
        for name, part in ((name, found[key]) for key, name in names.items())
    ]
    title = f"Break after {found['before']} points, with {found['after']} since"
    table.print_table(title, ["", "estimate", "95%", "p"], rows)
