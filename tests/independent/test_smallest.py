"""The smallest change that two scores of the same people could have shown is the least that the sign test shows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from . import statements  # noqa: F401 - registers what recomputes each sentence
from .checking import check
from .printed import Printed
from .scores import Matched
from .shares import least_net, sign_test
from .trained import Moves

# By hand: how many moved, how many more must move one way, and the p of that split and of the next.
LEAST = (
    (0, 6, 2 / 64, 14 / 64),
    (5, 6, 2 / 64, 14 / 64),
    (6, 6, 2 / 64, 14 / 64),
    (7, 7, 2 / 128, 16 / 128),
    (8, 8, 2 / 256, 18 / 256),
    (9, 7, 20 / 512, 92 / 512),
    (21, 11, 0.027, 0.078),  # 16 and 5, and 15 and 6
)


@pytest.mark.parametrize(("moved", "least", "p", "next_p"), LEAST)
def test_the_least_that_the_sign_test_shows(moved: int, least: int, p: float, next_p: float) -> None:
    assert least_net(moved) == least
    moved = max(moved, 6)
    up, down = (moved + least) // 2, (moved - least) // 2
    assert sign_test(up, down) == pytest.approx(p, abs=5e-4)
    assert sign_test(up - 1, down + 1) == pytest.approx(next_p, abs=5e-4)


def test_it_is_of_all_who_answered_twice() -> None:
    assert Matched(13, 96, 8, *[0] * 4).smallest == Fraction(11, 117)
    assert Moves(3, 9, 0).smallest == Fraction(6, 12)


def test_little_that_moved_is_told_as_it_is(still: Printed) -> None:
    check([still.report, still.evidence], still.placing, ())


TRAINED = "6 better, 15 the same, 2 worse"
TIES = "To say more, it would take more organisations that answer both waves"
OTHER_WORDS = (
    (TRAINED, "less than 35 points", "less than 34 points"),
    (TRAINED, "less than 35 points", "less than 23 points"),  # half the width of −7 to 39
    (TRAINED, "−7 to 39", "−6 to 39"),
    (TRAINED, "more people trained who answered both times", "1 more person trained who answered both times"),
    (TIES, "more organisations that answer", "2 more organisations that answer"),
    (TIES, "more than 8 points among 10", "more than 15 points among 10"),
    (TIES, "more than 8 points among 10", "more than 8 points among 12"),
)


@pytest.mark.parametrize(("words", "some", "others"), OTHER_WORDS)
def test_other_words_are_refused(still: Printed, words: str, some: str, others: str) -> None:
    found = next(each for each in still.report.passages if words in each.text and some in each.text)
    assert not still.placing.why_not(still.report, found)
    assert still.placing.why_not(still.report, replace(found, text=found.text.replace(some, others, 1)))


def test_where_most_did_better_more_people_are_not_wanted(second: dict[int, Printed]) -> None:
    report, placing = second[2].report, second[2].placing
    found = next(each for each in report.passages if "23 better, 0 the same, 0 worse" in each.text)
    for more in (
        "A change of less than 26 points would not have shown.",
        "To say more, it would take more people trained who answered both times.",
    ):
        assert placing.why_not(report, replace(found, text=f"{found.text} {more}"))
