"""Indicators as evidence: which points count, which sites are summed, what was registered when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tideturn.dataset.known import last_day, spans
from tideturn.dataset.model import Year
from tideturn.evaluation.ledger import gather
from tideturn.evaluation.record_values import YearTotal
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import COMPARED, MEASURED, UNCOMPARED

RULES = Rules()
STEADY = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]
RISEN = [*STEADY, *STEADY, *[30] * 12]
INDICATOR = {
    "indicator": "nrm",
    "title": "NRM referrals",
    "outcome_id": "safety",
    "expected": "up",
    "registered_on": date(2018, 9, 30),
    "rationale": "More are seen.",
}


def points(counts, site="north", start=0, denominator=None):
    """Counts by month, from so many months after October 2016."""
    months = range(2016 * 12 + 9 + start, 2016 * 12 + 9 + start + len(counts))
    return [
        {
            "indicator": "nrm",
            "site": site,
            "period": f"{month // 12}-{month % 12 + 1:02d}",
            "count": float(count),
            "denominator": denominator,
        }
        for month, count in zip(months, counts, strict=True)
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


def test_a_rise_in_the_registered_direction_reads_positive(make, year):
    strand = only(make(indicators=[INDICATOR], series=points(RISEN)), year)
    assert (strand.reading, strand.voice, strand.concerns) == ("positive", "record", ())
    assert strand.evidence == ("series/nrm/programme/1",)
    assert strand.about == "the series “NRM referrals”"
    assert (strand.design, strand.rose, strand.fell) == (MEASURED, True, False)


def test_a_count_that_falls_as_registered_is_no_outcome_that_fell(make, year):
    down = {**INDICATOR, "expected": "down"}
    fallen = make(indicators=[down], series=points([30] * 24 + STEADY))
    assert (only(fallen, year).reading, only(fallen, year).rose, only(fallen, year).fell) == ("positive", True, False)
    risen = make(indicators=[down], series=points(RISEN))
    assert (only(risen, year).reading, only(risen, year).rose, only(risen, year).fell) == ("negative", False, True)
    assert gather(risen, year, RULES)[0][-1].by_name["moved"] == "rose"


def test_earlier_years_that_reach_into_the_programme_are_said_to_do_so(make, year):
    dataset = make(indicators=[INDICATOR], series=points(RISEN))
    assert "of the programme" not in only(dataset, year).why
    second = replace(year, number=2)
    first = Year(1, date(2017, 10, 1), date(2018, 9, 30))
    dataset = replace(dataset, programme=replace(dataset.programme, years=(first, second)))
    assert "The earlier years include Year 1 of the programme." in only(dataset, second).why


def test_years_before_the_programme_are_taken_where_two_lie_there(make, year):
    first, second = Year(1, date(2017, 10, 1), date(2018, 9, 30)), replace(year, number=2)
    dataset = make(indicators=[INDICATOR], series=points([*STEADY, *STEADY, *[20] * 24], start=-12))
    dataset = replace(dataset, programme=replace(dataset.programme, years=(first, second)))
    strand = only(dataset, second)
    totals = gather(dataset, second, RULES)[0][-1].totals
    assert [one.year for one in totals.years] == ["the year to September 2016", "the year to September 2017"]
    assert totals.ahead == 2
    assert "of the programme" not in strand.why


def test_a_series_that_the_programme_keeps_is_its_staffs_account(make, year):
    def tokens(**more):
        return only(make(indicators=[{**INDICATOR, **more}], series=points(RISEN)), year).tokens

    assert tokens() == {"series:nrm", "people:staff"}
    assert tokens(source="Police") == {"series:Police", "people:staff"}
    assert tokens(kept_by="programme", source="Police") == {"series:Police", "people:staff"}
    assert tokens(kept_by="other", source="Police") == {"series:Police"}


def test_a_count_elsewhere_takes_the_place_of_the_trend(make, year):
    compared = {**INDICATOR, "compare_with": "nrm_there"}
    there = {"indicator": "nrm_there", "title": "NRM referrals in other towns", "outcome_id": "safety"}

    def strand(counts):
        rows = [{**row, "indicator": "nrm_there"} for row in points(counts, site="elsewhere")]
        dataset = make(indicators=[compared, there], series=[*points(RISEN), *rows])
        assert gather(dataset, year, RULES)[0][-1].by_name["count_year"] == 360  # leaves out other places
        return only(dataset, year)

    beyond = strand([20] * 36)
    assert (beyond.reading, beyond.design) == ("positive", COMPARED)
    assert "elsewhere (“NRM referrals in other towns”), from 240 to 240" in beyond.why
    alike = strand([20] * 24 + [60] * 12)
    assert (alike.reading, alike.design) == ("insufficient", COMPARED)
    short = strand([20] * 35)
    assert (short.reading, short.design) == ("positive", MEASURED)
    assert "cannot be used" in short.why
    late = {**compared, "registered_on": date(2018, 10, 1)}
    rows = [{**row, "indicator": "nrm_there"} for row in points([20] * 36, site="elsewhere")]
    unregistered = only(make(indicators=[late, there], series=[*points(RISEN), *rows]), year)
    assert (unregistered.reading, unregistered.design) == ("insufficient", UNCOMPARED)


def test_a_state_takes_no_reading_from_a_series(make, year):
    state = [{"outcome_id": "safety", "area": "cyp", "title": "Safety", "due_year": 1, "claim": "state"}]
    strand = only(make(outcomes=state, indicators=[INDICATOR], series=points(RISEN)), year)
    assert (strand.reading, strand.design) == ("insufficient", UNCOMPARED)


def test_a_series_that_could_show_large_changes_only_is_imprecise(make, year):
    assert "would not have shown" in only(make(indicators=[INDICATOR], series=points(RISEN)), year).imprecise
    many = [count * 20 for count in RISEN]
    assert only(make(indicators=[INDICATOR], series=points(many)), year).imprecise == ""


def test_a_series_is_held_against_so_many_years_at_most(make, year):
    dataset = make(indicators=[INDICATOR], series=points(RISEN))
    two = gather(dataset, year, Rules(series_years=1))[0][-1].totals
    assert two.full == 2  # it takes two, whatever a programme sets


def test_the_chart_is_kept_with_the_evidence(make, year):
    items, _ = gather(make(indicators=[INDICATOR], series=points(STEADY + [30] * 12, start=12)), year, RULES)
    value = items[-1].by_name
    # The baseline's 11 moving ranges are 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2: a mean of 23/11.
    assert value["mean"] == pytest.approx(126 / 12)
    assert value["high"] == pytest.approx(126 / 12 + 2.66 * 23 / 11)
    assert (value["baseline"], value["count_year"], value["count_before"]) == (12, 360, 126)
    assert value["signals"][0] == {"index": 12, "period": "2018-10", "rule": "beyond_limit", "direction": "up"}
    assert value["moved"] is None  # one year before makes a chart, and no reading


def test_the_totals_of_the_years_are_kept_with_the_evidence(make, year):
    items, _ = gather(make(indicators=[INDICATOR], series=points(RISEN)), year, RULES)
    totals = items[-1].totals
    assert totals.years == [YearTotal("the year to September 2017", 126), YearTotal("the year to September 2018", 126)]
    assert (totals.expected, totals.last, totals.year) == (pytest.approx(126), 126, 360)
    assert totals.z_trend > 1.796  # t, one-sided 95 % of 11
    assert items[-1].by_name["moved"] == "rose"


def test_a_direction_registered_on_the_years_first_day_is_too_late(make, year):
    late = {**INDICATOR, "registered_on": date(2018, 10, 1)}
    strand = only(make(indicators=[late], series=points(RISEN)), year)
    assert strand.reading == "insufficient"
    assert "No direction was registered" in strand.why


def test_one_whole_year_before_is_not_enough(make, year):
    strand = only(make(indicators=[INDICATOR], series=points(RISEN[1:], start=1)), year)
    assert strand.reading == "insufficient"
    assert strand.needs == "1 more full year of counts before the year"


def test_signals_outside_the_year_do_not_count(make, year_2):
    # The rise lies in Year 1 alone; Year 2's single point is like the mean of the two years before.
    rows = points(STEADY + [30] * 12, start=12)
    rows.append({"indicator": "nrm", "site": "north", "period": "2019-10", "count": 20.0, "denominator": None})
    strand = only(make(indicators=[INDICATOR], series=rows), year_2)
    items, _ = gather(make(indicators=[INDICATOR], series=rows), year_2, RULES)
    assert items[0].by_name["signals"] == []
    assert strand.why.startswith("It has counts for 1 month in the year")


def test_the_programme_sums_the_sites_over_the_periods_that_all_of_them_report(make, year):
    rows = points(STEADY + [30] * 12, start=12) + points(STEADY + STEADY[:11], site="south", start=12)
    items, strands = gather(make(indicators=[INDICATOR], series=rows), year, RULES)
    whole = next(item for item in items if item.scope == "programme")
    assert (whole.by_name["count_year"], whole.by_name["count_before"]) == (11 * 30 + 115, 2 * 126)
    assert strands["safety", "south"][0].reading == "insufficient"


def test_a_site_that_begins_to_report_after_the_year_changes_nothing_in_it(make, year):
    rows = points(RISEN)
    later = {"indicator": "nrm", "site": "south", "period": "2019-10", "count": 9.0, "denominator": None}
    before = gather(make(indicators=[INDICATOR], series=rows), year, RULES)
    assert gather(make(indicators=[INDICATOR], series=[*rows, later]), year, RULES) == before


def test_a_rate_is_the_count_over_its_denominator(make, year):
    items, _ = gather(make(indicators=[INDICATOR], series=points(RISEN, denominator=2.0)), year, RULES)
    assert items[-1].by_name["rates"][0] == 5.0
    assert items[-1].by_name["rate_year"] == 15.0
    told = only(make(indicators=[INDICATOR], series=points(RISEN, denominator=2.0)), year).why
    assert told.startswith(
        "The rate (the count divided by its denominator) was 15 in the year; earlier years point to 5.25"
    )
    assert only(make(indicators=[INDICATOR], series=points(RISEN)), year).why.startswith(
        "The count was 360 in the year"
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
    _, strands = gather(make(indicators=[INDICATOR], series=points(RISEN, denominator=1e-300)), year, RULES)
    assert strands["safety", "programme"] == ()


def test_no_point_in_the_year_makes_no_strand(make, year):
    _, strands = gather(make(indicators=[INDICATOR], series=points(STEADY)), year, RULES)
    assert strands["safety", "programme"] == ()


def test_a_count_that_falls_to_almost_nothing_is_told_and_is_imprecise(make, year):
    # A straight line through the earlier years lies below nought, so that no fall at all could show.
    down = {**INDICATOR, "expected": "down"}
    falling = [total // 12 + (month < total % 12) for total in (400, 200, 60, 30, 20, 10) for month in range(12)]
    dataset = make(indicators=[down], series=points(falling, start=-36))
    strand = only(dataset, year)
    assert strand.reading == "insufficient"
    assert strand.imprecise == "In the series “NRM referrals”, not even a fall to a tenth would have shown."
    assert [(bound.item, bound.predicate) for bound in strand.imprecise.bound] == [
        ("series/nrm/programme/1", "a tenfold one hides")
    ]
    assert gather(dataset, year, RULES)[0][-1].totals.tenfold
