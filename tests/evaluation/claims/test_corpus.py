"""Sentences as evaluators write them, half right and half wrong, each held against given evidence.

Each row of `corpus.csv` says which checks must fail; a row that is right must pass all ten. What the checks get wrong
is counted and has a ceiling; the reference page states the same figures.
"""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from tideturn.evaluation.claims.model import Claim
from tideturn.evaluation.claims.rivals import Rival

CORPUS = Path(__file__).parent / "corpus.csv"
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "claims.md"
MISSES = 0.00
"""Of the sentences that must fail, those that pass a check that should stop them, at most."""
FALSE_ALARMS = 0.00
"""Of the sentences that must pass, those that any check stops, at most."""


def situation(maker: Any, name: str, text: str, type_: str) -> Claim:
    people = [maker.spoke(f"p{i}") for i in range(1, 7)]
    talk = "I used to fill in a form and hope. Now I ring the team first."
    said = maker.spoke("p7", talk)
    private = maker.spoke("p8", "My manager never asks about it.", quotable=False)
    unchanged = maker.spoke("p9", "Nothing has changed.", polarity="no_change")
    against = [maker.spoke(f"q{i}", "It is worse.", polarity="contradicts") for i in range(1, 7)]
    staff = [maker.spoke(f"s{i}", voice="staff") for i in range(1, 3)]
    staff_survey = maker.survey(18, 22, disagree=2, voice="staff")
    partners = maker.survey(9, 40, disagree=27)
    verdict = maker.verdict
    given: dict[str, tuple[list[Any], list[Any], Any]] = {
        "supported_high": (
            [maker.survey(33, 40, disagree=3), *people, said, private],
            [unchanged],
            verdict("supported", "high"),
        ),
        "emerging_low": ([maker.survey(13, 17, disagree=1)], [], verdict("emerging", "low")),
        "contested": ([staff_survey, *staff], [partners, *against], verdict("contested", "moderate")),
        "contested_one_side": ([staff_survey, *staff], [], verdict("contested", "moderate")),
        "adverse": ([], [maker.survey(8, 40, disagree=26)], verdict("adverse", "high")),
        "no_change": (
            [replace(maker.matched(20, 21, 19), polarity="no_change")],
            [],
            verdict("no_change_observed", "moderate"),
        ),
        "mixed": (
            [maker.survey(14, 30, disagree=9), *people[:3]],
            [maker.spoke(f"q{i}", "Nothing has changed.", polarity="no_change") for i in range(1, 4)],
            verdict("mixed", "low"),
        ),
        "too_early": ([maker.survey(10, 24, disagree=6)], [], verdict("too_early", "moderate")),
        "insufficient": ([maker.survey(3, 4)], [], verdict("insufficient", "very_low")),
        "young": ([maker.matched(18, 9, 3)], [], verdict("supported", "moderate")),
        "training_2a": ([maker.survey(42, 50, disagree=2, barr="2a")], [], verdict("supported", "moderate")),
        "cause": (people, [], verdict("supported", "moderate")),
        "cause_no_rival": (people, [], verdict("supported", "moderate")),
        "sites_differ": (
            [maker.survey(33, 40, disagree=3), *people],
            [],
            verdict("supported", "high", differ=("south",)),
        ),
        "series": ([maker.series(120, 150)], [], verdict("emerging", "low")),
        "none": ([], [], verdict("emerging", "low")),
    }
    items, contradicting, judged = given[name]
    return maker.claim(text, *items, against=contradicting, verdict=judged, type_=type_)


def held(maker: Any) -> tuple[list[tuple[str, set[str], set[str]]], int, int]:
    """What went wrong, as (sentence, expected, found); and how many sentences must pass and must fail."""
    wrong, right, bad = [], 0, 0
    with CORPUS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            claim = situation(maker, row["situation"], row["text"], row["type"])
            rivals = (
                () if row["situation"] == "cause_no_rival" else (Rival("practice", "New guidance", weight="weaker"),)
            )
            found = maker.failing(claim, rivals=rivals)
            expected = set(filter(None, row["failing"].split("|")))
            right, bad = right + (not expected), bad + bool(expected)
            if found != expected:
                wrong.append((row["text"], expected, found))
    return wrong, right, bad


def test_false_alarms_and_misses_stay_rare(maker: Any) -> None:
    wrong, right, bad = held(maker)
    assert right + bad >= 120
    assert abs(right - bad) <= 0.2 * (right + bad)
    missed = [one for one in wrong if one[1] - one[2]]
    false = [one for one in wrong if one[2] - one[1]]
    assert len(missed) <= MISSES * bad, missed
    assert len(false) <= FALSE_ALARMS * right, false


def test_the_page_states_the_corpus_and_its_rates(maker: Any) -> None:
    _, right, bad = held(maker)
    page = PAGE.read_text(encoding="utf-8")
    found = re.search(r"(\d+) sentences that must pass and (\d+) that must fail", page)
    assert found is not None
    assert (int(found[1]), int(found[2])) == (right, bad)
