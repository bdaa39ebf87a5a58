"""What is said of waves, of places and of what a next wave would show is refused where it is not so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from . import statements  # noqa: F401 - registers what recomputes each sentence
from .placing import Placing
from .printed import Printed
from .reading import Document
from .waves import least_rise, newcombe


def test_the_published_difference_is_reproduced() -> None:
    """Newcombe 1998, table II: 56 of 70 less 48 of 80, by method 10."""
    assert newcombe(56, 70, 48, 80, alike=1) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_of_those_who_answer_alike_eleven_are_worth_ten() -> None:
    """By hand: of 110 a wave, 55 less 44 as of 100 a wave, 50 (40.38 to 59.62 %) less 40 (30.94 to 49.80 %)."""
    assert newcombe(55, 110, 44, 110) == pytest.approx((-0.0373, 0.2321), abs=5e-5)


def test_the_least_rise_is_that_of_the_documentation() -> None:
    """Of docs/reference/methods.md: 30 answers a wave about a half show a third, 100 a fifth."""
    thirty, hundred = least_rise(15, 30, 30), least_rise(50, 100, 100)
    assert float(thirty or 0) == pytest.approx(1 / 3, abs=0.01)
    assert float(hundred or 0) == pytest.approx(1 / 5, abs=0.01)


def test_beyond_the_search_the_normal_curve_is_close() -> None:
    drawn, curve = least_rise(100, 200, 200), least_rise(101, 202, 202)
    assert float(drawn or 0) == pytest.approx(float(curve or 1), abs=0.01)


def test_beyond_the_search_the_least_rise_is_that_of_fewer_answers() -> None:
    """By hand: 220 a wave about a half as 200, so r² = (z₀.₉₇₅ + z₀.₈)²·(½ − r²)/200, and r = 0.1374."""
    assert least_rise(110, 220, 220) == Fraction(138, 1000)


@pytest.mark.parametrize("share", [(29, 30), (30, 30)])
def test_where_nearly_all_agree_no_wave_shows_a_rise(share: tuple[int, int]) -> None:
    assert least_rise(*share, 100) is None


WAVE = "before Year 1, 23 of 45 did (51%), a difference of 25 points (5 to 43 points), so the share rose"
PAIRS = "in Year 1, 9 of 12 did (75%); among 12 who answered both times 1 do only now and 0 did only then"
NEXT = "so neither a rise nor a fall is shown"
OTHER_WORDS = (
    ("report", 2, WAVE, "so the share rose", "so the share fell"),
    ("report", 2, WAVE, "so the share rose", NEXT),
    ("report", 2, WAVE, "before Year 1", "in Year 1"),
    ("report", 2, WAVE, "25 points", "24 points"),
    ("report", 2, WAVE, "(5 to 43", "(6 to 43"),
    ("report", 2, WAVE, "(5 to 43", "(5 to 42"),
    ("report", 2, WAVE, "23 of 45", "24 of 45"),
    ("report", 2, WAVE, "did (51%), a", "did (51%), and at the same sites 39 of 51 do now (76%), a"),
    ("report", 2, WAVE, f"{WAVE}; ", ""),
    (
        "report",
        2,
        "(50%; 32% to 68%) agree; in Year 1, 24 of 24 did",
        "so the share fell",
        "so it stayed much the same",
    ),
    ("report", 1, "another wave: 30 staff would show", "38 points", "37 points"),
    ("report", 1, "another wave: 30 staff would show", "another wave", "a further wave"),
    ("report", 1, "another wave: 30 staff would show", "30 staff", "40 staff"),
    ("report", 1, "Negative: the whole range is below half", "below half", "above half"),
    ("report", 1, "Mixed: the range is not all above half, nor all below it", ", nor all below it", ""),
    ("report", 1, "more people said that it is too soon to tell (25)", "(25)", "(24)"),
    ("report", 1, "None of 2 questions reads either way", "2 have no earlier", "1 has no earlier"),
    ("report", 1, "1 more person to say how they see it", "1 more person", "2 more people"),
    ("report", 2, "26 of 30 staff say that it got worse", "got worse", "stayed the same"),
    ("report", 1, "13 of 17 partners (76%) agree. 18 of 24", "13 of 17", "14 of 17"),
    (
        "report",
        1,
        "13 of 17 partners (76%) agree. 18 of 24",
        "had a better score from workers",
        "gave themselves a better score",
    ),
    ("report", 1, "In interviews with partners, 3 of 3 who spoke of it support it", "3 of 3", "2 of 3"),
    ("evidence", 1, "It takes another wave, with more answers from partners", " and “partners-2019”", ""),
    ("report", 2, "the range of the share is wider than 30 points", "30 points", "40 points"),
    ("evidence", 1, "before Year 1 23 of 45 (51%), and now 39 of 50", "27 points", "28 points"),
    ("evidence", 1, "a change of less than 30 points would not have shown", "30 points", "29 points"),
    ("evidence", 2, "1 of 2 questions with enough answers reads positive, 1 neither way", ", 1 neither way", ""),
    ("report", 2, "76% of partners (up from 51% before Year 1) agree", "up from 51%", "up from 50%"),
    ("report", 2, "76% of partners (up from 51% before Year 1) agree", "up from 51%", "51%"),
    (
        "report",
        2,
        "76% of partners (up from 51% before Year 1) agree",
        "(up from 51% before Year 1)",
        "(78% in Year 1)",
    ),
    ("report", 2, "47% of partners (49% before Year 1) agree", "(49%", "(down from 49%"),
    ("report", 2, "three of the four shares with an earlier wave rose", "three of", "two of"),
    ("report", 2, "both shares with an earlier wave fell", "fell", "rose"),
    ("report", 2, "partners: 39 agree".capitalize(), "in Year 1: 39 agree", "in Year 1: 38 agree"),
    ("report", 2, "From 6% of partners (Birmingham) to 94% (London) agree", "(London)", "(National)"),
    ("report", 2, "More did better than worse on eight of nine scores", "eight", "seven"),
    ("report", 2, "Marked: A in September 2018", "C in November 2019", "C in October 2019"),
    ("report", 2, "A 1 September 2018: the programme began.", "1 September", "2 September"),
    ("second", 1, "26 people trained who answered both times", "26 better", "25 better"),
    ("second", 2, PAIRS, "1 do only now", "2 do only now"),
    ("second", 2, PAIRS, "(p = 1.000)", "(p = 0.500)"),
    ("second", 2, PAIRS, "; among 12 who answered both times 1 do only now and 0 did only then", ""),
)


@pytest.mark.parametrize(("name", "number", "words", "some", "others"), OTHER_WORDS)
def test_other_words_of_waves_are_refused(
    page: Callable[[str, int], tuple[Placing, Document]], name: str, number: int, words: str, some: str, others: str
) -> None:
    placing, document = page(name, number)
    found = next(each for each in document.passages if words in each.text)
    # The row of a cell says what is about it: its own words are those that are altered.
    assert some in found.text
    before = placing.why_not(document, found)
    told = placing.why_not(document, replace(found, text=found.text.replace(some, others)))
    assert len(told) > len(before), before


def test_a_wave_that_is_left_out_of_the_table_is_noticed(printed: dict[int, Printed]) -> None:
    report, placing = printed[2].report, printed[2].placing
    table = next(each for each in report.tables if re.match("How many agree, wave by wave", each.caption))
    less = replace(table, rows=table.rows[1:], cells=table.cells[1:])
    told = placing.place(replace(report, passages=(), tables=(less,))).failures
    assert "a row that is not printed" in "\n".join(map(str, told))
