"""Delivery: activities of every strand, the engagement of partners, and posts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from tideturn.example.frame import BIRMINGHAM, CITIES, LONDON, MANCHESTER, NATIONAL, YEARS
from tideturn.example.organisations import ORGANISATIONS
from tideturn.example.random_source import between, dealt, pick, source, working_day
from tideturn.example.rows import table
from tideturn.example.words.context import BARRIERS

STAGES: Final = ("first contact", "interested", "committed", "acting", "leading")
NEXT_STEPS: Final = {
    "first contact": "Meet the senior lead",
    "interested": "Agree one small piece of joint work",
    "committed": "Name who will do it, and by when",
    "acting": "Look together at what it has changed",
    "leading": "Hand over the chair, and stay in touch",
}

CONSULTATIONS: Final = (
    "Advice on a child who is missing from school and has unexplained money",
    "Advice on a safety plan that moves a child away from friends as well as harm",
    "Advice on words used in a record",
    "Advice on whether to refer to the National Referral Mechanism",
    "Advice on a peer group of concern at a shopping centre",
)
ADVISED: Final = (
    "The professional changed the plan",
    "A referral was made",
    "A strategy meeting was called",
    "Not known",
)

SYSTEMS: Final = {
    LONDON: (("pri-school", "structures", "Worked with schools on asking about exploitation before excluding"),),
    BIRMINGHAM: (
        ("pri-panel", "collaboration", "Worked with partners on one panel for exploitation"),
        ("pri-transport", "pathways", "Worked with station staff on what to do with a worry"),
    ),
    MANCHESTER: (("pri-custody", "pathways", "Worked with custody staff on a youth worker in the suite"),),
    NATIONAL: (("pri-nrm", "pathways", "Worked with national bodies on local decisions about referrals"),),
}
CAME_OF_IT: Final = (
    "Agreed what each would try before the next meeting",
    "A draft was passed round for comment",
    "Put off: the partner could not send anyone",
    "Looked at three cases together, and found the same gap in each",
    "Taken to the partner’s own managers",
)
POLICY: Final = (
    ("Submission to a review of exclusion from school", date(2019, 1, 25), "Quoted in the review’s final report"),
    ("Response to a consultation on statutory guidance", date(2019, 4, 12), "Two of five points taken up"),
    ("Briefing on the language used about exploited children", date(2019, 11, 8), "Adopted by three police commands"),
    ("Evidence to a parliamentary inquiry", date(2020, 2, 21), "Cited"),
    (
        "Guidance on children exploited online during lockdown",
        date(2020, 5, 15),
        "Downloaded and passed on by partners",
    ),
)
PARTICIPATION: Final = (
    (
        *(LONDON, date(2018, 12, 12), "Young people commented on the leaflet about the service", "informed", 6),
        "The leaflet was written again, with fewer and shorter words",
    ),
    (
        *(MANCHESTER, date(2019, 3, 20), "Young people chose how the therapy room was set up", "consulted", 5),
        "The desk went out and soft chairs came in",
    ),
    (
        *(BIRMINGHAM, date(2019, 7, 10), "Young people helped to interview a new worker", "involved", 4),
        "The person that they put first got the job",
    ),
    (
        *(LONDON, date(2019, 11, 20), "Young people wrote part of the training on language", "involved", 7),
        "Every course begins with their page about words that hurt",
    ),
    (
        *(NATIONAL, date(2020, 2, 12), "Young people set the questions of the national round table"),
        *("shared decisions", 9, "Officials wrote back with an answer to each"),
    ),
    (
        *(MANCHESTER, date(2020, 7, 15), "Young people agreed the priorities for Year 3 with the managers"),
        *("shared decisions", 8, "A safe place to go at weekends is one of them"),
    ),
)

POSTS: Final = (
    ("post-01", LONDON, "manager", date(2018, 6, 4), date(2018, 8, 20), None, 1.0),
    ("post-02", LONDON, "dual", date(2018, 7, 2), date(2018, 10, 15), None, 1.0),
    ("post-03", LONDON, "dual", date(2018, 7, 2), date(2019, 1, 21), date(2019, 12, 20), 1.0),
    ("post-04", LONDON, "casework", date(2018, 7, 2), date(2018, 9, 10), None, 0.8),
    ("post-05", LONDON, "other", date(2018, 9, 3), date(2018, 12, 3), None, 0.6),
    ("post-06", BIRMINGHAM, "manager", date(2018, 6, 4), date(2018, 11, 12), None, 1.0),
    ("post-07", BIRMINGHAM, "dual", date(2018, 7, 2), date(2019, 2, 18), None, 1.0),
    ("post-08", BIRMINGHAM, "dual", date(2018, 7, 2), date(2018, 10, 29), date(2019, 6, 28), 1.0),
    ("post-09", BIRMINGHAM, "dual", date(2019, 7, 8), date(2019, 11, 25), None, 1.0),
    ("post-10", MANCHESTER, "manager", date(2018, 6, 4), date(2018, 9, 3), None, 1.0),
    ("post-11", MANCHESTER, "dual", date(2018, 7, 2), date(2018, 12, 10), None, 1.0),
    ("post-12", MANCHESTER, "casework", date(2018, 7, 2), date(2018, 9, 24), None, 1.0),
    ("post-13", MANCHESTER, "systems_change", date(2019, 5, 13), None, None, 0.6),
    ("post-14", NATIONAL, "systems_change", date(2018, 7, 2), date(2018, 10, 1), None, 1.0),
    ("post-15", NATIONAL, "other", date(2018, 9, 3), date(2018, 11, 5), None, 0.8),
)
"""Posts: id, site, role, advertised, filled, left, full-time equivalent.

Dual roles took longest to fill, and one post was never filled.
"""
FURTHER_POSTS: Final = {
    LONDON: (("dual", "casework", "casework", "casework", "other", "other"), date(2019, 1, 18)),
    BIRMINGHAM: (("dual", "casework", "casework", "casework", "other", "other"), date(2019, 2, 15)),
    MANCHESTER: (("dual", "dual", "casework", "casework", "casework", "other", "other"), date(2018, 12, 7)),
    NATIONAL: (("manager", "systems_change", "systems_change", "other", "other"), date(2018, 12, 14)),
}
"""Roles of the rest of each team, and the date when all of them were in post."""


def delivery_tables() -> dict[str, pl.DataFrame]:
    """Return the `activities`, `engagements` and `posts` tables."""
    return {
        "activities": table("activities", _activities()),
        "engagements": table("engagements", _engagements()),
        "posts": table("posts", _posts()),
    }


def _posts() -> list[dict[str, Any]]:
    rng = source("posts")
    columns = ("post_id", "site", "role", "advertised", "filled", "left", "fte")
    rows = [dict(zip(columns, post, strict=True)) for post in POSTS]
    for site, (roles, complete) in FURTHER_POSTS.items():
        for role in roles:
            weeks = between(rng, 16, 26) if role == "dual" else between(rng, 8, 18)
            filled = min(date(2018, 7, 2) + timedelta(weeks=weeks), complete)
            rows.append(
                {
                    "post_id": f"post-{len(rows) + 1:02d}",
                    "site": site,
                    "role": role,
                    "advertised": date(2018, 7, 2),
                    "filled": filled,
                    "fte": pick(rng, (1.0, 1.0, 0.8, 0.6)),
                }
            )
    return rows


def _activities() -> list[dict[str, Any]]:
    rows = [*_consultations(), *_systems(), *_outreach()]
    rows += [
        {
            "strand": "policy",
            "site": NATIONAL,
            "date": day,
            "title": title,
            "level": "national",
            "element": "structures",
            "priority_id": "pri-language" if "language" in title else None,
            "seniority": "senior",
            "status": "done",
            "result": result,
            "sustained_by": "policy",
        }
        for title, day, result in POLICY
    ]
    rows += [
        {
            "strand": "participation",
            "site": site,
            "date": day,
            "title": title,
            "level": "national" if site == NATIONAL else "local",
            "status": "done",
            "result": result,
            "reach": reach,
            "participation_level": level,
        }
        for site, day, title, level, reach, result in PARTICIPATION
    ]
    rows.sort(key=lambda row: (row["date"], row["strand"], row["site"]))
    return [{"activity_id": f"act-{number:03d}", **row} for number, row in enumerate(rows, start=1)]


def _consultations() -> list[dict[str, Any]]:
    rng = source("consultations")
    rows: list[dict[str, Any]] = []
    for number, site in enumerate(dealt(rng, {LONDON: 4, BIRMINGHAM: 2, MANCHESTER: 3}, 110)):
        partner = pick(rng, [o for o in ORGANISATIONS if o.site == site])
        rows.append(
            {
                "strand": "consultation",
                "site": site,
                "date": working_day(date(2018, 10, 22) + timedelta(days=number * 6 + between(rng, 0, 4))),
                "title": pick(rng, CONSULTATIONS),
                "organisation_id": partner.organisation_id,
                "level": "local",
                "seniority": pick(rng, ("operational", "operational", "management")),
                "status": "done",
                "result": pick(rng, ADVISED),
                "reach": between(rng, 1, 4),
            }
        )
    return rows


def _systems() -> list[dict[str, Any]]:
    rng = source("systems work")
    ends = {"pri-transport": date(2019, 11, 29)}
    rows: list[dict[str, Any]] = []
    for site, lines in SYSTEMS.items():
        partners = [o for o in ORGANISATIONS if o.site == site]
        for priority, element, title in lines:
            day = date(2019, 2, 11)
            while day < ends.get(priority, YEARS[-1].end):
                rows.append(
                    {
                        "strand": "systems",
                        "site": site,
                        "date": working_day(day),
                        "title": title,
                        "organisation_id": pick(rng, partners).organisation_id,
                        "level": "national" if site == NATIONAL else "local",
                        "element": element,
                        "priority_id": priority,
                        "seniority": pick(rng, ("operational", "management", "senior")),
                        "status": "done" if day < date(2020, 6, 1) else "under_way",
                        "result": pick(rng, CAME_OF_IT),
                        "sustained_by": pick(rng, ("one person", "role", "policy", "culture|role")),
                    }
                )
                day += timedelta(days=between(rng, 35, 55))
    return rows


def _outreach() -> list[dict[str, Any]]:
    rng = source("outreach")
    return [
        {
            "strand": "outreach",
            "site": site,
            "date": day,
            "title": "Walked places that young people had named as unsafe, with partners",
            "level": "local",
            "status": "done",
            "reach": between(rng, 8, 30),
        }
        for site in CITIES
        for day in (date(2019, 5, 17), date(2019, 10, 25), date(2020, 2, 14))
    ]


def _engagements() -> list[dict[str, Any]]:
    """Return each partner's stages of engagement, with its barriers and next steps.

    Partners move slowly in Year 1 and further in Year 2. A third stop at “committed” and a sixth at “interested”.
    """
    rng = source("engagement")
    rows: list[dict[str, Any]] = []
    for partner, reached in zip(ORGANISATIONS, dealt(rng, {1: 2, 2: 4, 3: 4, 4: 2}, len(ORGANISATIONS)), strict=True):
        day = date(2018, 10, 8) + timedelta(days=between(rng, 0, 60))
        for place, stage in enumerate(STAGES[: reached + 1]):
            stuck = place == reached and reached < 3
            rows.append(
                {
                    "organisation_id": partner.organisation_id,
                    "date": working_day(day),
                    "stage": stage,
                    "seniority": pick(rng, ("operational", "management", "senior")),
                    "barrier": pick(rng, BARRIERS) if stuck or between(rng, 1, 4) == 1 else None,
                    "next_step": NEXT_STEPS[stage],
                }
            )
            day += timedelta(days=between(rng, 90, 220))
    return sorted(
        (row for row in rows if row["date"] <= YEARS[-1].end), key=lambda row: (row["date"], row["organisation_id"])
    )
