"""Assessments as evidence: pairs, voices, attrition, sites."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tideturn.evaluation.claims.checks.exposure import counts_young_people
from tideturn.evaluation.ledger import gather
from tideturn.evaluation.rules import Rules
from tideturn.evaluation.units import whose

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
    assert (strand.n, strand.k, strand.by_staff) == (10, 10, True)
    assert strand.evidence == ("matched/safety/record/programme/1",)
    assert strand.tokens == {"assessments", "people:staff"}


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
    assert (items[0].by_name["mean_before"], items[0].by_name["mean_after"]) == (1.0, 4.0)


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
    assert strand.concerns == (
        "Only 10 of 40 young people who were scored at the start were scored again in the year (25%).",
        "15 of 25 young people first scored by 2 July 2019 have no later score (60%).",
    )
    rows.append(score("d15", old, 3.0, "baseline"))
    assert only(make(cases=cases, assessments=rows), year).reading == "mixed"


def test_scores_without_any_first_score_are_a_concern(make, year):
    strand = only(make(cases=names(2), assessments=[score("c00", START, 3.0)]), year)
    assert strand.reading == "insufficient"
    assert any("no first score" in concern for concern in strand.concerns)


def place_score(place, when, value, stage="review"):
    return score(None, when, value, stage) | {"context_id": place}


@pytest.mark.parametrize(
    ("kinds", "unit"),
    [(("park", "school"), "places"), (("peer group", "Group"), "groups"), (("park", "group"), "places and groups")],
)
def test_places_and_groups_are_a_strand_of_their_own_and_no_young_people(make, year, kinds, unit):
    contexts = [{"context_id": f"p{i}", "site": "south", "kind": kind} for i, kind in enumerate(kinds)]
    places = [place_score(f"p{i}", START, 1.0, "baseline") for i in range(2)]
    places += [place_score(f"p{i}", START + timedelta(9), 2.0) for i in range(2)]
    dataset = make(cases=names(10), contexts=contexts, assessments=[*paired(10, 3.0, 5.0), *places])
    items, strands = gather(dataset, year, RULES)
    assert [(s.unit, s.n) for s in strands["safety", "programme"]] == [(unit, 2), ("young people", 10)]
    assert [(s.unit, s.n) for s in strands["safety", "south"]] == [(unit, 2)]
    assert [(s.unit, s.n) for s in strands["safety", "north"]] == [("young people", 10)]
    assert strands["safety", "nation"] == ()
    assert {item.evidence_id: item.unit for item in items if item.scope == "programme"} == {
        "matched/safety/record/programme/1": "young people",
        "matched/safety/record/programme/1/places": unit,
    }
    assert not any(counts_young_people(item) for item in items if item.unit == unit)


def test_a_place_with_the_code_of_a_case_is_not_that_case(make, year):
    contexts = [{"context_id": "c00", "site": "south", "kind": "park"}]
    rows = [place_score("c00", START, 1.0, "baseline"), score("c00", START + timedelta(9), 2.0)]
    _, strands = gather(make(cases=names(1), contexts=contexts, assessments=rows), year, RULES)
    assert [(s.unit, s.n) for s in strands["safety", "programme"]] == [("places", 0), ("young people", 0)]


def test_the_population_is_every_case_open_in_the_year_then_those_scored_once_and_twice(make, year):
    opened = [case | {"opened": START} for case in names(14)]
    before = {"case_id": "old", "site": "north", "received": date(2018, 1, 1), "opened": date(2018, 1, 2)}
    closed = before | {"closed": date(2018, 9, 30)}  # the day before the year begins
    rows = [
        *paired(10, 3.0, 5.0),
        score("c10", START, 3.0, "baseline"),
        score("old", date(2018, 3, 1), 1.0, "baseline"),
    ]
    item = gather(make(cases=[*opened, closed], assessments=rows), year, RULES)[0][0]
    assert item.population.as_dict() == {"reached": 14, "asked": 11, "answered": 10, "opinion": None}
    assert item.population.chain(item.unit) == (
        "14 young people had a case open in the year; 11 were scored at the start; 10 were scored again in the year"
    )
    assert item.as_of == year.end


def test_scores_of_an_earlier_year_alone_make_no_strand(make, year_2):
    _, strands = gather(make(cases=names(10), assessments=paired(10, 3.0, 5.0)), year_2, RULES)
    assert strands["safety", "programme"] == ()


def test_adults_who_score_themselves_are_no_partners_and_the_cases_are_young_people(make, year):
    dataset = make(cases=names(4), assessments=paired(2, 3.0, 5.0, rater="self"))
    items, strands = gather(dataset, year, RULES)
    (strand,) = strands["safety", "programme"]
    (item,) = [one for one in items if one.evidence_id == "matched/safety/stakeholder/programme/1"]
    assert (strand.unit, whose(strand.voice, strand.unit)) == ("adults", "adults")
    assert strand.population.chain(strand.unit) == (
        "2 young people had a case open in the year; 2 had an adult who scored themselves at the start; "
        "2 had an adult who scored themselves again in the year"
    )
    assert counts_young_people(item), "so few parents or carers would tell whose they are"
