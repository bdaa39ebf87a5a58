"""Earlier waves beside an answer in the summary: which are named, and how they compare."""

from __future__ import annotations

from typing import Any

import pytest
from tests.worked_example import example, judged

from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import StrandItem
from tideturn.evaluation.waves import Wave, compared
from tideturn.report.compose import compose
from tideturn.report.sections.earlier_waves import since_earlier


def wave(k: int, n: int, *, year: int = 1, now: tuple[int, int] = (39, 51), pairs: Any = (0, 0, 0)) -> Wave:
    told: dict[str, Any] = {"sites": ("london",), "surveys": ("partners",)}
    return compared(year=year, k=k, n=n, k_now=now[0], n_now=now[1], pairs=pairs, rules=Rules(), **told)


def said(*waves: Wave) -> str:
    return since_earlier(StrandItem("asked", 51, 39, 39 / 51, 0.63, 0.86, "positive", waves=waves), 10)


@pytest.mark.parametrize(
    ("waves", "expected"),
    [
        # Newcombe's intervals with the design effect: 76% less 51% is above nought, 76% less 78% holds it.
        (
            (wave(23, 45, year=0), wave(39, 50)),
            "up from 23 of 45 (51%) before Year 1; no clear change from 39 of 50 (78%) in Year 1",
        ),
        ((wave(10, 50, year=0), wave(12, 50)), "up from 10 of 50 (20%) before Year 1 and 12 of 50 (24%) in Year 1"),
        ((wave(50, 50),), "down from 50 of 50 (100%) in Year 1"),
        ((wave(0, 8),), "up from 0 of 8 in Year 1"),
        ((wave(39, 51),), "the same as 39 of 51 (76%) in Year 1"),
        ((), ""),
    ],
)
def test_the_way_is_told_from_what_and_when(waves: tuple[Wave, ...], expected: str) -> None:
    assert said(*waves) == expected


def test_a_wave_of_other_sites_and_one_of_the_same_people_are_not_told() -> None:
    """A share of other sites would mislead beside 39 of 51; with the same people, those who changed decide."""
    assert said(wave(10, 50, now=(20, 30))) == ""
    assert said(wave(10, 50, pairs=(30, 20, 2))) == ""


def test_each_number_is_bound_to_its_wave() -> None:
    text = since_earlier(
        StrandItem("a", 51, 39, None, None, None, "positive", evidence="s/1", waves=(wave(23, 45),)), 10
    )
    assert {(one.item, one.field, one.printed) for one in text.bound} == {
        ("s/1", "waves.0.k", "23"),
        ("s/1", "waves.0.n", "45"),
        ("s/1", "waves.0.share", "51%"),
    }


@pytest.mark.parametrize(
    "said",
    [
        # Access: in `surveys/partners-*/responses.csv` 39 of 51 now, 39 of 50 a year ago and 23 of 45 before.
        "up from 23 of 45 (51%) before Year 1; no clear change from 39 of 50 (78%) in Year 1",
        "16 the same and 4 a worse score",
        # A comparison comes first, and a negative reading gives those who disagree.
        "the 117 young people who were served ended 1.3 points better than the 13 who waited (0.6 to 2.0)",
        "6 of 7 who spoke of it contradict it",
        "48 of 58 partners (83%) answered “Much less” or “Less”",
        "6 of 14 planned pieces of work were delivered in full. 1 of 4 milestones was reached on time.",
    ],
)
def test_the_summary_tells_of_each_outcome_what_carries_its_verdict(said: str) -> None:
    (section,) = (one for one in compose(example(), judged(2)).sections if one.anchor == "summary")
    assert said in str(section)
