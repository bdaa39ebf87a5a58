"""The report's own sentences: kept as claims, proved, and left out where they are not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import polars as pl
import pytest
from tests.worked_example import example, judged, second, second_judged

from tideturn.dataset.model import Dataset, Site
from tideturn.evaluation.claims.bindings import Bindings
from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.told import stated, told
from tideturn.report import said
from tideturn.report.blocks import Bullets, Facts, Paragraph, Report, Section, Span, verbatim, words
from tideturn.report.engine_claims import EngineClaim, Proof

RULES = {"right": told("{n} opinions", n=stated("min_n", 10, item="rules"))}
RULES["wrong"] = told("{n} opinions", n=stated("min_n", 11, item="rules"))


@cache
def claims_of(folder: str, year: int) -> tuple[EngineClaim, ...]:
    if folder == "example":
        return said(example(), judged(year)).claims
    return said(second(), second_judged(year)).claims


@pytest.mark.parametrize("year", [1, 2])
@pytest.mark.parametrize("folder", ["example", "second"])
def test_every_sentence_of_the_engines_own_is_proved(folder: str, year: int) -> None:
    claims = claims_of(folder, year)
    assert len(claims) > 300
    assert [(claim.text, claim.why_not) for claim in claims if claim.why_not] == []
    assert [(claim.claim_id, claim.text, claim.unbound) for claim in claims if claim.unbound] == []
    # Where none of those asked spoke, that is said, and is no small share.
    assert not any("only 0 of" in claim.text for claim in claims)


def test_apostrophes_are_curly_as_quotation_marks_are() -> None:
    assert [claim.text for claim in claims_of("example", 2) if "'" in claim.text] == []
    assert any("the programme’s own staff" in claim.text for claim in claims_of("example", 2))


def test_each_has_an_id_of_its_own_and_says_what_it_is_bound_to() -> None:
    claims = claims_of("example", 2)
    assert len({claim.claim_id for claim in claims}) == len(claims)
    headline = next(claim for claim in claims if claim.text.startswith("16 of 18 outcomes were due."))
    assert headline.claim_id.startswith("engine/summary/")
    row = headline.as_dict()
    assert (row["author"], row["grade"], row["type"]) == ("engine", "proved", "descriptive")
    # Of the 16 outcomes that are due 2 of 4 states hold, and 4 of 12 changes are supported.
    for field, printed in (("supported.state", "2"), ("supported.change", "4"), ("stands.emerging", "4")):
        assert {"item": "verdicts/2", "field": field, "printed": printed, "predicate": "", "unit": ""} in row["bound"]


def a_report(*blocks: object) -> Report:
    section = Section("s", "S", 2, tuple(blocks))  # type: ignore[arg-type]
    return Report(programme="P", title="T", kicker="", status="", front=(), sections=(section,))


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return judged(1)


def test_a_sentence_that_does_not_hold_is_left_out_and_the_rest_stays(evaluation: Evaluation) -> None:
    proof = Proof(Bindings(evaluation))
    right, wrong = words(RULES["right"]), words(RULES["wrong"])
    report = a_report(
        Paragraph(right),
        Paragraph(wrong),
        Bullets((right, wrong)),
        Facts((("a", right), ("b", wrong))),
        Bullets((wrong,)),
    )
    assert proof.of(report).sections[0].blocks == (Paragraph(right), Bullets((right,)), Facts((("a", right),)))
    assert [claim.claim_id for claim in proof.claims] == [f"engine/s/{n}" for n in range(1, 8)]
    assert {claim.why_not for claim in proof.claims if claim.why_not} == {("min_n of rules is 10, not 11.",)}


def test_in_a_release_a_reason_that_cannot_be_told_is_said_to_be_missing(evaluation: Evaluation) -> None:
    proof = Proof(Bindings(evaluation, released=True))
    (bullets,) = proof.of(a_report(Bullets((words(RULES["wrong"]), words(RULES["wrong"]))))).sections[0].blocks
    assert isinstance(bullets, Bullets)
    assert [span.text for item in bullets.items for span in item] == [
        "One reason is not shown: it rests on numbers that are too small to be shown."
    ]


@pytest.mark.parametrize(
    ("parts", "unbound"),
    [
        (("43 of 62 improved",), ("43", "62")),
        ((RULES["right"], " and 7 more"), ("7",)),
        (("In Year 2, by 31 August 2019, “10 of 12” said so.",), ()),
        (("Asked “How well do you know “county lines”, from 1 to 5?”, 3 agreed.",), ("3",)),
        (("Set by ", verbatim("evaluator-1"), "; see ", Span("12", target="e12")), ()),
    ],
)
def test_a_number_that_is_bound_to_nothing_is_noticed(
    evaluation: Evaluation, parts: tuple[str | Span, ...], unbound: tuple[str, ...]
) -> None:
    proof = Proof(Bindings(evaluation))
    proof.of(a_report(Paragraph(words(*parts))))
    assert [number for claim in proof.claims for number in claim.unbound] == list(unbound)


def test_a_number_in_a_name_is_stated_of_nothing(small_dataset: Dataset, small_evaluation: Evaluation) -> None:
    """A site, a component of the plan and the release itself have numbers in their names, and the rest is noticed."""
    sites = (Site("p2", "Phase 2"), *small_dataset.programme.sites)
    plan = small_dataset.table("plan").with_columns(component=pl.lit("step 3 group"), measure=pl.lit("4"))
    dataset = replace(
        small_dataset,
        programme=replace(small_dataset.programme, sites=sites),
        tables={**small_dataset.tables, "plan": plan},
    )
    proof = Proof(Bindings(small_evaluation, released=True, dataset=dataset))
    said = (
        "Step 3 group, Phase 2: drifted from the plan. Released version year-2-1.",
        "Phase 2 and Phase 21, 3 groups and 4 of 5.",
    )
    proof.of(a_report(*(Paragraph(words(one)) for one in said)))
    assert [claim.unbound for claim in proof.claims] == [("21", "3", "4", "5")]


def test_what_somebody_wrote_is_no_claim_of_the_engines(evaluation: Evaluation) -> None:
    proof = Proof(Bindings(evaluation))
    finding = Paragraph(words("43 of 62 improved.", Span("1", note=True)))
    assert proof.of(a_report(finding)).sections[0].blocks == (finding,)
    assert proof.claims == []
