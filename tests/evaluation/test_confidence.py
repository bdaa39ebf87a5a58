"""Confidence starts from the design of what carries the verdict, and falls one level for each serious concern."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tideturn.evaluation.confidence import Asked, confidence
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.verdicts import decide

RULES = Rules()
YOUNG_SPEAK = Strand(
    "interview", "young_person", "silent", "", "sources", evidence=("i",), tokens=frozenset({"people:young_person"})
)


def strand(kind: str = "survey", voice: str = "stakeholder", reading: str = "positive", **more: object) -> Strand:
    given = {
        "evidence": ("e",),
        "sources": 17,
        "tokens": frozenset({f"{kind}:s", f"people:{voice}"}),
        "unit": "sources",
    }
    return Strand(kind, voice, reading, "", **{**given, **more})


SURVEY = strand()
ROSE = strand(design="measured")
STAFF = strand("interview", "staff", tokens=frozenset({"people:staff"}))
SERIES = strand("monitoring", "record", design="measured", about="the series", tokens=frozenset({"series:police"}))
OWN_SERIES = replace(SERIES, tokens=frozenset({"series:ours", "people:staff"}))
BESIDE = strand(
    "monitoring", "record", design="compared", about="beside", tokens=frozenset({"assessments", "people:staff"})
)
SCORES = replace(BESIDE, design="uncompared")


def judged(
    *strands: Strand, due: int = 1, claim: str = "change", **asked: object
) -> tuple[str | None, tuple[str, ...]]:
    sites = asked.get("sites")
    decision = decide(strands, due_year=due, year=1, claim=claim, sites=sites)
    return confidence(decision, strands, RULES, Asked(claim, **asked))


def level(*strands: Strand, **more: object) -> str | None:
    return judged(*strands, **more)[0]


@pytest.mark.parametrize(
    ("strands", "start"),
    [
        ((BESIDE,), "high"),
        ((SURVEY, BESIDE), "high"),
        ((replace(BESIDE, reading="no_change"),), "high"),
        ((ROSE, STAFF), "moderate"),
        ((SURVEY, STAFF), "moderate"),
        ((replace(SURVEY, reading="negative"), replace(STAFF, reading="negative")), "moderate"),
        ((SERIES,), "moderate"),
        ((ROSE,), "moderate"),
        ((OWN_SERIES,), "low"),
        ((replace(OWN_SERIES, better_of_two=True),), "moderate"),
        ((SCORES,), "low"),
        ((SURVEY,), "low"),
        ((STAFF, SCORES), "low"),
    ],
)
def test_it_starts_from_how_what_carries_it_was_compared(strands: tuple[Strand, ...], start: str) -> None:
    got, reasons = judged(*strands)
    assert got == start
    assert len(reasons) == 1
    assert reasons[0].startswith("It starts")
    assert start in reasons[0]


def test_a_state_starts_at_moderate_at_most() -> None:
    assert level(SURVEY, claim="state") == "moderate"
    assert level(strand(voice="staff"), claim="state") == "low"
    assert level(SURVEY, STAFF, claim="state") == "moderate"
    assert level(SURVEY, BESIDE, claim="state") == "moderate"


def test_what_is_contested_starts_at_moderate_where_many_spoke_on_both_sides() -> None:
    up = strand(tokens=frozenset({"survey:s", "people:stakeholder"}), n=10)
    down = strand("interview", "stakeholder", "negative", sources=5, tokens=frozenset({"people:stakeholder"}))
    assert level(up, down) == "moderate"
    assert level(replace(up, n=9), down) == "low"
    assert level(up, replace(down, sources=4)) == "low"


def test_there_is_none_where_nothing_says_anything() -> None:
    assert judged() == (None, ())
    assert judged(replace(SURVEY, reading="insufficient")) == (None, ())
    assert judged(replace(SURVEY, reading="silent"), due=2) == (None, ())
    assert level(SURVEY, due=2) == "low"


def test_methodological_weaknesses_count_where_all_that_carries_it_has_one_and_cost_one_level() -> None:
    weak = replace(ROSE, concerns=("17 of 60 answered.", "Attrition was 45%."))
    got, reasons = judged(weak)
    assert got == "low"
    assert reasons[1] == "How it was collected: 17 of 60 answered; attrition was 45%."
    assert level(replace(SURVEY, concerns=("Few answered.",)), STAFF) == "moderate"
    assert level(replace(SURVEY, concerns=("Few answered.",)), replace(STAFF, concerns=("Few spoke.",))) == "low"


def test_of_what_is_supported_the_measured_one_alone_must_be_sound() -> None:
    assert level(ROSE, replace(STAFF, concerns=("Few spoke.",))) == "moderate"
    assert level(replace(ROSE, concerns=("Few answered.",)), STAFF) == "low"


def test_coherence_needs_two_thirds_one_way_but_not_of_what_is_contested_or_mixed() -> None:
    mixed = strand("document", "record", "mixed")
    assert level(ROSE, STAFF, mixed) == "moderate"
    assert level(SERIES, mixed) == "low"
    assert level(SERIES, replace(mixed, reading="insufficient")) == "moderate"
    assert level(mixed, replace(mixed, kind="change")) == "low"
    assert level(replace(SURVEY, n=20), replace(STAFF, reading="negative")) == "moderate"


def test_imprecision_counts_where_all_that_carries_it_is_imprecise() -> None:
    few = replace(STAFF, imprecise="Only 3 sources spoke of it.")
    assert level(ROSE, few) == "moderate"
    got, reasons = judged(replace(ROSE, imprecise="The difference is 45 points wide."), few)
    assert got == "low"
    assert reasons[1] == "Imprecision: the difference is 45 points wide; only 3 sources spoke of it."


def test_relevance_counts_proxies_missing_sites_and_missing_voices_once() -> None:
    got, reasons = judged(
        replace(ROSE, proxy=True), sites={"ldn": (ROSE,), "bhm": ()}, names={"bhm": "Birmingham"}, area="cyp"
    )
    assert got == "low"
    assert reasons[1] == (
        "Relevance: a question measures it only indirectly, there is no evidence from Birmingham and no young person "
        "or family speaks of it."
    )
    assert level(ROSE, area="cyp") == "low"
    assert level(ROSE, YOUNG_SPEAK, area="cyp") == "moderate"
    assert level(ROSE, area="system") == "moderate"


def test_it_never_falls_below_very_low() -> None:
    weak = strand(concerns=("Few answered.",), imprecise="It is wide.", proxy=True)
    got, reasons = judged(weak, strand("document", "record", "mixed"))
    assert got == "very_low"
    assert len(reasons) == 5


def test_no_site_is_surer_than_the_programme() -> None:
    got, reasons = judged(SERIES, at_most="low")
    assert (got, reasons[-1]) == ("low", "Confidence at a place is never above that for the whole programme.")
    assert level(SERIES, at_most="high") == "moderate"


def test_where_places_differ_their_own_weaknesses_are_not_told_as_the_programmes() -> None:
    few = replace(SURVEY, concerns=("17 of 60 answered.",), n=20)
    sites = {"ldn": (few,), "bhm": (replace(few, reading="negative"),)}
    got, reasons = judged(replace(SURVEY, reading="mixed"), sites=sites)
    assert got == "low"
    assert not any("17" in reason for reason in reasons)
