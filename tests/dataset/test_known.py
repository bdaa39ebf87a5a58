"""What was known on a day: rows and cells that became known later are not there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tideturn.dataset.known import known_by
from tideturn.dataset.model import Dataset, Programme, Site, Survey, Year
from tideturn.dataset.reference import dates_table
from tideturn.dataset.schema import Kind
from tideturn.dataset.tables import SURVEY_TABLES, TABLES

DAY = date(2019, 8, 31)
AFTER = date(2019, 9, 1)
PROGRAMME = Programme("P", (Site("north", "North"),), (Year(1, date(2018, 9, 1), DAY),))


def frame(table, *rows):
    schema = table.empty().schema
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def known(**tables):
    dataset = Dataset(PROGRAMME, {name: frame(TABLES[name], *rows) for name, rows in tables.items()})
    return {name: found.to_dicts() for name, found in known_by(dataset, DAY).tables.items()}


@pytest.mark.parametrize("table", [*TABLES.values(), *SURVEY_TABLES.values()], ids=lambda table: table.name)
def test_every_date_of_every_table_has_its_part(table):
    """A date column that nobody declared would be used as if it were always known."""
    dated = table.dated
    declared = [*dated.row, *(name for name in dated.later if name not in dated.row), *dated.other]
    dates = [column.name for column in table.columns if column.kind in (Kind.DATE, Kind.TIME, Kind.PERIOD)]
    assert sorted(declared) == sorted(dates)
    cells = [cell for cells in dated.later.values() for cell in cells]
    assert {*cells, *dated.through} <= set(table.names)
    assert not set(cells) & set(table.required)


def test_the_table_of_dates_in_the_reference_is_current():
    assert dates_table() in (Path(__file__).parents[2] / "docs/reference/methods.md").read_text()


def test_a_row_counts_to_the_end_of_the_day_and_not_after_it():
    rows = [{"case_id": str(day), "received": day} for day in (DAY, AFTER)]
    assert [row["case_id"] for row in known(cases=rows)["cases"]] == ["2019-08-31"]


def test_a_row_without_a_date_is_known():
    rows = [{"interview_id": "i1"}, {"interview_id": "i2", "date": AFTER}]
    assert [row["interview_id"] for row in known(interviews=rows)["interviews"]] == ["i1"]


def test_a_later_answer_to_an_earlier_referral_is_not_known():
    row = {"case_id": "c", "referred": date(2019, 8, 1), "replied": AFTER, "decision": "accepted"}
    [found] = known(onward_referrals=[row])["onward_referrals"]
    assert (found["replied"], found["decision"], found["referred"]) == (None, None, date(2019, 8, 1))
    [found] = known(onward_referrals=[row | {"replied": DAY}])["onward_referrals"]
    assert (found["replied"], found["decision"]) == (DAY, "accepted")


def test_a_case_closed_later_is_open_and_a_post_advertised_later_is_not_there():
    case = {"case_id": "c", "received": DAY, "opened": DAY, "closed": AFTER, "closure_reason": "moved"}
    [found] = known(cases=[case])["cases"]
    assert (found["opened"], found["closed"], found["closure_reason"]) == (DAY, None, None)
    posts = [{"post_id": "p1", "advertised": DAY, "filled": AFTER}, {"post_id": "p2", "advertised": AFTER}]
    assert [(row["post_id"], row["filled"]) for row in known(posts=posts)["posts"]] == [("p1", None)]


def test_a_milestone_reached_before_it_was_planned_for_is_known():
    rows = [
        {"milestone_id": "early", "planned": AFTER, "actual": DAY},
        {"milestone_id": "late", "planned": DAY, "actual": AFTER},
        {"milestone_id": "later", "planned": AFTER},
    ]
    found = known(milestones=rows)["milestones"]
    assert [(row["milestone_id"], row["actual"]) for row in found] == [("early", DAY), ("late", None)]


@pytest.mark.parametrize(
    ("stage", "stage_date", "reversed_on", "known_stage"),
    [
        ("adopted", DAY, None, "adopted"),
        ("adopted", AFTER, None, "discussed"),
        ("adopted", None, None, "adopted"),
        (None, AFTER, None, None),
        ("reversed", AFTER, None, None),
        ("reversed", None, AFTER, None),
        ("reversed", None, DAY, "reversed"),
        ("reversed", DAY, None, "reversed"),
    ],
)
def test_a_change_stands_where_it_stood(stage, stage_date, reversed_on, known_stage):
    row = {"change_id": "c", "date": DAY, "stage": stage, "stage_date": stage_date, "reversed_on": reversed_on}
    [found] = known(changes=[row])["changes"]
    assert found["stage"] == known_stage


def test_a_test_whose_expectation_was_written_later_is_no_test():
    test = {"test": "hoop", "expected": "Fewer are charged.", "seen": "yes"}
    rows = [{"claim_id": "f", "expected_on": day} | test for day in (DAY, AFTER, None)]
    found = known(finding_evidence=rows)["finding_evidence"]
    assert [(row["test"], row["seen"]) for row in found] == [("hoop", "yes"), (None, None), ("hoop", "yes")]


def test_what_names_a_row_that_was_not_known_goes_with_it():
    found = known(
        documents=[{"document_id": "d1", "date": DAY}, {"document_id": "d2", "date": AFTER}],
        extracts=[{"document_id": name, "text": name} for name in ("d1", "d2", "d3")],
        interviews=[{"interview_id": "i1", "date": AFTER}],
        codings=[{"interview_id": name} for name in ("i1", "survey:s:r1:why")],
        waves=[{"wave": 1, "date": DAY}, {"wave": 2, "date": AFTER}],
        ties=[{"wave": 1}, {"wave": 2}],
    )
    # Nothing says that what no table names was written later.
    assert [row["text"] for row in found["extracts"]] == ["d1", "d3"]
    assert [row["interview_id"] for row in found["codings"]] == ["survey:s:r1:why"]
    assert [row["wave"] for row in found["ties"]] == [1]


def test_an_event_counts_by_its_day_and_a_period_by_its_last():
    events = [{"case_id": time, "time": time} for time in ("2019-08-31T23:59", "2019-09-01", "2019-08-31")]
    assert [row["case_id"] for row in known(events=events)["events"]] == ["2019-08-31T23:59", "2019-08-31"]
    series = [{"indicator": "nrm", "period": period} for period in ("2019-08", "2019-09", "2019-Q2", "2019-Q3", "2018")]
    assert [row["period"] for row in known(series=series)["series"]] == ["2019-08", "2019-Q2", "2018"]


@pytest.mark.parametrize(
    ("time", "kept"),
    [
        ("2019-08-31T22:59:59Z", True),  # a minute to midnight in Britain, where it is summer
        ("2019-08-31T23:00:00Z", False),
        ("2019-09-01T00:30:00+02:00", True),
        ("2019-08-31T23:59", True),
    ],
)
def test_a_time_with_an_offset_is_dated_by_the_clock_in_britain(time, kept):
    assert len(known(events=[{"case_id": "c", "time": time}])["events"]) == kept


def test_a_tie_is_known_when_its_teller_was_asked():
    waves = [{"wave": 1, "date": day, "organisation_id": name} for day, name in ((DAY, "a"), (AFTER, "b"))]
    ties = [{"wave": 1, "from": "a", "to": "b"}, {"wave": 1, "from": "b", "to": "a"}]
    assert [row["from"] for row in known(waves=waves, ties=ties)["ties"]] == ["a"]


def test_a_late_response_is_not_known_and_nothing_is_copied_where_all_is():
    declared = SURVEY_TABLES["responses"]
    responses = frame(declared, {"response_id": "r1", "date": DAY}, {"response_id": "r2"})
    late = frame(declared, {"response_id": "r3", "date": AFTER})
    tables = {name: SURVEY_TABLES[name].empty() for name in ("items", "invited")}
    survey = Survey("s", responses=pl.concat([responses, late]), **tables)
    found = known_by(Dataset(PROGRAMME, {}, {"s": survey}), DAY).surveys["s"].responses
    assert found["response_id"].to_list() == ["r1", "r2"]
    whole = Survey("s", responses=responses, **tables)
    assert known_by(Dataset(PROGRAMME, {}, {"s": whole}), DAY).surveys["s"].responses is responses
