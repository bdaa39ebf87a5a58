"""How a draft speaks of outcomes and of people."""

from __future__ import annotations

import pytest

from tideturn.dataset.wording import listed
from tideturn.evaluation.drafting.phrases import clauses, ended, lowered, people, that, whether


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["Young people are safer"], "that young people are safer"),
        (["Young people are safer", "Young people reach services"], "that young people are safer and reach services"),
        (
            ["Young people are safer", "More information is shared", "Young people reach services"],
            "that young people are safer and reach services, and that more information is shared",
        ),
        (["Safety", "More is shared"], "that the outcome is being reached (Safety), and that more is shared"),
    ],
)
def test_outcomes_of_one_subject_are_told_together(titles: list[str], expected: str) -> None:
    assert clauses(titles, "that") == expected


def test_titles_that_are_no_sentence() -> None:
    assert that("Safety") == "that the outcome is being reached (Safety)"
    assert whether("Safety") == "whether the outcome is being reached (Safety)"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "Confidence to use the skills at work",
            "that the outcome is being reached (Confidence to use the skills at work)",
        ),
        (
            "Uses the tools more often than before",
            "that the outcome is being reached (Uses the tools more often than before)",
        ),
        ("Practice changed, and lastingly", "that practice changed, and lastingly"),
        ("Career has advanced", "that career has advanced"),
    ],
)
def test_titles_of_other_programmes(title: str, expected: str) -> None:
    """The outcomes of The Carpentries' long-term survey of 2017 (DOI 10.5281/zenodo.1039944)."""
    assert that(title) == expected


def test_several_titles_that_are_no_sentence_are_named_together() -> None:
    assert clauses(["Safety", "More is shared", "Health"], "whether") == (
        "whether these outcomes are being reached (Safety, Health), and whether more is shared"
    )


def test_small_words() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert lowered("NRM referrals") == "NRM referrals"
    assert lowered("Referrals") == "referrals"
    assert lowered("Welsh speakers can speak Welsh") == "Welsh speakers can speak Welsh"
    assert ended("it is so") == "It is so."
    assert ended("Is it?") == "Is it?"
    assert people("stakeholder", 1) == "partner"
    assert people("family", 2) == "parents and carers"
