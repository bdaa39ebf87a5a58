"""Every sentence of the plain reports is bound to the evaluation, and one that is not true of it is stopped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.worked_example import engine_claims, example, judged, second, second_judged

from tideturn.dataset.model import Dataset
from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.model import Evaluation
from tideturn.report.plain import AUDIENCES, plain
from tideturn.report.plain.findings import lines
from tideturn.report.plain.phrases import COMPARED, NOBODY_TO_COMPARE, PARTNERS, YOUNG_PEOPLE, speakers


def claims_of(dataset: Dataset, evaluation: Evaluation, audience: str, against: Evaluation | None = None):
    bindings = Bindings(against or evaluation, dataset=dataset)
    return engine_claims(plain(dataset, evaluation, audience), bindings, f"plain-{audience}/")


def said(number: int, audience: str, outcome: str) -> str:
    """What the second folder's plain report may say of an outcome."""
    return next(one.said for one in lines(second(), second_judged(number), audience) if one.outcome_id == outcome)


def stopped(against: Evaluation, audience: str = PARTNERS) -> set[str]:
    """What the report of Year 2 says that is not true of this evaluation."""
    claims = claims_of(second(), second_judged(2), audience, against)
    return {claim.text for claim in claims if claim.why_not}


def other(outcome: str, **given) -> Evaluation:
    """Year 2 with another verdict on this outcome for the whole programme."""
    one = second_judged(2)
    outcomes = (replace(v, **given) if (v.outcome_id, v.scope) == (outcome, "programme") else v for v in one.outcomes)
    return replace(one, outcomes=tuple(outcomes))


def test_a_verdict_another_voice_or_another_count_stops_the_sentence():
    whole = second_judged(2).verdict("carers", "programme")
    (changed,) = (s for s in whole.strands if s.reading == "positive")
    of_carers = {said(2, PARTNERS, "carers")}
    assert stopped(other("carers", verdict=Verdict.SUPPORTED)) == of_carers
    staff = tuple(replace(s, voice="staff") if s is changed else s for s in whole.strands)
    assert stopped(other("carers", strands=staff)) == of_carers
    more = (*whole.strands, replace(changed, voice="staff"))
    assert stopped(other("carers", strands=more)) == of_carers
    (answers,) = changed.evidence
    evidence = [
        replace(item, value=item.value.of({**item.by_name, "k": 23})) if item.evidence_id == answers else item
        for item in second_judged(2).evidence
    ]
    assert stopped(replace(second_judged(2), evidence=tuple(evidence))) == of_carers


def test_answers_of_an_earlier_year_that_are_others_stop_the_sentence():
    answers = "survey/holi-2022/drws/stakeholder/programme/2"
    assert "30 of 52 partners (58%) answered “7” or more. 10 of 40 did in Year 1." in said(2, PARTNERS, "onedoor")
    evidence = [
        replace(item, value=item.value.of({**item.by_name, "waves": [replace(item.by_name["waves"][0], k=11)]}))
        if item.evidence_id == answers
        else item
        for item in second_judged(2).evidence
    ]
    assert stopped(replace(second_judged(2), evidence=tuple(evidence))) == {said(2, PARTNERS, "onedoor")}


def of_example(against: Evaluation, outcome: str) -> list[str]:
    """What the example's report of Year 2 says of an outcome that is not true of this evaluation."""
    line = next(one for one in lines(example(), judged(2), PARTNERS) if one.outcome_id == outcome)
    bindings = Bindings(against)
    return [bound.printed for bound in line.said.bound if bindings.why_not(bound)]


@pytest.mark.parametrize(
    ("outcome", "changed", "says"),
    [
        ("practitioner_understanding", {"rose": False}, "More people say so than before."),
        ("structures_response", {"rose": True}, "This is how things are now. We can’t say that they changed."),
        ("confidence", {"fell": False}, "Fewer people say so than at an earlier time."),
        ("safety", {"design": "measured"}, COMPARED[PARTNERS].format(source="workers’ scores")),
        ("information_shared", {"reading": "mixed"}, "It seems to have got worse."),
        ("cyp_understanding", {"design": "compared"}, NOBODY_TO_COMPARE[PARTNERS]),
    ],
)
def test_what_a_state_a_comparison_or_a_score_shows_is_said_only_where_it_does(outcome, changed, says):
    one = judged(2)
    assert of_example(one, outcome) == []
    outcomes = tuple(
        replace(v, strands=tuple(replace(s, **changed) for s in v.strands)) if v.outcome_id == outcome else v
        for v in one.outcomes
    )
    assert says in of_example(replace(one, outcomes=outcomes), outcome)


def test_that_places_differ_is_not_said_where_none_does():
    places = [v for v in second_judged(2).outcomes if v.outcome_id == "steady" and v.standing.judged]
    apart = other("steady", sites_that_differ=tuple(v.scope for v in places if v.scope != "programme"))
    claims = claims_of(second(), apart, PARTNERS, second_judged(2))
    assert [claim.text.count("Some places differ.") for claim in claims if claim.why_not] == [1]


def test_an_outcome_that_fewer_have_stops_what_is_said_of_all():
    fewer = replace(second_judged(2), outcomes=tuple(v for v in second_judged(2).outcomes if v.outcome_id != "licence"))
    assert any("We looked at 12 things in all." in text for text in stopped(fewer, YOUNG_PEOPLE))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_was_asked_in_an_earlier_year_is_not_called_never_asked(audience):
    asked = second().table("asked")
    assert ("iv02", "toldback") in set(asked.select("interview_id", "outcome_id").iter_rows())
    assert said(2, audience, "toldback") == "We collected nothing about this, so we can’t say."


def test_who_confirmed_a_change_is_no_record_and_is_told_where_others_like_them_do_not_say_so():
    strands = second_judged(2).verdict("onedoor", "programme").strands
    positive = [strand for strand in strands if strand.reading == "positive"]
    assert [strand.kind for strand in positive] == ["survey", "change"]
    assert speakers(positive[1:], PARTNERS) == ("partners who confirmed a change",)
    assert speakers(positive, PARTNERS) == ("partners",)


@pytest.mark.parametrize(
    ("audience", "staff"), [(PARTNERS, "the programme’s staff"), (YOUNG_PEOPLE, "the project’s workers")]
)
def test_early_signs_say_what_they_lack(audience, staff):
    told = [
        next(one.said for one in lines(example(), judged(year), audience) if one.outcome_id == outcome)
        for year, outcome in ((2, "information_quality"), (1, "safety"))
    ]
    assert "But there is nothing yet to compare it with." in told[0]
    assert f"But all of it comes from {staff}." in told[1]


def test_young_peoples_own_answers_stand_first_whichever_way_they_read():
    told = said(2, YOUNG_PEOPLE, "nights")
    assert told.startswith("Most young people answered “Fewer”: 17 of 30.")
    assert said(2, YOUNG_PEOPLE, "steady").startswith(
        "We asked: “Is there one adult you can turn to?” Most young people"
    )
    assert "So far this comes only from the records and the scores that workers gave." in told


def test_only_words_of_agreeing_are_told_as_agreeing():
    assert "43 of 55 partners (78%) answered “Yes, completely” or “Mostly”." in said(2, PARTNERS, "sameday")
    assert "agreed" not in said(2, YOUNG_PEOPLE, "steady")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_status_is_the_reports_own(audience):
    assert plain(second(), second_judged(2), audience).status == "Third draft, not for release"
