"""What to collect next, for a due outcome that could not be judged."""

from __future__ import annotations

import pytest

from tideturn.dataset.verdict import Verdict
from tideturn.dataset.vocabulary import AREA, ELEMENT, KIND, VOICE
from tideturn.evaluation.gaps import gaps_of
from tideturn.evaluation.model import OutcomeVerdict
from tideturn.evaluation.strand import Strand


def judged(verdict: str, *strands: Strand) -> OutcomeVerdict:
    return OutcomeVerdict("o", "ldn", Verdict.of(verdict), "", None, (), strands)


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


def test_how_much_more_it_takes_is_said_of_those_who_were_asked_and_where() -> None:
    trained = Strand("survey", "stakeholder", "insufficient", "", needs="2 more", unit="people trained")
    of = frozenset({"survey:s-21", "people:stakeholder"})
    asked = Strand("survey", "stakeholder", "insufficient", "", needs="7 more", unit="partners", tokens=of)
    later = (
        "Ask those who are trained the same questions before and three months later, and count those invited (London)."
    )
    again = "Ask partners about it again, as in the survey “s-21”, and count those invited (London)."

    def collect(area: str, element: str | None, *strands: Strand) -> str:
        return gaps_of(judged("insufficient", *strands), area=area, element=element, place="London")[0].collect

    assert collect("practitioner", None) == later
    assert collect("practitioner", None, trained) == f"{later} It takes 2 more."
    assert collect("practitioner", None, asked) == f"{again} It takes 7 more."
    assert collect("practitioner", None, asked, trained) == f"{later} It takes 2 more."
    assert collect("system", "collaboration", trained, asked) == f"{again} It takes 7 more."
    assert collect("system", "collaboration", trained) == f"{later} It takes 2 more."
