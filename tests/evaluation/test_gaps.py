"""What to collect next, for a due outcome that could not be judged."""

from __future__ import annotations

import pytest

from tideturn.dataset.vocabulary import AREA, ELEMENT, KIND, VOICE
from tideturn.evaluation.gaps import gaps_of
from tideturn.evaluation.model import OutcomeVerdict, Strand


def judged(verdict: str, *strands: Strand) -> OutcomeVerdict:
    return OutcomeVerdict("o", "ldn", verdict, 3, "", None, (), strands)


@pytest.mark.parametrize("verdict", ["supported", "emerging", "too_early", "mixed", "no_change_observed"])
def test_what_was_judged_has_no_gap(verdict: str) -> None:
    assert gaps_of(judged(verdict), area="cyp", element=None, place="London") == ()


@pytest.mark.parametrize(
    ("area", "element"), [*((a, None) for a in AREA.codes), *(("system", e) for e in ELEMENT.codes)]
)
def test_each_area_says_what_is_missing_and_how_to_collect_it(area: str, element: str | None) -> None:
    gaps = gaps_of(judged("not_measured"), area=area, element=element, place="London")
    assert len(gaps) == 2
    for gap in gaps:
        assert gap.missing_kind in KIND
        assert gap.missing_voice in VOICE
        assert "London" in gap.collect


def test_a_kind_that_already_speaks_is_not_asked_for_again() -> None:
    heard = Strand("monitoring", "young_person", "mixed", "", unit="young people")
    few = Strand("monitoring", "record", "insufficient", "", needs="4 more pairs", unit="young people")
    gaps = gaps_of(judged("insufficient", heard, few), area="cyp", element=None, place="London")
    assert [(gap.missing_kind, gap.missing_voice) for gap in gaps] == [
        ("monitoring", "record"),
        ("interview", "stakeholder"),
    ]
    assert "4 more pairs" in gaps[0].collect


def test_young_people_are_not_asked_to_score_places() -> None:
    gaps = gaps_of(judged("not_measured"), area="cyp", element=None, place="London", of_places=True)
    assert [(gap.missing_kind, gap.missing_voice) for gap in gaps] == [
        ("monitoring", "record"),
        ("interview", "stakeholder"),
    ]
    assert gaps[0].collect.startswith("Score the places")
    assert not any("themselves" in gap.collect for gap in gaps)


@pytest.mark.parametrize(
    ("area", "element", "who"),
    [
        ("cyp", None, "caseworkers and team managers"),
        ("system", "pathways", "the partners who keep the records"),
        ("system", "structures", "the systems-change lead"),
        ("system", "collaboration", "the evaluator"),
    ],
)
def test_those_collect_it_who_can(area: str, element: str | None, who: str) -> None:
    gaps = gaps_of(judged("not_measured"), area=area, element=element, place="London")
    assert gaps[0].by == who
    assert all(gap.by == "the evaluator" for gap in gaps if "ties" in gap.collect)
