"""Item maps, answers and counts of a survey."""

from dataclasses import replace

from tideturn.dataset.check.responses import (
    answered_twice,
    invited_fewer_than_answered,
    invited_unknown,
    stage_without_person,
)
from tideturn.dataset.check.surveys import (
    answer_in_no_list,
    answer_off_the_scale,
    answer_with_two_meanings,
    change_in_a_level,
    item_at_other_places,
    item_counts_nothing,
    item_measures_unknown,
    item_without_column,
    meaning_off_the_scale,
    several_as_one,
    several_not_said,
    survey_called_places,
    survey_without_items,
)
from tideturn.dataset.model import Answers, Choice, Question

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


def test_of_a_level_no_answer_says_that_something_changed(folder, places):
    bare = {"item": "q1", "agree": "yes", "same": "as before", "worse": "less"}
    items = [
        {**bare, "outcome_id": outcome, "measures": m} for outcome, m in (("A", "level"), ("B", "change"), ("C", ""))
    ]
    items += [{**items[0], "outcome_id": "D", "kind": "several"}]  # another rule covers it
    found = places(change_in_a_level, folder(surveys=survey(items=items)))
    assert found == [("surveys/s/items.csv", 2, "same"), ("surveys/s/items.csv", 2, "worse")]


def test_a_meaning_must_be_on_the_scale_but_no_opinion_may_stand_beside_it(folder, places):
    items = [ITEM, {**ITEM, "agree": "4|6"}, {**ITEM, "scale": ""}, {**ITEM, "agree": ""}]
    within = folder(surveys=survey(items=items))
    assert places(meaning_off_the_scale, within) == [("surveys/s/items.csv", 3, "agree")]
    assert places(item_counts_nothing, within) == [("surveys/s/items.csv", 5, "agree")]


def test_a_meaning_that_the_scale_lacks_may_be_one_that_somebody_gave(folder, places):
    items = [{**ITEM, "agree": "4|Four"}]
    assert places(meaning_off_the_scale, folder(surveys=survey(items=items, responses=answers("4", "Four")))) == []
    assert len(places(meaning_off_the_scale, folder(surveys=survey(items=items)))) == 1


def test_each_answer_off_the_scale_is_one_error_with_its_count(folder):
    within = folder(surveys=survey(responses=answers("4", "", "dk", "6", "jo@example.org", "6 ", "N/A", "Pass")))
    passed = replace(within.programme, answers=Answers(("pass",)))
    mail, six = sorted(
        answer_off_the_scale.problems(replace(within, programme=passed)), key=lambda p: p.row, reverse=True
    )
    assert (six.file, six.row, six.column, six.severity) == ("surveys/s/responses.csv", 5, "q1", "error")
    assert six.what == "“6”, given 2 times to “q1”, is in none of its lists."
    assert mail.what == "An answer, given 1 time to “q1”, is in none of its lists."
    assert len(list(answer_off_the_scale.problems(within))) == 3
    assert list(answer_in_no_list.problems(within)) == []


def test_without_a_scale_an_answer_in_no_list_is_a_query(folder):
    bare = {"item": "q1", "outcome_id": "O1", "agree": "yes", "disagree": "no"}
    within = folder(surveys=survey(items=[bare], responses=answers("yes", "maybe", "NA", "a|b")))
    found = list(answer_in_no_list.problems(within))
    assert [(p.row, p.severity) for p in found] == [(3, "query")]
    assert list(answer_off_the_scale.problems(within)) == []
    assert (
        found[0].what == "“maybe”, given 1 time to “q1”, is in none of its lists, so nothing is read from the question."
    )
    assert "(agree, same, worse, disagree, too_early, opinion_none, scale)" in found[0].mend
    level = folder(surveys=survey(items=[{**bare, "measures": "level"}], responses=answers("yes", "maybe")))
    assert "(agree, disagree, too_early, opinion_none, scale)" in next(answer_in_no_list.problems(level)).mend
    typed = folder(surveys=survey(items=[{**bare, "agree": "Certainly"}], responses=answers("Certianly", "Certainly")))
    (problem,) = answer_in_no_list.problems(typed)
    assert problem.what.endswith(" Perhaps “Certainly” is meant.")
    nothing = [{"item": "q1", "outcome_id": "O1"}]  # of which another query tells
    assert list(answer_in_no_list.problems(folder(surveys=survey(items=nothing)))) == []


def test_cells_with_several_answers_lead_to_the_kind_and_not_to_what_agrees(folder, places):
    bare = {"item": "q1", "outcome_id": "O1"}
    rules = (answer_in_no_list, item_counts_nothing, item_measures_unknown)
    for sign, further in (("|", {}), (";", {"several_separator": ";"})):
        rows = answers(f"checklist{sign}form", "form", f"form{sign}call", "NA")
        for item in (bare, {**bare, "kind": "one"}):
            within = folder(surveys=survey(items=[item], responses=rows))
            within = replace(within, programme=replace(within.programme, answers=Answers(**further)))
            (problem,) = several_not_said.problems(within)
            assert (problem.file, problem.row, problem.column) == ("surveys/s/items.csv", 2, "kind")
            assert problem.what == f"2 answers to “q1” hold several, separated by {sign}."
            assert "write several under kind" in problem.mend
            assert [places(rule, within) for rule in rules] == [[], [], []]
    several = folder(surveys=survey(items=[{**bare, "kind": "several"}], responses=rows))
    assert places(several_not_said, several) == []


def test_an_answer_that_is_listed_as_one_holds_one_whatever_sign_is_in_it(folder, places):
    item = {"item": "q1", "outcome_id": "O1", "agree": "yes; fully"}
    within = folder(surveys=survey(items=[item], responses=answers("yes; fully")))
    within = replace(within, programme=replace(within.programme, answers=Answers(several_separator=";")))
    assert places(several_not_said, within) == []


def test_an_answer_that_one_outcome_places_and_another_does_not_is_found(folder, places):
    items = [{**ITEM, "scale": "", "agree": "4|6"}, {**ITEM, "outcome_id": "O2", "scale": ""}]
    within = folder(surveys=survey(items=items, responses=answers("6")))
    assert places(answer_in_no_list, within) == [("surveys/s/responses.csv", 2, "q1")]


def test_of_an_open_question_listed_by_mistake_twenty_answers_are_told(folder):
    words = [f"answer {n:02}" for n in range(25)]
    found = list(answer_off_the_scale.problems(folder(surveys=survey(responses=answers(*words)))))
    assert len(found) == 21
    assert found[-1].what == "5 more answers to “q1” are in none of its lists."


def test_choices_of_the_form_serve_as_scale(folder, places):
    yes, no = Choice("yes", "Yes"), Choice("no", "No")
    item = {"item": "q1", "outcome_id": "O1", "agree": "yes"}
    for kind, expected in (("select_one yn", [4]), ("select_multiple yn", [])):
        given = survey(
            items=[item], responses=answers("yes", "no", "yes no"), questions=[Question("q1", kind, "Q", (yes, no))]
        )
        found = places(answer_off_the_scale, folder(surveys=given))
        assert [row for _, row, _ in found] == expected


def test_options_are_held_against_what_was_offered_where_that_is_known(folder, places):
    several = {"item": "q1", "outcome_id": "O1", "kind": "several"}
    rows = answers("a|b", "c|NA")
    for scale, expected in (("a|b", [3]), ("", [])):
        within = folder(surveys=survey(items=[{**several, "scale": scale}], responses=rows))
        found = places(answer_off_the_scale, within) + places(answer_in_no_list, within)
        assert [row for _, row, _ in found] == expected
        assert places(item_counts_nothing, within) == places(item_measures_unknown, within) == []


def test_several_answers_are_never_taken_for_one(folder, places):
    question = Question("q1", "select_multiple", "Q", (Choice("a", "A"),))
    items = [{"item": "q1", "outcome_id": "O1", "kind": "one", "agree": "a"}]
    within = folder(surveys=survey(items=items, responses=answers("a"), questions=[question]))
    found = [("surveys/s/items.csv", 2, "kind"), ("surveys/s/items.csv", 2, "agree")]
    assert places(several_as_one, within) == found
    assert places(several_as_one, folder(surveys=survey(items=items))) == []


def test_what_an_item_measures_is_asked(folder, places):
    items = [ITEM, {**ITEM, "measures": ""}]
    assert places(item_measures_unknown, folder(surveys=survey(items=items))) == [
        ("surveys/s/items.csv", 3, "measures")
    ]


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


def test_no_survey_may_be_called_as_scores_of_places_are(folder, places):
    assert places(survey_called_places, folder(surveys={"places": {}, "places-2": {}})) == [
        ("surveys/places/responses.csv", 1, "response_id")
    ]


def test_a_question_is_under_outcomes_of_the_same_places_alone(folder, places):
    """London's answers and everybody's, told apart, give away the others'."""
    items = [{"item": "q", "outcome_id": "a"}, {"item": "q", "outcome_id": "b"}]
    apart = [{"outcome_id": "a", "sites": "ldn"}, {"outcome_id": "b"}]
    asked = survey(items=items, responses=answers("1"))
    assert places(item_at_other_places, folder(surveys=asked, outcomes=apart)) == [
        ("surveys/s/items.csv", 3, "outcome_id")
    ]
    alike = [{"outcome_id": "a", "sites": "ldn|bhm"}, {"outcome_id": "b", "sites": "bhm|ldn"}]
    assert places(item_at_other_places, folder(surveys=asked, outcomes=alike)) == []


def test_each_group_that_answered_needs_to_know_how_many_were_invited(folder):
    rows = [*answers("4", "5", person_id="P1"), *answers("3", site="M", year="0")]
    rows = [{**row, "response_id": f"R{n}"} for n, row in enumerate(rows)]
    within = folder(surveys={"s": {"responses": rows}})
    found = [(problem.file, problem.key, problem.what) for problem in invited_unknown.problems(within)]
    assert found == [
        (
            "surveys/s/invited.csv",
            "staff|L|1",
            "1 person answered (staff, “L”, Year 1), but nothing says how many were invited.",
        ),
        (
            "surveys/s/invited.csv",
            "staff|M|0",
            "1 person answered (staff, “M”, Year 0), but nothing says how many were invited.",
        ),
    ]
    invited = [{"voice": "staff", "site": "L", "year": "1", "invited": "9"}]
    within = folder(surveys={"s": {"responses": rows, "invited": invited}})
    assert [problem.key for problem in invited_unknown.problems(within)] == ["staff|M|0"]
