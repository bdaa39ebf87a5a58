"""`overclaim`: no sentence stronger than its confidence, its verdict, its training's level, or what it sums up."""

from __future__ import annotations

from typing import Any

import pytest

from tideturn.dataset.vocabulary import VERDICT
from tideturn.methods.training_levels import CAPS

LADDER = {"may": 0, "suggests": 1, "indicates": 2, "shows": 3}
CONFIDENCES = {"high": 3, "moderate": 2, "low": 1, "very_low": 1}


def status(maker: Any, text: str, verdict: str, confidence: str | None, **given: Any) -> str:
    judged = maker.verdict(verdict, confidence, differ=given.pop("differ", ()), override=given.pop("override", ""))
    return str(maker.status("overclaim", maker.claim(text, maker.survey(13, 17), verdict=judged, **given)))


@pytest.mark.parametrize("confidence", CONFIDENCES)
@pytest.mark.parametrize("verb", LADDER)
def test_a_verb_is_no_stronger_than_the_confidence(maker: Any, verb: str, confidence: str) -> None:
    text = "Practice may have changed." if verb == "may" else f"The evidence {verb} that practice has changed."
    expected = "fail" if LADDER[verb] > CONFIDENCES[confidence] else "pass"
    assert status(maker, text, "supported", confidence) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The evidence proves that practice has changed.",
        "This is proof of a change.",
        "Undoubtedly practice has changed.",
        "There is no doubt that practice has changed.",
        "Practice has changed beyond question.",
        "The survey is conclusive.",
    ],
)
@pytest.mark.parametrize("confidence", ["high", "low"])
def test_nothing_proves(maker: Any, text: str, confidence: str) -> None:
    assert status(maker, text, "supported", confidence) == "fail"


@pytest.mark.parametrize(
    "text",
    [
        "The evidence does not prove that practice has changed.",
        "Recruiting proved hard.",
        "A proof of concept was run.",
    ],
)
def test_these_prove_nothing(maker: Any, text: str) -> None:
    assert status(maker, text, "supported", "high") == "pass"


@pytest.mark.parametrize("text", ["Practice has improved.", "Practitioners are now more confident.", "Waiting fell."])
def test_a_flat_statement_is_as_strong_as_shows(maker: Any, text: str) -> None:
    assert status(maker, text, "supported", "high") == "pass"
    assert status(maker, text, "supported", "moderate") == "fail"
    assert status(maker, text, "supported", "moderate", type_="descriptive") == "query"


@pytest.mark.parametrize(
    "text",
    [
        "Partners said that practice has improved.",
        "13 of 17 partners described a change.",
        "The programme hoped that practice would improve.",
    ],
)
def test_what_somebody_said_or_hoped_is_no_flat_statement(maker: Any, text: str) -> None:
    assert status(maker, text, "supported", "low") == "pass"


def test_who_says_one_thing_does_not_say_the_next(maker: Any) -> None:
    assert status(maker, "Partners said that it was lively; practice has improved.", "supported", "low") == "fail"


def test_what_a_quotation_says_is_somebody_elses(maker: Any) -> None:
    assert status(maker, "One wrote “this proves that it works”.", "supported", "low", type_="descriptive") == "pass"


@pytest.mark.parametrize("verdict", ["too_early", "insufficient", "not_measured"])
def test_what_is_not_judged_is_not_asserted(maker: Any, verdict: str) -> None:
    assert status(maker, "Practice has improved.", verdict, None) == "fail"
    assert status(maker, "The evidence suggests that practice has changed.", verdict, None) == "fail"
    assert status(maker, "It is too early to say whether practice has changed.", verdict, None) == "pass"
    assert status(maker, "Whether practice has changed is not known.", verdict, None) == "pass"
    assert status(maker, "13 of 17 partners agreed.", verdict, None) == "pass"


@pytest.mark.parametrize("verdict", ["adverse", "no_change_observed"])
def test_nothing_got_better_where_it_did_not(maker: Any, verdict: str) -> None:
    assert status(maker, "The evidence suggests that practice has improved.", verdict, "high") == "fail"
    assert status(maker, "Practice has not improved.", verdict, "high") == "pass"
    assert status(maker, "The evidence shows that it got worse.", "adverse", "high") == "pass"


@pytest.mark.parametrize("verdict", ["mixed", "contested"])
def test_what_goes_both_ways_is_not_told_as_better(maker: Any, verdict: str) -> None:
    assert status(maker, "The evidence suggests that practice has improved.", verdict, "high") == "fail"
    assert status(maker, "Staff saw practice improved, but partners did not.", verdict, "high") == "pass"


def test_no_clear_change_is_no_sure_word(maker: Any) -> None:
    assert status(maker, "There is no clear change.", "emerging", "low") == "pass"
    assert status(maker, "The change is clear, and partners agree.", "emerging", "low") == "fail"


def test_an_emerging_verdict_carries_no_sure_words(maker: Any) -> None:
    assert status(maker, "The survey clearly indicates a change.", "emerging", "high") == "fail"
    assert status(maker, "The survey indicates a change.", "emerging", "high") == "fail"
    assert status(maker, "The survey suggests a change.", "emerging", "high") == "pass"
    assert status(maker, "The survey clearly indicates a change.", "supported", "high") == "pass"


@pytest.mark.parametrize("where", ["in all cities", "everywhere", "at every site", "across all the sites"])
def test_everywhere_is_not_said_while_places_differ(maker: Any, where: str) -> None:
    text = f"The evidence shows that practice has improved {where}."
    assert status(maker, text, "supported", "high", differ=("south",)) == "fail"
    assert status(maker, text, "supported", "high") == "pass"


def test_an_override_decides(maker: Any) -> None:
    text = "The evidence shows that practice has improved."
    assert status(maker, text, "supported", "high", override="no_change_observed") == "fail"
    assert status(maker, text, "no_change_observed", "high", override="supported") == "pass"


CLAIMED = {
    "2a": "The training left people more confident, the evidence suggests.",
    "2b": "The training left people with more knowledge, the evidence suggests.",
    "3a": "After the training people act differently, the evidence suggests.",
    "3b": "After the training people were seen to act otherwise, the evidence suggests.",
    "4a": "After the training, the evidence suggests, organisations changed their policies.",
    "4b": "After the training, the evidence suggests, young people are safer.",
}


@pytest.mark.parametrize("measured", list(CAPS))
@pytest.mark.parametrize("claimed", CLAIMED)
def test_training_is_claimed_no_higher_than_it_was_measured(maker: Any, measured: str, claimed: str) -> None:
    item = maker.survey(42, 50, barr=measured)
    claim = maker.claim(CLAIMED[claimed], item, verdict=maker.verdict("supported", "high"))
    expected = "fail" if CAPS[claimed].rank > CAPS[measured].rank else "pass"
    assert maker.status("overclaim", claim) == expected


def test_evidence_from_beyond_the_training_lifts_the_cap(maker: Any) -> None:
    trained = maker.survey(42, 50, barr="2a")
    claim = maker.claim(CLAIMED["4b"], trained, maker.spoke("p1"), verdict=maker.verdict("supported", "high"))
    assert maker.status("overclaim", claim) == "pass"
    claim = maker.claim(CLAIMED["4b"], trained, context=[maker.spoke("p1")], verdict=maker.verdict("supported", "high"))
    assert maker.status("overclaim", claim) == "fail"


def body(maker: Any, text: str, verdict: str, confidence: str | None) -> Any:
    return maker.claim(text, maker.spoke("p1"), verdict=maker.verdict(verdict, confidence), claim_id="c2")


def test_a_summary_is_no_stronger_than_its_body(maker: Any) -> None:
    part = body(maker, "The evidence suggests that practice has changed.", "supported", "low")
    high = maker.verdict("supported", "high")
    strong = maker.claim("The evidence shows that practice has changed.", verdict=high, body=(part,))
    assert maker.status("overclaim", strong) == "fail"
    same = maker.claim("The evidence suggests that practice has changed.", verdict=high, body=(part,))
    assert maker.status("overclaim", same) == "pass"


def test_a_summary_is_told_whose_confidence_is_too_low(maker: Any) -> None:
    part = body(maker, "The evidence indicates that practice has changed.", "supported", "low")
    high = maker.verdict("supported", "high")
    strong = maker.claim("The evidence indicates that practice has changed.", verdict=high, body=(part,))
    assert "than the low confidence of c2 carries" in maker.checks(strong)["overclaim"].why


@pytest.mark.parametrize("verdict", ["mixed", "contested", "adverse", "insufficient", "too_early", "not_measured"])
def test_a_summary_does_not_gild_what_it_sums_up(maker: Any, verdict: str) -> None:
    part = body(maker, "It is not known, or not one way.", verdict, None)
    high = maker.verdict("supported", "high")
    gilded = maker.claim("The evidence suggests that practice has improved.", verdict=high, body=(part,))
    assert maker.status("overclaim", gilded) == "fail"
    honest = maker.claim("The evidence is mixed on whether practice has improved.", verdict=high, body=(part,))
    assert maker.status("overclaim", honest) == "pass"


@pytest.mark.parametrize("verdict", VERDICT.codes)
def test_every_verdict_is_told_in_plain_words_somehow(maker: Any, verdict: str) -> None:
    """A sentence that says no more than that the verdict stands passes under any verdict."""
    assert status(maker, "13 of 17 partners agreed.", verdict, "low", type_="descriptive") == "pass"


@pytest.mark.parametrize(
    "text",
    [
        "The share of partners who notice signs rose from 36% to 84%.",
        "Among partners, agreement that policies cover it fell from 93% in Year 1 to 69%.",
        "A quarter gave it seven or more out of ten; by Year 2 that had risen to 58%.",
        "Every surgery now shows one number.",
        "About half of the staff see an improvement.",
        "Four partners named a sponsor as the reason why policy had changed.",
        "The signs that practice is better come from staff alone.",
        "More than four in five partners agreed.",
        "96 nights were reported, where earlier years had pointed to about 161.",
        "Partners’ answers show neither a rise nor a fall.",
        "There were 121 referrals against 119 the year before, which shows no rise.",
        "Five people put better practice down to the training.",
        "Rising awareness is as strong an explanation.",
    ],
)
def test_what_a_share_did_is_no_flat_claim_and_a_number_on_a_wall_no_verb(maker: Any, text: str) -> None:
    assert status(maker, text, "emerging", "low") == "pass"


@pytest.mark.parametrize(
    "text",
    [
        "Practice improved, and 84% came.",
        "There are clear signs that practice is better.",
        "Partners see better practice.",
        "The evidence shows one of two things: practice changed.",
        "Practice is more consistent.",
        "The evidence shows no change.",
    ],
)
def test_a_number_nearby_makes_no_flat_claim_a_count(maker: Any, text: str) -> None:
    assert status(maker, text, "emerging", "low") == "fail"
