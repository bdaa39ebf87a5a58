"""`evaluation.json`: sorted, rounded, and the same bytes each time."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tideturn.dataset.model import Year
from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.answer import answer
from tideturn.evaluation.canonical_json import rounded
from tideturn.evaluation.model import Evaluation, OutcomeVerdict, Override
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import Strand, StrandItem


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_rounding_twice_changes_nothing_more(value: float) -> None:
    once = rounded(value)
    assert rounded(once) == once
    assert abs(once - value) <= abs(value) * 1e-11


def test_the_last_digits_of_a_float_do_not_show() -> None:
    assert rounded(0.1 + 0.2) == 0.3
    assert json.dumps(rounded(-0.0)) == "0.0"
    assert rounded({"a": [float("nan"), (1.0, 2)]}) == {"a": [None, [1.0, 2]]}


def test_it_holds_the_keys_of_the_contract() -> None:
    strand = Strand(
        "survey",
        "stakeholder",
        "positive",
        "why",
        items=(StrandItem("q", 17, 13, 0.76, 0.5, 0.9, "positive"),),
        unit="partners",
    )
    verdict = OutcomeVerdict(
        "o",
        "programme",
        Verdict.EMERGING,
        "why",
        "low",
        ("r",),
        (strand,),
        override=Override(Verdict.MIXED, "since", "lead"),
    )
    whole = json.loads(answer(Evaluation("P", Year(1, date(2018, 9, 1), date(2019, 8, 31)), Rules(), (verdict,), ())))
    contract = [
        "programme",
        "year",
        "rules",
        "outcomes",
        "evidence",
        "claims",
        "checks",
        "gaps",
        "fidelity",
        "toc_links",
    ]
    own = ["causes", "contribution", "mechanisms", "proposals", "agreement", "judgement", "readings"]
    assert list(whole) == sorted([*contract, *own])
    outcome = whole["outcomes"][0]
    assert set(outcome) >= {
        "outcome_id", "scope", "verdict", "rule", "why", "confidence", "confidence_reasons", "early_signs", "strands",
        "triangulation", "override", "claim", "printed", "sides",
    }  # fmt: skip
    assert set(outcome["strands"][0]) >= {
        "kind",
        "voice",
        "reading",
        "n",
        "k",
        "share",
        "low",
        "high",
        "sources",
        "items",
        "measured",
        "design",
        "tokens",
    }
    assert outcome["strands"][0]["items"][0] == {
        "item": "q", "n": 17, "k": 13, "share": 0.76, "low": 0.5, "high": 0.9, "reading": "positive",
            "waves": [],
    }  # fmt: skip
    assert outcome["override"] == {"verdict": "mixed", "reason": "since", "by": "lead"}
