"""Item maps, answers and counts of a survey."""

from tideturn.dataset.check.surveys import (
    answer_off_the_scale,
    answer_with_two_meanings,
    answered_twice,
    invited_fewer_than_answered,
    item_counts_nothing,
    item_without_column,
    meaning_off_the_scale,
    stage_without_person,
    survey_without_items,
)
from tideturn.dataset.model import Choice, Question

ITEM = {
    "item": "q1",
    "outcome_id": "O1",
    "measures": "level",
    "scale": "1|2|3|4|5",
    "agree": "4|5",
    "disagree": "1|2",
    "opinion_none": "dk",
}


def answers(*values, **further):
    return [
        {"response_id": f"R{n}", "voice": "staff", "site": "L", "year": "1", "q1": value, **further}
        for n, value in enumerate(values, start=1)
    ]


def survey(**given):
    return {"s": {"items": [ITEM], "responses": answers("4"), **given}}


def test_an_item_that_nobody_was_asked_is_found(folder, places):
    items = [ITEM, {**ITEM, "item": "q2"}, {**ITEM, "item": "voice"}]
    found = places(item_without_column, folder(surveys=survey(items=items)))
    assert found == [("surveys/s/items.csv", 3, "item"), ("surveys/s/items.csv", 4, "item")]


def test_a_survey_from_which_nothing_follows_is_one_query(folder):
    (problem,) = survey_without_items.problems(folder(surveys=survey(items=[], responses=answers("4", "5"))))
    assert (problem.file, problem.row, problem.column) == ("surveys/s/responses.csv", 1, "response_id")
    assert "“s”" in problem.what
    assert "nothing from its 2 responses becomes evidence" in problem.what
    assert "items.csv" in problem.what
    assert "outcome_id" in problem.mend


def test_a_survey_of_which_something_counts_or_that_nobody_answered_is_left_alone(folder, places):
    coding = {"start": "0", "end": "1", "code": "k", "coder": "a"}
    unmapped = survey(items=[])
    assert places(survey_without_items, folder(surveys=survey())) == []
    assert places(survey_without_items, folder(surveys=survey(items=[], responses=[]))) == []
    for interview, expected in (("survey:s:R1:q1", 0), ("survey:st:R1:q1", 1), ("s", 1)):
        within = folder(surveys=unmapped, codings=[{**coding, "interview_id": interview}])
        assert len(places(survey_without_items, within)) == expected


def test_an_answer_with_two_meanings_is_found_under_the_second(folder, places):
    items = [ITEM, {**ITEM, "disagree": "1|4"}, {**ITEM, "too_early": "dk"}, {**ITEM, "agree": "4|4"}]
    found = places(answer_with_two_meanings, folder(surveys=survey(items=items)))
    assert found == [("surveys/s/items.csv", 3, "disagree"), ("surveys/s/items.csv", 4, "opinion_none")]


def test_a_meaning_must_be_on_the_scale_but_no_opinion_may_stand_beside_it(folder, places):
    items = [ITEM, {**ITEM, "agree": "4|6"}, {**ITEM, "scale": ""}, {**ITEM, "agree": ""}]
    within = folder(surveys=survey(items=items))
    assert places(meaning_off_the_scale, within) == [("surveys/s/items.csv", 3, "agree")]
    assert places(item_counts_nothing, within) == [("surveys/s/items.csv", 5, "agree")]


def test_answers_off_the_scale_are_one_query_an_item_with_their_count(folder):
    within = folder(surveys=survey(responses=answers("4", "", "dk", "6", "jo@example.org", "6")))
    (problem,) = answer_off_the_scale.problems(within)
    assert (problem.file, problem.row, problem.column) == ("surveys/s/responses.csv", 5, "q1")
    assert problem.what == "3 answers to “q1” not on its scale, such as “6”; this is the first."


def test_choices_of_the_form_serve_as_scale(folder, places):
    yes, no = Choice("yes", "Yes"), Choice("no", "No")
    item = {"item": "q1", "outcome_id": "O1", "agree": "yes"}
    for kind, expected in (("select_one yn", [4]), ("select_multiple yn", [])):
        given = survey(
            items=[item], responses=answers("yes", "no", "yes no"), questions=[Question("q1", kind, "Q", (yes, no))]
        )
        found = places(answer_off_the_scale, folder(surveys=given))
        assert [row for _, row, _ in found] == expected


def test_fewer_invited_than_answered_counts_each_person_once(folder, places):
    invited = [{"voice": "staff", "site": "L", "year": "1", "invited": "2"}]
    three = survey(invited=invited, responses=answers("1", "2", "3"))
    assert places(invited_fewer_than_answered, folder(surveys=three)) == [("surveys/s/invited.csv", 2, "invited")]
    same = survey(invited=invited, responses=answers("1", "2", "3", person_id="P1"))
    assert places(invited_fewer_than_answered, folder(surveys=same)) == []


def test_stages_that_cannot_be_matched_are_queries(folder, places):
    rows = answers("1", "2", stage="before") + answers("3", stage="after", person_id="P1", event_id="E1")
    within = folder(surveys=survey(responses=[*rows, rows[-1], {**rows[-1], "stage": "follow_up"}]))
    assert places(stage_without_person, within) == [("surveys/s/responses.csv", 2, "person_id")]
    assert places(answered_twice, within) == [("surveys/s/responses.csv", 5, "stage")]
