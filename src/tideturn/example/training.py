"""Sixty training events for 1,300 professionals, their ratings before and after, and the follow-up that 17 answered.

At one event people also looked back and rated again how they were before it (a then-test).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from tideturn.dataset.model import Survey
from tideturn.example.frame import BIRMINGHAM, LONDON, MANCHESTER, NATIONAL, SITES
from tideturn.example.organisations import ORGANISATIONS
from tideturn.example.random_source import between, dealt, pick, shuffled, source, working_day
from tideturn.example.rows import survey_table, table

EVENTS: Final = 60
ATTENDEES: Final = 1300
ASKED_AGAIN: Final = date(2020, 5, 18)
"""Day of the follow-up, three months or more after each training day that it asks about."""
TITLES: Final = ("Recognising exploitation", "Looking beyond the family", "Language and labels")
TITLES_FOR: Final = {
    "police": "Exploitation and the custody suite",
    "council": "Safety plans that look at places and peers",
    "education": "Exploitation, exclusion and schools",
    "health": "Exploitation and the emergency department",
    "housing": "Young people and taken-over homes",
    "transport": "What to do with a worry on the network",
    "youth justice": "Young people as victims: the law in practice",
    "voluntary": "Training others",
    "government": "What practice says to policy",
}
ROLES: Final = {
    "police": ("response officer", "custody sergeant", "detective"),
    "council": ("social worker", "early help worker"),
    "education": ("teacher", "safeguarding lead"),
    "health": ("school nurse", "emergency department nurse"),
    "housing": ("housing officer",),
    "transport": ("station staff", "revenue officer"),
    "youth justice": ("youth justice worker",),
    "voluntary": ("youth worker",),
    "government": ("policy officer",),
}
RATED: Final = (0, 2)
"""Positions, in every five events, of the events with ratings before and after: 24 events in all."""
RATINGS: Final = {(2, 4): 5, (3, 4): 6, (3, 5): 3, (4, 4): 4, (3, 3): 1, (4, 3): 1}
"""Quotas in every 20 people who rated themselves: (rating before, rating after) and the number of people."""
RATING: Final = "1|2|3|4|5"
RECALLED: Final = {-2: 1, -1: 4, 0: 2}
"""Quotas in every seven people who look back: the change in points from their first rating, and the number of people.

The change is mostly downwards because, now that they know more, they see what they did not know. Only the last rated
event asks this, and these answers are kept apart from the ratings before and after.
"""

FOLLOW_UP: Final = {LONDON: (6, 5), BIRMINGHAM: (4, 3), MANCHESTER: (5, 4), NATIONAL: (2, 1)}
"""Number of people who answered the follow-up at each site, and number who report a lasting effect: 13 of 17."""
FOLLOW_UP_INVITED: Final = {LONDON: 24, BIRMINGHAM: 18, MANCHESTER: 20, NATIONAL: 8}


def training_tables() -> dict[str, pl.DataFrame]:
    """Return the `training_events` and `attendance` tables."""
    events, attendance = _events()
    return {"training_events": table("training_events", events), "attendance": table("attendance", attendance)}


def training_surveys() -> dict[str, Survey]:
    """Return the surveys by code: ratings of training days (`training`) and the follow-up (`follow-up`)."""
    events, attendance = _events()
    rated = [event for place, event in enumerate(events) if place % 5 in RATED]
    return {survey.code: survey for survey in (_ratings(rated, attendance), _follow_up(events, attendance))}


def _events() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rng = source("training")
    sizes = _sizes()
    sites = dealt(rng, {LONDON: 6, BIRMINGHAM: 5, MANCHESTER: 6, NATIONAL: 3}, EVENTS)
    first, span = date(2018, 10, 15), (date(2020, 7, 15) - date(2018, 10, 15)).days
    events: list[dict[str, Any]] = []
    attendance: list[dict[str, Any]] = []
    person = 0
    for number, (site, size) in enumerate(zip(sites, sizes, strict=True), start=1):
        day = working_day(first + timedelta(days=number * span // EVENTS + between(rng, 0, 4)))
        here = [organisation for organisation in ORGANISATIONS if organisation.site == site]
        host = pick(rng, here)
        event = f"train-{number:02d}"
        events.append(
            {
                "event_id": event,
                "site": site,
                "date": day,
                "audience": "professionals",
                "organisation_id": host.organisation_id,
                "title": pick(rng, (*TITLES, TITLES_FOR[host.sector], TITLES_FOR[host.sector])),
                "places": size + between(rng, 0, 6),
            }
        )
        for _ in range(size):
            person += 1
            employer = host if between(rng, 1, 10) <= 6 else pick(rng, here)
            champion = between(rng, 1, 25) == 1
            attendance.append(
                {
                    "event_id": event,
                    "attendee_id": f"att-{person:04d}",
                    "organisation_id": employer.organisation_id,
                    "role": pick(rng, ROLES[employer.sector]),
                    "champion": champion,
                    "cascaded_to": between(rng, 0, 14) if champion else None,
                }
            )
    return events, attendance


def _sizes() -> list[int]:
    """Return the number of people at each event: between 12 and 32, and 1,300 in all."""
    rng = source("sizes of training events")
    sizes = [between(rng, 14, 29) for _ in range(EVENTS)]
    place = 0
    while (gap := ATTENDEES - sum(sizes)) != 0:
        step = 1 if gap > 0 else -1
        if 12 <= sizes[place % EVENTS] + step <= 32:
            sizes[place % EVENTS] += step
        place += 1
    return sizes


def _ratings(events: list[dict[str, Any]], attendance: list[dict[str, Any]]) -> Survey:
    rng = source("ratings")
    rows: list[dict[str, Any]] = []
    invited: dict[tuple[str, int], int] = {}
    for event in events:
        came = [row for row in attendance if row["event_id"] == event["event_id"]]
        year = 1 if event["date"] < date(2019, 9, 1) else 2
        invited[event["site"], year] = invited.get((event["site"], year), 0) + len(came)
        answered = shuffled(rng, came)[: len(came) * 7 // 10]
        understand, confident = dealt(rng, RATINGS, len(answered)), dealt(rng, RATINGS, len(answered))
        for person, known, sure in zip(answered, understand, confident, strict=True):
            for place, stage in enumerate(("before", "after")):
                rows.append(
                    {
                        "response_id": f"t{len(rows) + 1:04d}",
                        "voice": "stakeholder",
                        "site": event["site"],
                        "year": year,
                        "date": event["date"],
                        "stage": stage,
                        "person_id": person["attendee_id"],
                        "event_id": event["event_id"],
                        "consent_to_quote": True,
                        "understand": str(known[place]),
                        "confident": str(sure[place]),
                    }
                )
    rows += _looking_back(events[-1]["event_id"], rows)
    items = [
        {
            "item": item,
            "outcome_id": outcome,
            "label": label,
            "measures": "level",
            "scale": RATING,
            "agree": "4|5",
            "disagree": "1|2",
            "barr_level": level,
        }
        for item, outcome, label, level in (
            ("understand", "practitioner_understanding", "How well do you understand exploitation? (1 to 5)", "2b"),
            ("confident", "confidence", "How confident are you to recognise it and act? (1 to 5)", "2a"),
        )
    ]
    return Survey(
        code="training",
        responses=survey_table("responses", rows, ("understand", "confident")),
        items=survey_table("items", items),
        invited=survey_table(
            "invited",
            [
                {"voice": "stakeholder", "site": site, "year": year, "invited": invited[site, year]}
                for year in (1, 2)
                for site in SITES
                if (site, year) in invited
            ],
        ),
    )


def _looking_back(event: str, ratings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the then-test of one event: afterwards, everyone who gave ratings rates again how they were before."""
    first = [row for row in ratings if (row["event_id"], row["stage"]) == (event, "before")]
    rng = source("looking back")
    recalled = {item: dealt(rng, RECALLED, len(first)) for item in ("understand", "confident")}
    return [
        row
        | {"response_id": f"t{len(ratings) + place:04d}", "stage": "then_test"}
        | {item: str(max(1, int(row[item]) + moved[place - 1])) for item, moved in recalled.items()}
        for place, row in enumerate(first, start=1)
    ]


def _follow_up(events: list[dict[str, Any]], attendance: list[dict[str, Any]]) -> Survey:
    rng = source("follow-up")
    site_of = {event["event_id"]: event["site"] for event in events if event["date"] < date(2020, 2, 1)}
    rows: list[dict[str, Any]] = []
    for site, (answered, lasting) in FOLLOW_UP.items():
        people = shuffled(rng, [row for row in attendance if site_of.get(row["event_id"]) == site])[:answered]
        answers = ["yes_lasting"] * lasting + ["yes_at_first", "no"][: answered - lasting]
        answers += ["no"] * (answered - len(answers))
        for person, answer in zip(people, shuffled(rng, answers), strict=True):
            rows.append(
                {
                    "response_id": f"f{len(rows) + 1:02d}",
                    "voice": "stakeholder",
                    "site": site,
                    "year": 2,
                    "date": ASKED_AGAIN,
                    "stage": "follow_up",
                    "person_id": person["attendee_id"],
                    "event_id": person["event_id"],
                    "consent_to_quote": True,
                    "lasting": answer,
                }
            )
    item = {
        "item": "lasting",
        "outcome_id": "lasting_practice",
        "label": "Has the training had a lasting effect on your practice?",
        "measures": "change",
        "scale": "no|yes_at_first|yes_lasting|cannot_say",
        "agree": "yes_lasting",
        "disagree": "no",
        "opinion_none": "cannot_say",
        "barr_level": "3a",
    }
    return Survey(
        code="follow-up",
        responses=survey_table("responses", rows, ("lasting",)),
        items=survey_table("items", [item]),
        invited=survey_table(
            "invited",
            [
                {"voice": "stakeholder", "site": site, "year": 2, "invited": invited}
                for site, invited in FOLLOW_UP_INVITED.items()
            ],
        ),
    )
