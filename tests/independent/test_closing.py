"""What the closing sections say again, without any number, is what the board, the plan and the learning say."""

from __future__ import annotations

import pytest

from . import work
from .conftest import YEARS, Printed
from .printed_strands import WHOLE, board
from .printing import capital, listed
from .says_closing import learnt, learnt_told
from .says_theory import sentence

NEGATIVE_SIGN = "a negative sign"


def bullets(printed: Printed, section: str) -> list[str]:
    """Return a section's bullets."""
    return [each.text for each in printed.report.passages if each.section == section and each.kind == "bullet"]


@pytest.mark.parametrize("number", YEARS)
def test_strengths_are_the_supported_outcomes(printed: dict[int, Printed], number: int) -> None:
    stands = {title: places[WHOLE] for title, places in board(printed[number].report).items()}
    expected = [
        f"{title}: supported, with {beside}." for title, (word, beside) in stands.items() if word == "Supported"
    ]
    told = bullets(printed[number], "strengths")
    assert told[: len(expected)] == expected
    assert len(told) == len(expected) + 1  # the last counts the work delivered in full


@pytest.mark.parametrize("number", YEARS)
def test_challenges_are_what_reads_otherwise(printed: dict[int, Printed], number: int) -> None:
    year, expected = printed[number].year, set()
    for title, places in board(printed[number].report).items():
        whole, beside = places[WHOLE]
        if whole == "Contested":
            expected.add(f"{title}: the evidence pulls both ways.")
        elif whole == "Adverse":
            expected.add(f"{title}: the evidence contradicts it.")
        elif NEGATIVE_SIGN in beside:
            expected.add(f"{title}: an early sign is negative.")
        adverse = [place for place, (word, _) in places.items() if place != WHOLE and word == "Adverse"]
        if adverse and whole != "Adverse":
            expected.add(f"{title}: adverse in {listed(adverse)}.")
    for row in work.planned(year):
        if row["judged"] == "drift":
            where = f"{capital(row['component'])}, {year.site_name(row['site'])}"
            expected.add(f"{where}: drifted from the plan. {sentence(row['reason'])}")
    told = bullets(printed[number], "challenges")
    assert set(told[:-1]) == expected
    assert len(told) == len(expected) + 1  # the last counts late milestones


@pytest.mark.parametrize("number", YEARS)
def test_all_that_was_learnt_is_told_once(printed: dict[int, Printed], number: int) -> None:
    year = printed[number].year
    assert sorted(bullets(printed[number], "learning")) == sorted(learnt_told(year, row) for row in learnt(year))
