"""Series carried on to the end of the coming year, and what months in the place of quarters would show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tideturn.evaluation.ledger.indicators import followed
from tideturn.evaluation.ledger.scopes import outcomes_of
from tideturn.evaluation.planning.coming import coming
from tideturn.evaluation.planning.counts import count_power, with_counts
from tideturn.evaluation.rules import Rules

INDICATOR = {
    "indicator": "missing",
    "title": "Missing",
    "outcome_id": "risk",
    "kept_by": "other",
    "expected": "down",
    "registered_on": date(2018, 9, 1),
    "rationale": "It should.",
}


def quarters(*years: int):
    """So many in each quarter of each of the programme's years, the first from October 2015."""
    names = [f"{2015 + (place + 3) // 4}-Q{(place + 3) % 4 + 1}" for place in range(4 * len(years))]
    return [
        {"indicator": "missing", "site": "north", "period": name, "count": years[place // 4]}
        for place, name in enumerate(names)
    ]


def risk(dataset, year):
    [one] = [one for one in followed(dataset, outcomes_of(dataset), year, Rules()) if one.scope == "programme"]
    return one


def test_at_best_a_count_that_should_fall_is_none_and_one_that_should_rise_is_tenfold(make):
    ahead = coming(make(indicators=[INDICATOR], series=quarters(30, 30, 30)))
    assert risk(with_counts(ahead.dataset, ahead.year), ahead.year).moved.moved == "fell"
    up = coming(make(indicators=[INDICATOR | {"expected": "up"}], series=quarters(30, 30, 30)))
    moved = risk(with_counts(up.dataset, up.year), up.year).moved
    assert (moved.moved, moved.read.year) == ("rose", 1200)


def test_periods_that_are_not_counted_yet_are_as_a_year_before(make):
    # It is planned in the summer: the last quarter before the year has not been counted.
    ahead = coming(make(indicators=[INDICATOR], series=quarters(30, 30, 30)[:-1]))
    moved = risk(with_counts(ahead.dataset, ahead.year), ahead.year).moved
    assert [one.total for one in moved.whole.earlier] == [120, 120, 120]


def test_what_was_counted_early_in_the_year_is_not_part_of_the_plan(make):
    counted = quarters(30, 30, 30, 8)
    ahead = coming(make(indicators=[INDICATOR | {"expected": "up"}], series=counted[:13]), 1)
    known = replace(ahead.dataset, tables={**ahead.dataset.tables, "series": frame_of(make, counted[:13])})
    assert risk(with_counts(known, ahead.year), ahead.year).moved.read.year == 1200


def frame_of(make, rows):
    return make(series=rows).table("series")


def test_months_show_a_smaller_change_than_quarters(make):
    ahead = coming(make(indicators=[INDICATOR], series=quarters(28, 31, 30)))
    one = risk(with_counts(ahead.dataset, ahead.year), ahead.year)
    by_quarter, by_month = count_power(one), count_power(one, by_month=True)
    assert 0 < by_month.fall < by_quarter.fall < 1
    assert by_month.rise < by_quarter.rise


@pytest.mark.parametrize("counts", [(30,), ()])
def test_no_change_is_named_where_none_can_be_read(make, counts):
    ahead = coming(make(indicators=[INDICATOR], series=quarters(*counts)))
    for one in followed(with_counts(ahead.dataset, ahead.year), outcomes_of(ahead.dataset), ahead.year, Rules()):
        assert count_power(one) is None
