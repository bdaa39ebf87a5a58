"""What the worked example holds to be compared: waves of a question, those who waited, counts here and elsewhere."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from statistics import mean
from typing import Any

import polars as pl
import pytest
from tests.worked_example import built

from tideturn.dataset.model import Dataset


@pytest.fixture(scope="module")
def example() -> Dataset:
    return built()[0]


def _agreeing(example: Dataset, year: int, item: str, voice: str) -> tuple[int, int]:
    """Return how many agree, or say more, and how many gave an opinion."""
    answers = example.surveys[f"partners-{2018 + year}"].responses.filter(voice=voice)[item].drop_nulls().to_list()
    opinions = [answer for answer in answers if answer not in ("too_early", "dont_know")]
    return sum(answer in ("agree", "strongly_agree", "more", "much_more") for answer in opinions), len(opinions)


@pytest.mark.parametrize(
    ("item", "voice", "waves"),
    [
        ("reach_services", "stakeholder", [(23, 45), (39, 50), (39, 51)]),
        ("understand", "stakeholder", [(28, 55), (41, 55), (45, 55)]),
        ("spot_signs", "stakeholder", [(25, 53), (45, 55), (45, 55)]),
        ("confident_identify", "stakeholder", [(48, 62), (55, 59), (38, 55)]),
        ("confident_support", "stakeholder", [(45, 55), (55, 59), (38, 55)]),
        ("plan_together", "stakeholder", [(25, 53), (25, 53), (41, 55)]),
        ("visit_together", "stakeholder", [(26, 53), (25, 53), (49, 56)]),
        ("seen_as_victims", "stakeholder", [(26, 53), (15, 31), (25, 53)]),
        ("spot_signs", "staff", [None, (14, 28), (23, 30)]),
        ("more_shared", "stakeholder", [None, (25, 53), (6, 58)]),
    ],
)
def test_the_waves_of_a_question_are_those_that_the_truth_was_worked_out_from(
    item: str, voice: str, waves: list[tuple[int, int] | None], example: Dataset
) -> None:
    assert [_agreeing(example, year, item, voice) if wave else None for year, wave in enumerate(waves)] == waves


def test_each_wave_asks_much_the_same_mix_of_sites_and_sectors(example: Dataset) -> None:
    for column in ("site", "sector"):
        mixes = []
        for year in (0, 1, 2):
            rows = example.surveys[f"partners-{2018 + year}"].responses.filter(voice="stakeholder")
            counts = Counter(rows[column].to_list())
            mixes.append({value: count / rows.height for value, count in counts.items()})
        for one, other in pairwise(mixes):
            assert max(abs(one.get(value, 0) - other.get(value, 0)) for value in one.keys() | other.keys()) < 0.1


def test_the_survey_before_the_work_asks_nothing_about_change_and_nobody_of_the_programmes(example: Dataset) -> None:
    before, after = example.surveys["partners-2018"], example.surveys["partners-2020"]
    assert set(before.items["measures"]) == {"level"}
    assert set(before.responses["voice"]) == {"stakeholder"}
    assert before.responses["date"].max() < example.programme.years[0].start
    same = {q.name: (q.label, q.choices) for q in after.questions}
    assert all(same[q.name] == (q.label, q.choices) for q in before.questions)


def _scores(example: Dataset) -> dict[str, list[dict[str, Any]]]:
    rows = example.table("assessments").filter(pl.col("rater").is_null(), outcome_id="safety").drop_nulls("case_id")
    return {key[0]: rows.to_dicts() for key, rows in rows.sort("date").group_by("case_id")}


def test_enough_young_people_waited_and_were_scored_twice_before_they_started(example: Dataset) -> None:
    scores = _scores(example)
    waited = example.table("cases").filter(comparison="waiting").to_dicts()
    apart, moved = [], []
    for case in waited:
        first, last = (row for row in scores[case["case_id"]] if row["date"] < case["started"])
        assert (first["stage"], last["stage"]) == ("referral", "waiting")
        assert (first["date"] - case["received"]).days <= 30
        apart.append((last["date"] - first["date"]).days)
        moved.append(last["score"] - first["score"])
    assert len(waited) >= 10
    assert min(apart) >= 60
    assert max(apart) <= 270
    assert abs(mean(moved)) < 0.75
    served = [
        rows[-1]["score"] - rows[0]["score"]
        for case, rows in scores.items()
        if case not in {row["case_id"] for row in waited} and len(rows) > 1
    ]
    assert len(served) >= 20
    assert mean(served) > 1


def test_who_waited_hung_on_the_date_and_never_on_how_they_were(example: Dataset) -> None:
    cases = example.table("cases").filter(pl.col("opened").is_not_null())
    waited = cases.filter(comparison="waiting")
    assert waited["received"].is_between(date(2019, 9, 1), date(2020, 1, 31)).all()
    assert "date of referral" in example.programme.comparison_order
    assert set(waited["site"]) == set(cases["site"])


def test_work_starts_with_the_first_session_held(example: Dataset) -> None:
    first = example.table("sessions").filter("held").group_by("case_id").agg(pl.col("date").min())
    cases = example.table("cases").join(first, on="case_id", how="left")
    assert cases.filter(pl.col("started") != pl.col("date")).is_empty()
    assert cases["started"].null_count() == cases["date"].null_count()


def test_referrals_double_here_and_rise_by_an_eighth_elsewhere(example: Dataset) -> None:
    def years(indicator: str) -> list[int]:
        rows = example.table("series").filter(indicator=indicator).group_by("period").agg(pl.col("count").sum())
        counts = rows.sort("period")["count"].to_list()
        return [sum(counts[start : start + 12]) for start in range(0, 60, 12)]

    assert years("nrm") == [106, 115, 119, 121, 239]
    assert years("nrm_elsewhere") == [319, 334, 359, 379, 405]


def test_the_rivals_of_an_outcome_show_every_weight(example: Dataset) -> None:
    weights: dict[str, set[str]] = {}
    for outcome, weighed in example.table("rivals").select("outcome_id", "weighed").iter_rows():
        weights.setdefault(outcome, set()).add(weighed)
    assert weights["safety"] <= {"weaker", "ruled_out"}
    assert "as_strong" in weights["practitioner_understanding"] <= {"as_strong", "weaker"}
    assert "unknown" in weights["identification"]
    assert "stronger" in weights["access"]
    assert "ruled_out" in set().union(*weights.values())
