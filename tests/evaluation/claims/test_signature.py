"""Test the signature of a judged finding: the part it needs, its faults, and that it changes no grade."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tideturn.evaluation.claims.checks.evidence import unsigned
from tideturn.evaluation.claims.grade import JUDGED, PROVED, STOPPED, Grading
from tideturn.evaluation.claims.graph import claim_graph
from tideturn.evaluation.claims.proof.clause import Bond, Clause
from tideturn.evaluation.claims.signature import not_covered, part_to_sign, stray_parts

TEXT = "Partners agreed (39 of 51). The weekly meeting, staff say, has “made all the difference”, and partners’ time."
BOND = (Bond("39", "survey/s/q/stakeholder/programme/1", "k"),)
CLAUSES = (
    Clause("Partners agreed (39 of 51).", BOND, ()),
    Clause(TEXT.partition(". ")[2], BOND, ("weekly", "meeting", "all", "the", "difference")),
)
NEEDED = "weekly meeting, staff say, has “made all the difference"


def test_the_part_to_sign_holds_every_word_that_is_left_over(maker: Any) -> None:
    claim = maker.claim(TEXT, signed=False)
    assert part_to_sign(claim, CLAUSES) == (NEEDED,)
    assert not_covered(replace(claim, judged_part=(NEEDED,)), CLAUSES) == ()


@pytest.mark.parametrize(
    "parts",
    [
        (TEXT,),
        ("The weekly meeting", "all the difference"),
        ("all the difference", "weekly MEETING"),
        ('staff say, has "made all the difference"', "weekly\nmeeting"),
    ],
)
def test_parts_may_be_several_in_other_capitals_blanks_and_quotation_marks(maker: Any, parts: tuple[str, ...]) -> None:
    claim = maker.claim(TEXT, judged_part=parts)
    assert (stray_parts(claim), not_covered(claim, CLAUSES)) == ((), ())


@pytest.mark.parametrize(
    ("parts", "stray", "missing"),
    [
        (("weekly meeting",), (), ("all", "the", "difference")),
        (("eekly meeting", "all the difference"), ("eekly meeting",), ("weekly", "meeting")),
        (("monthly meeting", "all the difference"), ("monthly meeting",), ("weekly", "meeting")),
        # “The” before the meeting is another word than “the” before the difference.
        (("The weekly meeting", "all", "difference"), (), ("the",)),
    ],
)
def test_a_part_that_is_not_in_the_sentence_and_words_left_out_are_told(
    maker: Any, parts: tuple[str, ...], stray: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    claim = maker.claim(TEXT, judged_part=parts)
    assert (stray_parts(claim), not_covered(claim, CLAUSES)) == (stray, missing)


def test_of_a_sentence_that_nothing_is_bound_to_all_is_judged(maker: Any) -> None:
    claim = maker.claim(TEXT, judged_part=("Partners agreed",))
    assert part_to_sign(claim, ()) == (TEXT,)
    assert "meeting," in not_covered(claim, ())
    bare = (replace(CLAUSES[0], bonds=()), replace(CLAUSES[1], left=()))
    assert part_to_sign(claim, bare) == ("Partners agreed (39 of 51).",)


def whys(claim: Any, grade: str = JUDGED, clauses: tuple[Clause, ...] = CLAUSES) -> list[str]:
    return [found.why for found in unsigned(claim, Grading("c1", grade, clauses), ())]


def test_what_a_signature_lacks_is_told(maker: Any) -> None:
    bare = maker.claim(TEXT, signed=False)
    (nothing,) = whys(bare)
    assert NEEDED in nothing
    (reason,) = whys(replace(bare, judged_part=(NEEDED,)))
    assert "judged_reason is empty" in reason
    stray, missing = whys(replace(bare, judged_part=("monthly meeting",), judged_reason="They say so."))
    assert "“monthly meeting”" in stray
    assert "weekly … meeting … all … the … difference" in missing
    assert whys(replace(bare, judged_part=(NEEDED,), judged_reason="They say so.")) == []


@pytest.mark.parametrize("grade", [PROVED, STOPPED])
def test_only_what_is_judged_needs_a_signature(maker: Any, grade: str) -> None:
    assert whys(maker.claim(TEXT, signed=False), grade) == []
    assert whys(maker.claim(TEXT, judged_part=("not in it",)), grade) == []


def test_a_judged_finding_without_its_signature_fails_and_keeps_its_grade(maker: Any) -> None:
    bare = maker.claim("Practice is settling.", maker.spoke("p1"), signed=False)
    check = maker.checks(bare)["unreviewed"]
    assert check.status == "fail"
    assert "“Practice is settling.”" in check.why
    assert all(word in check.mend for word in ("judged_part", "judged_reason", "reviewer", "--ask"))
    assert maker.grade(bare) == JUDGED
    signed = maker.claim("Practice is settling.", maker.spoke("p1"))
    assert maker.status("unreviewed", signed) == "pass"
    assert maker.grade(signed) == JUDGED


def test_its_author_cannot_sign_it(maker: Any) -> None:
    claim = maker.claim("Practice is settling.", maker.spoke("p1"), reviewer="Evaluator 1")
    assert maker.checks(claim)["unreviewed"].why == "Its author, evaluator-1, also reviewed it."


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("14 of 17 partners put it so.", "“14 of 17”"),
        ("They said “we ring on the same day”.", "we ring on the same day"),
        ("It is what {k:survey/none/q/staff/programme/1} say.", "a reference is not filled"),
    ],
)
def test_a_reason_that_would_be_stopped_as_a_sentence_signs_nothing(maker: Any, reason: str, why: str) -> None:
    item = maker.survey(13, 17, disagree=1)
    check = maker.checks(maker.claim("Practice is settling.", item, judged_reason=reason))["unreviewed"]
    assert check.status == "fail"
    assert "cannot print its judged_reason as it is" in check.why
    assert why in check.why
    assert (
        maker.status("unreviewed", maker.claim("Practice is settling.", item, judged_reason="13 of 17 do.")) == "pass"
    )


def test_a_reason_exposes_no_small_number_of_young_people(maker: Any) -> None:
    scores = maker.matched(18, 9, 3)
    reason = "Three children did worse, and we know why."
    claim = maker.claim("It is settling.", scores, judged_reason=reason)
    assert "small number" in maker.checks(claim)["unreviewed"].why


def test_only_a_judged_finding_tells_its_reason_in_a_release(maker: Any) -> None:
    claim = maker.claim("Practice is settling.", maker.spoke("p1"))

    def told(grade: str) -> dict[str, Any]:
        return claim_graph((claim,), {}, {"c1": grade})["claims"][0]

    assert told(JUDGED)["judged_reason"] == claim.judged_reason
    assert (told(PROVED)["judged_part"], told(PROVED)["judged_reason"]) == ([], None)


@pytest.mark.parametrize("type_", ["change", "contribution"])
def test_no_summary_of_a_change_or_its_cause_is_judged(maker: Any, type_: str) -> None:
    claim = maker.claim("It is settling.", maker.spoke("p1"), section="summary", type_=type_)
    check = maker.checks(claim)["overclaim"]
    assert check.status == "fail"
    assert "“It is settling.”" in check.why
    assert "tideturn explain" in check.mend
    assert maker.grade(claim) == STOPPED
    assert maker.status("overclaim", replace(claim, section="practitioners")) == "pass"
    assert maker.status("overclaim", replace(claim, type="judgement")) == "pass"


def test_a_summary_of_a_change_that_is_proved_stands(maker: Any) -> None:
    claim = maker.claim("It is settling.", maker.spoke("p1"), section="summary", signed=False)
    clause = Clause("It is settling.", BOND, ())
    assert maker.failing(claim, clauses=(clause,)) == set()
    assert maker.grade(claim, clauses=(clause,)) == PROVED
