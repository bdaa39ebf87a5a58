"""Codes that point to nothing, keys that come twice."""

import pytest

from tideturn.dataset.check.references import duplicate_key, open_answer_texts, unknown_reference

OUTCOME = {"outcome_id": "O1", "area": "cyp", "title": "Safety", "due_year": "1"}
CASE = {"case_id": "C1", "site": "L", "received": "2018-10-01", "opened": "2018-10-05"}
SURVEY = {
    "s": {
        "responses": [
            {"response_id": "R:1", "voice": "staff", "site": "L", "year": "1", "why": "it helped"},
            {"response_id": "R2", "voice": "staff", "site": "L", "year": "1", "why": ""},
        ]
    }
}


@pytest.mark.parametrize(
    ("table", "column", "row"),
    [
        ("cases", "site", {**CASE, "site": "X"}),
        ("cases", "criteria_met", {**CASE, "criteria_met": "K1|K9"}),
        ("outcomes", "sites", {**OUTCOME, "sites": "L| Z"}),
        ("recommendations", "year", {"recommendation_id": "A", "year": "9", "text": "t", "for_whom": "all"}),
        ("assessments", "case_id", {"case_id": "C9", "date": "2018-10-10", "stage": "baseline", "score": "1"}),
        ("toc_nodes", "from_version", {"node_id": "N", "kind": "output", "title": "t", "from_version": "3"}),
        ("codings", "code", {"interview_id": "I1", "start": "0", "end": "4", "code": "nowhere", "coder": "a"}),
        ("codings", "interview_id", {"interview_id": "survey:s:R2:why", "start": "0", "end": "4", "code": "k"}),
        ("codings", "interview_id", {"interview_id": "survey:t:R2:why", "start": "0", "end": "4", "code": "k"}),
        ("codings", "interview_id", {"interview_id": "survey:s:R:1:gone", "start": "0", "end": "4", "code": "k"}),
    ],
)
def test_a_code_that_points_to_nothing_is_found_where_it_stands(folder, places, table, column, row):
    base = {
        "cases": [CASE],
        "criteria": [{"criterion_id": "K1", "site": "L", "text": "t", "from": "2018-09-01"}],
        "outcomes": [OUTCOME],
        "interviews": [{"interview_id": "I1", "file": "i1.txt", "voice": "staff", "site": "L", "year": "1"}],
        "codebook": [{"code": "k", "title": "k"}],
    }
    assert places(unknown_reference, folder(surveys=SURVEY, **{**base, table: [row]})) == [(f"{table}.csv", 2, column)]


SESSION = {"date": "2018-10-10", "kind": "therapy", "held": "yes"}


@pytest.mark.parametrize(
    ("times", "further"),
    [
        (1, ""),
        (2, " One further row names it too: 3."),
        (4, " Three further rows name it too: 3, 4 and 5."),
        (12, " 11 further rows name it too, the first of them 3, 4, 5, 6 and 7."),
    ],
)
def test_an_unknown_child_is_told_once_a_table_and_no_other_is_guessed(folder, times, further):
    within = folder(cases=[{**CASE, "case_id": "k023"}], sessions=[{**SESSION, "case_id": "k003"}] * times)
    (problem,) = unknown_reference.problems(within)
    assert (problem.row, problem.what) == (2, f"“k003” is not in cases.csv, column case_id.{further}")
    assert problem.mend == "Correct the code, or add its row to cases.csv."


def test_codes_that_point_to_something_are_left_alone(folder, places):
    within = folder(
        surveys=SURVEY,
        cases=[CASE],
        contexts=[{"context_id": "P1", "site": "M", "kind": "park"}],
        outcomes=[{**OUTCOME, "sites": "L|M"}],
        assessments=[
            {**who, "date": "2018-10-10", "stage": "baseline", "outcome_id": "O1", "score": "1"}
            for who in ({"case_id": "C1"}, {"context_id": "P1"})
        ],
        codebook=[{"code": "k", "title": "k", "outcome_id": "O1"}],
        codings=[{"interview_id": "survey:s:R:1:why", "start": "0", "end": "4", "code": "k", "coder": "a"}],
    )
    assert places(unknown_reference, within) == []


def test_a_code_into_a_table_that_is_not_there_says_so(folder):
    within = folder(cases=[CASE, *({**CASE, "case_id": f"C{n}", "criteria_met": "K1"} for n in (2, 3, 4))])
    (problem,) = unknown_reference.problems(within)
    assert (problem.row, problem.what[-32:]) == (3, "Nor are those of 2 further rows.")
    assert "criteria.csv, which the folder does not have" in problem.what
    assert "criteria.csv" in problem.mend


def test_the_words_of_an_open_answer_are_found_though_its_code_holds_a_colon(folder):
    within = folder(surveys=SURVEY)
    assert open_answer_texts(within, ["survey:s:R:1:why", "survey:s:R2:why", "survey:s:why"]) == {
        "survey:s:R:1:why": "it helped"
    }


def test_an_attendee_counted_twice_at_one_event_is_found_with_the_first_row(folder):
    rows = [
        {"event_id": event, "attendee_id": who} for event, who in (("E1", "A"), ("E2", "A"), ("E1", "B"), ("E1", "A"))
    ]
    (problem,) = duplicate_key.problems(folder(attendance=rows))
    assert (problem.file, problem.row, problem.column) == ("attendance.csv", 5, "attendee_id")
    assert problem.what == "event_id “E1” and attendee_id “A” are already in row 2."


def test_an_empty_rater_is_the_worker(folder, places):
    score = {"case_id": "C1", "date": "2018-10-10", "stage": "baseline", "outcome_id": "O1", "score": "1"}
    twice = folder(assessments=[score, {**score, "rater": "worker"}, {**score, "rater": "young_person"}])
    assert places(duplicate_key, twice) == [("assessments.csv", 3, "rater")]


def test_rows_with_an_empty_key_are_not_called_the_same(folder, places):
    rows = [{"case_id": "", "site": "L", "received": "2018-10-01"}] * 2
    assert places(duplicate_key, folder(cases=rows)) == []


def test_year_0_is_before_the_programme_and_only_people_can_be_asked_in_it(folder):
    response = {"response_id": "R", "voice": "staff", "site": "L", "year": "0"}
    invited = {"voice": "staff", "site": "L", "year": "0", "invited": "9"}
    interview = {"interview_id": "I", "file": "i.txt", "voice": "staff", "site": "L", "year": "0"}
    recommended = {"recommendation_id": "A", "year": "0", "text": "t", "for_whom": "all"}
    within = folder(
        surveys={"s": {"responses": [response], "invited": [invited]}},
        interviews=[interview],
        recommendations=[recommended],
    )
    found = list(unknown_reference.problems(within))
    assert [problem.file for problem in found] == ["interviews.csv", "recommendations.csv"]
    assert (
        found[0].mend == "Year 0 is the time before Year 1. Only responses and invited may name it; correct the year."
    )


def test_only_a_series_may_be_counted_where_the_programme_does_not_work(folder, places):
    counted = {"indicator": "nrm", "site": "elsewhere", "period": "2019-09", "count": "4"}
    indicator = {"indicator": "nrm", "title": "t", "outcome_id": "O1"}
    within = folder(series=[counted], indicators=[indicator], outcomes=[OUTCOME], cases=[{**CASE, "site": "elsewhere"}])
    assert places(unknown_reference, within) == [("cases.csv", 2, "site")]


@pytest.mark.parametrize("year", ["-1", "3"])
def test_no_other_year_is_allowed_without_its_entry(folder, places, year):
    response = {"response_id": "R", "voice": "staff", "site": "L", "year": year}
    within = folder(surveys={"s": {"responses": [response]}})
    assert places(unknown_reference, within) == [("surveys/s/responses.csv", 2, "year")]
