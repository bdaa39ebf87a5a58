"""Findings without an outcome: their numbers, their polarities, and what they may not claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.evidence_values import value_of

from tideturn.evaluation.model import EvidenceItem, Provenance


def theme(k, n, *, supports=0, contradicts=0, voice="staff", scope="programme", polarity="none"):
    value = {"k": k, "share": k / n, "supports": supports, "contradicts": contradicts, "no_change": 0, "too_early": 0}
    value |= {"mixed": 0, "mentioned": k - supports - contradicts}
    named = f"theme/posts/{voice}/{scope}/1"
    read = Provenance("codings", ("i0|0|9|posts|a",), 1, "ab" * 32)
    return EvidenceItem(
        *(
            named,
            "",
            scope,
            1,
            "theme",
            voice,
            "interviews",
            polarity,
            n,
            value_of(value),
            None,
            "Vacant posts",
            read,
            "sources",
        ),
        as_of=date(2019, 8, 31),
    )


@pytest.fixture
def checked(maker):
    def run(text, *items, section="strengths", type_="descriptive", **more):
        claim = replace(maker.claim(text, *items, section=section, type_=type_, **more), outcome_id="")
        checks, (grading,) = maker.run(claim)
        return {one.check: one for one in checks if one.status == "fail"}, grading.grade

    return run


def test_a_right_count_passes_and_a_wrong_one_is_stopped(checked):
    assert checked("11 of 14 staff raised vacant posts.", theme(11, 14))[0] == {}
    assert "number_mismatch" in checked("12 of 14 staff raised vacant posts.", theme(11, 14))[0]


def test_a_count_of_other_people_is_stopped(checked):
    assert "number_mismatch" in checked("11 of 14 partners raised vacant posts.", theme(11, 14))[0]


@pytest.mark.parametrize(("k", "stopped"), [(7, True), (8, False)])
def test_most_needs_more_than_half_of_all_who_were_interviewed(checked, k, stopped):
    found, _ = checked("Most staff raised vacant posts.", theme(k, 14))
    assert ("overclaim" in found) == stopped


def test_most_is_not_borne_out_by_the_few_who_are_quoted(checked, maker):
    said = [replace(maker.spoke(f"s{i}", voice="staff"), outcome_id="") for i in range(3)]
    found, _ = checked("Most staff raised vacant posts.", *said)
    assert "Add the theme that counts them" in found["overclaim"].mend
    assert (
        "The evidence says 5 of 14."
        in checked("Most staff raised vacant posts.", theme(5, 14), *said)[0]["overclaim"].mend
    )


def test_a_strength_whose_support_all_denies_it_is_stopped(checked, maker):
    denied = replace(maker.spoke("s1", polarity="contradicts"), outcome_id="")
    borne_out = replace(maker.spoke("s2"), outcome_id="")
    assert "overclaim" in checked("The work has its own place.", denied)[0]
    assert checked("The work has its own place.", denied, borne_out)[0] == {}
    assert checked("The work has no place of its own.", denied, section="challenges")[0] == {}


def test_a_strength_says_that_some_said_the_opposite(checked):
    mixed = theme(5, 10, supports=3, contradicts=2, polarity="mixed")
    assert "dissent_hidden" in checked("5 of 10 staff raised vacant posts.", mixed)[0]
    assert checked("5 of 10 staff raised vacant posts, and two of them said the opposite.", mixed)[0] == {}
    assert checked("5 of 10 staff raised vacant posts.", mixed, section="implementation")[0] == {}


def test_an_impact_needs_its_outcome(checked):
    found, _ = checked("Young people are safer.", theme(11, 14))
    assert "Write the outcome under outcome_id" in found["overclaim"].mend
    assert checked("11 of 14 staff said that young people are safer.", theme(11, 14, supports=11))[0] == {}


def test_a_cause_needs_an_outcome_whose_rivals_are_weighed(checked):
    found, _ = checked("Calls rose because of the training.", theme(11, 14), type_="contribution")
    assert "names no outcome" in found["contribution_without_rival"].why


def test_small_numbers_of_young_people_and_of_adults_at_a_place_are_not_said(checked):
    assert "disclosure" in checked("3 of 9 young people raised it.", theme(3, 9, voice="young_person"))[0]
    assert "disclosure" in checked("3 of 9 staff raised it.", theme(3, 9, scope="north"))[0]
    assert "disclosure" not in checked("3 of 9 staff raised it.", theme(3, 9))[0]


def test_without_evidence_it_is_stopped_and_unsigned_it_waits(checked):
    assert "orphan_claim" in checked("11 of 14 staff raised vacant posts.")[0]
    found, grade = checked("The team kept going.", theme(11, 14), signed=False)
    assert (set(found), grade) == ({"unreviewed"}, "judged")
