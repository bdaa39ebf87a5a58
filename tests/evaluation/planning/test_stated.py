"""Interviews, and young people who wait, as the user plans them: not as many as last time."""

from __future__ import annotations

import pytest
from tests.evaluation.planning.test_plan import ITEM, JOINT, SAFETY, answers, interviews, invited
from tests.evaluation.planning.test_sizes import folder

from tideturn.dataset.problems import TideturnError
from tideturn.evaluation.planning.judge import COULD, COULD_NOT
from tideturn.evaluation.planning.plan import plan
from tideturn.evaluation.planning.stated import Numbers


def served_beside(make, number: int, waiting: int, **more):
    """The plan of Year 2 where so many are served and so many are said to wait."""
    numbers = Numbers(waiting={("safety", "worker"): waiting})
    found = plan(folder(make, number, **more), year=2, numbers=numbers)
    return found.outcomes[0].seen[0], found.stated[0].says


def test_those_who_wait_are_compared_with_those_served_who_were_scored_in_time(make):
    seen, says = served_beside(make, 40, 12)
    assert seen.says.startswith("52 young people, served and waiting, scored twice could show a difference of")
    assert (seen.n, seen.design) == (52, "compared")
    assert says == "Young people who wait, scored twice by the worker for “Safety”: 12 (as you say)"
    more, _ = served_beside(make, 40, 40)
    assert more.rise == pytest.approx(seen.rise * ((1 / 40 + 1 / 40) / (1 / 40 + 1 / 12)) ** 0.5)


def test_a_number_of_a_rater_is_of_every_outcome_that_they_scored_and_one_of_an_outcome_comes_first(make):
    other = SAFETY | {"outcome_id": "other", "title": "Other"}
    dataset = folder(make, 40, others=[other])
    every = plan(dataset, year=2, numbers=Numbers(waiting={("", "worker"): 12})).stated
    assert [(one.outcome_id, one.number) for one in every] == [("safety", 12)]
    own = Numbers(waiting={("safety", "worker"): 15, ("", "worker"): 12})
    assert [one.number for one in plan(dataset, year=2, numbers=own).stated] == [15]
    with pytest.raises(TideturnError, match="Nobody who is served was scored by the young person"):
        plan(dataset, year=2, numbers=Numbers(waiting={("", "young_person"): 12}))


def test_interviews_of_last_time_are_told_by_voice_and_those_that_are_planned_are_not(make, make_survey):
    assert dict(wave(make, make_survey, 4, 6, joint_staff=4).interviewed) == {"staff": 6}
    assert dict(wave(make, make_survey, 4, 6).interviewed) == {}


@pytest.mark.parametrize(
    ("served", "waiting", "compared"), [(20, 10, True), (20, 9, False), (19, 10, False), (15, 15, True)]
)
def test_it_takes_ten_on_either_side_and_thirty_in_all(make, served, waiting, compared):
    seen, says = served_beside(make, served, waiting)
    assert (seen.design == "compared") == compared
    assert ("too few to compare: it takes 10 on either side and 30 in all" in says) == (not compared)


def test_those_scored_too_late_after_their_referral_or_too_soon_again_are_compared_with_nobody(make):
    assert served_beside(make, 40, 12, first_after=31)[0].design == "uncompared"
    assert served_beside(make, 40, 12, apart=59)[0].design == "uncompared"
    assert served_beside(make, 40, 12, apart=60)[0].design == "compared"
    assert served_beside(make, 40, 12, dated=False)[0].design == "uncompared"


def wave(make, make_survey, number: int, asked_of: int, **given):
    """A survey with one wave behind it, and so many staff interviewed in Year 1; each interview number is as given."""
    talks, asked = interviews(asked_of)
    survey = make_survey("partners", responses=answers(60, 36), items=[ITEM], invited=invited(90))
    other = JOINT | {"outcome_id": "other", "title": "Other"}
    dataset = make(surveys=[survey], outcomes=[JOINT, other], interviews=talks, asked=asked)
    numbers = Numbers(
        interviews={("", "staff"): number} if not given else {tuple(k.split("_", 1)): n for k, n in given.items()}
    )
    return plan(dataset, year=2, numbers=numbers)


def test_more_interviews_confirm_what_last_year_s_could_not_and_none_confirm_nothing(make, make_survey):
    assert wave(make, make_survey, 4, 4).outcomes[0].standing == COULD_NOT
    more = wave(make, make_survey, 5, 4)
    # Nobody asked about the other outcome last time, and nobody will.
    assert [one.standing for one in more.outcomes] == [COULD, COULD_NOT]
    assert more.outcomes[1].seen == ()
    assert more.stated[0].says == "Interviews with the programme’s own staff: 5 (as you say, about the same outcomes)"
    assert len(wave(make, make_survey, 0, 6).outcomes[0].seen) == 1


def test_a_number_for_one_outcome_counts_before_that_for_all(make, make_survey):
    found = wave(make, make_survey, 0, 6, other_staff=7, _staff=3)
    assert [one.says for outcome in found.outcomes for one in outcome.seen if "Interviews" in one.says] == [
        "Interviews with the programme’s own staff: 3 would be asked about it; at least 5 are needed to confirm it.",
        "Interviews with the programme’s own staff: 7 would be asked about it.",
    ]


def test_a_voice_that_was_not_heard_is_planned_for_named_outcomes_alone(make, make_survey):
    with pytest.raises(TideturnError, match="Nobody was interviewed as “stakeholder” last time") as refused:
        wave(make, make_survey, 0, 6, _stakeholder=8)
    assert refused.value.mend == "Name each outcome: --interviews OUTCOME/stakeholder=8."
    found = wave(make, make_survey, 0, 6, other_stakeholder=8)
    assert found.outcomes[0].seen == wave(make, make_survey, 6, 6).outcomes[0].seen
