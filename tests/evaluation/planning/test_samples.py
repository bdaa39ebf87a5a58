"""How many would answer, from where that is, and what they would say at best."""

from __future__ import annotations

import pytest

from tideturn.dataset.problems import TideturnError
from tideturn.evaluation.planning.answers import with_answers, with_baseline
from tideturn.evaluation.planning.coming import coming
from tideturn.evaluation.planning.samples import samples_of
from tideturn.evaluation.rules import Rules

SCALE = "never|seldom|often|always"
ITEM = {
    "item": "heard",
    "outcome_id": "safety",
    "measures": "level",
    "scale": SCALE,
    "agree": "often|always",
    "disagree": "never|seldom",
}


def answers(number: int, *, year: int = 1, said: str = "seldom", silent: int = 0, **more):
    return [
        {
            "response_id": f"{year}-{place}",
            "voice": "stakeholder",
            "site": "north" if place % 3 else "south",
            "year": year,
            "heard": None if place < silent else said,
            **more,
        }
        for place in range(number)
    ]


def invited(number: int, year: int):
    return {"voice": "stakeholder", "site": "north", "year": year, "invited": number}


def planned(make, surveys, answers=None):
    ahead = coming(make(surveys=surveys), 2)
    return ahead, samples_of(ahead, Rules(), answers)


def test_as_many_as_last_time_or_as_are_invited_at_the_last_rate_or_as_one_says(make, make_survey):
    survey = make_survey("s", responses=answers(30), items=[ITEM])
    assert [(s.people, s.why) for s in planned(make, [survey])[1]] == [(30, "the same as in Year 1")]
    [sample] = samples_of(coming(make(surveys=[survey]), 3), Rules())
    assert (sample.people, sample.why) == (30, "the same as in Year 1, when it was last asked")
    survey = make_survey("s", responses=answers(30), items=[ITEM], invited=[invited(60, 1), invited(50, 2)])
    [sample] = planned(make, [survey])[1]
    assert (sample.people, sample.why) == (25, "50 invited, and 30 of 60 answered in Year 1")
    [sample] = planned(make, [survey], {("s", "stakeholder"): 44})[1]
    assert (sample.people, sample.why) == (44, "as you say")


def test_nobody_who_ever_answered_gives_half_of_those_invited(make, make_survey):
    survey = make_survey("s", responses=[], items=[ITEM], invited=[invited(50, 2)])
    [sample] = planned(make, [survey])[1]
    assert (sample.people, sample.like_year) == (25, None)
    assert sample.why == "50 invited; we assume that 50% answer, since no earlier rate is known"


def test_a_survey_that_asks_the_same_takes_the_place_of_an_older_one_and_its_rate(make, make_survey):
    old = make_survey("y1", responses=answers(30), items=[ITEM], invited=[invited(60, 1)])
    new = make_survey("y2", responses=[], items=[ITEM], invited=[invited(80, 2)])
    [sample] = planned(make, [old, new])[1]
    assert (sample.survey, sample.people, sample.like.code) == ("y2", 40, "y1")
    other = make_survey("y2", responses=[], items=[ITEM | {"agree": "always"}], invited=[invited(80, 2)])
    assert {sample.survey for sample in planned(make, [old, other])[1]} == {"y1", "y2"}


def test_answers_to_no_survey_and_of_no_voice_are_refused(make, make_survey):
    survey = make_survey("s", responses=answers(30), items=[ITEM])
    with pytest.raises(TideturnError, match="no survey “t”") as told:
        planned(make, [survey], {("t", "stakeholder"): 9})
    assert "The surveys are: s" in told.value.mend
    with pytest.raises(TideturnError, match="“partner” is no voice"):
        planned(make, [survey], {("s", "partner"): 9})


def test_more_than_anybody_asks_is_refused_before_it_is_made_up(make, make_survey):
    asked = [make_survey("s", responses=answers(12), items=[ITEM], invited=[invited(24, 1), invited(1_000_000, 2)])]
    with pytest.raises(TideturnError, match="500,000 would answer “s”, partners") as refused:
        planned(make, asked)
    assert "--answers s/stakeholder=5000" in refused.value.mend
    planned(make, asked, {("s", "stakeholder"): 5_000})


def test_of_two_editions_the_one_that_was_answered_last_is_planned(make, make_survey):
    old = make_survey("y1", responses=answers(30), items=[ITEM])
    new = make_survey("y2", responses=answers(30, year=2), items=[ITEM])
    ahead = coming(make(surveys=[old, new]), 3)
    with pytest.raises(TideturnError, match="“y1” is not the last survey") as refused:
        samples_of(ahead, Rules(), {("y1", "stakeholder"): 40})
    assert "Name “y2”" in refused.value.mend


def test_of_a_voice_that_was_never_asked_no_place_is_known(make, make_survey):
    survey = make_survey("s", responses=answers(30), items=[ITEM])
    with pytest.raises(TideturnError, match="has not asked them yet") as refused:
        planned(make, [survey], {("s", "staff"): 9})
    assert "surveys/s/invited.csv" in refused.value.mend


def test_at_best_everybody_who_gave_an_opinion_agrees_most_spread_over_the_same_sites(make, make_survey):
    survey = make_survey(
        "s",
        responses=[row | {"person_id": f"p{place}"} for place, row in enumerate(answers(30, silent=6))],
        items=[ITEM],
        invited=[invited(60, 1)],
    )
    ahead, samples = planned(make, [survey], {("s", "stakeholder"): 60})
    after = with_answers(ahead.dataset, samples, 2).surveys["s"]
    new = after.responses.filter(after.responses["year"] == 2)
    assert new.height == 60
    assert new["heard"].value_counts(sort=True).to_dicts()[0] == {"heard": "always", "count": 48}
    assert new["site"].value_counts(sort=True).to_dicts()[0] == {"site": "north", "count": 40}
    assert new["person_id"].null_count() == 60
    # Nobody is recorded as invited yet: twice as many as answered take twice as many invitations.
    assert after.invited.filter(after.invited["year"] == 2)["invited"].to_list() == [120]


def test_who_found_it_too_early_or_had_no_opinion_has_none_again(make, make_survey):
    item = ITEM | {"scale": f"{SCALE}|soon|N/A", "too_early": "soon"}
    said = ["often"] * 12 + ["soon"] * 5 + ["N/A"] * 3
    rows = [row | {"heard": word} for row, word in zip(answers(20), said, strict=True)]
    ahead, samples = planned(make, [make_survey("s", responses=rows, items=[item])])
    best = with_answers(ahead.dataset, samples, 2).surveys["s"].responses.filter(year=2)
    agrees = best["heard"].drop_nulls()
    assert agrees.len() == 12
    assert set(agrees) <= {"often", "always"}


@pytest.mark.parametrize(("voice", "who"), [("stakeholder", "trained partners"), ("staff", "trained staff")])
def test_who_answers_around_a_training_was_trained_whosever_voice_it_is(make, make_survey, voice, who):
    rows = answers(12, stage="after", event_id="e1") + [
        row | {"response_id": f"staff-{row['response_id']}", "voice": "staff"} for row in answers(12, stage="after")
    ]
    _, samples = planned(make, [make_survey("s", responses=rows, items=[ITEM])])
    assert f"“s”, {who}" in [sample.name for sample in samples]


@pytest.mark.parametrize(("voice", "who"), [("stakeholder", "trained partners"), ("staff", "trained staff")])
@pytest.mark.parametrize(("measures", "stages"), [("level", ["after", "before"]), ("change", ["follow_up"])])
def test_a_survey_of_a_training_that_nobody_has_answered_yet_names_the_voice(
    make, make_survey, voice, who, measures, stages
):
    item = ITEM | {"barr_level": "2b", "measures": measures}
    survey = make_survey("s", responses=[], items=[item], invited=[invited(40, 2) | {"voice": voice}])
    ahead, [sample] = planned(make, [survey])
    assert sample.name == f"“s”, {who}"
    new = with_answers(ahead.dataset, [sample], 2).surveys["s"].responses
    assert sorted(new["stage"].unique()) == stages
    assert new["person_id"].n_unique() == 20
    assert set(new.filter(stage=stages[0])["heard"]) == {"always"}
    assert set(new.filter(stage="before")["heard"]) <= {"never"}


def test_a_baseline_wave_is_of_the_questions_named_and_half_agree(make, make_survey):
    more = ITEM | {"item": "seen"}
    survey = make_survey("s", responses=[], items=[ITEM, more], invited=[invited(40, 2)])
    ahead, samples = planned(make, [survey])
    after = with_baseline(ahead.dataset, samples, 1, {("s", "seen", "stakeholder")}).surveys["s"].responses
    assert after["year"].to_list() == [1] * 20
    assert after["seen"].value_counts(sort=True)["count"].to_list() == [10, 10]
    assert after["heard"].null_count() == 20


def test_those_trained_are_the_same_people_before_and_after_and_before_stays_as_it_was(make, make_survey):
    pairs = [
        row
        for place in range(12)
        for stage, said in (("before", "seldom"), ("after", "often"))
        for row in [answers(1, said=said, stage=stage, person_id=f"p{place}", response_id=f"{stage}-{place}")[0]]
    ]
    ahead, samples = planned(make, [make_survey("s", responses=pairs, items=[ITEM])], {("s", "stakeholder"): 18})
    new = with_answers(ahead.dataset, samples, 2).surveys["s"].responses
    new = new.filter(new["year"] == 2)
    assert new["person_id"].n_unique() == 18
    assert set(new.select("stage", "heard").unique().rows()) == {("before", "seldom"), ("after", "always")}


def test_a_new_question_of_a_survey_that_was_asked_before_is_asked_of_all_who_answer_it(make, make_survey):
    new, old = ITEM | {"item": "new"}, ITEM | {"item": "old"}
    rows = [row | {"new": None, "old": None} for row in answers(12)]
    rows += [
        row | {"new": None, "old": "often", "response_id": f"staff-{n}", "voice": "staff"}
        for n, row in enumerate(answers(12))
    ]
    ahead, samples = planned(make, [make_survey("s", responses=rows, items=[ITEM, new, old])])
    best = with_answers(ahead.dataset, samples, 2).surveys["s"].responses.filter(year=2)
    assert best["new"].to_list() == ["always"] * 24
    # Partners were not asked what staff were.
    assert best.filter(voice="stakeholder")["old"].null_count() == 12
    assert best.filter(voice="staff")["old"].null_count() == 0
