"""`edge_polarity`: evidence supports a sentence only where it reads the way the sentence points."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tideturn.dataset.verdict import BY_RULE, Verdict
from tideturn.evaluation.claims.direction import DIRECTIONS, bears

POLARITIES = ("supports", "contradicts", "no_change", "too_early", "mixed", "none")


def status(maker: Any, standing: str, polarity: str, text: str = "Practice changed.", type_: str = "change") -> str:
    claim = maker.claim(text, maker.spoke("p1", polarity=polarity), type_=type_, verdict=maker.verdict(standing, "low"))
    return maker.status("edge_polarity", claim)


@pytest.mark.parametrize("standing", ["supported", "emerging", "adverse", "no_change_observed"])
@pytest.mark.parametrize("polarity", POLARITIES)
def test_only_what_reads_the_way_of_the_verdict_may_support_it(maker: Any, standing: str, polarity: str) -> None:
    assert status(maker, standing, polarity) == ("pass" if polarity == DIRECTIONS[Verdict.of(standing).way] else "fail")


@pytest.mark.parametrize("standing", ["contested", "mixed", "too_early", "insufficient"])
def test_a_verdict_that_points_no_one_way_may_rest_on_either(maker: Any, standing: str) -> None:
    assert {status(maker, standing, polarity) for polarity in POLARITIES} == {"pass"}


def test_it_says_what_the_evidence_reads_and_what_the_sentence_says(maker: Any) -> None:
    claim = maker.claim(
        "Practice changed.",
        maker.spoke("p1", polarity="contradicts"),
        type_="change",
        verdict=maker.verdict("supported", "low"),
    )
    check = maker.checks(claim)["edge_polarity"]
    assert "is drawn as support, but it contradicts the outcome; the sentence supports the outcome" in check.why
    assert "finding_evidence.csv" in check.mend


def test_a_description_of_both_sides_may_rest_on_both(maker: Any) -> None:
    told = "Most partners agreed, but six did not."
    assert status(maker, "supported", "contradicts", told, "descriptive") == "pass"
    assert status(maker, "supported", "contradicts", "Most partners agreed.", "descriptive") == "fail"


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Young people are not safer.", "contradicts"),
        ("Practice never got better.", "contradicts"),
        ("There is no doubt that practice has improved.", "supports"),
        ("Practice is better, but not everywhere.", "supports"),
    ],
)
def test_a_sentence_that_denies_what_got_better_rests_on_no_evidence_that_it_did(
    maker: Any, text: str, passes: str
) -> None:
    other = {"supports": "contradicts", "contradicts": "supports"}[passes]
    assert status(maker, "supported", passes, text) == "pass"
    assert status(maker, "supported", other, text) == "fail"


def test_what_is_drawn_as_context_or_against_is_left_alone(maker: Any) -> None:
    claim = maker.claim(
        "Practice changed.", maker.spoke("p1", polarity="contradicts"), verdict=maker.verdict("supported")
    )
    for edge in ("contradicts", "context"):
        redrawn = replace(claim, edges=tuple(replace(one, edge=edge) for one in claim.edges))
        assert maker.status("edge_polarity", redrawn) == "pass"


@pytest.mark.parametrize("standing", [v for v in BY_RULE if v not in ("emerging", "insufficient", "not_measured")])
def test_the_other_way_contradicts_and_no_way_is_context(standing: Verdict) -> None:
    drawn = {polarity: bears(polarity, standing) for polarity in POLARITIES}
    assert drawn[DIRECTIONS.get(standing.way, "supports")] == "supports"
    assert drawn["none"] == drawn["too_early"] == "context"
    assert drawn["mixed"] == ("supports" if standing == "mixed" else "context")
    assert list(drawn.values()).count("contradicts") == 2


@pytest.mark.parametrize("type_", ["descriptive", "change"])
def test_a_description_may_rest_on_a_measure_that_reads_neither_way(maker: Any, type_: str) -> None:
    measured = maker.survey(16, 27)
    assert measured.polarity == "mixed"
    for polarity, passes in (("mixed", True), ("none", True), ("contradicts", False)):
        claim = maker.claim(
            "Sixteen of the 27 cases met the whole pathway.",
            replace(measured, polarity=polarity),
            type_=type_,
            verdict=maker.verdict("supported", "low"),
        )
        assert maker.status("edge_polarity", claim) == ("pass" if passes else "fail")


def test_a_claim_that_compares_rests_on_no_measure_that_reads_neither_way(maker: Any) -> None:
    compared = ("A larger share of cases met the pathway.", "Cases met it sooner.", "Agreement went up.", "It rose.")
    for text in (*compared, "The answers suggest that cases meet the pathway."):
        claim = maker.claim(text, maker.survey(16, 27), verdict=maker.verdict("supported", "low"))
        assert maker.status("edge_polarity", claim) == "fail", text


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Two staff think it too early to say.", "too_early"),
        ("A partner sees no change.", "no_change"),
        ("Practice is not better, one partner says.", "no_change"),
        ("Ties were 40 both times.", "no_change"),
    ],
)
def test_a_sentence_may_say_what_its_evidence_says_under_any_verdict(maker: Any, text: str, polarity: str) -> None:
    assert status(maker, "emerging", polarity, text, "descriptive") == "pass"
    assert status(maker, "emerging", polarity, "A partner told us of it.", "descriptive") == "fail"


@pytest.mark.parametrize(("quoted", "passes"), [("Yes. And no.", True), ("Yes.", False)])
def test_what_somebody_said_both_ways_is_quoted_whole(maker: Any, quoted: str, passes: bool) -> None:
    claim = maker.claim(
        f"A worker put it like this: “{quoted}”",
        maker.spoke("p1", "Yes. And no.", polarity="mixed", voice="staff"),
        type_="descriptive",
        verdict=maker.verdict("supported", "low"),
    )
    assert ("quote_not_found" not in maker.failing(claim)) == passes


def test_a_description_that_says_it_changed_rests_on_what_says_so(maker: Any) -> None:
    assert status(maker, "supported", "none", "Practice is better.", "descriptive") == "fail"


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("The scores do not show whether anything changed.", False),
        ("Neither a rise nor a fall is shown.", False),
        ("The scores do not show whether it lasts, and practice is better.", True),
    ],
)
def test_what_is_not_shown_points_no_way(maker: Any, text: str, points: bool) -> None:
    assert status(maker, "supported", "none", text) == ("fail" if points else "pass")
