"""How small a change an addition could show, and how far scores lie from what the first ones point to."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from tests import worked_example

from tideturn.evaluation.planning.additions import WAITING
from tideturn.evaluation.planning.plan import plan, plan_one
from tideturn.evaluation.planning.served import Served, served
from tideturn.evaluation.strand import COMPARED

SAFETY = {"outcome_id": "safety", "area": "cyp", "title": "Safety", "due_year": 2}
RECEIVED = date(2018, 11, 1)


def folder(make, number: int, *, first_after: int = 10, apart: int = 120, dated: bool = True, others=(), **more):
    """So many who are served: first scored some days after their referral, and again so many days later."""
    names = [f"case-{place}" for place in range(number)]
    cases = [
        {"case_id": name, "site": "north", "received": RECEIVED, "started": RECEIVED + timedelta(9) if dated else None}
        for name in names
    ]
    scores = [
        {"case_id": name, "date": RECEIVED + timedelta(day), "stage": stage, "outcome_id": "safety", "score": score}
        for place, name in enumerate(names)
        for day, stage, score in (
            (first_after, "baseline", 3.0 + place % 5),
            (first_after + apart, "review", 4.0 + place % 3 + 0.5 * (place % 5)),
        )
    ]
    return make(cases=cases, assessments=scores, outcomes=[SAFETY, *others], **more)


def test_the_least_difference_is_2_80_standard_errors_of_both_sides():
    # 2.80 × 1.5 × √(1/20 + 1/10), by hand
    assert Served(20, 1.5).least(20, 10) == pytest.approx(2.80 * 1.5 * 0.3873, abs=0.01)
    assert Served(2).least(20, 10) is None


def test_scores_scatter_about_the_line_that_least_squares_draws(make):
    dataset = folder(make, 40)
    found = served(dataset, dataset.programme.year(1), {})["matched/safety/record/programme/1"]
    place = np.arange(40)
    first, later = 3.0 + place % 5, 4.0 + place % 3 + 0.5 * (place % 5)
    (_, rest, *_) = np.linalg.lstsq(np.column_stack([np.ones(40), first]), later, rcond=None)
    assert found.pairs == 40
    assert found.spread == pytest.approx((rest[0] / 38) ** 0.5)


def test_the_advice_to_score_those_who_wait_says_which_difference_they_could_show(make):
    [one] = plan(folder(make, 40), year=2).outcomes
    assert WAITING in [addition.kind for addition in one.advice.additions]
    known = served(folder(make, 40), make().programme.year(1), {})["matched/safety/record/programme/1"]
    size = f"{known.least(40, 10):.1f}"
    assert (
        f"50 young people, served and waiting, scored twice could show a difference of {size} points" in one.advice.sees
    )


TIMES = "first within 30 days of referral, and again 60 to 270 days later"
BOTH = "Score 10 or more young people who wait and 20 or more who are served"
SO = "who are served and scored twice were scored at those times"
ORDER = ", and write down how places are given (comparison_order)"


@pytest.mark.parametrize(
    ("number", "how", "does"),
    [
        (20, {}, f"Score 10 or more young people who wait, as 20 who are served were last time: {TIMES}{ORDER}."),
        (40, {"first_after": 31}, f"{BOTH}: {TIMES}{ORDER}. Last time none of the 40 {SO}."),
        (
            40,
            {"dated": False},
            f"{BOTH}: {TIMES}{ORDER}. Last time none of the 40 {SO}: cases.csv must say when the work with each began "
            "(started).",
        ),
    ],
)
def test_only_pairs_that_a_comparison_can_use_are_counted_beside_those_who_wait(make, number, how, does):
    [one] = plan(folder(make, number, **how), year=2).outcomes
    assert [addition.does for addition in one.advice.additions if addition.kind == WAITING] == [does]
    # √(1/20 + 1/10) × 2.80, where nobody's scores say how far they scatter.
    scatter = (
        "scored twice could show a difference of" if not how else "They could show a difference of 1.1 times the spread"
    )
    assert scatter in one.advice.sees


@pytest.mark.parametrize("number", [8, 40])
def test_who_scores_already_is_not_told_to_begin(make, number):
    _, one = plan_one(folder(make, number), "safety", "programme", beyond=1, most=9)
    said = [addition.does for advice in one.advices for addition in advice.additions]
    assert said
    assert not [does for does in said if does.startswith("Score it at the start of the work")]


@pytest.mark.parametrize("outcome", ["safety", "access"])
def test_nobody_is_advised_to_do_what_is_done_or_to_collect_agreement(outcome):
    ahead, one = plan_one(worked_example.example(), outcome, "programme", beyond=1, most=9)
    assert ahead.year.number == 3
    compared = any(seen.design == COMPARED for seen in one.seen)
    for advice in one.advices:
        assert not (compared and WAITING in [addition.kind for addition in advice.additions])
        assert not [addition for addition in advice.additions if "agreeing" in addition.does]


def test_scales_in_use_come_before_new_ones(make):
    # Twelve are served and scored twice: that more are, and ten who wait, costs less than another rater's scale.
    _, one = plan_one(folder(make, 12), "safety", "programme", beyond=1, most=9)
    assert WAITING in [addition.kind for addition in one.advices[0].additions]
