"""What is said of one case can all be true."""

from tideturn.dataset.check.casework import (
    assessment_before_referral,
    criterion_not_in_force,
    place_not_open,
    plan_beyond_sessions,
    quality_out_of_range,
    review_before_baseline,
    scale_missing,
    scale_upside_down,
    scale_varies,
    score_off_its_scale,
    session_outside_case,
)


def score(**further):
    given = {"case_id": "C1", "date": "2019-01-10", "stage": "baseline", "outcome_id": "O1", "score": "2"}
    return {**given, "scale_min": "0", "scale_max": "5", **further}


CASES = [
    {"case_id": "C1", "site": "L", "received": "2019-01-01", "opened": "2019-01-05", "closed": "2019-03-01"},
    {"case_id": "C2", "site": "L", "received": "2019-01-01"},
]


def test_a_review_before_its_baseline_is_found_by_case_outcome_and_rater(folder, places):
    rows = [
        score(),
        score(stage="review", date="2019-01-09"),
        score(stage="closure", date="2019-01-10", rater="worker"),
        score(stage="review", date="2019-01-01", rater="young_person"),
        score(stage="review", date="2019-01-01", outcome_id="O2"),
        score(stage="closure", date="2018-12-01", rater="worker"),
    ]
    assert places(review_before_baseline, folder(assessments=rows)) == [
        ("assessments.csv", 3, "date"),
        ("assessments.csv", 7, "date"),
    ]


def test_scores_off_their_scale_and_scales_without_room_are_found(folder, places):
    rows = [
        score(),
        score(score="5.5"),
        score(score="-1"),
        score(score="5"),
        score(scale_min="5", scale_max="5"),
        score(scale_min=""),
        score(scale_min="", scale_max=""),
        score(outcome_id="O2", scale_max="10"),
        score(scale_max="10"),
    ]
    within = folder(assessments=rows)
    assert places(score_off_its_scale, within) == [("assessments.csv", 3, "score"), ("assessments.csv", 4, "score")]
    assert places(scale_upside_down, within) == [("assessments.csv", 6, "scale_min")]
    assert places(scale_missing, within) == [("assessments.csv", 7, "scale_min")]
    assert [problem.what for problem in scale_missing.problems(within)] == [
        "2 scores of “O1” have no scale_min and scale_max; this is the first."
    ]
    assert places(scale_varies, folder(assessments=[rows[0], rows[7], rows[8]])) == [
        ("assessments.csv", 4, "scale_max")
    ]


def test_sessions_and_assessments_outside_their_case_are_queries(folder, places):
    days = ("2019-01-04", "2019-01-05", "2019-03-01", "2019-03-02")
    sessions = [{"case_id": "C1", "date": day} for day in days] + [{"case_id": "C2", "date": "2019-02-01"}]
    within = folder(cases=CASES, sessions=sessions, assessments=[score(date="2018-12-31"), score(date="2019-01-01")])
    assert places(session_outside_case, within) == [("sessions.csv", row, "date") for row in (2, 5, 6)]
    assert places(assessment_before_referral, within) == [("assessments.csv", 2, "date")]


def test_more_quality_criteria_met_than_there_are_is_found(folder, places):
    rows = [{"case_id": "C1", "quality_met": met, "quality_of": of} for met, of in (("5", "5"), ("6", "5"), ("6", ""))]
    assert places(quality_out_of_range, folder(onward_referrals=rows)) == [("onward_referrals.csv", 3, "quality_met")]


def test_a_criterion_counts_only_at_its_site_and_while_it_held(folder, places):
    criteria = [
        {"criterion_id": "over-14", "site": "M", "text": "14 or older", "from": "2018-09-01", "to": "2019-02-28"},
        {"criterion_id": "over-10", "site": "M", "text": "10 or older", "from": "2019-03-01"},
    ]
    rows = [
        {"case_id": "1", "site": "M", "received": "2019-02-28", "criteria_met": "over-14"},
        {"case_id": "2", "site": "M", "received": "2019-03-01", "criteria_met": "over-10| over-14"},
        {"case_id": "3", "site": "M", "received": "2019-02-01", "criteria_met": "over-10"},
        {"case_id": "4", "site": "L", "received": "2019-02-01", "criteria_met": "over-14"},
    ]
    found = places(criterion_not_in_force, folder(criteria=criteria, cases=rows))
    assert found == [("cases.csv", row, "criteria_met") for row in (3, 4, 5)]


def test_a_place_is_assessed_only_while_work_on_it_goes_on(folder, places):
    contexts = [{"context_id": "P1", "site": "L", "kind": "park", "opened": "2019-01-05", "closed": "2019-02-01"}]
    rows = [score(case_id="", context_id="P1", date=day) for day in ("2019-01-04", "2019-01-05", "2019-02-02")]
    found = places(place_not_open, folder(contexts=contexts, assessments=rows))
    assert found == [("assessments.csv", 2, "date"), ("assessments.csv", 4, "date")]


def test_more_sessions_in_the_plan_than_in_the_records_are_asked_about_once_a_site_and_year(folder):
    session = {"case_id": "C1", "date": "2019-02-01", "kind": "therapy", "held": "yes"}
    sessions = [session, session, {**session, "held": "no"}, {**session, "date": "2019-09-01"}]
    planned = {"component": "therapy", "site": "L", "year": "1", "measure": "sessions", "planned": "9"}

    def found(*delivered, sessions=sessions, **further):
        rows = [{**planned, "component": f"c{n}", "delivered": number} for n, number in enumerate(delivered)]
        within = folder(cases=CASES, sessions=sessions, plan=[{**row, **further} for row in rows])
        return list(plan_beyond_sessions.problems(within))

    (problem,) = found("2", "1")
    assert (problem.file, problem.row, problem.column) == ("plan.csv", 2, "delivered")
    assert problem.what == (
        "Sessions at “L” in Year 1: the plan counts 3 as delivered, and sessions.csv holds 2 as held."
    )
    assert [len(found(*delivered)) for delivered in (("2",), ("1", "1"), ("2", ""))] == [0, 0, 0]
    assert len(found("2", "1", measure="Sessions held ")) == len(found("2", year="2")) == len(found("1", site="M")) == 1
    assert found("9", measure="training sessions") == found("9", sessions=[]) == []
