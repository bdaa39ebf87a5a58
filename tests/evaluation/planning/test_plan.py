"""What a year could show of an outcome, how small a change, and which addition would help."""

from __future__ import annotations

from datetime import date

import pytest
from tests import worked_example

from tideturn.dataset.problems import TideturnError
from tideturn.evaluation.planning.additions import BASELINE, DIRECTION, ELSEWHERE, MONTHS, MORE, SOURCE, WAITING
from tideturn.evaluation.planning.judge import COULD, COULD_NOT
from tideturn.evaluation.planning.plan import plan
from tideturn.evaluation.planning.stated import Numbers
from tideturn.methods.power import smallest_fall, smallest_majority, smallest_net, smallest_rise

JOINT = {
    "outcome_id": "joint",
    "area": "system",
    "title": "Joint work",
    "element": "collaboration",
    "due_year": 1,
    "sites": "north",
}
SAFETY = {"outcome_id": "safety", "area": "cyp", "title": "Safety", "due_year": 2}
SCALE = {"scale": "no|yes", "agree": "yes", "disagree": "no"}
ITEM = {"item": "joint", "outcome_id": "joint", "measures": "level", **SCALE}


def answers(number: int, agree: int, *, voice: str = "stakeholder", year: int = 1, item: str = "joint"):
    return [
        {
            "response_id": f"{voice}-{year}-{place}",
            "voice": voice,
            "site": "north",
            "year": year,
            item: "yes" if place < agree else "no",
        }
        for place in range(number)
    ]


def invited(number: int, *, voice: str = "stakeholder", years=(1,)):
    return [{"voice": voice, "site": "north", "year": year, "invited": number} for year in years]


def interviews(number: int, *, voice: str = "staff"):
    rows = [
        {
            "interview_id": f"{voice}-{place}",
            "file": f"{voice}-{place}.txt",
            "voice": voice,
            "site": "north",
            "year": 1,
            "consent_to_quote": True,
        }
        for place in range(number)
    ]
    return rows, [{"interview_id": row["interview_id"], "outcome_id": "joint"} for row in rows]


INVITED = invited(90)


@pytest.fixture
def joint(make, make_survey):
    """A folder in which partners answered in Year 1, with other tables as given; planned for Year 2."""

    def planned(*, responses=None, items=(ITEM,), asks=INVITED, year=2, answers_of=None, outcome=JOINT, **tables):
        responses = answers(60, 36) if responses is None else responses
        survey = make_survey("partners", responses=responses, items=items, invited=asks)
        numbers = Numbers(answers=answers_of or {})
        [one] = plan(make(surveys=[survey], outcomes=[outcome], **tables), year=year, numbers=numbers).outcomes
        return one

    return planned


def test_a_wave_with_one_behind_it_could_show_a_rise_and_a_fall_of_the_sizes_that_the_method_gives(joint):
    [seen] = joint().seen
    assert (seen.n, seen.rise, seen.fall) == (60, smallest_rise(36, 60, 60), smallest_fall(36, 60, 60))
    assert seen.says == (
        "60 partners could show a rise of 23 points or a fall of 27 since the wave of Year 1, when 60% agreed."
    )
    [fewer] = joint(answers_of={("partners", "stakeholder"): 30}).seen
    assert fewer.rise == smallest_rise(36, 60, 30) > seen.rise


def test_of_several_questions_two_thirds_must_move(joint):
    three = [ITEM | {"item": name} for name in ("joint", "easy", "hard")]
    responses = [row | {"easy": row["joint"], "hard": "yes"} for row in answers(60, 36)]
    [seen] = joint(items=three, responses=responses).seen
    fall = round(100 * smallest_fall(60, 60, 60))
    assert seen.says == (
        f"60 partners could show a rise of 23 points or a fall of {fall} to 27 points since the wave of Year 1, when "
        "60% and 100% agreed, in 2 of 3 questions."
    )
    assert seen.rise == smallest_rise(36, 60, 60)


def test_of_two_questions_each_has_a_size_of_its_own(joint):
    two = [ITEM | {"item": name} for name in ("joint", "timely")]
    responses = [row | {"timely": "yes" if place < 51 else "no"} for place, row in enumerate(answers(60, 36))]
    [seen] = joint(items=two, responses=responses).seen
    least, most = smallest_rise(51, 60, 60), smallest_rise(36, 60, 60)
    assert (seen.rise, seen.n) == (most, 60)
    assert f"a rise of {round(100 * least)} to {round(100 * most)} points" in seen.says
    assert "when 60% and 85% agreed, in both questions" in seen.says


def test_a_new_question_is_planned_and_has_nothing_to_compare_with(joint):
    responses = [row | {"new": None} for row in answers(60, 36)]
    one = joint(items=[ITEM, ITEM | {"item": "new"}], responses=responses)
    [seen] = one.seen
    assert seen.says == (
        "60 partners would answer 1 of 2 questions for the first time, so there is too little to compare yet."
    )
    assert BASELINE in [addition.kind for addition in one.advice.additions]


@pytest.mark.parametrize(
    ("item", "said", "until"),
    [
        ({"scale": ""}, "so-so", "what each answer means"),
        ({"scale": "", "agree": "", "disagree": ""}, "so-so", "which answers agree and which disagree"),
        ({"measures": None}, "yes", "whether it asks how things are or how they changed (measures)"),
    ],
)
def test_nothing_can_be_read_until_the_folder_says_what_answers_mean(joint, item, said, until):
    talks, asked = interviews(6)
    responses = [row | {"joint": said} for row in answers(60, 36)]
    one = joint(items=[ITEM | item], responses=responses, interviews=talks, asked=asked)
    assert one.standing == COULD_NOT
    assert [seen.says for seen in one.seen if not seen.positive] == [
        f"Nothing can be read from the survey of partners until items.csv says {until}."
    ]
    assert [addition.does for addition in one.advice.additions] == [f"Write in items.csv of “partners” {until}."]
    assert one.advice.sees == ""
    every = [addition.does for advice in one.advices for addition in advice.additions]
    assert not [does for does in every if does.startswith("Ask partners")]


def test_a_survey_before_and_after_a_training_could_show_whether_more_improve(joint):
    one = joint(responses=[], items=[ITEM | {"barr_level": "2b"}], asks=invited(60, years=(2,)))
    [seen] = one.seen
    net = smallest_net(30, 30)
    assert (seen.n, seen.rise) == (30, net)
    assert seen.says == (
        "30 people trained who answer both times could show it if those who improve outnumber those who get worse by "
        f"{round(100 * net)} percentage points; there is no comparison group."
    )


def test_where_all_agree_already_a_rise_is_no_plan(joint):
    [seen] = joint(responses=answers(60, 60)).seen
    assert (seen.rise, seen.positive) == (None, False)
    assert "could show a fall of" in seen.says
    assert seen.says.endswith("and no rise.")


def test_what_could_rise_by_luck_alone_is_no_plan(joint):
    # All of 56 may agree after 50 of 56, and would read positive; but no true share shows that in four of five years.
    talks, asked = interviews(6)
    assert smallest_rise(50, 56, 56) is None
    one = joint(responses=answers(56, 50), interviews=talks, asked=asked)
    assert one.seen[0].positive
    assert one.seen[0].rise is None
    assert one.standing == COULD_NOT


def test_a_state_could_be_shown_to_hold_by_a_majority_and_another_voice(joint):
    talks, asked = interviews(6)
    held = joint(outcome=JOINT | {"claim": "state"}, interviews=talks, asked=asked)
    assert (held.standing, held.best.confidence) == (COULD, "moderate")
    assert held.no_surer == "What limits confidence: confidence in a state that holds is never above moderate."
    assert held.seen[0].majority == smallest_majority(60)
    assert "could show that most agree, if 68% or more of all do" in held.seen[0].says


@pytest.mark.parametrize(("asked_of", "standing"), [(4, COULD_NOT), (5, COULD)])
def test_it_takes_five_people_in_interviews_to_confirm_a_survey(joint, asked_of, standing):
    talks, asked = interviews(asked_of)
    one = joint(interviews=talks, asked=asked)
    assert one.standing == standing
    if standing == COULD_NOT:
        assert one.why_not.startswith("too few people would be asked in interviews")
        assert [addition.kind for addition in one.advice.additions] == [SOURCE]


def test_one_survey_alone_could_not_show_it_and_another_voice_would(joint):
    one = joint()
    assert (one.standing, one.why_not) == (
        COULD_NOT,
        "no second positive source is independent of the survey of partners",
    )
    [addition] = one.advice.additions
    assert addition.does == (
        "Collect other organisations’ policies, guidance and minutes that would show it, from 2 organisations or more."
    )
    assert one.advice.best.supported


def test_a_few_more_answers_are_named_where_they_would_do_and_no_crowd(joint):
    talks, asked = interviews(6)
    few = joint(responses=answers(60, 36)[:8] + answers(60, 36)[36:37], interviews=talks, asked=asked, asks=invited(20))
    # Nine answered, and nine in the first wave are too few to compare with: no number of new answers mends that.
    assert MORE not in [addition.kind for addition in few.advice.additions]
    state = joint(
        outcome=JOINT | {"claim": "state"}, responses=answers(9, 6), interviews=talks, asked=asked, asks=invited(20)
    )
    assert [addition.does for addition in state.advice.additions] == [
        "Invite enough partners for 10 or more to answer."
    ]
    made = joint(
        outcome=JOINT | {"claim": "state"}, responses=answers(10, 6), interviews=talks, asked=asked, asks=invited(20)
    )
    assert made.standing == COULD
    crowd = joint(
        outcome=JOINT | {"claim": "state"}, responses=answers(3, 2), interviews=talks, asked=asked, asks=invited(20)
    )
    assert MORE not in [addition.kind for addition in crowd.advice.additions]


INDICATOR = {"indicator": "visits", "title": "Visits", "outcome_id": "joint", "kept_by": "other"}
REGISTERED = INDICATOR | {"expected": "up", "registered_on": date(2018, 9, 1), "rationale": "So."}


def visits(site: str = "north", indicator: str = "visits", *, quarterly: bool = False):
    """Thirty or so in each month, or quarter, from October 2015 to September 2019."""
    months = [(2015 + (9 + place) // 12, (9 + place) % 12 + 1) for place in range(48)]
    names = [f"{year}-Q{month // 3}" if quarterly else f"{year}-{month:02}" for year, month in months]
    kept = [name for name, (_, month) in zip(names, months, strict=True) if not quarterly or month % 3 == 0]
    return [
        {"indicator": indicator, "site": site, "period": name, "count": 30 + 3 * (place % 2)}
        for place, name in enumerate(kept)
    ]


def test_the_cheapest_addition_is_a_word_on_which_way_a_count_should_move(joint):
    one = joint(indicators=[INDICATOR], series=visits())
    assert [addition.kind for addition in one.advice.additions] == [DIRECTION]
    assert one.advice.best.supported
    registered = joint(indicators=[REGISTERED], series=visits())
    assert one.advice.sees == next(seen.says for seen in registered.seen if "Visits" in seen.says)
    assert joint(indicators=[REGISTERED], series=visits()).standing == COULD


def test_a_count_elsewhere_makes_surer_and_months_see_more_where_nothing_makes_surer(joint):
    tables = {"indicators": [REGISTERED], "series": visits()}
    one = joint(**tables)
    assert one.standing == COULD
    assert [addition.kind for addition in one.advice.additions] == [ELSEWHERE]
    assert (one.best.confidence, one.advice.best.confidence) == ("moderate", "high")
    assert one.advice.sees.startswith("The series “Visits” could show a rise of")
    assert one.advice.sees.endswith("compared with elsewhere, if there are as many there.")
    assert (
        one.no_surer
        == "What limits confidence: nothing is compared with people or places where the work had not begun."
    )

    beside = REGISTERED | {"compare_with": "other"}
    other = {"indicator": "other", "title": "Visits elsewhere", "outcome_id": "joint", "kept_by": "other"}
    quarters = visits(quarterly=True) + visits("elsewhere", "other", quarterly=True)
    best = joint(indicators=[beside, other], series=quarters)
    assert (best.best.confidence, best.no_surer) == ("high", "")
    assert [addition.kind for addition in best.advice.additions] == [MONTHS]
    before, after = best.advice.smaller
    assert after < before


def cases(number: int):
    names = [f"case-{place}" for place in range(number)]
    rows = [{"case_id": name, "site": "north", "received": date(2018, 10, 2)} for name in names]
    scores = [
        {"case_id": name, "date": day, "stage": stage, "outcome_id": "safety", "score": score}
        for place, name in enumerate(names)
        for day, stage, score in (
            (date(2018, 11, 1), "baseline", 5.0),
            (date(2019, 5, 1), "review", 5.0 + (place % 3 - 1)),
        )
    ]
    return rows, scores


def test_scores_without_a_comparison_say_how_many_more_must_get_better(make):
    rows, scores = cases(20)
    [one] = plan(make(cases=rows, assessments=scores, outcomes=[SAFETY]), year=2).outcomes
    [seen] = one.seen
    assert seen.says.startswith("20 young people scored twice could show it if those who improve outnumber")
    assert seen.says.endswith("there is no comparison group.")
    assert [addition.kind for addition in one.advice.additions] == [WAITING, SOURCE]


def test_scores_show_nothing_while_most_are_lost(make):
    rows, scores = cases(60)
    kept = [row | {"score": 9.0} for row in scores if row["stage"] == "review" and int(row["case_id"][5:]) < 12]
    firsts = [row for row in scores if row["stage"] == "baseline"]
    [one] = plan(make(cases=rows, assessments=[*firsts, *kept], outcomes=[SAFETY]), year=2).outcomes
    [seen] = one.seen
    assert not seen.positive
    assert seen.says == (
        "Workers’ scores of young people, before and after: it takes later scores for more of those with a first one."
    )


def test_what_is_not_collected_at_all_takes_two_additions(make):
    [one] = plan(make(outcomes=[JOINT]), year=1).outcomes
    assert (one.standing, one.why_not, one.seen) == (COULD_NOT, "nothing is collected about it", ())
    assert len(one.advice.additions) == 2


def test_every_concern_is_among_the_reasons_why_no_surer():
    risk = next(one for one in worked_example.planned().outcomes if one.outcome_id == "risk")
    assert risk.best.confidence == "low"
    assert risk.no_surer == (
        "What limits confidence: nothing is compared with people or places where the work had not begun; "
        "no young person or family speaks of it."
    )


@pytest.mark.parametrize("planned", [worked_example.planned, worked_example.second_planned])
def test_nobody_is_told_to_collect_agreement(planned):
    told = [addition.does for one in planned().due if one.advice for addition in one.advice.additions]
    assert len(told) > 5
    assert not [does for does in told if "agree" in does or "say that" in does]


def test_what_helps_most_is_what_lets_most_be_shown(make, make_survey):
    second = JOINT | {"outcome_id": "shared", "title": "Sharing"}
    items = [ITEM, ITEM | {"item": "shared", "outcome_id": "shared"}]
    survey = make_survey("partners", responses=[], items=items, invited=invited(60))
    ahead = plan(make(surveys=[survey], outcomes=[JOINT, second]), year=1)
    # A first wave of each alone: either takes a baseline, and another source beside it.
    assert [[addition.kind for addition in one.advice.additions] for one in ahead.outcomes] == [[BASELINE, SOURCE]] * 2
    assert (ahead.helps_most.alone, ahead.helps_most.partly, ahead.helps_most.others) == (0, 2, 0)
    assert ahead.helps_most.name == "a baseline wave, asked before the year begins"
    with_counts = plan(
        make(surveys=[survey], outcomes=[JOINT, second], indicators=[REGISTERED], series=visits()), year=1
    )
    assert with_counts.helps_most.alone == 1
    assert with_counts.helps_most.partly == 1


def test_a_programme_without_outcomes_has_nothing_to_plan_for(make):
    with pytest.raises(TideturnError, match="lists no outcome"):
        plan(make(outcomes=[]))
