"""Assessments as evidence: pairs, voices, attrition, sites."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tideturn.evaluation.ledger import gather
from tideturn.evaluation.rules import Rules

RULES = Rules()
START = date(2018, 11, 1)
ENDS = date(2019, 9, 30)


def score(case, when, value, stage="review", outcome="safety", rater=None):
    return {"case_id": case, "date": when, "stage": stage, "outcome_id": outcome, "score": value, "rater": rater}


def case(name, site="north"):
    return {"case_id": name, "site": site, "received": START}


def paired(count, before, after, *, prefix="c", **more):
    rows = []
    for i in range(count):
        rows.append(score(f"{prefix}{i:02d}", START, before, "baseline", **more))
        rows.append(score(f"{prefix}{i:02d}", START + timedelta(100), after, **more))
    return rows


def names(count, prefix="c", site="north"):
    return [case(f"{prefix}{i:02d}", site) for i in range(count)]


def only(dataset, year, outcome="safety", scope="programme"):
    strands = gather(dataset, year, RULES)[1][outcome, scope]
    assert len(strands) == 1
    return strands[0]


def test_ten_cases_that_got_better_read_positive_and_count_as_what_staff_say(make, year):
    strand = only(make(cases=names(10), assessments=paired(10, 3.0, 5.0)), year)
    assert (strand.kind, strand.voice, strand.reading) == ("monitoring", "record", "positive")
    assert (strand.n, strand.k, strand.answers, strand.by_staff) == (10, 10, 10, True)
    assert strand.evidence == ("matched/safety/record/programme/1",)
    assert strand.origins == {"assessments"}


def test_better_down_turns_the_sign_round(make, year):
    dataset = make(cases=names(10), assessments=paired(10, 3.0, 5.0, outcome="risk"))
    assert only(dataset, year, "risk").reading == "negative"


@pytest.mark.parametrize(
    ("rater", "voice"), [("worker", "record"), ("young_person", "young_person"), ("self", "stakeholder")]
)
def test_each_rater_has_a_voice_and_only_workers_speak_for_the_programme(make, year, rater, voice):
    strand = only(make(cases=names(10), assessments=paired(10, 3.0, 5.0, rater=rater)), year)
    assert (strand.voice, strand.by_staff) == (voice, rater == "worker")


def test_two_raters_of_one_outcome_are_two_strands(make, year):
    rows = paired(10, 3.0, 5.0) + paired(10, 5.0, 3.0, rater="young_person")
    _, strands = gather(make(cases=names(10), assessments=rows), year, RULES)
    assert [(s.voice, s.reading) for s in strands["safety", "programme"]] == [
        ("young_person", "negative"),
        ("record", "positive"),
    ]


def test_the_first_baseline_meets_the_last_score_of_the_year(make, year):
    rows = [
        score("c00", START, 1.0, "baseline"),
        score("c00", START + timedelta(10), 9.0, "baseline"),
        score("c00", START + timedelta(20), 0.0),
        score("c00", START + timedelta(30), 4.0, "closure"),
        score("c00", ENDS + timedelta(1), 0.0, "closure"),
    ]
    items, _ = gather(make(cases=names(1), assessments=rows), year, RULES)
    assert (items[0].value["mean_before"], items[0].value["mean_after"]) == (1.0, 4.0)


def test_a_baseline_of_an_earlier_year_meets_this_years_review(make, year_2):
    rows = [score("c00", START, 1.0, "baseline"), score("c00", ENDS + timedelta(30), 4.0)]
    items, _ = gather(make(cases=names(1), assessments=rows), year_2, RULES)
    assert items[0].n == 1


def test_attrition_counts_those_whose_baseline_is_ninety_days_old(make, year):
    old, young = ENDS - timedelta(90), ENDS - timedelta(89)
    rows = paired(10, 3.0, 5.0)
    rows += [score(f"d{i:02d}", old, 3.0, "baseline") for i in range(15)]
    rows += [score(f"e{i:02d}", young, 3.0, "baseline") for i in range(15)]
    cases = names(10) + names(16, "d") + names(15, "e")
    strand = only(make(cases=cases, assessments=rows), year)
    assert strand.reading == "positive"  # 15 of 25 lost is 60 % and no more
    assert strand.concerns == ("15 of 25 cases with a first score have no later one (60%).",)
    rows.append(score("d15", old, 3.0, "baseline"))
    assert only(make(cases=cases, assessments=rows), year).reading == "mixed"


def test_scores_without_any_first_score_are_a_concern(make, year):
    strand = only(make(cases=names(2), assessments=[score("c00", START, 3.0)]), year)
    assert strand.reading == "insufficient"
    assert any("no first score" in concern for concern in strand.concerns)


def test_a_case_counts_at_its_site_and_a_place_at_the_places(make, year):
    contexts = [{"context_id": "park", "site": "south", "kind": "place"}]
    rows = [*paired(10, 3.0, 5.0), score("park", START, 1.0, "baseline"), score("park", START + timedelta(9), 2.0)]
    _, strands = gather(make(cases=names(10), contexts=contexts, assessments=rows), year, RULES)
    assert [strands["safety", scope][0].n for scope in ("programme", "north", "south")] == [11, 10, 1]
    assert strands["safety", "nation"] == ()


def test_scores_of_an_earlier_year_alone_make_no_strand(make, year_2):
    _, strands = gather(make(cases=names(10), assessments=paired(10, 3.0, 5.0)), year_2, RULES)
    assert strands["safety", "programme"] == ()
