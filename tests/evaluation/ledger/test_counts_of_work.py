"""Counts of the work as evidence: each measure on a few rows, counted by hand, in Year 1 (October to September)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.worked_example import example, judged

from tideturn.dataset.known import known_by
from tideturn.dataset.model import Dataset, Year
from tideturn.evaluation.ledger.counts import counts
from tideturn.evaluation.ledger.counts.plan import counts_young, piece_measure
from tideturn.evaluation.ledger.provenance import of_rows
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.units import NOUNS, YOUNG

Make = Callable[..., Dataset]
DAY = date(2019, 3, 4)
LATER = date(2019, 10, 1)
"""The first day of Year 2."""
CASES = (
    {"case_id": "a", "site": "north", "received": DAY, "opened": DAY},
    {"case_id": "b", "site": "north", "received": DAY, "opened": DAY, "closed": date(2019, 5, 1)},
    {"case_id": "c", "site": "south", "received": DAY, "opened": DAY},
    {"case_id": "d", "site": "south", "received": date(2018, 1, 8), "opened": date(2018, 1, 8)}
    | {"closed": date(2018, 9, 30)},
    {"case_id": "e", "site": "south", "received": DAY},
)
"""Three open in the year; one closed before it, one never opened."""


@pytest.fixture
def found(make: Make, year: Year) -> Callable[..., dict[str, EvidenceItem]]:
    """`found(cases=[…], …)`: each count by its id without `count/` and the year."""

    def of(at: Year = year, items: tuple[EvidenceItem, ...] = (), **tables: Any) -> dict[str, EvidenceItem]:
        dataset = make(**tables)
        told = counts(known_by(dataset, at.as_of), at, items)
        assert len({item.evidence_id for item in told}) == len(told)
        return {item.evidence_id.removeprefix("count/").removesuffix(f"/{at.number}"): item for item in told}

    return of


def value(item: EvidenceItem) -> Mapping[str, Any]:
    """The fields, without the share that follows from them."""
    return {name: number for name, number in item.by_name.items() if name not in ("k", "share")}


def sessions(*given: tuple[str, str, bool]) -> list[dict[str, object]]:
    return [{"case_id": case, "date": DAY, "kind": kind, "held": held} for case, kind, held in given]


def test_sessions_are_counted_by_whom_they_were_with(found: Callable[..., dict[str, EvidenceItem]]) -> None:
    rows = sessions(
        ("a", "one_to_one", True),
        ("a", "therapy", True),
        ("b", "one_to_one", False),
        ("a", "family", True),
        ("c", "family", False),
        # One group session: a row for each of the two who were to come.
        ("b", "group", True),
        ("c", "group", True),
    )
    rows.append({**rows[0], "date": LATER})
    told = found(cases=CASES, sessions=rows)
    alone, family, group = (told[f"sessions_{kind}/programme"] for kind in ("alone", "family", "group"))
    assert (alone.unit, alone.n, value(alone)) == ("sessions", 3, {"offered": 3, "held": 2, "seen": 1})
    assert alone.by_name["k"] == 2
    assert alone.by_name["share"] == pytest.approx(2 / 3)
    assert (family.unit, value(family)) == ("sessions", {"offered": 2, "held": 1, "seen": 1})
    assert (group.unit, value(group)) == ("attendances", {"offered": 2, "held": 2, "seen": 2})
    assert value(told["sessions_group/south"]) == {"offered": 1, "held": 1, "seen": 1}
    assert "sessions_alone/south" not in told
    everyone = told["young_people_seen/programme"]
    assert (everyone.unit, everyone.n) == ("young people", 3)


def test_cases_are_those_open_at_some_time_in_the_year(found: Callable[..., dict[str, EvidenceItem]]) -> None:
    told = found(cases=CASES)
    assert {scope: told[f"young_people/{scope}"].n for scope in ("programme", "north", "south")} == {
        "programme": 3,
        "north": 2,
        "south": 1,
    }
    assert told["young_people/programme"].provenance.rows == ("a", "b", "c")


def referrals(*waits: int | None, answered: int = 0) -> list[dict[str, object]]:
    return [
        {"case_id": "ab"[at % 2], "kind": "nrm", "referred": date(2019, 3, 10)}
        | {"concern": None if wait is None else date(2019, 3, 10 - wait)}
        | {"replied": date(2019, 4, 1) if at < answered else LATER}
        for at, wait in enumerate(waits)
    ]


def test_onward_referrals_and_those_answered_by_the_day_that_is_told(
    found: Callable[..., dict[str, EvidenceItem]],
) -> None:
    told = found(cases=CASES, onward_referrals=referrals(0, 3, 4, None, answered=3))
    made = told["onward/programme"]
    # The fourth answer came in Year 2.
    assert (made.unit, made.n, value(made)) == ("referrals", 4, {"made": 4, "answered": 3})
    # Without a target the median of 0, 3 and 4 calendar days.
    assert value(told["onward_days/programme"]) == {"dated": 3, "median_days": 3.0}
    assert "onward_in_time/programme" not in told


def test_referrals_within_the_target_are_counted_in_calendar_days(make: Make, year: Year) -> None:
    dataset = make(cases=CASES, onward_referrals=referrals(0, 3, 4, None))
    programme = replace(dataset.programme, further={"timeliness": {"onward_referral_days": 3}})
    items = {item.evidence_id: item for item in counts(replace(dataset, programme=programme), year)}
    told = items["count/onward_in_time/programme/1"]
    assert (told.n, told.by_name["k"]) == (4, 2)
    assert value(told) == {"made": 4, "in_time": 2, "late": 1, "not_known": 1, "target_days": 3}


def test_people_trained_are_told_by_audience_and_never_added_together(
    found: Callable[..., dict[str, EvidenceItem]],
) -> None:
    events = [
        {"event_id": name, "site": site, "date": DAY, "audience": audience}
        for name, site, audience in (
            ("e1", "north", "professionals"),
            ("e2", "south", "professionals"),
            ("e3", "south", "professionals"),
            ("e4", "north", "staff"),
            ("e5", "north", "families"),
            ("e6", "south", "young_people"),
        )
    ]
    events.append({"event_id": "e7", "site": "north", "date": LATER, "audience": "professionals"})
    came = [("e1", "p"), ("e1", "q"), ("e2", "p"), ("e4", "p"), ("e5", "m"), ("e7", "z")]
    told = found(training_events=events, attendance=[{"event_id": e, "attendee_id": who} for e, who in came])
    assert told["training/programme"].n == 6
    outside = told["training_professionals/programme"]
    # p came twice and is one person; of e3 nobody wrote down who came.
    assert (outside.unit, outside.n) == ("people trained", 2)
    assert value(outside) == {"events": 3, "recorded": 2, "people": 2}
    assert outside.population.chain(outside.unit) == "2 people trained came"
    assert (told["training_staff/programme"].unit, told["training_staff/programme"].n) == ("staff", 1)
    assert (told["training_families/north"].unit, told["training_families/north"].n) == ("families", 1)
    young = told["training_young_people/programme"]
    assert (young.unit, young.n, value(young)) == ("young people", None, {"events": 1, "recorded": 0})


def test_activities_are_told_by_strand_without_those_only_planned(
    found: Callable[..., dict[str, EvidenceItem]],
) -> None:
    rows = [
        {"activity_id": f"x{at}", "strand": strand, "site": "north", "date": DAY, "title": "t", "status": status}
        for at, (strand, status) in enumerate(
            [("policy", "done"), ("policy", None), ("outreach", "stopped"), ("systems", "planned")]
        )
    ]
    told = found(activities=rows)["activities/programme"]
    assert (told.unit, told.n) == ("activities", 3)
    assert value(told) == {
        "activities": 3,
        "consultation": 0,
        "systems": 0,
        "policy": 2,
        "participation": 0,
        "outreach": 1,
    }


def test_milestones_are_on_time_late_or_not_due(make: Make, year: Year) -> None:
    days = [(DAY, DAY), (DAY, date(2019, 3, 5)), (DAY, None), (date(2019, 8, 1), None), (date(2018, 1, 1), None)]
    days.append((date(2018, 1, 1), date(2018, 2, 1)))  # of an earlier year, and over
    rows = [
        {"milestone_id": f"m{at}", "site": "north", "title": "t", "planned": planned, "actual": actual}
        for at, (planned, actual) in enumerate(days)
    ]
    dataset = make(milestones=rows)

    def told(at: Year) -> Mapping[str, Any]:
        return value(next(item for item in counts(dataset, at) if item.scope == "programme"))

    assert told(year) == {"milestones": 5, "on_time": 1, "late": 4, "not_due": 0}
    # Told as of June, that of August is not late.
    assert told(replace(year, data_to=date(2019, 6, 30))) == {"milestones": 5, "on_time": 1, "late": 3, "not_due": 1}


def test_referral_criteria_in_force_on_the_last_day(found: Callable[..., dict[str, EvidenceItem]]) -> None:
    first, end = date(2018, 10, 1), date(2019, 9, 30)
    days = [(first, None), (first, DAY), (DAY, None), (first, end), (LATER, None)]
    rows = [
        {"criterion_id": f"c{at}", "site": "north", "text": "t", "from": start, "to": to}
        for at, (start, to) in enumerate(days)
    ]
    told = found(criteria=rows)["criteria/programme"]
    assert (told.unit, value(told)) == ("criteria", {"in_force": 3, "came_in": 1, "went_out": 1})


def test_weeks_to_fill_a_post_are_of_those_filled_in_the_year(
    found: Callable[..., dict[str, EvidenceItem]], year_2: Year
) -> None:
    start = date(2018, 10, 1)
    filled = [date(2018, 10, 22), date(2018, 11, 26), date(2019, 1, 28), None]  # 3, 8 and 17 weeks
    rows = [
        {"post_id": f"p{at}", "site": "north", "role": "casework", "advertised": start, "filled": day}
        for at, day in enumerate(filled)
    ]
    rows[0]["left"] = date(2019, 2, 1)
    rows.append({"post_id": "p9", "site": "south", "role": "manager", "filled": start})
    told = found(posts=rows)
    assert value(told["posts/programme"]) == {
        "posts": 5,
        "filled": 3,
        "left": 1,
        "newly_filled": 4,
        "timed": 3,
        "weeks_least": 3,
        "weeks_half": 8,
        "weeks_most": 17,
    }
    assert value(told["posts_manager/south"]) == {"posts": 1, "filled": 1, "left": 0, "newly_filled": 1, "timed": 0}
    again = value(found(year_2, posts=rows)["posts/programme"])
    assert again == {"posts": 4, "filled": 3, "left": 0, "newly_filled": 0, "timed": 0}


def test_partners_who_now_name_a_barrier(found: Callable[..., dict[str, EvidenceItem]]) -> None:
    organisations = [
        {"organisation_id": name, "name": name, "sector": "police", "site": site}
        for name, site in (("o1", "north"), ("o2", "north"), ("o3", "south"))
    ]
    told = [("o1", 1, "no time"), ("o1", 2, None), ("o2", 1, None), ("o2", 2, "no time"), ("o3", 1, " ")]
    rows = [
        {"organisation_id": name, "date": date(2019, month, 1), "stage": "interested", "barrier": barrier}
        for name, month, barrier in told
    ]
    # Known from before the year, so not new.
    rows.append({"organisation_id": "o2", "date": date(2018, 8, 31), "stage": "interested", "barrier": None})
    rows.append({"organisation_id": "o3", "date": LATER, "stage": "interested", "barrier": "no time"})
    found_all = found(organisations=organisations, engagements=rows)
    assert found_all["partners/programme"].unit == "partner organisations"
    assert value(found_all["partners/programme"]) == {"engaged": 3, "with_barrier": 1, "new": 2}
    assert value(found_all["partners/south"]) == {"engaged": 1, "with_barrier": 0, "new": 1}


PLAN = (
    {"component": "casework", "site": "north", "measure": "young people", "planned": 10.0, "delivered": 8.0},
    {"component": "casework", "site": "south", "measure": "young people", "planned": 10.0, "delivered": 10.0},
    {"component": "a/b", "site": "south", "measure": "walks", "planned": 4.0, "departure": "modified"}
    | {"judged": "drift"},
    {"component": "pilot", "site": "south", "measure": "months", "planned": 9.0, "delivered": 10.5}
    | {"departure": "added"},
)


def test_the_plan_piece_by_piece_and_how_many_pieces_were_delivered_in_full(
    found: Callable[..., dict[str, EvidenceItem]],
) -> None:
    told = found(plan=[{**row, "node_id": "n", "year": 1} for row in PLAN])
    assert value(told["plan/programme"]) == {
        "pieces": 4,
        "in_full": 2,
        "departed": 2,
        "adapted": 0,
        "drifted": 1,
        "not_judged": 1,
        "short_unexplained": 1,
    }
    assert value(told["plan:casework/programme"])["in_full"] == 1
    north = told["plan:casework:young people/north"]
    assert (north.unit, north.n, value(north)) == ("young people", 10, {"planned": 10.0, "delivered": 8.0})
    assert north.by_name["share"] == 0.8
    walks = told["plan:a%2Fb:walks/south"]
    assert (walks.unit, value(walks)) == ("amounts planned", {"planned": 4.0})
    assert "k" not in told["plan:pilot:months/south"].by_name


@pytest.mark.parametrize("measure", ["young people", "sessions", "girls", "parents met", "events", "walks"])
def test_a_measure_of_young_people_has_a_guarded_unit(measure: str) -> None:
    unit = piece_measure("c", measure).unit
    assert unit in NOUNS
    assert not counts_young(measure) or unit in YOUNG


def test_forms_about_training_are_counted_apart_with_the_people_who_filled_them_in(
    make_survey: Callable[..., Any], found: Callable[..., dict[str, EvidenceItem]]
) -> None:
    """One person fills in two or three; young people's forms are not told apart, as they are few."""
    forms = [("p1", "before"), ("p1", "after"), ("p2", "before"), ("p2", "then_test"), (None, "after"), ("p3", None)]
    responses = [
        {"response_id": f"r{at}", "voice": "stakeholder", "site": "north", "year": 1, "person_id": who, "stage": stage}
        for at, (who, stage) in enumerate(forms)
    ]
    young = {"response_id": "y", "voice": "young_person", "site": "north", "year": 1, "person_id": "p4"}
    responses.append({**young, "stage": "before"})
    told = value(found(surveys=[make_survey("s", responses=responses, items=[])])["responses/programme"])
    assert (told["responses"], told["forms"], told["form_people"]) == (7, 5, 2)


def test_what_the_evaluation_rests_on(
    make: Make, make_survey: Callable[..., Any], year: Year, found: Callable[..., dict[str, EvidenceItem]]
) -> None:
    responses = [
        {"response_id": f"r{at}", "voice": voice, "site": "north", "year": number}
        for at, (voice, number) in enumerate([("staff", 1), ("stakeholder", 1), ("stakeholder", 1), ("staff", 2)])
    ]
    surveys = [
        make_survey("s", responses=responses, items=[]),
        make_survey("t", responses=responses[3:], items=[]),
    ]
    interviews = [
        {"interview_id": f"i{at}", "file": "f", "voice": voice, "site": "south", "year": 1}
        for at, voice in enumerate(["family", "staff", "staff"])
    ]
    told = found(
        surveys=surveys,
        interviews=interviews,
        documents=[{"document_id": name, "title": "t", "origin": "o", "date": DAY} for name in "xyz"]
        + [{"document_id": "late", "title": "t", "origin": "o", "date": LATER}],
        extracts=[{"document_id": name, "page": 1, "text": "t"} for name in ("x", "x", "y", "late")],
        changes=[
            {"change_id": name, "site": "north", "date": DAY, "description": "d", "element": "pathways"}
            for name in ("c1", "c2")
        ],
        substantiations=[{"change_id": "c1", "substantiator": "s", "independent": True}],
        waves=[
            {"wave": wave, "date": date(2019, wave, 1), "organisation_id": name, "responded": name != "o3"}
            for wave, names in ((1, ("o1", "o2", "o3", "o4")), (2, ("o1", "o3")))
            for name in names
        ],
    )
    assert (told["responses/programme"].unit, value(told["responses/programme"])) == (
        "responses",
        {"responses": 3, "surveys": 1, "staff": 1, "stakeholder": 2, "young_person": 0, "family": 0},
    )
    assert told["responses/programme"].provenance.rows == ("s|r0", "s|r1", "s|r2")
    spoke = value(told["interviews/south"])
    assert spoke == {"interviews": 3, "staff": 2, "stakeholder": 0, "young_person": 0, "family": 1}
    assert told["documents/programme"].n == 2
    assert value(told["changes/programme"]) == {"noticed": 2, "asked": 1}
    assert value(told["network_answers/programme"]) == {"asked": 2, "answered": 1}


def test_outcomes_scored_twice_and_indicators_are_those_in_the_evidence(
    found: Callable[..., dict[str, EvidenceItem]],
) -> None:
    any_item = found(cases=CASES)["young_people/programme"]
    items = tuple(
        replace(any_item, evidence_id=identity, kind=kind, n=n)
        for identity, kind, n in (
            ("matched/safety/record/programme/1", "monitoring", 12),
            ("matched/safety/record/north/1", "monitoring", 7),
            ("matched/risk/record/programme/1", "monitoring", 0),  # nobody was scored again
            ("matched/risk/stakeholder/programme/1/s", "survey", 40),
            ("series/nrm/programme/1", "monitoring", 30),
        )
    )
    indicators = [{"indicator": name, "title": name, "outcome_id": "safety"} for name in ("nrm", "other")]
    told = found(items=items, indicators=indicators)
    assert told["scored_outcomes/programme"].provenance.rows == ("safety",)
    assert told["indicators/programme"].provenance.rows == ("nrm",)


def counted() -> list[EvidenceItem]:
    """Every count of the worked example's second year."""
    return [item for item in judged(2).evidence if item.kind == "count"]


def test_every_count_says_what_it_counts_and_is_of_no_outcome() -> None:
    items = counted()
    assert len(items) > 100
    for item in items:
        assert item.unit in NOUNS
        assert (item.outcome_id, item.voice) == ("", "record")
        assert (item.interval is None) == ("difference" not in item.by_name)
        assert item.as_of == example().programme.year(2).as_of
        assert item.text
        assert item.provenance.count > 0
        assert len(item.provenance.sha256) == 64


def test_sites_add_up_to_the_programme_where_nobody_is_at_two() -> None:
    """Sessions, referrals and posts each belong to one site."""
    items = counted()
    for measure in ("sessions_alone", "sessions_family", "sessions_group", "onward", "posts", "activities", "plan"):
        own = {item.scope: item.n or 0 for item in items if item.evidence_id.split("/")[1] == measure}
        assert own.pop("programme") == sum(own.values()) > 0


def test_the_hash_is_of_the_rows_that_were_counted() -> None:
    read = ("post_id", "site", "role", "advertised", "filled", "left")
    rows = example().table("posts").filter(site="london").sort(read)
    told = next(item for item in counted() if item.evidence_id == "count/posts/london/2")
    assert told.provenance == of_rows("posts", rows, read)
