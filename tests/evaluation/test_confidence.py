"""Confidence starts high and falls one level for each serious concern, each of them a sentence."""

from __future__ import annotations

from tideturn.evaluation.confidence import confidence
from tideturn.evaluation.model import Strand
from tideturn.evaluation.rules import Rules

RULES = Rules()


def strand(reading: str = "positive", **more: object) -> Strand:
    given = {"origins": frozenset({"survey:s"}), "answers": 17, "sources": 1, "evidence": ("e",)}
    return Strand("survey", "stakeholder", reading, "", **{**given, **more}, unit="partners")


def level(*strands: Strand, **more: object) -> str | None:
    return confidence(strands, RULES, **more)[0]


def test_nothing_measured_has_no_level() -> None:
    assert confidence((), RULES) == (None, ())


def test_no_concern_is_high() -> None:
    assert confidence((strand(),), RULES) == ("high", ())


def test_many_methodological_weaknesses_cost_one_level_and_are_all_said() -> None:
    got, reasons = confidence((strand(concerns=("17 of 60 answered.", "Attrition was 45%.")),), RULES)
    assert got == "moderate"
    assert len(reasons) == 1
    assert "17 of 60 answered" in reasons[0]
    assert "attrition was 45%" in reasons[0]


def test_coherence_needs_two_thirds_one_way() -> None:
    assert level(strand(), strand(), strand("mixed")) == "high"
    assert level(strand(), strand("mixed")) == "moderate"
    assert level(strand(), strand("insufficient"), strand("silent")) == "high"


def test_adequacy_needs_five_sources_or_ten_answers() -> None:
    assert level(strand(answers=9)) == "moderate"
    assert level(strand(answers=10)) == "high"
    five = frozenset({"a", "b", "c", "d", "e"})
    assert level(strand(answers=0, origins=five, sources=5)) == "high"
    assert level(strand(answers=0, origins=five - {"e"}, sources=4)) == "moderate"


def test_relevance_counts_proxies_and_missing_sites_once() -> None:
    got, reasons = confidence(
        (strand(proxy=True),), RULES, sites={"ldn": (strand(),), "bhm": ()}, names={"bhm": "Birmingham"}
    )
    assert got == "moderate"
    assert "indirectly" in reasons[0]
    assert "Birmingham" in reasons[0]


def test_it_never_falls_below_very_low() -> None:
    weak = strand("mixed", concerns=("Few answered.",), answers=3, proxy=True)
    got, reasons = confidence((weak, strand("positive", answers=0)), RULES, sites={"bhm": ()})
    assert got == "very_low"
    assert len(reasons) == 4


def test_the_case_of_the_founding_document() -> None:
    """13 of 17 answered out of 60 invited, and staff are mixed: two concerns, so low."""
    staff = Strand(
        "interview", "staff", "mixed", "", origins=frozenset("abcdefg"), sources=7, evidence=("i",), unit="sources"
    )
    got, _ = confidence((strand(concerns=("17 of 60 people answered (28%).",)), staff), RULES)
    assert got == "low"
