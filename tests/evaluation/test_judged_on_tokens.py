"""Small folders judged whole: what is independent, what holds, which places have a word of their own."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tideturn.evaluation.answer import answer
from tideturn.evaluation.evaluate import evaluate

ITEM = {"item": "safer", "outcome_id": "safety", "agree": "yes", "disagree": "no", "label": "Young people are safe"}
TEXT = "They are safer now than they were."


def outcome(**more):
    return {"outcome_id": "safety", "area": "system", "title": "Safety", "due_year": 1, "sites": "north|south", **more}


def answered(yes, no, *, site="north", voice="stakeholder", start=0):
    return [
        {
            "response_id": f"{site}{voice}{n}",
            "voice": voice,
            "site": site,
            "year": 1,
            "safer": "yes" if n < yes else "no",
        }
        for n in range(start, start + yes + no)
    ]


def said(number, polarity="supports", *, voice="staff", site="north"):
    """So many interviews with a voice, each of which says one thing, as their tables."""
    names = [f"{voice}{site}{n}" for n in range(number)]
    rows = {"voice": voice, "site": site, "year": 1, "consent_to_quote": True}
    span = {"start": 0, "end": 19, "code": "safer", "coder": "a", "polarity": polarity}
    return {
        "interviews": [{"interview_id": name, "file": f"{name}.txt", **rows} for name in names],
        "codings": [{"interview_id": name, **span} for name in names],
        "codebook": [{"code": "safer", "title": "Safer", "outcome_id": "safety"}],
        "transcripts": {f"{name}.txt": TEXT for name in names},
    }


@pytest.fixture
def judged(make, make_survey):
    def made(responses, *, claim=None, measures="level", **tables):
        asked = Counter((row["voice"], row["site"]) for row in responses)
        invited = [{"voice": v, "site": s, "year": 1, "invited": n} for (v, s), n in asked.items()]
        survey = make_survey("s", responses=responses, items=[{**ITEM, "measures": measures}], invited=invited)
        return evaluate(make(surveys=[survey], outcomes=[outcome(claim=claim)], **tables), year=1)

    return made


def test_a_state_holds_by_a_survey_and_an_account_of_others(judged):
    both = [*answered(10, 2), *answered(6, 0, site="south")]
    found = judged(both, claim="state", **said(5)).verdict("safety", "programme")
    assert (found.verdict, found.verdict.number, found.claim, found.sides) == ("supported", 6, "state", 2)
    assert (found.word, found.holds, found.confidence) == ("Holds", True, "moderate")
    few = judged(both, claim="state", **said(4)).verdict("safety", "programme")
    assert (few.verdict, few.sides) == ("emerging", 2)


def test_what_people_say_of_a_change_is_no_more_than_early_signs_from_two_sides(judged):
    found = judged([*answered(16, 2), *answered(6, 0, site="south")], measures="change", **said(6))
    verdict = found.verdict("safety", "programme")
    assert (verdict.verdict, verdict.verdict.number, verdict.sides) == ("emerging", 7, 2)
    assert "There are early signs from two sides" in verdict.why
    assert found.readings == 0


@pytest.mark.parametrize("voice", ["stakeholder", "staff"])
def test_another_form_or_voice_never_makes_a_survey_two_sources(judged, voice):
    """Partners who are interviewed as well, or staff who answered the same survey, are no second source."""
    responses = [*answered(12, 0), *answered(12, 0, voice="staff"), *answered(3, 0, site="south")]
    verdict = judged(responses, claim="state", **said(6, voice=voice)).verdict("safety", "programme")
    surveys = [strand for strand in verdict.strands if strand.kind == "survey"]
    assert all("survey:s" in strand.tokens for strand in surveys)
    # The survey of one voice and interviews with the other share nothing; every other two do.
    assert (verdict.sides, verdict.verdict) == (2, "supported")
    alone = judged(answered(12, 0), claim="state", **said(6, voice="stakeholder")).verdict("safety", "programme")
    assert (alone.sides, alone.verdict) == (1, "emerging")


def test_a_place_has_a_word_of_its_own_where_it_differs_and_is_never_surer(judged):
    alike = judged([*answered(12, 3), *answered(11, 4, site="south")], claim="state")
    assert [verdict.printed for verdict in alike.outcomes] == [True, False, False]
    assert alike.verdict("safety", "programme").sites_that_differ == ()
    apart = judged([*answered(20, 1), *answered(10, 10, site="south")], claim="state")
    whole, north, south = apart.outcomes
    assert (north.printed, south.printed) == (True, True)
    assert (whole.verdict, south.verdict, whole.sites_that_differ) == ("emerging", "mixed", ("south",))
    levels = ("very_low", "low", "moderate", "high")
    assert all(levels.index(one.confidence) <= levels.index(whole.confidence) for one in (north, south))


def test_evaluation_json_says_how_it_was_judged(judged):
    whole = json.loads(answer(judged([*answered(12, 0), *answered(3, 0, site="south")], claim="state", **said(5))))
    assert (whole["judgement"], whole["readings"]) == (2, 0)
    found, north, _ = whole["outcomes"]
    assert (found["claim"], found["sides"], found["printed"], north["printed"]) == ("state", 2, True, False)
    by_kind = {strand["kind"]: strand for strand in found["strands"]}
    assert by_kind["survey"]["tokens"] == ["people:stakeholder", "survey:s"]
    assert (by_kind["survey"]["design"], by_kind["survey"]["measured"]) == ("uncompared", False)
    assert by_kind["interview"]["tokens"] == ["people:staff"]
    assert all(item["tokens"] for item in whole["evidence"] if item["kind"] != "count")
