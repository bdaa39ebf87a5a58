"""`disclosure`: no sentence shows a small number of young people or families, or of adults at one place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.evidence_values import value_of

from tideturn.dataset.verdict import Verdict
from tideturn.evaluation.claims.checks.exposure import (
    counts_young_people,
    hidden_counts_said,
    untold_verdicts_said,
)
from tideturn.evaluation.model import THEME, OutcomeVerdict
from tideturn.evaluation.record_values import PathwayCases, StepCases
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
        "Three had a worse score in one city.",
        "Three staff and young people had a worse score.",
        "Three of the partner’s young people had a worse score.",
        "In Year 2, 3 young people had a worse score.",
        "In Year 1, three had a worse score.",
        "Three children’s safety scores were worse.",
        "Three gave worse scores.",
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
        "Three of the programme’s staff saw a better score.",
        "Three partners and a small number of young people saw a better score.",
        "In Year 3, girls aged 5 came.",
        "Three cities count children whom they refer for others.",
        "They were away on three nights fewer.",
        "Each had three risk scores.",
        "Referrals go out within three days.",
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


def test_places_that_were_scored_are_no_adults(maker: Any) -> None:
    scored = maker.matched(7, 0, 0, scope="north")
    assert status(maker, "7 of 7 places scored better.", replace(scored, unit="places")) == "pass"
    assert status(maker, "7 of 7 partners scored better.", maker.survey(7, 7, scope="north")) == "fail"


@pytest.mark.parametrize(
    "text",
    [
        "In the north, 1 whom workers scored at the start and again did worse.",
        "In the north, a single young person did worse.",
        "One of them did worse.",
        "Just the one boy did worse.",
        "Workers scored one worse than at the start.",
    ],
)
def test_one_young_person_whom_a_release_hides_is_told_in_no_other_words(maker: Any, text: str) -> None:
    item = maker.matched(18, 11, 1, scope="north")
    shown = {item.evidence_id: replace(item, value=item.value.of({**item.by_name, "same": None, "worse": None}))}
    assert list(hidden_counts_said(maker.claim(text, item), shown))
    assert not list(hidden_counts_said(maker.claim(text, item), {item.evidence_id: item}))


def test_adults_who_raised_a_theme_at_a_place_are_not_told_one_by_one(maker: Any) -> None:
    item = replace(
        maker.survey(2, 3, scope="north"),
        evidence_id="theme/posts/staff/north/1",
        kind=THEME,
        value=value_of({"k": 2, "supports": 1, "contradicts": 1}),
    )
    assert status(maker, "A member of staff raised it, and 1 said the opposite.", item) == "fail"
    assert status(maker, "Some staff raised it in both surveys.", item) == "pass"


def test_what_the_release_hides_is_said_by_no_sentence(maker: Any) -> None:
    item = maker.matched(18, 9, 3)
    value = {**item.by_name, "worse": None, "better": None, "difference": None, "low": None, "high": None}
    shown = {item.evidence_id: replace(item, value=item.value.of(value), interval=None)}
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
    bare = dict.fromkeys(item.by_name, None)
    claim = maker.claim(text, item)
    found = [
        one.why
        for one in hidden_counts_said(
            claim, {item.evidence_id: replace(item, value=item.value.of(bare), interval=None)}
        )
    ]
    shares = [why for why in found if "18 of 30" not in why.partition("”")[0] or "%" in why.partition("”")[0]]
    assert shares
    assert not list(hidden_counts_said(claim, {item.evidence_id: item}))


STEPS = [StepCases(step="Contact", optional=False, cases=80, taken=72, skipped=8, out_of_order=0, share=0.9)]
AT = "pathway/custody/programme/2"
DRAFTED = (
    f"Of {{n:{AT}}} cases on the pathway in the year, {{k:{AT}}} met the whole of it as designed ({{share:{AT}}}), "
    f"against 21 of 81 in the year before, a difference of {{interval:{AT}}}"
)


def pathway(maker: Any, low: float, high: float) -> Any:
    """40 of 80 cases met a pathway, 21 of 81 before; its steps are counted too, and 8 skipped one of them."""
    value = {"met": 40, "cases": 80, "met_before": 21, "cases_before": 81, "share": 0.5, "share_before": 21 / 81}
    value |= {"difference": 0.5 - 21 / 81, "low": low, "high": high}
    item = maker._item(
        AT, "monitoring", "record", "programme", 2, "p", "supports", 80, value, (low, high), "P: 40 of 80"
    )
    return replace(item, value=PathwayCases.of({**value, "steps": STEPS}))


def released(item: Any, **gone: None) -> dict[str, Any]:
    """The same as a release gives it: nothing of its steps, and without what is gone."""
    value = {name: one for name, one in item.by_name.items() if name != "steps"}
    interval = None if gone else item.interval
    return {item.evidence_id: replace(item, value=PathwayCases.of({**value, **gone}), interval=interval)}


def test_an_interval_that_the_release_gives_is_not_taken_for_a_count_that_it_hides(maker: Any) -> None:
    """Eight children skipped a step, and the difference of shares is 8 to 38 points: that 8 is nobody."""
    item = pathway(maker, 0.08, 0.38)
    claim = maker.claim(DRAFTED, item)
    assert "8 to 38 percentage points" in claim.text
    assert not list(hidden_counts_said(claim, released(item)))
    # Typed by hand the eight are still found.
    assert list(hidden_counts_said(maker.claim("8 skipped it, of {n:" + AT + "}.", item), released(item)))


def test_an_interval_that_the_release_hides_is_stopped_whatever_its_ends_are(maker: Any) -> None:
    """Its ends, 40 and 80, are counts that the release does give."""
    item = pathway(maker, 0.40, 0.80)
    shown = released(item, met_before=None, share_before=None, difference=None, low=None, high=None)
    claim = maker.claim(f"The difference is {{interval:{AT}}}.", item)
    assert ["“40 to 80 percentage points”" in one.why for one in hidden_counts_said(claim, shown)] == [True]
    pair = maker.claim("21 of 81 met it in the year before.", item)
    assert list(hidden_counts_said(pair, shown))
    assert not list(hidden_counts_said(pair, released(item)))


def test_a_hidden_count_that_a_reference_fills_is_stopped_though_another_count_is_as_large(maker: Any) -> None:
    item = pathway(maker, 0.08, 0.38)
    other = replace(maker.survey(40, 60, voice="young_person"), year=2)
    claim = maker.claim(f"{{k:{AT}}} met it.", item, other)
    assert list(hidden_counts_said(claim, released(item, met=None, share=None) | {other.evidence_id: other}))
    assert not list(hidden_counts_said(claim, released(item) | {other.evidence_id: other}))


def test_a_reference_to_evidence_that_is_not_released_is_stopped(maker: Any) -> None:
    assert list(hidden_counts_said(maker.claim(f"{{share:{AT}}} met it.", pathway(maker, 0.08, 0.38)), {}))


def test_the_ends_of_an_interval_are_not_taken_for_a_small_number_of_children(maker: Any) -> None:
    """Three had a worse score, and the change is −3 to 34 points."""
    item = replace(maker.matched(18, 9, 3), interval=(-0.03, 0.34))
    assert status(maker, f"The change is {{interval:{item.evidence_id}}}.", item) == "pass"
    assert status(maker, f"Three did worse, a change of {{interval:{item.evidence_id}}}.", item) == "fail"


def test_whom_a_score_counts_is_told_by_its_unit_and_never_by_who_gave_it(maker: Any) -> None:
    item = maker.matched(18, 9, 3)
    for unit, young in (("young people", True), ("families", True), ("places", False), ("adults", True)):
        assert counts_young_people(replace(item, unit=unit)) is young
    assert counts_young_people(replace(item, unit="places", voice="young_person"))


@pytest.mark.parametrize(
    ("text", "scope", "named"),
    [
        ("In Northtown it got better.", "programme", ["Northtown"]),
        ("It got better.", "north", ["Northtown"]),
        ("In Northtown it got better.", "north", ["Northtown"]),
        ("In Southtown it got better.", "programme", []),
        ("Northtowners say that it got better.", "programme", []),
        ("In Barrow it got better.", "programme", ["Greater Barrow"]),
        ("Greater confidence was seen.", "programme", []),
        ("It got better.", "programme", []),
    ],
)
def test_no_sentence_speaks_of_a_place_where_the_verdict_is_not_shown(
    maker: Any, text: str, scope: str, named: list[str]
) -> None:
    def verdict(place: str, code: str) -> OutcomeVerdict:
        return OutcomeVerdict("practice", place, Verdict.of(code), "", None, (), ())

    judged = {
        ("practice", place): verdict(place, code)
        for place, code in (
            ("programme", "supported"),
            ("north", "withheld"),
            ("south", "supported"),
            ("b", "withheld"),
        )
    }
    claim = replace(maker.claim(text, maker.matched(18, 9, 3)), scope=scope)
    names = {"north": "Northtown", "south": "Southtown", "b": "Greater Barrow"}
    found = list(untold_verdicts_said(claim, judged, names))
    assert [one.why.split("speaks of ")[1].split(",")[0] for one in found] == named
