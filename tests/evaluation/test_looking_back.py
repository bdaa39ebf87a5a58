"""Looking back stands beside the change and moves nothing in it."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.evaluation.evaluate import evaluate
from tideturn.evaluation.looking_back import looked_back
from tideturn.example import build_example

ITEM = {
    "item": "q",
    "outcome_id": "safety",
    "label": "How sure?",
    "measures": "level",
    "scale": "1|2|3|4|5",
    "agree": "4|5",
}


def asked(person: str, **answers: str):
    """One person's answers by stage."""
    common = {"voice": "stakeholder", "site": "north", "year": 1, "person_id": person}
    return [{"response_id": f"{person}-{stage}", "stage": stage, "q": q, **common} for stage, q in answers.items()]


def test_only_those_who_looked_back_are_compared_with_themselves(make, make_survey, year):
    responses = [
        *asked("a", before="3", after="4", then_test="2"),
        *asked("b", before="4", after="4", then_test="2"),
        *asked("c", before="2", after="5"),
        *asked("d", before="2", then_test="1"),
        *asked("e", after="5", then_test="4"),
        *asked("f", before="3", after="2", follow_up="5", then_test="3"),
    ]
    found = looked_back(make(surveys=[make_survey("s", responses=responses, items=[ITEM])]), year)
    assert list(found) == ["safety"]
    (one,) = found["safety"]
    assert (one.survey, one.item, one.label) == ("s", "q", "How sure?")
    # d looked back too, and said nothing afterwards.
    assert (one.people, one.compared, one.scale) == (5, 4, ("1", "2", "3", "4", "5"))
    # From what they had said: a and f up, b the same. From what they recall: all four up.
    assert (one.found.pre_post.better, one.found.pre_post.same, one.found.pre_post.worse) == (2, 1, 0)
    assert (one.found.then_post.better, one.found.then_post.pairs) == (4, 4)
    assert one.found.shift == -1


def test_a_scale_on_which_less_is_better_is_turned_round(make, make_survey, year):
    responses = asked("a", before="3", after="1", then_test="5")
    item = {**ITEM, "agree": "1|2"}
    (one,) = looked_back(make(surveys=[make_survey("s", responses=responses, items=[item])]), year)["safety"]
    assert (one.found.then_post.better, one.found.shift) == (1, -2)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"year": 2}, "another year"),
        ({"site": "nowhere"}, "a site that the outcome does not apply to"),
        ({"person_id": None}, "nobody who can be told apart"),
        ({"q": "perhaps"}, "no answer of the scale"),
    ],
)
def test_whoever_cannot_be_compared_is_left_out(change, why, make, make_survey, year):
    rows = asked("a", before="3", after="4", then_test="2")
    rows[-1] |= change
    assert looked_back(make(surveys=[make_survey("s", responses=rows, items=[ITEM])]), year) == {}, why


def test_no_number_and_no_verdict_of_the_example_moves():
    example, _ = build_example()
    survey = example.surveys["training"]
    without = replace(survey, responses=survey.responses.filter(pl.col("stage") != "then_test"))
    assert without.responses.height < survey.responses.height
    year = example.programme.years[1]
    assert set(looked_back(example, year)) == {"practitioner_understanding", "confidence"}
    assert looked_back(example, example.programme.years[0]) == {}
    plain = replace(example, surveys={**example.surveys, "training": without})
    found, expected = evaluate(example, year=2), evaluate(plain, year=2)
    assert found.outcomes == expected.outcomes
    judged, plainly = ([item for item in one.evidence if item.outcome_id] for one in (found, expected))
    assert judged == plainly  # those of no outcome count all responses, whatever they answer
    assert any(v.outcome_id == "confidence" and v.scope == PROGRAMME_SCOPE for v in found.outcomes)
