"""The worked example has the shape of the programme that Tideturn was made for."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest
from scipy.stats import fisher_exact
from tests.worked_example import built

from tideturn.dataset.model import Dataset
from tideturn.dataset.tables import TABLES
from tideturn.dataset.write import folder_files
from tideturn.example import build_example
from tideturn.example.pathway import PILOT, STEPS, SUPPORT

WRITTEN_BY_THE_EVALUATOR = {"findings", "finding_evidence", "queries"}


@pytest.fixture(scope="module")
def example() -> Dataset:
    return built()[0]


def test_every_table_of_the_programmes_own_has_rows(example: Dataset) -> None:
    assert {name for name in TABLES if not example.has(name)} == WRITTEN_BY_THE_EVALUATOR


def test_four_sites_two_years_and_an_outcome_due_after_them(example: Dataset) -> None:
    assert [(site.code, site.kind) for site in example.programme.sites] == [
        ("london", "local"),
        ("birmingham", "local"),
        ("manchester", "local"),
        ("national", "national"),
    ]
    assert [(year.start, year.end) for year in example.programme.years] == [
        (date(2018, 9, 1), date(2019, 8, 31)),
        (date(2019, 9, 1), date(2020, 8, 31)),
    ]
    assert example.table("outcomes")["due_year"].max() == 3


def test_the_counts_that_were_asked_for(example: Dataset) -> None:
    assert example.table("cases").height == 240
    assert example.table("training_events").height == 60
    attendance = example.table("attendance")
    assert (attendance.height, attendance["attendee_id"].n_unique()) == (1300, 1300)
    assert example.table("interviews").height == len(example.transcripts) == 45
    assert example.table("changes").height == 30
    assert example.surveys["partners-2018"].responses.height == 62
    assert example.surveys["partners-2019"].responses.height == 90
    assert example.surveys["partners-2020"].responses.height == 92


def test_nobody_shares_a_pseudonym_with_somebody_else_and_some_are_interviewed_in_both_years(example: Dataset) -> None:
    people = example.table("interviews").group_by("source").agg(pl.col("voice", "site").n_unique(), pl.col("year"))
    assert people.select("voice", "site").unique().rows() == [(1, 1)]
    assert [1, 2] in people["year"].list.sort().to_list()
    assert all(len(years) == len(set(years)) for years in people["year"].to_list())


def test_of_17_who_answered_the_follow_up_13_report_a_lasting_effect(example: Dataset) -> None:
    follow_up = example.surveys["follow-up"].responses
    assert follow_up["stage"].unique().to_list() == ["follow_up"]
    assert (follow_up.height, follow_up.filter(lasting="yes_lasting").height) == (17, 13)
    came = example.table("attendance")["attendee_id"].implode()
    assert follow_up["person_id"].is_in(came).all()


def test_everybody_who_rated_a_training_day_did_so_before_and_after(example: Dataset) -> None:
    ratings = example.surveys["training"].responses
    counting = ratings.filter(pl.col("stage") != "then_test")
    stages = counting.group_by("person_id").agg(pl.col("stage").sort())["stage"].to_list()
    assert len(stages) > 300
    assert all(stage == ["after", "before"] for stage in stages)


def test_at_one_event_people_also_looked_back_and_think_no_more_of_their_start(example: Dataset) -> None:
    ratings = example.surveys["training"].responses
    back = ratings.filter(stage="then_test")
    assert 10 <= back.height <= 20
    assert (back["event_id"].n_unique(), back["person_id"].n_unique()) == (1, back.height)
    both = back.join(ratings.filter(stage="before"), on="person_id", suffix="_before")
    assert both.height == back.height
    for item in ("understand", "confident"):
        moved = (both[item].cast(pl.Int64) - both[f"{item}_before"].cast(pl.Int64)).to_list()
        assert max(moved) == 0
        assert min(moved) == -2


def test_the_age_threshold_at_greater_manchester_was_changed_with_its_reason(example: Dataset) -> None:
    ages = example.table("criteria").filter(pl.col("criterion_id").str.starts_with("man-age")).sort("from")
    assert ages["to"].to_list() == [date(2019, 3, 31), None]
    assert ages["from"].to_list()[1] == date(2019, 4, 1)
    assert ages["reason"].null_count() == 0
    point = example.table("learning").filter(pl.col("learning_id") == ages["learning_id"][1])
    assert point["date"][0] < date(2019, 4, 1)
    accepted = example.table("cases").filter(pl.col("site") == "manchester", pl.col("opened").is_not_null())
    youngest = accepted.group_by(pl.col("received") < date(2019, 4, 1)).agg(pl.col("age_at_referral").min())
    assert dict(youngest.iter_rows()) == {True: 14, False: 11}


def test_referrals_become_quicker_and_better(example: Dataset) -> None:
    onward = example.table("onward_referrals").with_columns(
        second=pl.col("referred") >= date(2019, 9, 1),
        days=(pl.col("referred") - pl.col("concern")).dt.total_days(),
        met=pl.col("quality_met") / pl.col("quality_of"),
    )
    first, second = onward.group_by("second").agg(pl.mean("days"), pl.mean("met")).sort("second").iter_rows(named=True)
    assert second["days"] < first["days"]
    assert second["met"] > first["met"]


def test_three_years_of_months_lie_before_the_programme_here_and_elsewhere(example: Dataset) -> None:
    for indicator, site in (("nrm", "london"), ("nrm_elsewhere", "elsewhere")):
        months = example.table("series").filter(indicator=indicator, site=site)["period"].sort().to_list()
        assert (months[0], months[-1], len(months)) == ("2015-09", "2020-08", 60)
    registered = example.table("indicators").filter(indicator="nrm").row(0, named=True)
    assert registered["compare_with"] == "nrm_elsewhere"
    assert registered["registered_on"] < example.programme.years[0].start


def test_the_custody_pathway_is_whole_far_more_often_within_the_pilot(example: Dataset) -> None:
    required = set(STEPS) - {"NRM or safeguarding referral"}
    cases = (
        example.table("events")
        .filter(site="manchester")
        .group_by("case_id")
        .agg(pl.col("activity"), pl.col("time").min())
        .with_columns(piloted=pl.col("time") >= PILOT.isoformat())
    )
    counts = {True: [0, 0], False: [0, 0]}
    for activities, piloted in cases.select("activity", "piloted").iter_rows():
        counts[piloted][required <= set(activities)] += 1
    assert min(sum(side) for side in counts.values()) >= 10
    assert counts[True][1] / sum(counts[True]) > counts[False][1] / sum(counts[False])
    assert fisher_exact([counts[True], counts[False]]).pvalue < 0.001
    assert SUPPORT in required


def test_organisations_that_answered_both_waves_have_more_ties_in_the_second(example: Dataset) -> None:
    answered = example.table("waves").filter("responded").group_by("organisation_id").len().filter(len=2)
    both = answered["organisation_id"].implode()
    ties = example.table("ties").filter(pl.col("from").is_in(both), pl.col("to").is_in(both))
    first, second = (ties.filter(wave=wave).height for wave in (1, 2))
    assert answered.height == 30
    assert second > 1.5 * first


def test_no_organisation_bears_a_name_of_its_own(example: Dataset) -> None:
    names = example.table("organisations")["name"].to_list()
    assert all(re.fullmatch(r"[A-Z][a-z ]+ [A-Z]", name) for name in names)


def test_it_says_that_it_is_invented(example: Dataset) -> None:
    assert "invented" in example.programme.name
    assert "synthetic" in example.programme.further["example"]["declared"]


def test_two_builds_give_the_same_bytes() -> None:
    assert folder_files(build_example()[0]) == folder_files(built()[0])
