"""Test which dates of a survey stand for a programme year."""

from __future__ import annotations

from datetime import date

import pytest

from tideturn.evaluation.claims.proof.rewording.answers import in_plain_order, without_its_name
from tideturn.evaluation.claims.proof.rewording.dates import only_year

ANSWERED = {1: (date(2022, 2, 7), date(2022, 3, 20)), 2: (date(2022, 11, 21), date(2022, 12, 22))}


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("late 2022", 2),
        ("November and December 2022", 2),
        ("the end of 2022", 2),
        ("the autumn of 2022", None),
        ("December 2022", None),
        ("12 December 2022", None),
        ("early 2022", 1),
        ("2022", None),
    ],
)
def test_a_date_is_a_year_only_if_all_its_answers_are_of_that_date(said: str, year: int | None) -> None:
    assert only_year(said, ANSWERED) == year


def test_names_of_a_survey_are_left_out_only_for_those_who_answered() -> None:
    assert without_its_name("In the Year 2 partner survey", {"partners"}) == "In the Year 2 survey"
    assert without_its_name("In the Year 2 family survey", {"partners"}) == "In the Year 2 family survey"


def test_leaves_quotations_alone() -> None:
    assert not list(in_plain_order("Of 55 partners, 41 said “we plan together”."))
