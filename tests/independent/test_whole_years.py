"""The second calculation of a year against earlier years gives the published examples, and refuses another number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from . import statements  # noqa: F401 - registers what recomputes each sentence
from .placing import Placing
from .printed import Printed
from .whole_years import Beside, WholeYears, whole

RISING = whole([10] * 12 + [15] * 12 + [20] * 12, 3)


def test_steady_counts_point_to_as_many_again() -> None:
    held = WholeYears(whole([20] * 36, 3), (20,) * 12)
    assert [round(each) for each in held.range] == [177, 326]
    assert not held.moved()
    assert not held.ruled_out(0.25)


def test_many_steady_counts_rule_a_change_out() -> None:
    held = WholeYears(whole([100] * 36, 3), (100,) * 12)
    assert [round(each) for each in held.range] == [1012, 1423]
    assert held.ruled_out(0.25)


@pytest.mark.parametrize(("each", "trend", "last", "rose"), [(25, -0.876, 1.944, False), (40, 2.279, 6.039, True)])
def test_counts_that_were_rising(each: int, trend: float, last: float, rose: bool) -> None:
    held = WholeYears(RISING, (each,) * 12)
    assert held.expected().total == pytest.approx(341.8, abs=0.05)
    assert held.z() == (pytest.approx(trend, abs=5e-4), pytest.approx(last, abs=5e-4))
    assert held.moved() == rose


def test_one_month_carries_no_rise() -> None:
    held = WholeYears(whole([20] * 36, 3), (20,) * 11 + (120,))
    assert held.beyond(total=held.y) == (True, True)
    assert held.beyond() == (False, False)
    assert not held.moved()
    assert held.held_back() == (pytest.approx(240), 11)


def test_a_fall_mirrors_a_rise() -> None:
    held = WholeYears(whole([20] * 36, 3), (8,) * 12)
    assert held.moved("down")
    assert not held.moved()


def test_quarters_have_three_degrees_of_freedom_a_year() -> None:
    held = WholeYears(whole([295, 296, 295, 295, 393, 394, 394, 394, 664, 665, 665, 665], 3), (899, 900, 899, 900))
    assert held.t2 == pytest.approx(2.447, abs=5e-4)
    assert held.beyond() == (False, True)


def test_a_denominator_that_doubles_doubles_what_is_expected() -> None:
    counts = WholeYears(whole([20] * 36, 3), (20,) * 12)
    rates = replace(counts, of=(100.0, 100.0, 100.0), of_year=200.0)
    assert rates.expected().total == pytest.approx(2 * counts.expected().total)
    assert rates.last == pytest.approx(2 * counts.last)


def test_a_rise_that_was_seen_elsewhere_too_is_none() -> None:
    rose, stayed = WholeYears(whole([50] * 36, 3), (90,) * 12), WholeYears(whole([50] * 36, 3), (50,) * 12)
    assert Beside(rose, stayed).apart()
    assert not Beside(rose, rose).apart()
    assert Beside(rose, stayed).beyond_trend > 2


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("The count was 239 in the year", "The count was 238 in the year"),
        ("earlier years point to 123 (70 to 216)", "earlier years point to 124 (70 to 216)"),
        ("earlier years point to 123 (70 to 216)", "earlier years point to 123 (71 to 216)"),
        ("earlier years point to 123 (70 to 216)", "earlier years point to 123 (70 to 217)"),
        ("the last of them had 121", "the last of them had 120"),
        ("That is a rise", "That is a fall"),
        ("registered on 20 August 2018. The earlier years", "registered on 21 August 2018. The earlier years"),
        ("include Year 1 of the programme", "include Years 1 and 2 of the programme"),
        ("rose to 71, but it was already rising", "rose to 72, but it was already rising"),
        ("71, but it was already rising: earlier years alone", "71, but earlier years leave that open: they"),
        ("65, but earlier years leave that open: they", "65, but it was already rising: earlier years alone"),
        ("The count rose to 65", "The count fell to 65"),
        ("The count was 603", "The rate (the count divided by its denominator) was 603"),
        ("It has 1 full year of counts", "It has 0 full years of counts"),
        ("would take 1 more full year of", "would take 2 more full years of"),
    ],
)
def test_other_words_are_refused(printed: dict[int, Printed], words: str, other: str) -> None:
    _refuses(printed[2], words, other)


@pytest.mark.parametrize(
    ("number", "words", "other"),
    [
        (1, "It has counts for 11 months", "It has counts for 10 months"),
        (1, "whole years, of 12,", "whole years, of 4,"),
        (2, "was 0.0966 in the year", "was 0.0967 in the year"),
        (2, "point to 0.0931 (0.0594 to 0.142)", "point to 0.0932 (0.0594 to 0.142)"),
        (2, "point to 0.0931 (0.0594 to 0.142)", "point to 0.0931 (0.0595 to 0.142)"),
        (2, "the last of them had 0.0987", "the last of them had 0.0986"),
        (2, "earlier years point to 474 (351 to 639)", "earlier years point to 474 (351 to 640)"),
    ],
)
def test_other_words_of_the_second_programme_are_refused(
    second: dict[int, Printed], number: int, words: str, other: str
) -> None:
    _refuses(second[number], words, other)


def _refuses(printed: Printed, words: str, other: str) -> None:
    """See that a passage holds with its own words, and not with others."""
    placing = Placing(printed.year)
    for document in (printed.report, printed.document("evidence")):
        passage = next((each for each in document.passages if words in each.text), None)
        if passage:
            placing.document = document
            assert not placing.alone(passage).failures
            assert placing.alone(replace(passage, text=passage.text.replace(words, other, 1))).failures
            return
    raise AssertionError(f"“{words}” is not printed")
