"""How far coders agree as a concern of the interviews' strands: which text counts, whose codes, what is not known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from tideturn.dataset.model import Dataset, Year
from tideturn.evaluation.ledger import gather
from tideturn.evaluation.ledger.coders import coder_agreement, outcome_alphas, texts_of
from tideturn.evaluation.rules import Rules

TEXT = "They are safer now. Nothing else has changed for anybody."
CODEBOOK = [
    {"code": "safer", "title": "Safer", "outcome_id": "safety"},
    {"code": "calmer", "title": "Calmer", "outcome_id": "safety"},
    {"code": "risky", "title": "Risk", "outcome_id": "risk"},
    {"code": "aside", "title": "Aside"},
]
RULES = Rules()

Spoken = Callable[..., Dataset]


def laid(name: str, coder: str, start: int, end: int, code: str = "safer") -> dict[str, Any]:
    return {
        "interview_id": name,
        "start": start,
        "end": end,
        "code": code,
        "coder": coder,
        "polarity": "supports",
    }


@pytest.fixture
def spoken(make: Callable[..., Dataset]) -> Spoken:
    def made(codings: Sequence[dict[str, Any]], coders: str = "", years: str = "1 1 1 1") -> Dataset:
        """`coders` as `i0:a i0:b`; the interviews are i0, i1, … in these years."""
        interviews = [
            {
                "interview_id": f"i{number}",
                "file": f"i{number}.txt",
                "voice": "stakeholder",
                "site": "north",
                "year": int(year),
                "consent_to_quote": True,
            }
            for number, year in enumerate(years.split())
        ]
        given = [dict(zip(("interview_id", "coder"), one.split(":"), strict=True)) for one in coders.split()]
        texts = {row["file"]: TEXT for row in interviews}
        return make(interviews=interviews, codings=codings, coders=given, codebook=CODEBOOK, transcripts=texts)

    return made


def concerns(dataset: Dataset, year: Year, outcome: str = "safety", rules: Rules = RULES) -> set[tuple[str, ...]]:
    strands = gather(dataset, year, rules)[1]
    own = [s for scope in ("programme", "north") for s in strands[outcome, scope] if s.kind == "interview"]
    return {tuple(concern for concern in s.concerns if "spoke of it" not in concern) for s in own}


def test_alpha_below_the_rule_is_a_concern_at_every_scope_of_its_outcome_alone(spoken: Spoken, year: Year) -> None:
    codings = [laid("i0", "a", 0, 19), laid("i0", "b", 0, 8), laid("i0", "a", 20, 40, "risky")]
    dataset = spoken([*codings, laid("i0", "b", 20, 40, "risky")])
    said = "Those who coded the interviews agree too little on what speaks to it (α 0.47, below 0.67)"
    assert concerns(dataset, year) == {(said,)}
    assert concerns(dataset, year, "risk") == {()}
    assert concerns(dataset, year, rules=replace(RULES, agreement_concern=0.4)) == {()}


def test_alpha_is_taken_over_all_text_that_two_were_given(spoken: Spoken, year: Year) -> None:
    # i1 was given to both, and neither laid anything: that they agree there is agreement too.
    codings = [laid("i0", "a", 0, 19), laid("i0", "b", 0, 8)]
    alone = outcome_alphas(spoken(codings), year)["safety"]
    both = outcome_alphas(spoken(codings, "i0:a i0:b i1:a i1:b i2:a"), year)["safety"]
    n, a, b = 2 * len(TEXT), 8, 11
    assert alone == pytest.approx(1 - (2 * b) / (2 * 27 * (n - 27) / (n - 1)))
    n *= 2
    assert both == pytest.approx(1 - (2 * b) / (2 * (2 * a + b) * (n - 2 * a - b) / (n - 1)))


def test_a_coder_who_found_nothing_disagrees_with_who_did(spoken: Spoken, year: Year) -> None:
    found = outcome_alphas(spoken([laid("i0", "a", 0, 19)], "i0:a i0:b"), year)["safety"]
    assert found is not None
    assert found < 0


def test_the_settled_coding_is_nobodys(spoken: Spoken, year: Year) -> None:
    codings = [laid("i0", "a", 0, 19), laid("i0", "agreed", 0, 19)]
    dataset = spoken(codings, "i0:a i0:agreed")
    assert outcome_alphas(dataset, year) == {}
    assert coder_agreement(dataset, year, RULES) is None
    assert concerns(dataset, year) == {()}


def test_an_outcome_that_nobody_coded_has_no_alpha_and_no_concern(spoken: Spoken, year: Year) -> None:
    dataset = spoken([laid("i0", "a", 0, 19), laid("i0", "b", 0, 19)])
    assert outcome_alphas(dataset, year) == {"safety": 1.0, "risk": None}
    assert concerns(dataset, year, "risk") == {()}


def test_two_codes_of_one_outcome_are_a_set_and_not_the_same(spoken: Spoken, year: Year) -> None:
    apart = outcome_alphas(spoken([laid("i0", "a", 0, 19), laid("i0", "b", 0, 19, "calmer")]), year)["safety"]
    within = [laid("i0", "a", 0, 19), laid("i0", "b", 0, 19), laid("i0", "b", 0, 19, "calmer")]
    part = outcome_alphas(spoken(within), year)["safety"]
    assert apart is not None
    assert part is not None
    assert apart < part < 1


def test_only_the_years_own_text_counts(spoken: Spoken, year: Year, year_2: Year) -> None:
    codings = [laid("i0", "a", 0, 19), laid("i0", "b", 0, 8), laid("i1", "a", 0, 19), laid("i1", "b", 0, 19)]
    dataset = spoken(codings, years="1 2")
    assert outcome_alphas(dataset, year_2)["safety"] == 1
    assert concerns(dataset, year_2) == {()}
    given, words = texts_of(dataset, [year, year_2])
    assert [text.document for text in given.texts] == ["i0", "i1"]
    assert words["i1"] == TEXT


def test_a_number_that_rounds_to_the_rule_is_told_to_more_places(spoken: Spoken, year: Year) -> None:
    dataset = spoken([laid("i0", "a", 0, 19), laid("i0", "b", 0, 10)])
    assert outcome_alphas(dataset, year)["safety"] == pytest.approx(1 - 18 / (2 * 29 * 85 / 113))
    ((said,),) = concerns(dataset, year, rules=replace(RULES, agreement_concern=0.59))
    assert said.endswith("(α 0.587, below 0.59)")
    ((said,),) = concerns(dataset, year, rules=replace(RULES, agreement_concern=0.6))
    assert said.endswith("(α 0.59, below 0.6)")


def test_the_year_has_every_coefficient_of_its_coders(spoken: Spoken, year: Year) -> None:
    dataset = spoken([laid("i0", "a", 0, 19), laid("i0", "b", 0, 8), laid("i1", "a", 0, 9), laid("i1", "b", 0, 9)])
    found = coder_agreement(dataset, year, replace(RULES, draws=20))
    assert found is not None
    assert (found.units, found.documents, found.coders) == (2 * len(TEXT), 2, ("a", "b"))
    assert found.code("safer").kappa.low is not None
    assert found.draws == 20
