"""Test that a message about a contradicted number gives the sentence with the right number, if that is proved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from tests.evaluation.claims.proof.test_kept import KEPT, context, kept, read

from tideturn.evaluation.claims.checks import run_checks
from tideturn.evaluation.claims.checks.corrected import corrected
from tideturn.evaluation.claims.grade import STOPPED
from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.proof import prove
from tideturn.evaluation.claims.proof.clause import Clause

held = partial(prove, title="Practice has improved . ", places={"North": "north"})


def given(maker: Any, text: str) -> str:
    """Return the correction of a sentence about 13 of 17 partners who agreed and 11 of 22 staff."""
    items = maker.survey(13, 17, disagree=1), maker.survey(11, 22, voice="staff", disagree=4)
    claim = maker.claim(text, *items, type_="descriptive")
    clauses = held(claim)
    ((at, clause),) = [(at, clause) for at, clause in enumerate(clauses) if clause.against]
    return corrected(claim, at, clause, held)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("14 of 17 partners agreed.", "13 of 17 partners agreed."),
        ("Fourteen of the 17 partners agreed.", "Thirteen of the 17 partners agreed."),
        ("13 of the 18 partners agreed.", "13 of the 17 partners agreed."),
        ("14 of 18 partners agreed.", "13 of 17 partners agreed."),
        ("Of the 18 partners, 14 agreed.", "Of the 17 partners, 13 agreed."),
        ("Fourteen partners agreed.", "Thirteen partners agreed."),
        ("All the partners agreed.", "13 of 17 partners agreed."),
        ("None of the partners agreed.", "13 of 17 partners agreed."),
        ("14 of 17 partners and 12 of 22 staff agreed.", "13 of 17 partners and 11 of 22 staff agreed."),
        ("11 of 22 staff agreed. Of partners, 14 of 17 agreed.", "Of partners, 13 of 17 agreed."),
    ],
)
def test_the_right_number_takes_the_place_of_the_wrong_one(maker: Any, wrong: str, right: str) -> None:
    assert given(maker, wrong) == right


def test_a_sentence_that_would_not_be_proved_is_not_offered(maker: Any) -> None:
    claim = maker.claim("14 of 17 partners agreed.", maker.survey(13, 17, disagree=1), type_="descriptive")
    (clause,) = held(claim)

    def doubting(changed: Claim) -> Sequence[Clause]:
        return tuple(replace(one, left=("partners",)) for one in held(changed))

    assert clause.against
    assert corrected(claim, 0, clause, doubting) == ""
    assert corrected(claim, 0, clause, lambda _: ()) == ""


def test_what_the_messages_offer_for_the_kept_sentences_is_proved() -> None:
    offered = unsaid = 0
    for row, (checks, grading, _) in zip(KEPT, kept(), strict=True):
        claim, known = read(row), context(row["folder"], int(row["year"]))
        for clause in (one for one in grading.clauses if any(not against.whom for against in one.against)):
            (check,) = (check for check in checks if check.check == "number_mismatch")
            told = re.search(r"Write: “(.+?[.!?])” Or say what the number counts\.", check.mend)
            assert grading.grade == STOPPED
            if told is None:  # the number counts the people with a view, and the words name all people
                unsaid += 1
                continue
            text = claim.text.replace(clause.text, told[1])
            _, (again,) = run_checks([replace(claim, text=text, written=text)], known)
            assert all(one.proved for one in again.clauses if one.text == told[1]), told[1]
            offered += 1
    assert offered >= 6
    assert unsaid <= offered / 4
