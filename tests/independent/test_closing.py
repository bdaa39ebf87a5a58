"""What the closing sections say again, without any number, is what the board, the plan and the learning say."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from . import causal, work
from .causal import claims_of
from .conftest import YEARS
from .folder import Row, Year
from .known import known
from .placing import Failure
from .printed import Printed
from .printed_strands import WHOLE, board
from .printing import capital, listed
from .says_closing import learnt, learnt_told
from .says_theory import sentence

NEGATIVE_SIGN = "a negative sign"


def bullets(printed: Printed, section: str) -> list[str]:
    """Return a section's bullets."""
    return [each.text for each in printed.report.passages if each.section == section and each.kind == "bullet"]


def is_known(printed: Printed, text: str) -> bool:
    """Tell whether a bullet is known not to hold."""
    passage = next(each for each in printed.report.passages if each.text == text)
    return known(Failure(passage, "the board says otherwise", text), printed.year.number) is not None


@pytest.mark.parametrize("number", YEARS)
def test_strengths_are_the_supported_outcomes(printed: dict[int, Printed], number: int) -> None:
    stands = {title: places[WHOLE] for title, places in board(printed[number].report).items()}
    expected = [
        f"{title}: {word.lower()}, with {beside}."
        for title, (word, beside) in stands.items()
        if word in {"Supported", "Holds"}
    ]
    # A state that holds is to be told in that word.
    other_word = {each.replace(": holds, ", ": supported, "): each for each in expected if ": holds, " in each}
    told = bullets(printed[number], "strengths")
    wrong = [each for each in told if each in other_word and not is_known(printed[number], each)]
    assert not wrong
    assert [other_word.get(each, each) for each in told] == expected


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
    told = [each for each in told if not is_known(printed[number], each)]
    assert set(told[:-1]) == expected
    assert len(told) == len(expected) + 1  # the last counts late milestones


@pytest.mark.parametrize("number", YEARS)
def test_all_that_was_learnt_is_told_once(printed: dict[int, Printed], number: int) -> None:
    year = printed[number].year
    assert sorted(bullets(printed[number], "learning")) == sorted(learnt_told(year, row) for row in learnt(year))


@pytest.mark.parametrize("number", YEARS)
def test_what_is_said_of_links_without_a_number(printed: dict[int, Printed], number: int) -> None:
    """Hold what the theory's tables leave out, and the rings of the map, against links and claims."""
    year, report = printed[number].year, printed[number].report
    told = claims_of(year)
    texts = [each.text for each in report.passages if each.section == "theory-of-change" and each.kind == "paragraph"]
    silent = [text for text in texts if "these links" in text]
    for step, text in zip(
        [name for name in causal.STEPS.values() if _leaves_out(year, told.stretch(name))], silent, strict=True
    ):
        links = told.stretch(step)
        assert ("No assumptions are recorded" in text) == (not any(link["assumption"] for link in links))
        assert ("No other explanations were considered" in text) == (
            not any(causal.rivals(year, link) for link in links)
        )
    for text in texts:
        if text.startswith("The map leads back to where it began"):
            ring = re.findall(r"“([^”]+)”", text)
            names = {(told.name(one), told.name(other)) for one, other in told.arrows}
            assert ring[0] == ring[-1]
            assert all(pair in names for pair in pairwise(ring))


def _leaves_out(year: Year, links: list[Row]) -> bool:
    return not any(link["assumption"] for link in links) or not any(causal.rivals(year, link) for link in links)
