"""What a plan says could be shown is what the year is then judged to show, from the same folder."""

from __future__ import annotations

from datetime import date

import pytest
from tests import worked_example

from tideturn.evaluation.confidence import LEVELS
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.planning.additions import BASELINE, WAITING
from tideturn.evaluation.planning.judge import COULD, COULD_NOT, NOT_DUE
from tideturn.evaluation.planning.plan import plan
from tideturn.evaluation.verdicts import POSITIVE, supporting_pair

FOLDERS = [
    (worked_example.planned, worked_example.judged),
    (worked_example.second_planned, worked_example.second_judged),
]


def kind_of(key: str) -> list[str]:
    """A source's kind, voice and unit."""
    return key.split("/")[:3]


@pytest.mark.parametrize(("planned", "judged"), FOLDERS, ids=["example", "second"])
def test_what_is_supported_could_be_shown_or_a_source_shows_it_that_nobody_had_planned(planned, judged):
    outcomes = {one.outcome_id: one for one in planned().outcomes}
    supported = [v for v in judged(2).outcomes if v.scope == "programme" and v.verdict == "supported"]
    assert supported
    for verdict in supported:
        one = outcomes[verdict.outcome_id]
        pair = supporting_pair([s for s in verdict.strands if s.reading == POSITIVE], verdict.claim)
        there = [(kind_of(seen.source), seen.design) for seen in one.seen if seen.positive]
        new = [strand.key for strand in pair if (kind_of(strand.key), strand.design) not in there]
        assert one.standing == (COULD_NOT if new else COULD), (verdict.outcome_id, new)
        if not new:
            assert LEVELS.index(verdict.confidence) >= LEVELS.index(one.best.confidence)


def test_what_is_not_due_is_too_early():
    for one in worked_example.planned().outcomes:
        verdict = worked_example.judged(2).verdict(one.outcome_id, "programme")
        assert (one.standing == NOT_DUE) == (verdict.verdict == "too_early")


def test_the_example_scored_those_who_wait_as_its_plan_had_advised_and_it_was_shown():
    safety = next(one for one in worked_example.planned().outcomes if one.outcome_id == "safety")
    assert safety.standing == COULD_NOT
    assert [addition.kind for addition in safety.advice.additions] == [WAITING]
    verdict = worked_example.judged(2).verdict("safety", "programme")
    assert (verdict.verdict, verdict.confidence) == ("supported", "high")


ITEM = {
    "item": "joint",
    "outcome_id": "joint",
    "measures": "level",
    "scale": "no|yes",
    "agree": "yes",
    "disagree": "no",
}
OUTCOME = {"outcome_id": "joint", "area": "system", "title": "Joint work", "element": "collaboration", "due_year": 1}
INDICATOR = {
    "indicator": "visits",
    "title": "Joint visits",
    "outcome_id": "joint",
    "kept_by": "other",
    "expected": "up",
    "registered_on": date(2018, 9, 1),
    "rationale": "More joint work means more of them.",
}


def visits(*years: int):
    """So many visits in each month of each year from October 2015 on, at the only site that reports."""
    months = [f"{2015 + place}-{month:02}" for place in range(len(years)) for month in (10, 11, 12)] + [
        f"{2016 + place}-{month:02}" for place in range(len(years)) for month in range(1, 10)
    ]
    at = {month: years[int(month[:4]) - (2015 if int(month[5:]) > 9 else 2016)] for month in months}
    return [{"indicator": "visits", "site": "north", "period": month, "count": n} for month, n in sorted(at.items())]


def answers(year: int, agree: int, number: int):
    return [
        {
            "response_id": f"{year}-{place}",
            "voice": "stakeholder",
            "site": "north",
            "year": year,
            "joint": "yes" if place < agree else "no",
        }
        for place in range(number)
    ]


def folder(make, make_survey, responses, *counts: int):
    invited = [{"voice": "stakeholder", "site": "north", "year": year, "invited": 60} for year in (0, 1)]
    survey = make_survey("partners", responses=responses, items=[ITEM], invited=invited)
    return make(surveys=[survey], outcomes=[OUTCOME], indicators=[INDICATOR], series=visits(*counts))


def test_a_baseline_wave_that_is_asked_makes_reachable_what_the_plan_said_it_would(make, make_survey):
    before = folder(make, make_survey, [], 40, 40, 40)
    [planned] = plan(before).outcomes
    assert planned.standing == COULD_NOT
    assert planned.why_not == "no second positive source is independent of the series “Joint visits”"
    assert [addition.kind for addition in planned.advice.additions] == [BASELINE]
    assert planned.advice.best.supported

    asked = folder(make, make_survey, answers(0, 25, 50), 40, 40, 40)
    [planned] = plan(asked).outcomes
    assert planned.standing == COULD

    after = folder(make, make_survey, answers(0, 25, 50) + answers(1, 45, 50), 40, 40, 40, 70)
    assert evaluate(after, year=1).verdict("joint", "programme").verdict == "supported"
    unasked = folder(make, make_survey, answers(1, 45, 50), 40, 40, 40, 70)
    assert evaluate(unasked, year=1).verdict("joint", "programme").verdict == "emerging"


CHANGED = ITEM | {"item": "changed", "measures": "change"}


def partners_asked(make, make_survey, items, *years: tuple[int, int]):
    """Of 60 partners in each year so many agree with each question; in the last, three organisations' documents do."""
    responses = [row | {"changed": row["joint"]} for year, agree in years for row in answers(year, agree, 60)]
    unasked = {ITEM["item"], CHANGED["item"]} - {item["item"] for item in items}
    survey = make_survey(
        "partners",
        responses=[{key: row[key] for key in row.keys() - unasked} for row in responses],
        items=items,
        invited=[{"voice": "stakeholder", "site": "north", "year": year, "invited": 90} for year, _ in years],
    )
    day = date(2017 + years[-1][0], 10, 1)
    origins = ("council", "police", "health")
    documents = [{"document_id": name, "title": name, "origin": name, "date": day} for name in origins]
    said = {"page": 1, "text": "We work together.", "outcome_id": "joint", "polarity": "supports"}
    extracts = [said | {"document_id": name} for name in origins]
    return make(surveys=[survey], outcomes=[OUTCOME], documents=documents, extracts=extracts)


def test_a_question_of_how_things_are_shows_it_in_place_of_one_about_change_and_not_beside_it(make, make_survey):
    before = partners_asked(make, make_survey, [CHANGED], (1, 50))
    [planned] = plan(before).outcomes
    assert planned.standing == COULD_NOT
    [addition] = planned.advice.additions
    assert addition.does == (
        "Ask partners how things are, in two waves, instead of the questions that you ask them about it now; the "
        "first before Year 2 begins."
    )
    waves = (1, 24), (2, 48)
    instead = partners_asked(make, make_survey, [ITEM], *waves)
    assert evaluate(instead, year=2).verdict("joint", "programme").verdict == "supported"
    beside = partners_asked(make, make_survey, [ITEM, CHANGED], *waves)
    assert evaluate(beside, year=2).verdict("joint", "programme").verdict == "emerging"
