"""Dates in an order that can be, and in the programme's years."""

from datetime import date

import pytest

from tideturn.dataset.check import dates
from tideturn.dataset.check.dates import (
    ORDER,
    WITHIN_A_YEAR,
    date_outside_its_year,
    date_outside_programme,
    dates_out_of_order,
)


@pytest.mark.parametrize(("table", "earlier", "later", "words"), ORDER)
def test_a_later_step_dated_before_an_earlier_one_is_found(folder, places, table, earlier, later, words):
    rows = [
        {earlier: "2019-01-02", later: "2019-01-01"},
        {earlier: "2019-01-02", later: "2019-01-02"},
        {earlier: "2019-01-02"},
    ]
    assert places(dates_out_of_order, folder(**{table: rows})) == [(f"{table}.csv", 2, later)]


def test_a_case_closed_too_early_is_told_once(folder, places):
    row = {"received": "2019-01-05", "opened": "2019-01-10", "closed": "2019-01-01"}
    assert places(dates_out_of_order, folder(cases=[row])) == [("cases.csv", 2, "closed")]


def test_an_interview_outside_its_own_year_is_found(folder, places):
    rows = [
        {"interview_id": "I1", "year": "1", "date": "2019-08-31"},
        {"interview_id": "I2", "year": "1", "date": "2019-09-01"},
        {"interview_id": "I3", "year": "2", "date": "2019-08-31"},
        {"interview_id": "I4", "year": "2"},
    ]
    found = places(date_outside_its_year, folder(interviews=rows))
    assert sorted(found) == [("interviews.csv", 3, "date"), ("interviews.csv", 4, "date")]


@pytest.mark.parametrize(("table", "column"), WITHIN_A_YEAR)
def test_work_outside_every_year_is_a_query(folder, places, table, column):
    rows = [{column: day} for day in ("2018-08-31", "2018-09-01", "2020-08-31", "2020-09-01")]
    assert places(date_outside_programme, folder(**{table: rows})) == [
        (f"{table}.csv", 2, column),
        (f"{table}.csv", 5, column),
    ]


def test_a_series_may_begin_before_the_first_year(folder, places):
    rows = [{"indicator": "nrm", "site": "L", "period": "2016-01", "count": "3"}]
    assert places(date_outside_programme, folder(series=rows)) == []


@pytest.mark.parametrize(("today", "found"), [(date(2019, 8, 31), []), (date(2019, 9, 1), [3])])
def test_rows_without_a_date_are_named_once_the_years_records_are_closed(folder, places, monkeypatch, today, found):
    monkeypatch.setattr(dates, "today", lambda: today)
    interviews = [{"interview_id": f"i{i}", "year": year} for i, year in enumerate("1112")]
    interviews[0]["date"] = "2019-05-01"
    within = folder(interviews=interviews)
    assert places(dates.rows_without_a_date, within) == [("interviews.csv", row, "date") for row in found]
    said = [problem.what for problem in dates.rows_without_a_date.problems(within)]
    assert said == ["2 rows of Year 1 have no date, and so count as known by 31 August 2019."] * len(found)
    said = [problem.what for problem in dates.rows_without_a_date.problems(folder(interviews=interviews[:2]))]
    assert said == ["1 row of Year 1 has no date, and so counts as known by 31 August 2019."] * len(found)
