"""A table that has lost its rows is named itself, whichever column points into it."""

from __future__ import annotations

import pytest

from tideturn.dataset.check.references import table_without_rows
from tideturn.dataset.problems import Severity
from tideturn.dataset.tables import SURVEY_TABLES, TABLES

POINTING = [
    pytest.param(table, column, id=f"{table.name}.{column.name}")
    for table in (*TABLES.values(), *SURVEY_TABLES.values())
    for column in table.columns
    if column.refers_to and column.refers_to.partition(".")[0] in TABLES
]


@pytest.mark.parametrize(("table", "column"), POINTING)
def test_a_table_that_has_lost_its_rows_is_named_whichever_column_points_into_it(folder, places, table, column):
    bare = column.refers_to.partition(".")[0]
    row = {column.name: "7"}
    if table.name in SURVEY_TABLES:
        within = folder(surveys={"s": {table.name: [row]}}, **{bare: []})
    elif table.name == bare:
        within = folder(**{bare: [row]})
    else:
        within = folder(**{bare: [], table.name: [row]})
    told = [] if table.name == bare else [(f"{bare}.csv", 1, TABLES[bare].key[0])]
    assert places(table_without_rows, within) == told


def test_every_column_that_points_into_it_is_told_in_one_sentence(folder):
    within = folder(cases=[], sessions=[{"case_id": "C1"}, {"case_id": "C2"}], onward_referrals=[{"case_id": "C1"}])
    (problem,) = table_without_rows.problems(within)
    assert problem.severity is Severity.ERROR
    assert problem.what == (
        "It holds no rows, and case_id of sessions.csv and case_id of onward_referrals.csv point into it."
    )


def test_an_assessment_of_a_place_does_not_want_for_cases(folder, places):
    place = {"context_id": "P1", "site": "L", "kind": "park"}
    within = folder(cases=[], contexts=[place], assessments=[{"context_id": "P1"}])
    assert places(table_without_rows, within) == []


def test_an_empty_table_into_which_nothing_points_is_none_of_our_business(folder, places):
    assert places(table_without_rows, folder(cases=[], sessions=[{"case_id": ""}], outcomes=[])) == []
