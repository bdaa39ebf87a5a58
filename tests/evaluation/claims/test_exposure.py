"""`disclosure`: no sentence shows a small number of young people or families, or of adults at one place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tideturn.evaluation.claims.checks.exposure import counts_young_people, hidden_counts_said
from tideturn.evaluation.rules import Rules


def status(maker: Any, text: str, *items: Any, **given: Any) -> str:
    return str(maker.status("disclosure", maker.claim(text, *items, type_="descriptive"), **given))


@pytest.mark.parametrize(
    "text",
    [
        "3 young people had a worse score.",
        "Three had a worse score.",
        "3 of 30 young people had a worse score.",
        "Of 30 young people, three had a worse score.",
        "27 of 30 young people did not have a worse score.",
        "3/30 had a worse score.",
        "One in ten had a worse score.",
        "A tenth of young people had a worse score: 3 of 30.",
        "10% of young people had a worse score.",
        "Three girls were hurt.",
    ],
)
def test_a_small_number_is_stopped(maker: Any, text: str) -> None:
    assert status(maker, text, maker.matched(18, 9, 3)) == "fail"


@pytest.mark.parametrize(
    "text",
    [
        "18 of 30 young people had a better score.",
        "60% of young people had a better score.",
        "A small number of young people had a worse score.",
        "Nine stayed the same.",
        "In Year 3, girls aged 5 came.",
    ],
)
def test_a_larger_number_or_none_is_not(maker: Any, text: str) -> None:
    assert status(maker, text, maker.matched(18, 9, 3)) == "pass"


def test_the_owners_threshold_decides(maker: Any) -> None:
    text = "Nine stayed the same."
    assert status(maker, text, maker.matched(18, 9, 3), rules=replace(Rules(), small_count=10)) == "fail"


def test_adults_are_counted_for_the_whole_programme_and_not_for_a_small_place(maker: Any) -> None:
    assert status(maker, "3 of 7 partners agreed.", maker.survey(3, 7)) == "pass"
    assert status(maker, "3 of 7 partners agreed.", maker.survey(3, 7, scope="north")) == "fail"
    assert status(maker, "9 of 17 partners agreed.", maker.survey(9, 17, scope="north")) == "pass"


def test_what_the_release_hides_is_said_by_no_sentence(maker: Any) -> None:
    item = maker.matched(18, 9, 3)
    value = {**item.value, "worse": None, "better": None, "difference": None, "low": None, "high": None}
    shown = {item.evidence_id: replace(item, value=value, interval=None)}
    for text in ("18 of 30 got better.", "18 got better.", "60% got better.", "Of 30, 18 got better."):
        assert list(hidden_counts_said(maker.claim(text, item), shown)), text
        assert not list(hidden_counts_said(maker.claim(text, item), {item.evidence_id: item})), text
    assert not list(hidden_counts_said(maker.claim("Many got better.", item), shown))


@pytest.mark.parametrize(
    "text",
    [
        "Three in five got better.",
        "Three fifths got better.",
        "60% got better (18 of 30).",
        "18 of 30 (60%) got better.",
    ],
)
def test_a_hidden_share_is_found_however_it_is_said(maker: Any, text: str) -> None:
    item = maker.matched(18, 9, 3)
    bare = dict.fromkeys(item.value, None)
    claim = maker.claim(text, item)
    found = [one.why for one in hidden_counts_said(claim, {item.evidence_id: replace(item, value=bare, interval=None)})]
    shares = [why for why in found if "18 of 30" not in why.partition("”")[0] or "%" in why.partition("”")[0]]
    assert shares
    assert not list(hidden_counts_said(claim, {item.evidence_id: item}))


def test_adults_own_scores_are_adults_and_what_workers_score_is_of_young_people(maker: Any) -> None:
    item = maker.matched(18, 9, 3)
    assert counts_young_people(replace(item, kind="monitoring", voice="record"))
    assert counts_young_people(replace(item, kind="monitoring", voice="young_person"))
    assert not counts_young_people(replace(item, kind="monitoring", voice="staff"))
    assert not counts_young_people(replace(item, kind="monitoring", voice="stakeholder"))
