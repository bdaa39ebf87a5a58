"""Indicators as evidence: which points count, which sites are summed, what was registered when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tideturn.dataset.known import last_day, spans
from tideturn.dataset.model import Year
from tideturn.evaluation.ledger import gather
from tideturn.evaluation.rules import Rules

RULES = Rules()
MONTHS = [f"{2017 + (9 + i) // 12}-{(9 + i) % 12 + 1:02d}" for i in range(24)]  # October 2017 to September 2019
STEADY = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]
INDICATOR = {
    "indicator": "nrm",
    "title": "NRM referrals",
    "outcome_id": "safety",
    "expected": "up",
    "registered_on": date(2018, 9, 30),
    "rationale": "More are seen.",
}


def points(counts, site="north", start=0, denominator=None):
    return [
        {"indicator": "nrm", "site": site, "period": month, "count": float(count), "denominator": denominator}
        for month, count in zip(MONTHS[start:], counts, strict=False)
    ]


def only(dataset, year, scope="programme"):
    strands = gather(dataset, year, RULES)[1]["safety", scope]
    assert len(strands) == 1
    return strands[0]


@pytest.mark.parametrize(
    ("period", "day"),
    [("2020-02", date(2020, 2, 29)), ("2019-Q3", date(2019, 9, 30)), ("2019", date(2019, 12, 31))],
)
def test_a_period_belongs_to_the_year_of_its_last_day(period, day):
    assert last_day(period) == day


def test_a_rise_beyond_the_limits_in_the_registered_direction_reads_positive(make, year):
    strand = only(make(indicators=[INDICATOR], series=points(STEADY + [30] * 12)), year)
    assert (strand.reading, strand.voice, strand.concerns) == ("positive", "record", ())
    assert strand.evidence == ("series/nrm/programme/1",)
    assert strand.about == "the series “NRM referrals”"


def test_a_baseline_that_reaches_into_the_programme_is_said_to_do_so(make, year):
    dataset = make(indicators=[INDICATOR], series=points(STEADY + [30] * 12))
    assert "of the programme" not in only(dataset, year).why
    second = replace(year, number=2)
    first = Year(1, date(2017, 10, 1), date(2018, 9, 30))
    dataset = replace(dataset, programme=replace(dataset.programme, years=(first, second)))
    assert "The months before include Year 1 of the programme." in only(dataset, second).why


def test_the_chart_is_kept_with_the_evidence(make, year):
    items, _ = gather(make(indicators=[INDICATOR], series=points(STEADY + [30] * 12)), year, RULES)
    value = items[-1].value
    # The baseline's 11 moving ranges are 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2: a mean of 23/11.
    assert value["mean"] == pytest.approx(126 / 12)
    assert value["high"] == pytest.approx(126 / 12 + 2.66 * 23 / 11)
    assert (value["baseline"], value["count_year"], value["count_before"]) == (12, 360, 126)
    assert value["signals"][0] == {"index": 12, "period": "2018-10", "rule": "beyond_limit", "direction": "up"}


def test_a_direction_registered_on_the_years_first_day_is_too_late(make, year):
    late = {**INDICATOR, "registered_on": date(2018, 10, 1)}
    strand = only(make(indicators=[late], series=points(STEADY + [30] * 12)), year)
    assert strand.reading == "insufficient"
    assert "No direction was registered" in strand.why


def test_eleven_points_before_the_year_are_no_baseline(make, year):
    strand = only(make(indicators=[INDICATOR], series=points(STEADY[1:] + [30] * 12, start=1)), year)
    assert strand.reading == "insufficient"
    assert "11 points before the year" in strand.concerns[0]


def test_signals_outside_the_year_do_not_count(make, year_2):
    # The rise lies in Year 1 alone; Year 2's single point is like the mean of the two years before.
    rows = points(STEADY + [30] * 12)
    rows.append({"indicator": "nrm", "site": "north", "period": "2019-10", "count": 20.0, "denominator": None})
    strand = only(make(indicators=[INDICATOR], series=rows), year_2)
    items, _ = gather(make(indicators=[INDICATOR], series=rows), year_2, RULES)
    assert items[0].value["signals"] == []
    assert strand.reading == "no_change"  # the one leap of 19 is screened out of the moving ranges


def test_the_programme_sums_the_sites_over_the_periods_that_all_of_them_report(make, year):
    rows = points(STEADY + [30] * 12) + points(STEADY + STEADY[:11], site="south")
    items, strands = gather(make(indicators=[INDICATOR], series=rows), year, RULES)
    whole = next(item for item in items if item.scope == "programme")
    assert (whole.value["count_year"], whole.value["count_before"]) == (11 * 30 + 115, 2 * 126)
    assert strands["safety", "south"][0].reading == "insufficient"  # limits of ± 5.6 about a mean of 10.5


def test_a_site_that_begins_to_report_after_the_year_changes_nothing_in_it(make, year):
    rows = points(STEADY + [30] * 12)
    later = {"indicator": "nrm", "site": "south", "period": "2019-10", "count": 9.0, "denominator": None}
    before = gather(make(indicators=[INDICATOR], series=rows), year, RULES)
    assert gather(make(indicators=[INDICATOR], series=[*rows, later]), year, RULES) == before


def test_a_series_and_a_document_of_one_source_are_one_origin(make, year):
    named = {**INDICATOR, "source": "Police returns"}
    series = points(STEADY + [30] * 12)
    assert only(make(indicators=[named], series=series), year).tokens == {"series:Police returns", "people:staff"}
    assert only(make(indicators=[INDICATOR], series=series), year).tokens == {"series:nrm", "people:staff"}


def test_a_rate_is_the_count_over_its_denominator(make, year):
    items, _ = gather(make(indicators=[INDICATOR], series=points(STEADY + [30] * 12, denominator=2.0)), year, RULES)
    assert items[-1].value["rates"][0] == 5.0
    assert items[-1].value["rate_year"] == 15.0
    told = only(make(indicators=[INDICATOR], series=points(STEADY + [30] * 12, denominator=2.0)), year).why
    assert "the rate (the count divided by its denominator) is 15 against 5.25 before" in told
    assert (
        "30 a month against 10.5 before"
        in only(make(indicators=[INDICATOR], series=points(STEADY + [30] * 12)), year).why
    )


@pytest.mark.parametrize(
    ("periods", "span"),
    [
        (["2019-01", "2019-02"], "month"),
        (["2019-Q1", "2019-Q2"], "quarter"),
        (["2019"], "year"),
        (["2019-Q1", "2019-04"], "period"),
    ],
)
def test_a_period_is_called_what_it_is(periods, span):
    assert spans(periods) == span


def test_a_denominator_next_to_nought_has_no_rate(make, year):
    _, strands = gather(
        make(indicators=[INDICATOR], series=points(STEADY + [30] * 12, denominator=1e-300)), year, RULES
    )
    assert strands["safety", "programme"] == ()


def test_no_point_in_the_year_makes_no_strand(make, year):
    _, strands = gather(make(indicators=[INDICATOR], series=points(STEADY)), year, RULES)
    assert strands["safety", "programme"] == ()
