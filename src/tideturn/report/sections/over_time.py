"""Change over time: scores before and after, and counts by period against how they varied before."""

from __future__ import annotations

from datetime import date

import polars as pl

from tideturn.dataset.vocabulary import EXPECTED
from tideturn.methods.series import XmR, xmr
from tideturn.report.blocks import Block, DataTable, Figure, Paragraph, Section, words
from tideturn.report.charts.draw import draw
from tideturn.report.charts.xmr import Point, xmr_chart
from tideturn.report.sections.figures import before_and_after
from tideturn.report.sections.lookup import Lookup, safe
from tideturn.report.wording import counted, day, number, period

_RULES = {
    "beyond_limit": "beyond a limit",
    "trend": "the last of seven in a row rising or falling",
    "two_of_three": "two of three near a limit",
    "shift": "the last of seven in a row on one side of the average",
}


def over_time(look: Lookup) -> Section | None:
    """Before and after, then each indicator over all places; None where there is neither."""
    blocks: list[Block] = []
    figure = before_and_after(look)
    if figure:
        blocks.append(
            Section(
                "before-and-after",
                "Before and after",
                3,
                (
                    Paragraph(
                        words(
                            "Each person’s first score is set against their last one in the year. Only people with "
                            "both scores count, so those who left early are not seen here."
                        )
                    ),
                    figure,
                ),
            )
        )
    series = [chart for chart in (_series(look, row) for row in look.dataset.table("indicators").to_dicts()) if chart]
    if series:
        lead = Paragraph(
            words(
                "Counts go up and down by themselves. An XmR chart works out, from the periods before the year, the "
                "limits within which a count varies when nothing has changed; only what those limits do not explain is "
                "a signal."
            )
        )
        blocks.append(Section("series", "Counts over time", 3, (lead, *series)))
    return Section("over-time", "Change over time", 2, tuple(blocks)) if blocks else None


def _series(look: Lookup, indicator: dict[str, object]) -> Block | None:
    """One indicator summed over all places, period by period up to the year's end."""
    code, title = str(indicator["indicator"]), str(indicator["title"])
    frame = look.dataset.table("series").filter(pl.col("indicator") == code)
    if not frame.height:
        return None
    sites = frame["site"].n_unique()
    pooled = (
        frame.group_by("period")
        .agg(pl.col("count").sum(), pl.col("site").n_unique().alias("sites"))
        .filter(pl.col("sites") == sites)
        .sort("period")
    )
    year = look.evaluation.year
    rows = [(p, c) for p, c in pooled.select("period", "count").iter_rows() if first_day(p) <= year.end]
    before = sum(first_day(p) < year.start for p, _ in rows)
    if before < 2 or before == len(rows):
        return Paragraph(
            words(f"{title}: too few periods to draw limits from ({counted(before, 'period')} before the year)."),
            "quiet",
        )
    chart = xmr([count for _, count in rows], baseline=before)
    signals = {signal.index: signal for signal in chart.signals if signal.index >= before}
    points = tuple(Point(_short(p), float(c), year.holds(first_day(p)), i in signals) for i, (p, c) in enumerate(rows))
    table = DataTable(
        f"{title}, period by period",
        ("Period", "Count", "Signal"),
        tuple(
            (
                words(period(p)),
                words(number(c)),
                words(
                    f"{_RULES.get(signals[i].rule, signals[i].rule)}, {signals[i].direction}" if i in signals else "–"
                ),
            )
            for i, (p, c) in enumerate(rows)
        ),
        frozenset({1}),
    )
    return Figure(
        anchor=f"chart-series-{safe(code)}",
        title=title,
        sentence=_sentence(chart, before, len(signals), indicator),
        description=(
            f"{counted(len(rows), 'period')} from {period(rows[0][0])} to {period(rows[-1][0])}. "
            f"Average before the year {number(round(chart.mean, 1))}, limits {_limits(chart)}."
        ),
        drawing=draw(xmr_chart(points, chart.mean, chart.low, chart.high)),
        table=table,
    )


def _sentence(chart: XmR, before: int, signals: int, indicator: dict[str, object]) -> str:
    said = f"Before the year it averaged {number(round(chart.mean, 1))}, and {_limits(chart)} was ordinary variation"
    said += f" (from {counted(before, 'period')}). "
    said += (
        f"The year, shaded, holds {counted(signals, 'signal')}." if signals else "The year, shaded, holds no signal."
    )
    expected, on = indicator.get("expected"), indicator.get("registered_on")
    if expected and isinstance(on, date):
        said += f" {EXPECTED.terms[str(expected)].capitalize()} was expected, written down on {day(on)}."
    return said


def _limits(chart: XmR) -> str:
    """The limits of a count, which cannot fall below nothing."""
    return f"{number(max(0.0, round(chart.low, 1)))} to {number(round(chart.high, 1))}"


def first_day(text: str) -> date:
    """The first day of a period: `2019-09`, `2019-Q3` or `2019`."""
    year, _, part = text.partition("-")
    month = 1 if not part else 3 * int(part[1:]) - 2 if part.startswith("Q") else int(part)
    return date(int(year), month, 1)


def _short(text: str) -> str:
    """The period as it fits below a chart: `Sep 2019`, `Q3 2019`."""
    year, _, part = text.partition("-")
    if part.startswith("Q"):
        return f"{part} {year}"
    if not part:
        return year
    return f"{period(text)[:3]} {year}"
