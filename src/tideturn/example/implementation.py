"""The plan and its delivery, milestones, recommendations, and the verdict that an evaluator overrode."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE
from tideturn.example.frame import BIRMINGHAM, LONDON, MANCHESTER, NATIONAL, YEARS
from tideturn.example.pathway import PILOT
from tideturn.example.rows import table
from tideturn.example.words.context import CAUSES_OF_DELAY

_PLAN_COLUMNS: Final = (
    "component",
    "node_id",
    "site",
    "year",
    "measure",
    "planned",
    "delivered",
    "quality",
    "departure",
    "judged",
    "reason",
)
_NO_MANAGER: Final = "The manager was in post only in November, and staff after that."
_LOCKDOWN: Final = "Lockdown from March 2020."

_NO_MANAGER_YET: Final = (
    "The manager came into post in November, and nobody else could be appointed before that.",
    "Later teams are to have their manager in post first; the plan says so now.",
)
_CHECKS: Final = (
    "Checks on those appointed took nine weeks.",
    "They shadowed partners’ staff, without contact with young people, until the checks were back.",
)

PLAN: Final = (
    ("casework", "act_casework", LONDON, 1, "young people", 40, None, None, None, None, None),
    ("casework", "act_casework", BIRMINGHAM, 1, "young people", 36, None, None, "not_delivered", "drift", _NO_MANAGER),
    (
        "casework", "act_casework", MANCHESTER, 1, "young people", 36, None, None, "modified", "adaptation",
        "The age threshold was lowered from 14 to 11 when partners showed that exploitation starts younger.",
    ),
    ("casework", "act_casework", LONDON, 2, "young people", 40, None, None, None, None, None),
    ("casework", "act_casework", BIRMINGHAM, 2, "young people", 36, None, None, None, None, None),
    (
        "casework", "act_casework", MANCHESTER, 2, "young people", 36, None, None, "modified", "adaptation",
        _LOCKDOWN + " Sessions moved to the telephone and online, as the plan for closures foresaw.",
    ),
    ("therapy", "act_therapy", LONDON, 1, "sessions", 40, None, None, None, None, None),
    (
        "therapy", "act_therapy", BIRMINGHAM, 1, "sessions", 40, None, None, "not_delivered", "drift",
        "The therapist’s room was not ready, and nothing was offered in its place.",
    ),
    ("therapy", "act_therapy", MANCHESTER, 1, "sessions", 30, None, None, None, None, None),
    ("therapy", "act_therapy", LONDON, 2, "sessions", 75, None, None, None, None, None),
    ("therapy", "act_therapy", BIRMINGHAM, 2, "sessions", 60, None, None, None, None, None),
    ("therapy", "act_therapy", MANCHESTER, 2, "sessions", 90, None, None, None, None, None),
    ("training", "act_training", LONDON, 1, "events", 9, None, "4 of 5 rated it good or very good", None, None, None),
    ("training", "act_training", BIRMINGHAM, 1, "events", 9, None, None, "not_delivered", "drift", _NO_MANAGER),
    ("training", "act_training", MANCHESTER, 1, "events", 8, None, None, None, None, None),
    ("training", "act_training", NATIONAL, 1, "events", 4, None, None, None, None, None),
    (
        "training", "act_training", LONDON, 2, "events", 9, None, None, "modified", "adaptation",
        _LOCKDOWN + " The last events were held online.",
    ),
    ("training", "act_training", BIRMINGHAM, 2, "events", 8, None, None, None, None, None),
    ("training", "act_training", MANCHESTER, 2, "events", 9, None, None, None, None, None),
    ("training", "act_training", NATIONAL, 2, "events", 5, None, None, None, None, None),
    (
        "priorities", "act_systems", BIRMINGHAM, 1, "partners committed", 5, None, None, "not_delivered", "adaptation",
        "Partners had little capacity; ownership was built first, with the theory altered to say so.",
    ),
    ("priorities", "act_systems", LONDON, 1, "partners committed", 5, None, None, None, None, None),
    ("priorities", "act_systems", MANCHESTER, 1, "partners committed", 5, None, None, None, None, None),
    (
        "transport", "act_systems", BIRMINGHAM, 2, "stations", 6, 2, None, "not_delivered", "adaptation",
        "The provider reorganised; what was left was taken up under training.",
    ),
    (
        "custody pilot", "act_systems", MANCHESTER, 2, "months running", 9, 10.5, "Contact for most children", "added",
        "adaptation", "The police command asked for the pilot to go on.",
    ),
    ("policy", "act_policy", NATIONAL, 1, "submissions", 2, None, None, None, None, None),
    (
        "policy", "act_policy", NATIONAL, 2, "submissions", 2, None, None, "added", "adaptation",
        "Guidance on exploitation online was wanted at once when schools closed.",
    ),
    ("participation", "act_participation", LONDON, 1, "pieces of work", 2, None, None, None, None, None),
    ("participation", "act_participation", MANCHESTER, 2, "pieces of work", 2, None, None, None, None, None),
    ("advice", "act_consultation", LONDON, 1, "consultations", 24, None, None, None, None, None),
    ("advice", "act_consultation", BIRMINGHAM, 1, "consultations", 16, None, None, None, None, None),
    ("advice", "act_consultation", MANCHESTER, 1, "consultations", 20, None, None, None, None, None),
)  # fmt: skip
"""The plan, one row for each component, site and year. Delivery is counted in the records where `COUNTED` says how."""

COUNTED: Final = {
    "casework": ("cases", "opened", pl.col("opened").is_not_null()),
    "therapy": ("sessions", "date", (pl.col("kind") == "therapy") & pl.col("held")),
    "training": ("training_events", "date", pl.lit(True)),
    "priorities": ("engagements", "date", pl.col("stage") == "committed"),
    "policy": ("activities", "date", pl.col("strand") == "policy"),
    "participation": ("activities", "date", pl.col("strand") == "participation"),
    "advice": ("activities", "date", pl.col("strand") == "consultation"),
}
"""Rule for counting each component in the records, so that plan and records agree: table, date column and filter."""

MILESTONES: Final = (
    ("mile-01", LONDON, "Team in post", date(2018, 10, 1), date(2019, 1, 21), 0),
    ("mile-02", BIRMINGHAM, "Team in post", date(2018, 10, 1), date(2019, 2, 18), _NO_MANAGER_YET),
    ("mile-03", MANCHESTER, "Team in post", date(2018, 10, 1), date(2018, 12, 10), _CHECKS),
    ("mile-04", NATIONAL, "Systems-change priorities agreed with partners", date(2019, 1, 31), date(2019, 6, 28), 1),
    ("mile-05", LONDON, "First young person supported", date(2018, 10, 1), date(2018, 10, 1), None),
    ("mile-06", MANCHESTER, "Custody pilot begins", date(2019, 5, 6), PILOT, 7),
    ("mile-07", BIRMINGHAM, "One panel for exploitation meets", date(2019, 10, 14), date(2020, 1, 20), 4),
    ("mile-08", NATIONAL, "Local decisions on referrals piloted", date(2020, 6, 1), None, 3),
    ("mile-09", LONDON, "Schools’ protocol signed", date(2020, 3, 31), date(2020, 3, 16), None),
    ("mile-10", BIRMINGHAM, "Schools trained for the first time", date(2019, 4, 15), date(2019, 6, 3), 6),
    ("mile-11", LONDON, "Partners meet on exclusion each month", date(2019, 1, 14), date(2019, 5, 13), 2),
    ("mile-12", MANCHESTER, "Systems-change work in every worker’s week", date(2019, 1, 7), date(2019, 4, 1), 5),
)
"""Milestones: id, site, title, date planned, date reached, cause of delay.

The cause is an index into `CAUSES_OF_DELAY`, or its own cause and response.
"""

RECOMMENDATIONS: Final = (
    {
        "recommendation_id": "rec-01",
        "year": 1,
        "text": "Ask staff and partners about the quality of the information that is shared, and not only its amount.",
        "for_whom": "the evaluator",
        "outcome_id": "information_quality",
        "priority": "high",
        "due": date(2020, 6, 30),
        "response": "Accepted: two questions were added to the survey, and interviews ask about it.",
        "done": True,
        "done_on": date(2020, 2, 3),
    },
    {
        "recommendation_id": "rec-02",
        "year": 1,
        "text": "Offer every young person a rating of their own at the start and at reviews.",
        "for_whom": "team managers",
        "outcome_id": "cyp_understanding",
        "priority": "high",
        "due": date(2019, 12, 31),
        "response": "Accepted: offered to all from September 2019, after a trial in London.",
        "done": True,
        "done_on": date(2019, 9, 16),
    },
    {
        "recommendation_id": "rec-03",
        "year": 1,
        "text": "Write the pathways down with partners in each city, and test them with those who use them.",
        "for_whom": "systems-change leads",
        "outcome_id": "pathways_understood",
        "priority": "medium",
        "due": date(2020, 3, 31),
        "response": "Done in London; begun in Greater Manchester; Birmingham waits for its panel.",
        "done": False,
        "done_on": date(2020, 8, 17),
    },
    {
        "recommendation_id": "rec-04",
        "year": 1,
        "text": "Go back to people months after training, to ask what has lasted.",
        "for_whom": "trainers",
        "outcome_id": "lasting_practice",
        "priority": "low",
        "due": date(2020, 6, 30),
        "response": "Done once, and few answered; to be repeated with a shorter form.",
        "done": True,
        "done_on": date(2020, 6, 22),
    },
    {
        "recommendation_id": "rec-05",
        "year": 2,
        "text": "Score emotional health again for everyone who has a first score, even when work ends early.",
        "for_whom": "team managers",
        "outcome_id": "mental_health",
        "priority": "medium",
        "due": date(2021, 3, 31),
    },
    {
        "recommendation_id": "rec-06",
        "year": 2,
        "text": "Ask partners why they are told less than before, and agree what is shared at every meeting.",
        "for_whom": "systems-change leads",
        "outcome_id": "information_shared",
        "priority": "high",
        "due": date(2020, 12, 18),
    },
    {
        "recommendation_id": "rec-07",
        "year": 2,
        "text": "Write the pathway down in Birmingham, and test it with the partners who say that they do not know it.",
        "for_whom": "the Birmingham team with its partners",
        "outcome_id": "pathways_understood",
        "priority": "high",
        "due": date(2021, 1, 29),
    },
)

FOLLOWS_FROM: Final = {
    "rec-01": "y1-information",
    "rec-02": "y1-understanding-young",
    "rec-03": "y1-challenge-pathways",
    "rec-05": "y2-mental-health",
    "rec-06": "y2-challenge-information",
    "rec-07": "y2-pathways",
}
"""The finding that each recommendation follows from. There was no finding on lasting effects when `rec-04` was made."""

OVERRIDES: Final = (
    {
        "outcome_id": "identification",
        "scope": PROGRAMME_SCOPE,
        "year": 2,
        "verdict": "emerging",
        "reason": "Since October 2019 one of our cities also counts children whom it refers for another area. Part of "
        "the rise may be that, until it is taken out; partners’ answers stand.",
        "by": "lead-evaluator",
    },
)


def implementation_tables(records: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return the plan, milestones, recommendations and overrides; `records` show what was delivered."""
    return {
        "plan": table("plan", _plan(records)),
        "milestones": table("milestones", [_milestone(*row) for row in MILESTONES]),
        "recommendations": table("recommendations", RECOMMENDATIONS),
        "overrides": table("overrides", OVERRIDES),
    }


def _plan(records: Mapping[str, pl.DataFrame]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [dict(zip(_PLAN_COLUMNS, row, strict=True)) for row in PLAN]
    for row in rows:
        if row["component"] in COUNTED:
            row["delivered"] = _delivered(records, row["component"], row["site"], row["year"])
    return rows


def _delivered(records: Mapping[str, pl.DataFrame], component: str, site: str, year: int) -> int:
    """Count what the records show of a component at a site in a year."""
    name, column, condition = COUNTED[component]
    frame = records[name].filter(condition)
    if name == "sessions":
        frame = frame.join(records["cases"].select("case_id", "site"), on="case_id")
    if name == "engagements":
        frame = frame.join(records["organisations"].select("organisation_id", "site"), on="organisation_id")
    span = YEARS[year - 1]
    return frame.filter(pl.col("site") == site, pl.col(column).is_between(span.start, span.end)).height


def _milestone(
    code: str, site: str, title: str, planned: date, actual: date | None, delay: int | tuple[str, str] | None
) -> dict[str, Any]:
    cause, response = CAUSES_OF_DELAY[delay] if isinstance(delay, int) else delay or (None, None)
    return {
        "milestone_id": code,
        "site": site,
        "title": title,
        "planned": planned,
        "actual": actual,
        "cause_of_delay": cause,
        "response": response,
    }
