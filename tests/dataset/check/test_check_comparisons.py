"""Young people and places that are compared with the programme."""

from dataclasses import replace

import pytest

from tideturn.dataset.check.comparisons import (
    comparison_order_unstated,
    comparison_series_unfit,
    counted_elsewhere,
    started_in_sessions,
    started_unknown,
)


def case(code, **said):
    return {"case_id": code, "site": "L", "received": "2018-10-01", "opened": "2018-10-05", **said}


def score(code, stage):
    return {"case_id": code, "date": "2019-02-01", "stage": stage, "outcome_id": "O1", "score": "3"}


CASES = [case("waits", comparison="waiting"), case("told", started="2018-10-09"), case("open"), case("new")]
SCORES = [score("waits", "waiting"), score("told", "review"), score("open", "review"), score("new", "baseline")]


def test_a_served_case_needs_the_day_on_which_its_work_started(folder, places):
    within = folder(cases=CASES, assessments=SCORES)
    assert places(started_unknown, within) == [("cases.csv", 4, "started")]
    assert places(started_in_sessions, within) == []


def test_one_that_waited_and_was_served_later_needs_it_too(folder, places):
    scores = [*SCORES, score("waits", "closure")]
    assert places(started_unknown, folder(cases=CASES, assessments=scores)) == [
        ("cases.csv", 2, "started"),
        ("cases.csv", 4, "started"),
    ]


@pytest.mark.parametrize(("cases", "scores"), [([case("open")], [score("open", "review")]), (CASES[1:2], SCORES[1:2])])
def test_where_nobody_is_compared_nothing_is_asked(folder, places, cases, scores):
    assert places(started_unknown, folder(cases=cases, assessments=scores)) == []


def test_a_score_before_the_work_asks_for_its_day_without_any_comparison(folder, places):
    scores = [score("open", "referral"), score("open", "review")]
    assert places(started_unknown, folder(cases=[case("open")], assessments=scores)) == [("cases.csv", 2, "started")]


def test_first_sessions_that_are_recorded_are_asked_about_at_once(folder):
    cases = [*CASES, case("also")]
    scores = [*SCORES, score("also", "closure")]
    sessions = [
        {"case_id": code, "date": day, "kind": "therapy", "held": held}
        for code, day, held in (
            ("open", "2018-10-20", "yes"),
            ("open", "2018-10-12", "yes"),
            ("also", "2018-10-11", "no"),
            ("also", "2018-10-18", "yes"),
            ("new", "2018-10-18", "yes"),
        )
    ]
    within = folder(cases=cases, assessments=scores, sessions=sessions)
    (found,) = started_in_sessions.problems(within)
    assert (found.row, found.column, found.key) == (4, "started", "*")
    assert found.what == "2 cases with a score after the work have no started; this is the first."
    assert list(started_unknown.problems(within)) == []


def test_how_places_are_given_is_asked_once_where_some_are_compared(folder, places):
    within = folder(cases=CASES)
    assert places(comparison_order_unstated, within) == [("programme.toml", None, "comparison_order")]
    said = replace(within.programme, comparison_order="By date of referral")
    assert places(comparison_order_unstated, replace(within, programme=said)) == []
    assert places(comparison_order_unstated, folder(cases=CASES[1:])) == []


def indicator(code, other=None, expected=None):
    return {"indicator": code, "title": code, "outcome_id": "O1", "compare_with": other, "expected": expected}


def test_a_count_is_compared_with_another_of_which_nothing_is_expected(folder, places):
    rows = [
        indicator("a", "b"),
        indicator("b"),
        indicator("c", "c"),
        indicator("d", "e"),
        indicator("e", expected="up"),
    ]
    assert places(comparison_series_unfit, folder(indicators=rows)) == [
        ("indicators.csv", 4, "compare_with"),
        ("indicators.csv", 5, "compare_with"),
    ]


def test_counts_from_elsewhere_are_those_of_a_comparison_and_no_others(folder, places):
    rows = [
        {"indicator": code, "site": site, "period": period, "count": "1"}
        for code, site, period in (
            ("a", "L", "2019-01"),
            ("a", "elsewhere", "2019-01"),
            ("b", "elsewhere", "2019-01"),
            ("b", "M", "2019-01"),
            ("b", "M", "2019-02"),
        )
    ]
    within = folder(series=rows, indicators=[indicator("a", "b"), indicator("b")])
    assert places(counted_elsewhere, within) == [("series.csv", 3, "site"), ("series.csv", 5, "site")]
    told = [problem.what for problem in counted_elsewhere.problems(within)]
    assert told == [
        "1 count of “a” is from elsewhere, but no compare_with names it.",
        "“b” is a comparison, but 2 counts are from your sites.",
    ]
