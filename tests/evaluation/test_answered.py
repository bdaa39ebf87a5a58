"""What so many are said to have answered: agreement only where the words are words of agreeing."""

from __future__ import annotations

import pytest

from tideturn.evaluation.answered import AGREEING, Answers
from tideturn.evaluation.readings_surveys import Counted, read_item
from tideturn.evaluation.rules import Rules

TEN = tuple(str(number) for number in range(11))


@pytest.mark.parametrize(
    ("agree", "against", "said", "otherwise"),
    [
        (("Strongly agree", "Agree"), ("Disagree",), "agree", "disagree"),
        (("strongly agree", "tend to agree"), (), "agree", "disagree"),
        (("Fewer",), ("More",), "answered “Fewer”", "answered “More”"),
        (("Fewer",), (), "answered “Fewer”", ""),
        (("Yes, completely", "Mostly"), ("No",), "answered “Yes, completely” or “Mostly”", "answered “No”"),
        (
            ("Disagree", "Strongly disagree"),
            ("Agree",),
            "answered “Disagree” or “Strongly disagree”",
            "answered “Agree”",
        ),
        (("Agree",), ("Never",), "answered “Agree”", "answered “Never”"),
        (("Do not agree",), (), "answered “Do not agree”", ""),
        ((), ("Poor",), "answered favourably", "answered “Poor”"),
    ],
)
def test_only_words_of_agreeing_are_told_as_agreeing(agree, against, said, otherwise):
    choices = Answers(agree, against)
    assert (str(choices.for_it), str(choices.against_it)) == (said, otherwise)


@pytest.mark.parametrize(
    ("agree", "said"),
    [
        (("7", "8", "9", "10"), "“7” or more"),
        (("10", "9", "8"), "“8” or more"),
        (("0", "1", "2", "3"), "“3” or less"),
        (("9", "10"), "“9” or “10”"),
        (("7", "8", "9"), "“7”, “8” or “9”"),
        (("7", "8", "ten"), "“7”, “8” or “ten”"),
    ],
)
def test_a_run_to_the_end_of_a_scale_names_its_nearest_number(agree, said):
    assert Answers(agree, scale=TEN).told_for == said


def test_what_comes_before_the_question_fits_what_was_done():
    assert Answers(("Agree",)).agreed_with == "agreed with"
    assert Answers(("Fewer",)).agreed_with == "answered “Fewer” to"


def test_the_words_are_bound_to_the_answers_that_they_are():
    (bound,) = Answers(("Fewer",)).for_it.bound
    assert (bound.field, bound.printed) == ("choices.told_for", "“Fewer”")
    assert AGREEING.for_it.bound == ()


def test_a_reading_says_what_was_answered():
    fewer = Answers(("Fewer",), ("More",))

    def read(k, worse, n):
        said = Counted(n, k, worse=worse)
        return read_item(said, measures="change", claim="change", rules=Rules(), unit="young people", choices=fewer)

    mixed = read(17, 4, 30)
    assert mixed.why.startswith("17 of 30 young people answered “Fewer” (57%; 39% to 73%)")
    assert mixed.why.endswith("; 4 answered “More”.")
    assert mixed.needs == ""
    few = read(2, 1, 3)
    assert few.why == "2 of 3 young people answered “Fewer”; it takes 10 opinions to read a share."
    assert few.needs == "7 more young people who answer"
    against = read(1, 19, 20)
    assert (
        against.why
        == "19 of 20 young people say that it got worse (95%; 76% to 99%), and the lower bound is above half."
    )
