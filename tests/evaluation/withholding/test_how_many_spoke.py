"""A verdict never tells how few young people were interviewed: with five they carry it, with four they do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.evaluation.strands import STAFF, SURVEY

from tideturn.dataset.model import Year
from tideturn.evaluation.model import Evaluation, OutcomeVerdict
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.verdicts import decide
from tideturn.evaluation.withholding.narrowing import narrowed
from tideturn.methods.disclosure import DisclosureRule

YEAR = Year(1, date(2018, 9, 1), date(2019, 8, 31))
TALK = Strand(
    "interview", "young_person", "positive", "", "sources", tokens=frozenset({"people:young_person"}), sources=5
)
ROSE = replace(SURVEY, design="measured")


def untold(*strands: Strand, heard: int | None = None) -> frozenset[str]:
    found = decide(strands, due_year=1, year=1)
    verdict = OutcomeVerdict("o", "programme", found.verdict, found.why, "low", (), strands)
    counts = {} if heard is None else {"interviews/young_person/1#all": heard}
    evaluation = Evaluation("P", YEAR, Rules(), (verdict,), ())
    return narrowed(evaluation, counts, lambda _: False, DisclosureRule()).untold


def test_a_verdict_that_hangs_on_whether_five_spoke_is_not_told() -> None:
    """Of 1 to 5 that are hidden, five alone would carry it: whoever knows the rules would know that it is five."""
    assert decide([TALK, ROSE], due_year=1, year=1).verdict == "supported"
    assert untold(TALK, ROSE) == {"o"}
    assert untold(replace(TALK, sources=4, may_support=False, imprecise="Only 4 spoke."), ROSE) == {"o"}


def test_nor_is_one_whose_confidence_hangs_on_it() -> None:
    """Alone they carry an emerging verdict, which is less sure where fewer than five spoke."""
    assert untold(TALK) == {"o"}


def test_what_stands_whatever_their_number_is_told() -> None:
    assert untold(STAFF, TALK, ROSE) == frozenset()
    assert untold(STAFF, replace(TALK, reading="mixed"), ROSE) == frozenset()


@pytest.mark.parametrize("heard", [6, 30])
def test_where_it_is_shown_that_many_were_heard_several_numbers_are_left(heard: int) -> None:
    assert untold(TALK, ROSE, heard=heard) == frozenset()
