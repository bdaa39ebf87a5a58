"""Pathways whose design cannot be read, and events that do not fit it."""

from __future__ import annotations

from datetime import date

import pytest

from tideturn.dataset.check.changes import pathway_unreadable
from tideturn.dataset.check.pathways import (
    case_at_two_sites,
    event_twice,
    pathway_kept_by_unknown,
    pathway_without_design,
    step_never_taken,
    step_not_designed,
)

DESIGN = {"steps": [{"name": "arrive"}, {"name": "leave"}]}
FILE = "pathways/custody.toml"


def events(*rows):
    columns = ("case_id", "activity", "time", "site", "agency")
    return [{"pathway": "custody", **dict(zip(columns, row, strict=False))} for row in rows]


def test_a_design_that_is_whole_is_no_fault(folder, places):
    whole = DESIGN | {
        "pilots": [{"site": "L", "date": date(2019, 10, 7)}],
        "constraints": [{"after": "arrive", "then": "leave", "within_days": 2}, {"after": "arrive", "then": "leave"}],
    }
    assert places(pathway_without_design, folder(pathways={"custody": whole})) == []


@pytest.mark.parametrize(
    ("design", "column"),
    [
        ({}, "steps"),
        ({"steps": []}, "steps"),
        ({"steps": "arrive"}, "steps"),
        ({"steps": [{"optional": True}]}, "steps"),
        ({"steps": [{"name": "arrive"}, {"name": " arrive "}]}, "steps"),
        (DESIGN | {"pilots": [{"site": "L"}]}, "pilots.date"),
        (DESIGN | {"pilots": [{"site": "L", "date": "October"}]}, "pilots.date"),
        (DESIGN | {"pilots": {"site": "L"}}, "pilots"),
        (DESIGN | {"pilots": [{"date": date(2019, 10, 7)}]}, "pilots.site"),
        (DESIGN | {"pilots": [{"site": "L", "date": date(2019, 10, 7), "moved": ["fly"]}]}, "pilots.moved"),
        (DESIGN | {"local": [{"steps": ["arrive"]}]}, "local.site"),
        (DESIGN | {"local": [{"site": "L", "steps": "arrive"}]}, "local.steps"),
        ({"steps": [{"name": "arrive", "optional": "yes"}]}, "steps.optional"),
        (DESIGN | {"closing": "leave"}, "closing"),
        (DESIGN | {"closing": ["leave", " "]}, "closing"),
        (DESIGN | {"kept_by": "police"}, "kept_by"),
    ],
)
def test_a_design_that_cannot_be_read_is_an_error(folder, places, design, column):
    assert places(pathway_without_design, folder(pathways={"custody.toml": design})) == [(FILE, None, column)]


def test_a_design_may_say_who_keeps_its_events(folder, places):
    kept = folder(pathways={"custody.toml": DESIGN | {"kept_by": "other"}})
    assert places(pathway_without_design, kept) == []
    assert places(pathway_unreadable, kept) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [({"outcome_id": "O1"}, [(FILE, None, "kept_by")]), ({}, []), ({"outcome_id": "O1", "kept_by": "other"}, [])],
)
def test_who_keeps_the_events_is_asked_where_they_speak_to_an_outcome(folder, places, said, found):
    assert places(pathway_kept_by_unknown, folder(pathways={"custody": DESIGN | said})) == found


def test_activities_that_the_design_does_not_know_are_asked_about_once_each(folder, places):
    rows = events(("1", "arrive"), ("1", "Leave"), ("2", "Leave"), ("2", "phone call"), ("3", "leave"))
    found = folder(pathways={"custody": DESIGN}, events=rows)
    assert places(step_not_designed, found) == [("events.csv", 3, "activity"), ("events.csv", 5, "activity")]
    (first, _) = step_not_designed.problems(found)
    assert "2 such rows" in first.what
    assert places(step_never_taken, found) == []
    ends = folder(pathways={"custody": DESIGN | {"closing": ["phone call", "moved away"]}}, events=rows)
    assert places(step_not_designed, ends) == [("events.csv", 3, "activity")]
    (never,) = step_never_taken.problems(ends)
    assert "“moved away”" in never.what


def test_a_step_that_nobody_took_is_asked_about_at_the_first_event(folder, places):
    rows = [{"pathway": "other", "case_id": "9", "activity": "x"}, *events(("1", "arrive"), ("2", "arrive"))]
    found = folder(pathways={"custody": DESIGN}, events=rows)
    assert places(step_never_taken, found) == [("events.csv", 3, "activity")]
    assert places(step_never_taken, folder(pathways={"custody": DESIGN})) == []


def test_a_case_at_two_sites_is_a_query_where_it_first_turns_up_elsewhere(folder, places):
    when = "2019-10-07T12:00"
    rows = events(
        ("1", "arrive", when, "L"), ("2", "arrive", when, "M"), ("1", "leave", when, "M"), ("1", "leave", when, "M")
    )
    assert places(case_at_two_sites, folder(events=rows)) == [("events.csv", 4, "site")]
    # The same pseudonym on another pathway is another case.
    assert places(case_at_two_sites, folder(events=[rows[0], rows[2] | {"pathway": "school"}])) == []


def test_the_same_extract_twice_is_one_query_and_counts_its_rows(folder, places):
    rows = events(("1", "arrive", "2019-10-07T12:00", "L"), ("1", "leave", "2019-10-07T13:00", "L"))
    found = folder(events=[*rows, *rows])
    assert places(event_twice, found) == [("events.csv", 4, "case_id")]
    assert next(iter(event_twice.problems(found))).what.startswith("2 rows of the pathway “custody” are there already")
    other = [row | {"agency": "police"} for row in rows]
    assert places(event_twice, folder(events=[*rows, *other])) == []
