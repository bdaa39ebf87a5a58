"""Who did better, by group, counted by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from tideturn.dataset.model import Dataset, Year
from tideturn.evaluation.ledger import gather
from tideturn.evaluation.ledger.counts.better import better_measure, better_of
from tideturn.evaluation.rules import Rules

Make = Callable[..., Dataset]
START = date(2018, 11, 1)
CASES = (
    {"case_id": "a", "gender": "girl", "age_at_referral": 12, "exploitation_types": "criminal|online"},
    {"case_id": "b", "gender": "girl", "age_at_referral": 13, "exploitation_types": "online"},
    {"case_id": "c", "gender": "boy", "age_at_referral": 9},
    {"case_id": "d", "gender": "Not recorded", "age_at_referral": 13, "exploitation_types": "criminal"},
    {"case_id": "e", "gender": "boy", "age_at_referral": 13},
    {"case_id": "f", "gender": "non-binary", "age_at_referral": 13},
)
"""The last was never scored; the one before it only at the start."""
SCORES = {"a": (3, 5), "b": (3, 3), "c": (4, 2), "d": (2, 6), "e": (3, None)}


def folder(make: Make, outcome: str = "safety", rater: str | None = None) -> Dataset:
    stages = (("baseline", START), ("review", START + timedelta(100)))
    rows = [
        {"case_id": case, "date": day, "stage": stage, "outcome_id": outcome, "score": score, "rater": rater}
        for case, scores in SCORES.items()
        for score, (stage, day) in zip(scores, stages, strict=True)
        if score is not None
    ]
    cases = [{"site": "north", "received": START, "opened": START, **case} for case in CASES]
    return make(cases=cases, assessments=rows)


def counted(dataset: Dataset, year: Year) -> dict[str, Mapping[str, Any]]:
    items = gather(dataset, year, Rules())[0]
    return {i.evidence_id.removeprefix("count/better_by:"): i.by_name for i in items if "better_by" in i.evidence_id}


def test_everybody_scored_twice_is_in_one_row_of_a_group(make: Make, year: Year) -> None:
    assert counted(folder(make), year)["gender:safety:record/programme/1"] == {
        "scored": 4,
        "counts.boy": 1,
        "counts.girl": 2,
        "counts.non-binary": 0,
        "not_recorded": 1,
        "better.boy": 0,
        "better.girl": 1,
        "better.non-binary": 0,
        "better_not_recorded": 1,
        "due.boy": 2,
        "due.girl": 2,
        "due.non-binary": 0,
        "due_not_recorded": 1,
        "lost.boy": 1,
        "lost.girl": 0,
        "lost.non-binary": 0,
        "lost_not_recorded": 0,
    }


def test_whoever_has_two_values_counts_in_both(make: Make, year: Year) -> None:
    found = counted(folder(make), year)["exploitation_type:safety:record/programme/1"]
    names = ("counts.criminal", "counts.online", "not_recorded", "better.criminal", "better.online")
    assert [found[name] for name in names] == [2, 2, 1, 2, 1]
    assert found["scored"] == 4


def test_ages_are_in_bands_and_a_group_that_nobody_recorded_is_left_out(make: Make, year: Year) -> None:
    found = counted(folder(make), year)
    assert {name.split(":")[0] for name in found} == {"age_band", "gender", "exploitation_type"}
    ages = found["age_band:safety:record/programme/1"]
    assert [name for name in ages if name.startswith("counts.")] == [
        *("counts.under 10", "counts.10 to 12", "counts.13 to 15")
    ]


def test_where_less_is_better_the_sign_turns_round(make: Make, year: Year) -> None:
    found = counted(folder(make, "risk"), year)["gender:risk:record/programme/1"]
    assert [found[f"better.{value}"] for value in ("boy", "girl")] == [1, 0]


def test_their_own_scores_are_apart_and_adults_are_not_counted(make: Make, year: Year) -> None:
    assert "gender:safety:young_person/programme/1" in counted(folder(make, rater="young_person"), year)
    assert counted(folder(make, rater="self"), year) == {}


def test_a_measure_is_read_as_it_is_named() -> None:
    assert better_of(better_measure("gender", "a:b/c", "record").name) == ("gender", "a:b/c", "record")
    assert better_of("reached_by_gender") is None
