"""Change over time: scores before and after, and counts by period compared with how they varied before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from tideturn.dataset.known import spans
from tideturn.dataset.vocabulary import EXPECTED, PROGRAMME_SCOPE
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.record_values import SeriesCounts
from tideturn.evaluation.told import charted, stated, stated_noun, told
from tideturn.report.blocks import Annex, Block, DataTable, Figure, Paragraph, Section, words
from tideturn.report.charts.xmr import Point, Xmr
from tideturn.report.sections.by_group import by_group
from tideturn.report.sections.happened import Happening, happenings, key_of, marked, told_marks
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.scored_twice import before_and_after
from tideturn.report.wording import counted, day, period

_MONTH: Final = re.compile(r"\d{4}-\d{2}")
_MONTHS_OF_A_YEAR: Final = 12
_RULES: Final = {
    "beyond_limit": "beyond a limit",
    "trend": "at least the seventh in a row to rise or fall",
    "two_of_three": "two of three near a limit",
    "shift": "at least the seventh in a row on one side of the average",
}


def over_time(look: Lookup) -> Section | None:
    """Return before and after, then each indicator over all places; None if there is neither."""
    blocks: list[Block] = []
    figure, left_out = before_and_after(look)
    groups = by_group(look)
    if figure or left_out:
        blocks.append(
            Section(
                "before-and-after",
                "Before and after",
                3,
                (
                    Paragraph(
                        words(
                            "Each first score is compared with the last one in the year. Only those with both scores "
                            "are counted, so those who left early are not seen here."
                        )
                    ),
                    *([Section("by-group", "Did some groups do better than others?", 4, groups)] if groups else []),
                    *(block for block in (figure, left_out) if block is not None),
                ),
            )
        )
    happened = happenings(look)
    series = [
        _series(look, item, item.value, happened)
        for item in look.evaluation.evidence
        if item.scope == PROGRAMME_SCOPE and isinstance(item.value, SeriesCounts) and item.value.periods
    ]
    series += [
        Paragraph(words(f"{item.text}: the numbers are too small to be shown."), "quiet")
        for item in look.evaluation.evidence
        if look.release is not None and item.scope == PROGRAMME_SCOPE and item.evidence_id.startswith("series/")
        if not (isinstance(item.value, SeriesCounts) and item.value.periods)
    ]
    if series:
        lead = Paragraph(
            words(
                "Counts go up and down by themselves. An XmR chart works out, from the periods before the year, the "
                "limits within which a count varies when nothing has changed; only what those limits do not explain is "
                "a signal. A signal says where to look. Verdicts do not rest on it: they compare whole years."
            )
        )
        blocks.append(Section("series", "Counts over time", 3, (Annex((lead, *key_of(happened, series), *series)),)))
    return Section("over-time", "Change over time", 2, tuple(blocks)) if blocks else None


def _series(look: Lookup, item: EvidenceItem, value: SeriesCounts, happened: Sequence[Happening]) -> Block:
    """Chart one indicator over all places, period by period up to the year's end, as its evidence has it."""
    periods, rates, before = list(value.periods or ()), list(value.rates or ()), value.baseline or 0
    span, source = spans(periods), item.evidence_id
    if value.mean is None or value.low is None or value.high is None:
        few = stated_noun("baseline", before, span, item=source)
        said = told("{title}: {few} before the year, which is too few to draw limits from.", title=item.text, few=few)
        return Paragraph(words(said), "quiet")
    mean, low, high = float(value.mean), float(value.low), float(value.high)
    signals = {signal["index"]: signal for signal in value.signals or ()}
    points = tuple(
        Point(_short(p), float(rate), i >= before, i in signals)
        for i, (p, rate) in enumerate(zip(periods, rates, strict=True))
    )
    marks = marked(happened, periods)
    counts = value.of_counts
    said_of = tuple(
        charted(rate) + (f" ({_signal(signals[i])})" if i in signals else "") for i, rate in enumerate(rates)
    )
    table = period_table(item.text, "Count" if counts else "Rate", periods, said_of)
    average = stated("mean", mean, "charted", item=source)
    limits = told(
        "{low} to {high}",
        low=stated("low", low, "charted from nought", item=source),
        high=stated("high", high, "charted", item=source),
    )
    holds = stated_noun("signals.#", len(signals), "signal", item=source) if signals else "no signal"
    sentence = told(
        "Before the year {it} averaged {average}{each}, and anything from {limits} was ordinary variation. The year, "
        "shaded, holds {holds}{expected}.",
        it="it" if counts else "the rate (the count divided by its denominator)",
        average=average,
        each=f" a {span}" if counts else "",
        limits=limits,
        holds=holds,
        expected=_expected(look, item),
    )
    return Figure(
        anchor=f"chart-series-{look.number(item)}",
        title=told("{indicator}: {holds} in the year", indicator=item.text, holds=holds),
        sentence=sentence,
        description=(
            f"{counted(len(periods), span)} from {period(periods[0])} to {period(periods[-1])}. "
            f"Average before the year {average}, limits {limits}.{told_marks(marks, periods)}"
        ),
        chart=Xmr(points, mean, low, high, marks),
        wide=Xmr(points, mean, low, high, marks, wide=True),
        table=table,
    )


def period_table(title: str, unit: str, periods: Sequence[str], cells: Sequence[str]) -> DataTable:
    """Return the table behind the chart: a list of periods or, for the months of more than a year, a column a year."""
    if len(periods) <= _MONTHS_OF_A_YEAR or not all(_MONTH.fullmatch(p) for p in periods):
        rows = tuple((words(period(p)), words(cell)) for p, cell in zip(periods, cells, strict=True))
        return DataTable(f"{title}, period by period", ("Period", unit), rows, frozenset({1}))
    months = {12 * int(p[:4]) + int(p[5:]) - 1: cell for p, cell in zip(periods, cells, strict=True)}
    starts = range(min(months), max(months) + 1, _MONTHS_OF_A_YEAR)
    told = [[months.get(start + month, "–") for start in starts] for month in range(_MONTHS_OF_A_YEAR)]
    return DataTable(
        f"{title}, month by month ({unit.lower()})",
        ("Month", *(f"From {_month(start)}" for start in starts)),
        tuple(
            (words(_month(starts[0] + month).rpartition(" ")[0]), *(words(cell) for cell in row))
            for month, row in enumerate(told)
        ),
        # Figures with words beside them are aligned left.
        frozenset(i + 1 for i in range(len(starts)) if not any("(" in row[i] for row in told)),
    )


def _month(index: int) -> str:
    year, month = divmod(index, _MONTHS_OF_A_YEAR)
    return period(f"{year}-{month + 1:02}")


def _signal(signal: Mapping[str, Any]) -> str:
    return f"{_RULES.get(signal['rule'], signal['rule'])}, {signal['direction']}"


def _expected(look: Lookup, item: EvidenceItem) -> str:
    """Say which way it was expected to move, if that was written down in advance."""
    code = item.evidence_id.split("/")[1]
    for row in look.dataset.table("indicators").filter(pl.col("indicator") == code).to_dicts():
        if row["expected"] and row["registered_on"] and row["registered_on"] <= look.evaluation.year.as_of:
            return f"; {EXPECTED.terms[row['expected']]} was expected, as written down on {day(row['registered_on'])}"
    return ""


def _short(text: str) -> str:
    """Return the period as it fits below a chart: `Sep 2019`, `Q3 2019`."""
    year, _, part = text.partition("-")
    if part.startswith("Q"):
        return f"{part} {year}"
    if not part:
        return year
    return f"{period(text)[:3]} {year}"
