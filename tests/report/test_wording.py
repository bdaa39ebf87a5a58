"""How numbers, dates and lists are said."""

from __future__ import annotations

from datetime import date

import pytest

from tideturn.report import wording


def test_a_share_is_said_as_the_house_says_it() -> None:
    # The Wilson (1927) limits of 13 of 17 are 0.527 and 0.904.
    assert wording.of_those(13, 17, 13 / 17, 0.527, 0.904, unit="partners") == "13 of 17 partners (76%; 53% to 90%)"


def test_few_answers_have_no_percentage() -> None:
    assert wording.of_those(4, 7, unit="partners") == "4 of 7 partners"
    assert wording.of_those(1, 1, unit="partners") == "1 of 1 partner"


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.125, "13%"), (0.785, "79%"), (0.005, "1%"), (0, "0%"), (1.0, "100%"), (1 / 3, "33%"), (0.29, "29%")],
)
def test_percentages_round_halves_up(share: float, said: str) -> None:
    assert wording.percent(share) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1300, "1,300"),
        (2.0, "2"),
        (2.5, "2.5"),
        (0.126, "0.13"),
        (1234567.891, "1,234,567.89"),
        (10, "10"),
        (None, "not known"),
    ],
)
def test_numbers(value: float | None, said: str) -> None:
    assert wording.number(value) == said


@pytest.mark.parametrize(
    ("count", "noun", "said"),
    [
        (1, "interview", "1 interview"),
        (45, "interview", "45 interviews"),
        (2, "person", "2 people"),
        (2, "young person", "2 young people"),
        (3, "other activity", "3 other activities"),
        (2, "referral criterion", "2 referral criteria"),
        (2, "day", "2 days"),
        (2, "piece of work", "2 pieces of work"),
        (0, "signal", "0 signals"),
    ],
)
def test_counts_agree_with_their_noun(count: int, noun: str, said: str) -> None:
    assert wording.counted(count, noun) == said


def test_days_are_said_in_full() -> None:
    assert wording.day(date(2026, 11, 3)) == "3 November 2026"
    assert wording.month(date(2018, 9, 1)) == "September 2018"


@pytest.mark.parametrize(
    ("text", "said"), [("2019-09", "September 2019"), ("2019-Q3", "July to September 2019"), ("2019", "2019")]
)
def test_periods(text: str, said: str) -> None:
    assert wording.period(text) == said


def test_lists() -> None:
    assert wording.listed([]) == ""
    assert wording.listed(["a"]) == "a"
    assert wording.listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(("text", "said"), [("the venue closed", "The venue closed."), ("Why?", "Why?"), (" ", "")])
def test_sentences(text: str, said: str) -> None:
    assert wording.sentence(text) == said


@pytest.mark.parametrize(
    ("actual", "said"),
    [
        (date(2019, 1, 1), "on time"),
        (date(2019, 1, 4), "3 days late"),
        (date(2018, 12, 31), "1 day early"),
        (date(2019, 2, 19), "7 weeks late"),
    ],
)
def test_lateness(actual: date, said: str) -> None:
    assert wording.days_late(date(2019, 1, 1), actual) == said
