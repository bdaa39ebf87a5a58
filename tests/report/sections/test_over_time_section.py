"""The table behind a count over time: short enough to be read, with every period once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.annexed import whole

from tideturn.dataset.model import Dataset
from tideturn.evaluation.model import Evaluation
from tideturn.report.blocks import Block, DataTable, Figure, Paragraph, Section
from tideturn.report.sections.lookup import Lookup
from tideturn.report.sections.over_time import over_time, period_table


def cells(table: DataTable) -> list[list[str]]:
    return [["".join(span.text for span in cell) for cell in row] for row in table.rows]


def test_months_of_several_years_stand_in_a_column_a_year() -> None:
    periods = [f"{year}-{month:02}" for year in (2017, 2018, 2019) for month in range(1, 13)][8:30]
    table = period_table("Referrals", "Count", periods, [str(i) for i in range(22)])
    assert table.columns == ("Month", "From September 2017", "From September 2018")
    assert [row[0] for row in cells(table)][:5] == ["September", "October", "November", "December", "January"]
    assert cells(table)[0] == ["September", "0", "12"]
    assert cells(table)[9] == ["June", "9", "21"]
    assert cells(table)[10] == ["July", "10", "–"]
    assert table.caption == "Referrals, month by month (count)"
    assert table.numeric == frozenset({1, 2})


def test_figures_with_a_signal_beside_them_are_told_as_words() -> None:
    periods = [f"{year}-{month:02}" for year in (2017, 2018) for month in range(1, 13)]
    told = ["3"] * 20 + ["9 (beyond a limit, up)"] + ["3"] * 3
    table = period_table("Referrals", "Count", periods, told)
    assert cells(table)[8] == ["September", "3", "9 (beyond a limit, up)"]
    assert table.numeric == frozenset({1})


def test_a_month_that_is_missing_within_leaves_its_cell_empty() -> None:
    periods = [f"2018-{month:02}" for month in range(1, 13) if month != 5] + ["2019-01", "2019-02"]
    rows = cells(period_table("Referrals", "Count", periods, [str(i) for i in range(13)]))
    assert rows[4] == ["May", "–", "–"]
    assert sorted(int(c) for row in rows for c in row[1:] if c != "–") == list(range(13))


@pytest.mark.parametrize(
    "periods",
    [
        [f"{year}-Q{quarter}" for year in range(2015, 2020) for quarter in (1, 2, 3, 4)],
        [str(year) for year in range(2000, 2020)],
        [f"2019-{month:02}" for month in range(1, 13)],
    ],
)
def test_other_periods_and_a_single_year_are_listed(periods: list[str]) -> None:
    table = period_table("Referrals", "Rate", periods, ["1"] * len(periods))
    assert table.columns == ("Period", "Rate")
    assert len(table.rows) == len(periods)


def test_a_count_is_told_by_its_own_month_and_a_rate_as_a_rate(
    small_dataset: Dataset, small_evaluation: Evaluation
) -> None:
    (series,) = (item for item in small_evaluation.evidence if item.evidence_id.startswith("series/"))
    assert "Before the year it averaged 12 a month, and anything from 4 to 20" in drawn(small_dataset, small_evaluation)
    value = {**series.by_name, "exposure_year": 480.0}
    rated = tuple(
        replace(item, value=item.value.of(value)) if item is series else item for item in small_evaluation.evidence
    )
    told = drawn(small_dataset, replace(small_evaluation, evidence=rated))
    assert "Before the year the rate (the count divided by its denominator) averaged 12, and" in told


def test_too_short_a_series_is_told_by_its_own_periods(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    (series,) = (item for item in small_evaluation.evidence if item.evidence_id.startswith("series/"))
    value = {**series.by_name, "periods": ["2018-Q1", "2019-Q1"], "rates": [1, 2], "baseline": 1, "mean": None}
    short = tuple(
        replace(item, value=item.value.of(value)) if item is series else item for item in small_evaluation.evidence
    )
    section = whole(over_time(Lookup(small_dataset, replace(small_evaluation, evidence=short))))
    (paragraph,) = (block for block in inner(section) if isinstance(block, Paragraph) and block.style == "quiet")
    (span,) = paragraph.words
    assert span.text == (
        "Referrals to the National Referral Mechanism: 1 quarter before the year, which is too few to draw limits from."
    )


def inner(section: Section) -> tuple[Block, ...]:
    (series,) = (block for block in section.blocks if isinstance(block, Section) and block.anchor == "series")
    return series.blocks


def drawn(dataset: Dataset, evaluation: Evaluation) -> str:
    section = whole(over_time(Lookup(dataset, evaluation)))
    return " ".join(block.sentence for block in inner(section) if isinstance(block, Figure))
