"""Series, indicators, scopes, and people known by their role."""

from dataclasses import replace

import pytest

from tideturn.dataset.check.counts import (
    expectation_incomplete,
    kept_by_unknown,
    periods_missing,
    periods_of_mixed_grain,
)
from tideturn.dataset.check.judgements import (
    name_for_a_code,
    network_outcome_unknown,
    scope_unknown,
    summaries_in_a_ring,
)


def series(*periods, site="L"):
    return [{"indicator": "nrm", "site": site, "period": period, "count": "1"} for period in periods]


def test_one_series_counted_by_two_kinds_of_period_is_found(folder, places):
    rows = series("2019-01", "2019-02", "2019-Q2", "2019") + series("2019", site="M")
    assert places(periods_of_mixed_grain, folder(series=rows)) == [
        ("series.csv", 4, "period"),
        ("series.csv", 5, "period"),
    ]


@pytest.mark.parametrize(
    ("periods", "rows"),
    [
        (("2018-11", "2018-12", "2019-01"), []),
        (("2018-11", "2019-01"), [3]),
        (("2019-01", "2018-11"), [2]),
        (("2018-Q3", "2018-Q4", "2019-Q1", "2019-Q3"), [5]),
        (("2016", "2017", "2019"), [4]),
    ],
)
def test_a_gap_in_a_series_is_a_query_where_it_ends(folder, places, periods, rows):
    assert [row for _, row, _ in places(periods_missing, folder(series=series(*periods)))] == rows


def test_an_expectation_is_given_whole_or_not_at_all(folder, places):
    whole = {"expected": "up", "registered_on": "2018-08-01", "rationale": "because"}
    rows = [{"indicator": "a", **whole}, {"indicator": "b"}, {"indicator": "c", "expected": "up"}]
    rows.append({"indicator": "d", "expected": "up", "registered_on": "2018-08-01"})
    found = places(expectation_incomplete, folder(indicators=rows))
    assert found == [("indicators.csv", 4, "registered_on"), ("indicators.csv", 5, "rationale")]


def test_who_keeps_a_count_is_asked_where_it_is_counted_and_no_mere_comparison(folder, places):
    indicators = [
        {"indicator": "nrm", "compare_with": "away"},
        {"indicator": "police", "kept_by": "other"},
        {"indicator": "uncounted"},
        {"indicator": "away"},
    ]
    counted = [*series("2019-01"), {"indicator": "away", "site": "elsewhere", "period": "2019-01", "count": "1"}]
    counted.append({"indicator": "police", "site": "L", "period": "2019-01", "count": "1"})
    found = places(kept_by_unknown, folder(indicators=indicators, series=counted))
    assert found == [("indicators.csv", 2, "kept_by")]


def test_a_scope_is_a_site_or_the_programme(folder, places):
    rows = [{"scope": scope} for scope in ("L", "programme", "London")]
    within = folder(findings=rows, overrides=rows)
    assert places(scope_unknown, within) == [("findings.csv", 4, "scope"), ("overrides.csv", 4, "scope")]


def test_the_outcome_of_the_network_must_exist(folder, places):
    outcomes = [{"outcome_id": "O1", "area": "system", "title": "t", "due_year": "1"}]
    for outcome, expected in (("O1", 0), ("O2", 1), (None, 0)):
        programme = replace(folder().programme, network_outcome=outcome)
        assert len(places(network_outcome_unknown, folder(programme=programme, outcomes=outcomes))) == expected


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("Joan Sample", True),
        ("Mary-Ann O’Example", True),
        ("Émile Sample", True),
        ("Programme Manager", False),
        ("PM-2", False),
        ("lead evaluator", False),
        ("Evaluator", False),
        ("A7", False),
    ],
)
def test_a_name_where_a_role_code_is_wanted_is_a_query_that_does_not_repeat_it(folder, who, asked):
    problems = list(name_for_a_code.problems(folder(overrides=[{"by": who}])))
    assert len(problems) == asked
    assert all(who not in problem.what + problem.mend for problem in problems)


@pytest.mark.parametrize(
    ("summed", "rings"),
    [
        ({"a": "b|c", "b": "c", "c": None}, []),
        ({"a": "a"}, ["a → a"]),
        ({"a": "b", "b": "c|d", "c": "a", "d": None}, ["a → b → c → a"]),
        ({"a": "gone"}, []),  # a code that does not exist is another rule's
    ],
)
def test_findings_that_sum_one_another_up_in_a_ring_are_found(folder, summed, rings):
    rows = [{"claim_id": claim, "summary_of": parts} for claim, parts in summed.items()]
    found = list(summaries_in_a_ring.problems(folder(findings=rows)))
    assert [problem.what for problem in found] == [f"The findings sum one another up in a ring: {r}." for r in rings]
    assert all(problem.place.startswith("findings.csv") for problem in found)
