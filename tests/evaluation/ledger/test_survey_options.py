"""Choose-several questions as evidence: each option by itself, and how many gave an opinion."""

from __future__ import annotations

import pytest
from tests.evaluation.ledger.asked import ITEM, RULES, answers, strand_of

from tideturn.dataset.model import Choice, Question
from tideturn.evaluation.ledger import gather

SEVERAL = {"item": "q", "outcome_id": "safety", "label": "What helped?", "kind": "several"}


def option_values(dataset, year, scope="programme"):
    items = [item for item in gather(dataset, year, RULES)[0] if item.scope == scope]
    return {item.evidence_id: item for item in items}


def test_a_select_all_question_is_counted_by_option(make, make_survey, year):
    responses = [
        *answers(6, "training|a named worker"),
        *answers(6, "training", start=6),
        *answers(1, "NA", start=12),
        *answers(1, None, start=13),
    ]
    dataset = make(surveys=[make_survey("s", responses=responses, items=[{**SEVERAL, "scale": "training|24/7 line"}])])
    found = option_values(dataset, year)
    assert list(found) == [
        "survey/s/q=24%2F7 line/stakeholder/programme/1",
        "survey/s/q=a named worker/stakeholder/programme/1",
        "survey/s/q=training/stakeholder/programme/1",
    ]
    worker = found["survey/s/q=a named worker/stakeholder/programme/1"]
    counted = {name: worker.by_name[name] for name in ("responses", "missing", "dont_know", "n", "chose", "left")}
    assert counted == {"responses": 14, "missing": 1, "dont_know": 1, "n": 12, "chose": 6, "left": 6}
    assert (worker.by_name["share"], worker.n, worker.polarity) == (0.5, 12, "none")
    assert worker.text == "What helped? – a named worker"
    assert [found[name].by_name["chose"] for name in found] == [0, 6, 12]


def test_options_read_no_way_alone_and_leave_other_questions_their_reading(make, make_survey, year):
    responses = [{**row, "q2": "training"} for row in answers(12, "yes")]
    items = [{**SEVERAL, "item": "q2"}]
    alone = make(surveys=[make_survey("s", responses=responses, items=items)])
    strand = strand_of(alone, year)
    assert (strand.reading, strand.items) == ("insufficient", ())
    assert strand.why.startswith("People could choose several answers")
    beside = strand_of(make(surveys=[make_survey("s", responses=responses, items=[ITEM, *items])]), year)
    assert (beside.reading, beside.k, len(beside.evidence)) == ("positive", 12, 2)


@pytest.mark.parametrize("kind", [None, "several"])
def test_whoever_gave_an_opinion_to_either_question_gave_one(make, make_survey, year, kind):
    said = [("yes", "training"), ("yes", None), (None, "work|NA"), (None, "NA"), ("dk", "NA|not to say"), (None, None)]
    responses = [{**row, "q": q, "q2": q2} for row, (q, q2) in zip(answers(6, None), said, strict=True)]
    several = {**SEVERAL, "item": "q2", "opinion_none": "not to say"}
    survey = make_survey("s", responses=responses, items=[{**ITEM, "kind": kind}, several])
    assert strand_of(make(surveys=[survey]), year).population.opinion == 3


def test_the_form_says_that_several_could_be_chosen_and_how_options_are_worded(make, make_survey, year):
    form = Question("q", "select_multiple", "What helped?", (Choice("a", "Training"), Choice("b", "Housing")))
    survey = make_survey("s", responses=answers(10, "a b"), items=[{**SEVERAL, "kind": None}], questions=(form,))
    found = option_values(make(surveys=[survey]), year)
    assert [item.text for item in found.values()] == ["What helped? – Training", "What helped? – Housing"]
    assert [item.by_name["chose"] for item in found.values()] == [10, 10]


def test_whoever_chose_twice_counts_once_by_the_latest(make, make_survey, year):
    common = {"voice": "stakeholder", "site": "north", "year": 1, "person_id": "p"}
    responses = [
        {"response_id": "a", "stage": "follow_up", "q": "b", **common},
        {"response_id": "b", "stage": "after", "q": "a", **common},
    ]
    found = option_values(make(surveys=[make_survey("s", responses=responses, items=[SEVERAL])]), year)
    assert [(item.by_name["option"], item.by_name["chose"], item.n) for item in found.values()] == [
        ("a", 0, 1),
        ("b", 1, 1),
    ]
