"""`contribution_without_rival` and `dissent_hidden`: other explanations looked at, and both sides told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tideturn.dataset.vocabulary import RATINGS
from tideturn.evaluation.claims.checks.causes import contribution_without_rival
from tideturn.evaluation.claims.proof.clause import Bond, Clause
from tideturn.evaluation.claims.rivals import Rival, rivals_at, rivals_for, rivals_in

RIVAL = Rival("practice", "New guidance", weight="weaker")
LOCAL = Rival("practice", "A trial in the news", "north", weight="weaker")


@pytest.mark.parametrize(
    "text",
    [
        "The programme contributed to the change.",
        "Training led to it.",
        "It changed because of the training.",
        "Thanks to the advice line, partners ring earlier.",
    ],
)
def test_a_cause_needs_a_rival(maker: Any, text: str) -> None:
    claim = maker.claim(text, maker.spoke("p1"), type_="contribution")
    assert maker.status("contribution_without_rival", claim) == "fail"
    assert maker.status("contribution_without_rival", claim, rivals=[RIVAL]) == "pass"


def test_a_rival_of_another_outcome_is_none(maker: Any) -> None:
    claim = maker.claim("Training led to it.", maker.spoke("p1"), type_="contribution")
    assert maker.status("contribution_without_rival", claim, rivals=[replace(RIVAL, outcome_id="safety")]) == "fail"


def test_what_goes_on_elsewhere_explains_nothing_here(maker: Any) -> None:
    for scope, expected in (("north", "pass"), ("programme", "pass"), ("south", "fail")):
        claim = maker.claim("Training led to it.", maker.spoke("p1"), type_="contribution", scope=scope)
        assert maker.status("contribution_without_rival", claim, rivals=[LOCAL]) == expected
        assert maker.status("contribution_without_rival", claim, rivals=[RIVAL]) == "pass"


@pytest.mark.parametrize("weight", ["", "unknown"])
def test_every_rival_must_be_weighed(maker: Any, weight: str) -> None:
    claim = maker.claim("Training led to it.", maker.spoke("p1"), type_="contribution")
    rivals = [RIVAL, Rival("practice", "A trial in the news", weight=weight)]
    found = maker.checks(claim, rivals=rivals)["contribution_without_rival"]
    assert (found.status, "“A trial in the news” is not weighed" in found.why) == ("fail", True)


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("Training may have led to it.", "plausible"),
        ("The programme contributed to it.", "one_of_several"),
        ("Training was one of several things that led to it.", "one_of_several"),
        ("Training led to it.", "main_among_several"),
        ("It changed because of the training alone.", ""),
    ],
)
def test_no_sentence_says_more_of_a_cause_than_the_rating(maker: Any, text: str, least: str) -> None:
    claim = maker.claim(text, maker.spoke("p1"), type_="contribution")
    allowed = [
        r for r in RATINGS if maker.status("contribution_without_rival", claim, rivals=[RIVAL], rating=r) == "pass"
    ]
    assert allowed == list(RATINGS[RATINGS.index(least) :] if least else ())


@pytest.mark.parametrize(
    "text",
    [
        "Four people named a sponsor as what brought it about.",
        "Four people put it down to the training.",
        "Six said that training led to it.",
    ],
)
def test_what_somebody_named_as_the_cause_needs_no_rating(maker: Any, text: str) -> None:
    claim = maker.claim(text, maker.spoke("p1"), type_="contribution")
    assert maker.status("contribution_without_rival", claim, rating="not_shown") == "pass"


@pytest.mark.parametrize("type_", ["change", "judgement", "descriptive"])
def test_a_cause_in_a_claim_of_another_type_is_found(maker: Any, type_: str) -> None:
    claim = maker.claim("The programme caused the change.", maker.spoke("p1"), type_=type_)
    assert maker.status("contribution_without_rival", claim) == "fail"
    assert maker.status("contribution_without_rival", claim, rivals=[RIVAL]) == "query"


def test_what_somebody_said_brought_it_about_describes(maker: Any) -> None:
    claim = maker.claim("Six people said that the training led to it.", maker.spoke("p1"), type_="descriptive")
    assert maker.status("contribution_without_rival", claim) == "pass"


def test_a_proved_part_of_the_programme_still_needs_its_rivals_weighed(maker: Any) -> None:
    claim = maker.claim("The programme may have led to it.", maker.spoke("p1"), type_="contribution")
    for bound, expected in (("verdict/practice", ["fail"]), ("survey/partners/x", [])):
        proved = (Clause(claim.text, (Bond(claim.text, bound, "may have"),), ()),)
        found = contribution_without_rival(claim, [replace(RIVAL, weight="")], {"practice": "plausible"}, proved)
        assert [one.status for one in found] == expected


def test_no_cause_needs_no_rival(maker: Any) -> None:
    assert maker.status("contribution_without_rival", maker.claim("Practice changed.", maker.spoke("p1"))) == "pass"


@pytest.mark.parametrize(
    ("said", "status"), [("the weaker", "pass"), ("the stronger", "fail"), ("as strong an", "fail")]
)
def test_an_explanation_is_told_as_it_was_weighed(maker: Any, said: str, status: str) -> None:
    text = f"New guidance was judged {said} explanation of better practice."
    claim = maker.claim(text, maker.spoke("p1"), type_="contribution")
    assert maker.status("contribution_without_rival", claim, rivals=[RIVAL]) == status


def test_rivals_hold_in_their_versions_years_and_places(make: Any, year: Any, year_2: Any) -> None:
    link = {"from_node": "work", "to_node": "safe"}
    event = {"kind": "event", "outcome_id": "safety"}
    dataset = make(
        toc_versions=[
            {"version": 1, "date": date(2018, 9, 1), "reason": "first"},
            {"version": 2, "date": date(2019, 10, 1), "reason": "learning"},
        ],
        toc_nodes=[
            {"node_id": "work", "kind": "activity", "title": "Work"},
            {"node_id": "safe", "kind": "outcome", "title": "Safety", "outcome_id": "safety"},
        ],
        toc_links=[
            {**link, "link_id": "l1", "rivals": "Old|Older", "from_version": 1, "to_version": 1},
            {**link, "link_id": "l2", "rivals": "New", "from_version": 2},
        ],
        context=[
            {**event, "context_id": "c1", "site": "north", "description": "Once", "to": date(2019, 1, 1)},
            {**event, "context_id": "c2", "site": "south", "description": "Later", "from": date(2020, 1, 1)},
            {"context_id": "c3", "site": "south", "kind": "event", "description": "Of nothing"},
        ],
    )
    first, second = rivals_in(dataset, year), rivals_in(dataset, year_2)
    assert rivals_for(first, "safety", "programme") == ("Old", "Older", "Once")
    assert rivals_for(first, "safety", "south") == ("Old", "Older")
    assert rivals_for(second, "safety", "programme") == ("New", "Later")
    assert rivals_for(second, "safety", "north") == ("New",)
    assert rivals_for(second, "risk", "programme") == ()


def contested(maker: Any, text: str, *, sides: str = "both", override: str = "") -> Any:
    good, bad = maker.spoke("p1"), maker.spoke("p2", "It is worse.", polarity="contradicts")
    verdict = maker.verdict("contested", "moderate", override=override)
    given = {"both": ([good], [bad]), "for": ([good], []), "against": ([], [bad])}[sides]
    return maker.claim(text, *given[0], against=given[1], verdict=verdict, type_="descriptive")


@pytest.mark.parametrize(
    "text",
    [
        "Staff say that it changed, but partners say that it did not.",
        "Staff and partners disagree about it.",
        "The evidence pulls both ways on whether practice changed.",
        "It is contested whether practice changed.",
        "While staff saw a change, most partners saw none.",
        "Staff say that it changed; almost every partner says that it is not so.",
        "What partners say pulls in two directions.",
    ],
)
def test_both_sides_told(maker: Any, text: str) -> None:
    assert maker.status("dissent_hidden", contested(maker, text)) == "pass"


@pytest.mark.parametrize(
    "text",
    [
        "Staff say that practice changed.",
        "Practice changed, but the funding ends in March.",
        "Practice changed while the team was being built.",
        "Partners say that practice changed, and so do others.",
    ],
)
def test_one_side_told(maker: Any, text: str) -> None:
    assert maker.status("dissent_hidden", contested(maker, text)) == "fail"


@pytest.mark.parametrize("sides", ["for", "against"])
def test_evidence_of_one_side_hides_the_other(maker: Any, sides: str) -> None:
    check = maker.checks(contested(maker, "Staff and partners disagree about it.", sides=sides))["dissent_hidden"]
    assert check.status == "fail"
    assert {"for": "no evidence against", "against": "no evidence for"}[sides] in check.why


def test_what_speaks_both_ways_is_both_sides(maker: Any) -> None:
    both = maker.spoke("p1", polarity="mixed")
    verdict = maker.verdict("contested", "moderate")
    claim = maker.claim("The evidence pulls both ways.", both, verdict=verdict)
    assert maker.status("dissent_hidden", claim) == "pass"
    hidden = maker.claim("The evidence pulls both ways.", maker.spoke("p2"), context=[both], verdict=verdict)
    assert maker.status("dissent_hidden", hidden) == "fail"


def test_a_summary_of_a_contested_finding_tells_both(maker: Any) -> None:
    part = contested(maker, "Staff and partners disagree about it.")
    good = maker.verdict("supported", "moderate")
    one = maker.claim("In short, practice changed.", maker.spoke("p1"), verdict=good, body=(part,))
    assert maker.status("dissent_hidden", one) == "fail"
    both = maker.claim("In short, staff and partners disagree.", maker.spoke("p1"), verdict=good, body=(part,))
    assert maker.status("dissent_hidden", both) == "pass"


def test_an_overridden_verdict_is_the_one_that_stands(maker: Any) -> None:
    text = "Staff say that practice changed."
    assert maker.status("dissent_hidden", contested(maker, text, override="supported")) == "pass"
    agreed = maker.verdict("supported", "moderate", override="contested")
    assert maker.status("dissent_hidden", maker.claim(text, maker.spoke("p1"), verdict=agreed)) == "fail"


def test_no_contest_no_dissent(maker: Any) -> None:
    claim = maker.claim("Practice changed.", maker.spoke("p1"), verdict=maker.verdict("supported", "high"))
    assert maker.status("dissent_hidden", claim) == "pass"


def test_a_rival_is_weighed_in_the_same_words_and_holds_when_what_names_it_does(
    make: Any, year: Any, year_2: Any
) -> None:
    def weighed(rival: str, weight: str, outcome: str = "safety") -> dict[str, str]:
        return {"outcome_id": outcome, "rival": rival, "weighed": weight, "reason": "Because.", "by": "PM"}

    dataset = make(
        toc_nodes=[{"node_id": "safe", "kind": "outcome", "title": "t", "outcome_id": "safety"}],
        toc_links=[{"link_id": "l", "from_node": "w", "to_node": "safe", "rivals": "Guidance|A Trial"}],
        context=[
            {
                "context_id": "c",
                "site": "north",
                "kind": "event",
                "description": "Later",
                "outcome_id": "safety",
                "from": year_2.start,
            },
            {"context_id": "d", "site": "north", "kind": "event", "description": "a trial.", "outcome_id": "safety"},
        ],
        rivals=[
            weighed("a  trial", "weaker"),
            weighed("Later", "stronger"),
            weighed("Luck", "unknown"),
            weighed("Guidance", "weaker", "risk"),
        ],
    )
    told = [(rival.text, rival.weight) for rival in rivals_at(rivals_in(dataset, year), "safety", "programme")]
    assert told == [("Guidance", ""), ("A Trial", "weaker"), ("Luck", "unknown")]
    later = rivals_at(rivals_in(dataset, year_2), "safety", "programme")
    assert [(rival.text, rival.weight) for rival in later] == [
        ("Guidance", ""),
        ("A Trial", "weaker"),
        ("Later", "stronger"),
        ("Luck", "unknown"),
    ]
    assert rivals_at(rivals_in(dataset, year), "risk", "programme")[0].reason == "Because."


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("The programme made eight onward referrals.", "descriptive"),
        ("The programme made 12 referrals.", "descriptive"),
        (
            "Over half of the 53 partners named the desk among the things that have helped agencies to meet.",
            "contribution",
        ),
        ("None of them ticked it when asked what has helped agencies to meet.", "descriptive"),
        ("What brought it down is not shown: nobody has yet weighed whether the police changed.", "contribution"),
        ("The programme’s part in this is not shown, since another team is the stronger explanation.", "contribution"),
        (
            "The end of the meetings is weighed as the stronger explanation of it; the law was ruled out.",
            "contribution",
        ),
        ("How much national awareness explains is not known.", "contribution"),
    ],
)
def test_what_states_no_cause_of_its_own_needs_no_rival(maker: Any, text: str, type_: str) -> None:
    claim = maker.claim(text, maker.spoke("p1"), type_=type_)
    assert maker.status("contribution_without_rival", claim, rating="not_shown") == "pass"


@pytest.mark.parametrize(
    "text",
    [
        "The programme made young people safer.",
        "It was having a worker that made young people safer, and another team is a weaker explanation.",
        "The training led to it, and the law was ruled out.",
        "The desk has helped agencies to meet, as 30 partners named it.",
    ],
)
def test_a_cause_beside_what_was_weighed_is_still_one(maker: Any, text: str) -> None:
    claim = maker.claim(text, maker.spoke("p1"), type_="contribution")
    assert maker.status("contribution_without_rival", claim, rivals=[RIVAL], rating="not_shown") == "fail"
