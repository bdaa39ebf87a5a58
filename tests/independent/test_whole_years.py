"""The second calculation of a year against earlier years gives the published examples, and refuses another number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from . import statements  # noqa: F401 - registers what recomputes each sentence
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
    assert [round(end) for end in held.range] == [233, 465]


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
    ("number", "words", "other"),
    [
        (1, "It has 1 full year of counts", "It has 0 full years of counts"),
        (1, "would take 1 more full year of", "would take 2 more full years of"),
        (2, "The count of 366 is in line", "The count of 365 is in line"),
        (2, "The count of 366", "The rate (the count divided by its denominator) of 366"),
        (2, "in line with earlier years (298 to 739)", "in line with earlier years (299 to 739)"),
        (2, "in line with earlier years (298 to 739)", "in line with earlier years (298 to 740)"),
        (2, "in line with earlier years (298 to 739)", "in line with earlier years (298 or more)"),
        (2, "A fall of less than 28%", "A fall of less than 29%"),
        (2, "A fall of less than 28%", "A rise of less than 28%"),
        (2, "A fall of less than 28% would", "Not even a fall to a tenth would"),
        (2, "of 366 is in line with earlier years", "of 366 is at the high end of what earlier years point to"),
        (
            2,
            "of 366 is in line with earlier years (298 to 739). A",
            "was 366. The earlier years (298 to 739) have too few counts, or differ too much, to say "
            "whether it fell: a",
        ),
        (
            2,
            "of 366 is in line with earlier years (298 to 739). A fall of less than 28% would not have shown",
            "of 366 is less than earlier years point to (466), but not clearly less than the last of them (451)",
        ),
        (2, "include Year 1 of the programme", "include Years 1 and 2 of the programme"),
        (2, "The count went from 119", "The count went from 118"),
        (2, "in the year to August 2018 to 239", "in the year to August 2018 to 238"),
        (2, "119 in the year to August 2018", "119 in the year to August 2017"),
        (2, "119 in the year to August 2018", "119 in Year 1"),
        (2, "from 359 to 405", "from 358 to 405"),
        (2, "from 359 to 405", "from 359 to 404"),
        (2, "A rise of less than 85% beyond", "A rise of less than 84% beyond"),
        (2, "That is a rise", "That is a fall"),
        (2, "registered on 20 August 2018", "registered on 21 August 2018"),
    ],
)
def test_other_words_are_refused(printed: dict[int, Printed], number: int, words: str, other: str) -> None:
    _refuses(printed[number], words, other)


@pytest.mark.parametrize(
    ("number", "words", "other"),
    [
        (1, "It has counts for 11 months", "It has counts for 10 months"),
        (1, "whole years, of 12,", "whole years, of 4,"),
        (2, "was 0.0966 in the year", "was 0.0967 in the year"),
        (2, "point to 0.0931 (0.0594 to 0.142)", "point to 0.0932 (0.0594 to 0.142)"),
        (2, "point to 0.0931 (0.0594 to 0.142)", "point to 0.0931 (0.0595 to 0.142)"),
        (2, "the last of them had 0.0987", "the last of them had 0.0986"),
        (2, "the last of them had 0.0987", "the last of them, the year to March 2021, had 0.0987"),
        (2, "earlier years point to 474 (351 to 639)", "earlier years point to 474 (351 to 640)"),
        (2, "the last of them, the year to March 2021, had 476", "the last of them had 476"),
        (2, "the last of them, the year to March 2021, had 476", "the last of them, the year to March 2022, had 476"),
    ],
)
def test_other_words_of_the_second_programme_are_refused(
    second: dict[int, Printed], number: int, words: str, other: str
) -> None:
    _refuses(second[number], words, other)


def _refuses(printed: Printed, words: str, other: str) -> None:
    """See that a passage holds with its own words, and not with others."""
    for document in (printed.report, printed.evidence):
        passage = next((each for each in document.passages if words in each.text), None)
        if passage:
            assert not printed.placing.why_not(document, passage)
            changed = replace(passage, text=passage.text.replace(words, other, 1))
            assert printed.placing.why_not(document, changed)
            return
    raise AssertionError(f"“{words}” is not printed")
