"""A year judged whole: which scopes, what is not due, overrides, gaps, and thresholds that a programme sets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tideturn.dataset.problems import TideturnError
from tideturn.evaluation.evaluate import evaluate

DUE_LATER = [
    {"outcome_id": "safety", "area": "cyp", "title": "Safety", "due_year": 2},
    {"outcome_id": "risk", "area": "cyp", "title": "Risk", "due_year": 1, "better": "down", "sites": "north|south"},
]


def scored(number, *, site="north", by=1.0, outcome="safety"):
    """`number` cases of one site that moved `by` so much, as their rows of cases and assessments."""
    names = [f"{site}-{place}" for place in range(number)]
    cases = [{"case_id": name, "site": site, "received": date(2018, 10, 2)} for name in names]
    scores = [
        {"case_id": name, "date": day, "stage": stage, "outcome_id": outcome, "score": score, "rater": "young_person"}
        for name in names
        for day, stage, score in ((date(2018, 11, 1), "baseline", 5.0), (date(2019, 5, 1), "review", 5.0 + by))
    ]
    return cases, scores


def test_every_outcome_is_judged_for_the_programme_and_where_it_applies_the_national_site_too(make):
    judged = evaluate(make(), year=1)
    assert [(v.outcome_id, v.scope, v.verdict, v.confidence) for v in judged.outcomes] == [
        ("safety", "programme", "not_measured", None),
        ("safety", "north", "not_measured", None),
        ("safety", "south", "not_measured", None),
        ("safety", "nation", "not_measured", None),
        ("risk", "programme", "not_measured", None),
        ("risk", "north", "not_measured", None),
        ("risk", "south", "not_measured", None),
    ]
    assert {(gap.outcome_id, gap.scope) for gap in judged.gaps} == {(v.outcome_id, v.scope) for v in judged.outcomes}


def test_what_is_not_due_is_not_a_gap_and_a_negative_early_sign_is_kept_with_its_review_year(make):
    cases, scores = scored(12, by=-2.0)
    judged = evaluate(make(cases=cases, assessments=scores, outcomes=DUE_LATER), year=1)
    early = judged.verdict("safety", "programme")
    assert (early.verdict, early.verdict.number, early.confidence) == ("too_early", 1, "very_low")
    assert [(s.kind, s.voice, s.reading, s.review_year) for s in early.early_signs] == [
        ("monitoring", "young_person", "negative", 2)
    ]
    assert "A negative sign this early needs attention now." in early.why
    assert {gap.outcome_id for gap in judged.gaps} == {"risk"}
    assert (
        evaluate(make(cases=cases, assessments=scores, outcomes=DUE_LATER), year=2)
        .verdict("safety", "programme")
        .early_signs
        == ()
    )


def test_there_is_no_confidence_where_nothing_is_judged_even_under_an_override(make):
    cases, scores = scored(3)
    over = {"outcome_id": "safety", "scope": "programme", "verdict": "emerging", "reason": "Known.", "by": "lead"}
    few = evaluate(make(cases=cases, assessments=scores), year=1).verdict("safety", "programme")
    assert (few.verdict, few.confidence, few.confidence_reasons) == ("insufficient", None, ())
    judged = evaluate(make(cases=cases, assessments=scores, overrides=[over | {"year": 1}]), year=1)
    assert judged.verdict("safety", "programme").confidence is None


def test_sites_that_read_opposite_ways_make_the_programme_contested_and_are_named(make):
    # 30 better in one place and 12 worse in the other: pooled they read positive (sign test of 30 to 12, p 0.008).
    up, down = scored(30), scored(12, site="south", by=-1.0)
    judged = evaluate(make(cases=up[0] + down[0], assessments=up[1] + down[1]), year=1)
    whole = judged.verdict("safety", "programme")
    assert [strand.reading for strand in whole.strands] == ["positive"]
    assert (whole.verdict, whole.verdict.number) == ("contested", 4)
    assert "positive in North, negative in South" in whole.why
    assert whole.sites_that_differ == ("north", "south", "nation")


def test_an_override_of_this_year_stands_beside_the_engines_verdict_and_hides_no_gap(make):
    over = {"outcome_id": "safety", "scope": "programme", "verdict": "emerging", "reason": "Known.", "by": "lead"}
    data = make(overrides=[{**over, "year": 1}, {**over, "year": 2, "verdict": "adverse"}])
    judged = evaluate(data, year=1)
    verdict = judged.verdict("safety", "programme")
    assert (verdict.verdict, verdict.standing) == ("not_measured", "emerging")
    assert (verdict.override.reason, verdict.override.by) == ("Known.", "lead")
    assert ("safety", "programme") in {(gap.outcome_id, gap.scope) for gap in judged.gaps}
    assert judged.verdict("safety", "north").override is None


def test_a_programmes_own_thresholds_reach_its_readings(make):
    cases, scores = scored(12)
    data = make(cases=cases, assessments=scores)
    assert evaluate(data, year=1).verdict("safety", "north").strands[0].reading == "positive"
    strict = replace(data, programme=replace(data.programme, rules={"min_pairs": 13}))
    judged = evaluate(strict, year=1)
    assert judged.verdict("safety", "north").strands[0].reading == "insufficient"
    assert judged.rules.min_pairs == 13


def test_a_year_that_the_programme_has_not_is_refused(make):
    with pytest.raises(TideturnError, match="no Year 7"):
        evaluate(make(), year=7)
