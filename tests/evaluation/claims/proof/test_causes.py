"""Who named which cause of what, and how rival explanations were weighed, in sentences about two folders."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from tests import worked_example

from tideturn.dataset.model import Dataset
from tideturn.evaluation.claims.checks import Context, context_of, run_checks
from tideturn.evaluation.claims.model import Claim, Edge
from tideturn.evaluation.claims.proof.clause import all_proved
from tideturn.evaluation.model import Evaluation

SENTENCES = [
    (row["folder"], row["outcome_id"], row["text"], row["proved"] == "yes")
    for row in csv.DictReader((Path(__file__).parent / "causes.csv").read_text(encoding="utf-8").splitlines())
]
"""True sentences, which are proved, and false ones beside them, which never may be."""


def world(folder: str) -> tuple[Dataset, Evaluation]:
    if folder == "example":
        return worked_example.built()[0], worked_example.bare_judged(2)
    return worked_example.second(), worked_example.second_judged(2)


@cache
def context(folder: str) -> Context:
    return context_of(*world(folder))


def claim(folder: str, outcome: str, text: str) -> Claim:
    """A claim of year 2 whose evidence is every interview about its outcome."""
    evaluation = world(folder)[1]
    heard = [item for item in evaluation.evidence if item.kind == "interview" and item.outcome_id == outcome]
    edges = tuple(Edge(item.evidence_id, "supports", None, (item,)) for item in heard)
    verdict = evaluation.verdict(outcome, "programme")
    of = (outcome, "programme", 2)
    return Claim("c1", "practitioners", text, text, "contribution", *of, "a", "b", (), edges, verdict)


def proved(folder: str, outcome: str, text: str) -> bool:
    return all_proved(context(folder).prove(claim(folder, outcome, text)))


@pytest.mark.parametrize(("folder", "outcome", "text"), [row[:3] for row in SENTENCES if row[3]])
def test_named_or_weighed_as_the_sentence_says(folder: str, outcome: str, text: str) -> None:
    assert proved(folder, outcome, text)


@pytest.mark.parametrize(("folder", "outcome", "text"), [row[:3] for row in SENTENCES if not row[3]])
def test_not_named_or_weighed_so(folder: str, outcome: str, text: str) -> None:
    assert not proved(folder, outcome, text)


def test_a_cause_needs_an_interview_of_one_of_the_voices_and_the_whole_programme() -> None:
    said = claim("example", "safety", "Four people interviewed credited a worker they know.")
    prove = context("example").prove
    assert all_proved(prove(said))
    assert not all_proved(prove(replace(said, edges=())))
    assert not all_proved(prove(replace(said, scope="london")))
    assert not all_proved(prove(replace(said, year=1)))


def test_the_number_who_named_a_cause_is_no_mismatch_where_the_rest_is_not_proved() -> None:
    text = "Five people interviewed put better understanding down to people trained and advised, as we hoped."
    checks, _ = run_checks([claim("example", "practitioner_understanding", text)], context("example"))
    failed = {check.check for check in checks if check.status == "fail"}
    assert "number_mismatch" not in failed
    other = claim("example", "practitioner_understanding", text.replace("Five", "Nine"))
    checks, _ = run_checks([other], context("example"))
    assert "number_mismatch" in {check.check for check in checks if check.status == "fail"}


def test_a_cause_in_the_voice_of_the_report_asks_for_rivals_beside_one_that_people_named() -> None:
    named = "Four partners credited a senior sponsor with their policies and culture"
    for text, stopped in ((f"{named}.", False), (f"{named}; training caused it.", True)):
        checks, _ = run_checks([claim("example", "structures_response", text)], context("example"))
        failed = {check.check for check in checks if check.status == "fail"}
        assert ("contribution_without_rival" in failed) == stopped, text
