"""A question in several surveys: answers that differ are asked about, since waves of it are not compared."""

from tideturn.dataset.check.asked_again import asked_otherwise
from tideturn.dataset.model import Choice, Question

ITEM = {"item": "q1", "outcome_id": "O1", "measures": "level", "scale": "1|2|3|4|5", "agree": "4|5", "disagree": "1|2"}


def two(later, *, stage=None, **more):
    """The folder's surveys: 2020 asks `ITEM`, 2021 asks `later`."""
    answers = [{"response_id": "R1", "voice": "staff", "site": "L", "year": "1", "q1": "4", "q2": "4", "stage": stage}]
    return {
        "2020": {"items": [ITEM], "responses": answers},
        "2021": {"items": [{**ITEM, **later}], "responses": answers, **more},
    }


def test_the_same_question_is_silent(folder, places):
    assert places(asked_otherwise, folder(surveys=two({}))) == []
    same = {"agree": "5|4", "label": "Other words", "opinion_none": "dk"}
    assert places(asked_otherwise, folder(surveys=two(same))) == []


def test_words_without_an_opinion_are_no_difference(folder, places):
    silent = {"scale": "1|2|3|4|5|N/A|unsure", "opinion_none": "unsure"}
    assert places(asked_otherwise, folder(surveys=two(silent))) == []


def test_the_first_column_that_differs_is_named(folder, places):
    for column, entry in (("measures", "change"), ("scale", "1|2|4|5"), ("agree", "5"), ("disagree", "1|2|3")):
        assert places(asked_otherwise, folder(surveys=two({column: entry}))) == [("surveys/2021/items.csv", 2, column)]


def test_it_says_what_follows(folder):
    (problem,) = asked_otherwise.problems(folder(surveys=two({"agree": "5"})))
    assert problem.what == "“q1” has another entry under agree than “q1” in surveys/2020/items.csv."
    assert "cannot show a change between them" in problem.mend


def test_an_earlier_name_is_followed(folder, places):
    renamed = {"item": "q2", "agree": "5"}
    assert places(asked_otherwise, folder(surveys=two(renamed))) == []
    assert places(asked_otherwise, folder(surveys=two({**renamed, "series_of": "q1"}))) == [
        ("surveys/2021/items.csv", 2, "agree")
    ]


def test_another_outcome_is_another_question(folder, places):
    assert places(asked_otherwise, folder(surveys=two({"outcome_id": "O2", "agree": "5"}))) == []


def test_answers_around_a_training_are_no_wave(folder, places):
    assert places(asked_otherwise, folder(surveys=two({"agree": "5"}, stage="before"))) == []


def test_the_choices_of_a_form_are_a_scale(folder, places):
    form = [Question("q1", "select_one scale", "Q", tuple(Choice(value, value) for value in "12345"))]
    assert places(asked_otherwise, folder(surveys=two({"scale": ""}, questions=form))) == []
