"""Work with about 240 young people: criteria, referrals, sessions, onward referrals and places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import polars as pl
from numpy.random import Generator

from tideturn.example.frame import BIRMINGHAM, CITIES, LEARNING_AGE, LONDON, MANCHESTER, YEARS
from tideturn.example.random_source import between, dealt, pick, source, working_day
from tideturn.example.rows import table

FIRST_REFERRAL: Final = {LONDON: date(2018, 9, 24), BIRMINGHAM: date(2018, 11, 5), MANCHESTER: date(2018, 10, 8)}
REFERRALS: Final = {LONDON: 92, BIRMINGHAM: 70, MANCHESTER: 78}
LAST_REFERRAL: Final = date(2020, 7, 24)
THRESHOLD_LOWERED: Final = date(2019, 4, 1)
"""Day on which Greater Manchester began to accept children under 14."""
LOCKDOWN: Final = date(2020, 3, 23)
THERAPY_FROM: Final = {
    LONDON: FIRST_REFERRAL[LONDON],
    BIRMINGHAM: date(2019, 6, 3),
    MANCHESTER: FIRST_REFERRAL[MANCHESTER],
}
"""First day of therapy at each site: Birmingham had no room for it until the summer of 2019."""
END: Final = YEARS[-1].end
NO_WORKER_FREE: Final = (date(2019, 9, 2), date(2020, 1, 31))
"""First and last day of the period in which referrals outran the workers.

Every third young person accepted from these referrals waited, no matter who they were. Those who later lost contact
are not counted.
"""
WAIT: Final = (168, 200)
"""Minimum and maximum wait in days from referral: about as long as others are served between two scores."""

SOURCES: Final = (
    "council social care",
    "police",
    "school",
    "youth justice",
    "health",
    "voluntary organisation",
    "family",
)
REASONS_TO_CLOSE: Final = ("plan completed", "plan completed", "plan completed", "moved away", "young person ended it")
HOW_IT_STOOD: Final = ("safer, support in place", "safer, support in place", "some goals met", "as at the start")
GENDERS: Final = {"boy": 11, "girl": 8, "non-binary": 1}
ETHNICITIES: Final = {"white": 8, "black": 5, "asian": 4, "mixed": 2, "not stated": 1}
CARE: Final = {"not in care": 14, "in care": 6}
DISABILITY: Final = {"none known": 14, "learning or communication need": 4, "mental health": 2}
RISKS: Final = {"emerging": 6, "moderate": 9, "significant": 5}
NOT_RECORDED: Final = {"gender": 40, "ethnicity": 25, "disability": 12, "care_status": 20, "exploitation_types": 30}
"""Gaps in the records: each column is empty for about one young person in this number."""
EXPLOITATION: Final = {"criminal": 9, "sexual": 6, "criminal|sexual": 3, "labour": 1, "criminal|online": 1}


@dataclass(frozen=True)
class Case:
    """One referred young person, by pseudonym; `opened` is None if the referral was not accepted."""

    case_id: str
    site: str
    received: date
    opened: date | None
    closed: date | None
    lost: bool
    """Whether contact was lost before any review."""
    waited_until: date | None = None
    """Day on which a worker was free, if the young person had to wait for one."""


def casework_tables() -> dict[str, pl.DataFrame]:
    """Return every table of the work with young people, except the assessments."""
    cases, rows = _cases()
    sessions = _sessions(cases)
    started: dict[str, date] = {}
    for session in sessions:
        if session["held"]:
            started.setdefault(session["case_id"], session["date"])
    return {
        "criteria": table("criteria", CRITERIA),
        "cases": table("cases", [{**row, "started": started.get(row["case_id"])} for row in rows]),
        "sessions": table("sessions", sessions),
        "onward_referrals": table("onward_referrals", _onward(cases)),
        "contexts": table("contexts", CONTEXTS),
        "case_contexts": table("case_contexts", _case_contexts(cases)),
    }


def all_cases() -> list[Case]:
    """Return every case, by site and then in the order of its pseudonym."""
    return _cases()[0]


CRITERIA: Final = (
    {"criterion_id": "lon-age", "site": LONDON, "text": "Aged 11 to 17", "from": date(2018, 9, 1)},
    {
        "criterion_id": "lon-worry",
        "site": LONDON,
        "text": "A professional or family member is worried about exploitation outside the family",
        "from": date(2018, 9, 1),
    },
    {"criterion_id": "bir-age", "site": BIRMINGHAM, "text": "Aged 10 to 17", "from": date(2018, 9, 1)},
    {
        "criterion_id": "bir-worry",
        "site": BIRMINGHAM,
        "text": "At risk of exploitation, and not yet open to the higher-risk service",
        "from": date(2018, 9, 1),
        "reason": "Another service in the city works with those at higher risk.",
    },
    {
        "criterion_id": "man-age-14",
        "site": MANCHESTER,
        "text": "Aged 14 to 17",
        "from": date(2018, 9, 1),
        "to": THRESHOLD_LOWERED - timedelta(days=1),
        "reason": "The first design of the offer; withdrawn when partners showed that exploitation starts younger.",
        "learning_id": LEARNING_AGE,
    },
    {
        "criterion_id": "man-age-11",
        "site": MANCHESTER,
        "text": "Aged 11 to 17",
        "from": THRESHOLD_LOWERED,
        "reason": "Partners showed that exploitation here starts before 14, often on the move to secondary school.",
        "learning_id": LEARNING_AGE,
    },
    {
        "criterion_id": "man-worry",
        "site": MANCHESTER,
        "text": "Signs of exploitation, or arrested where exploitation is suspected",
        "from": date(2018, 9, 1),
    },
)

CONTEXTS: Final[tuple[dict[str, Any], ...]] = (
    {
        "context_id": "place-01",
        "site": LONDON,
        "kind": "place",
        "opened": date(2018, 11, 12),
        "closed": date(2019, 12, 6),
    },
    {"context_id": "place-02", "site": LONDON, "kind": "school", "opened": date(2019, 1, 14)},
    {"context_id": "place-03", "site": LONDON, "kind": "peer group", "opened": date(2019, 5, 20)},
    {"context_id": "place-04", "site": LONDON, "kind": "online space", "opened": date(2020, 2, 10)},
    {"context_id": "place-05", "site": BIRMINGHAM, "kind": "place", "opened": date(2019, 2, 11)},
    {"context_id": "place-06", "site": BIRMINGHAM, "kind": "peer group", "opened": date(2019, 10, 14)},
    {"context_id": "place-07", "site": BIRMINGHAM, "kind": "school", "opened": date(2020, 1, 13)},
    {"context_id": "place-08", "site": MANCHESTER, "kind": "place", "opened": date(2019, 3, 4)},
    {"context_id": "place-09", "site": MANCHESTER, "kind": "peer group", "opened": date(2019, 9, 16)},
    {"context_id": "place-10", "site": MANCHESTER, "kind": "online space", "opened": date(2020, 4, 20)},
)


def _cases() -> tuple[list[Case], list[dict[str, Any]]]:
    cases: list[Case] = []
    rows: list[dict[str, Any]] = []
    for site in CITIES:
        rng = source(f"cases {site}")
        count = REFERRALS[site]
        decisions = dealt(rng, {"accepted": 17, "declined": 2, "advice only": 1}, count)
        lost = dealt(rng, {False: 9, True: 1}, count)
        features = [
            {
                "referral_source": pick(rng, SOURCES),
                "risk_at_referral": risk,
                "exploitation_types": kind,
                "gender": gender,
                "ethnicity": ethnicity,
                "disability": disability,
                "care_status": care,
            }
            for risk, kind, gender, ethnicity, disability, care in zip(
                *(
                    dealt(rng, quotas, count)
                    for quotas in (RISKS, EXPLOITATION, GENDERS, ETHNICITIES, DISABILITY, CARE)
                ),
                strict=True,
            )
        ]
        span = (LAST_REFERRAL - FIRST_REFERRAL[site]).days
        waits, turn = source(f"waiting {site}"), 0
        for place in range(count):
            received = working_day(FIRST_REFERRAL[site] + timedelta(days=place * span // count + between(rng, 0, 6)))
            accepted = decisions[place] == "accepted"
            opened = working_day(received + timedelta(days=between(rng, 3, 20))) if accepted else None
            lasted = between(rng, 40, 80) if lost[place] else between(rng, 150, 270)
            waited_until = None
            if opened and not lost[place] and NO_WORKER_FREE[0] <= received <= NO_WORKER_FREE[1]:
                turn += 1
                if turn % 3 == 0:
                    waited_until = working_day(received + timedelta(days=between(waits, *WAIT)))
            closed = working_day((waited_until or opened) + timedelta(days=lasted)) if opened else None
            if closed and closed > END:
                closed = None
            case = Case(f"{site[:3]}-{place + 1:03d}", site, received, opened, closed, lost[place], waited_until)
            cases.append(case)
            rows.append(_case_row(rng, case, decisions[place], features[place]))
    return cases, _with_gaps(rows)


def _with_gaps(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what was not recorded. A separate random generator keeps everything else drawn as before."""
    rng = source("not recorded")
    return [
        row | {column: None for column, times in NOT_RECORDED.items() if between(rng, 1, times) == 1} for row in rows
    ]


def _case_row(rng: Generator, case: Case, decision: str, features: dict[str, Any]) -> dict[str, Any]:
    youngest = 14 if case.site == MANCHESTER and case.received < THRESHOLD_LOWERED else 11
    ages = {f"{case.site[:3]}-age": youngest}
    if case.site == MANCHESTER:
        ages = {"man-age-14" if case.received < THRESHOLD_LOWERED else "man-age-11": youngest}
    met = [*ages, f"{case.site[:3]}-worry"] if decision == "accepted" else [f"{case.site[:3]}-worry"]
    reason = outcome = None
    if case.closed:
        reason = "contact lost" if case.lost else pick(rng, REASONS_TO_CLOSE)
        outcome = "not known" if case.lost else pick(rng, HOW_IT_STOOD)
    return {
        "case_id": case.case_id,
        "site": case.site,
        "received": case.received,
        "opened": case.opened,
        "closed": case.closed,
        "comparison": "waiting" if case.waited_until else None,
        "referral_decision": decision,
        "criteria_met": "|".join(met),
        "age_at_referral": between(rng, youngest, 17) if decision == "accepted" else _age_not_accepted(rng, case),
        "closure_reason": reason,
        "closure_outcome": outcome,
        **features,
    }


def _age_not_accepted(rng: Generator, case: Case) -> int:
    """Draw the age of a young person whose referral was not accepted.

    Before the threshold was lowered, Greater Manchester turned children under 14 away; elsewhere ages vary.
    """
    if case.site == MANCHESTER and case.received < THRESHOLD_LOWERED:
        return between(rng, 11, 13)
    return between(rng, 9, 17)


def _sessions(cases: list[Case]) -> list[dict[str, Any]]:
    rng = source("sessions")
    rows: list[dict[str, Any]] = []
    for case in cases:
        if case.opened is None:
            continue
        therapy = between(rng, 1, 20) <= 7
        begins = day = (case.waited_until or case.opened) + timedelta(days=between(rng, 2, 9))
        while day <= (case.closed or END):
            kind = "one_to_one"
            draw = between(rng, 1, 20)
            if therapy and day >= THERAPY_FROM[case.site] and (day - case.opened).days > 35 and draw <= 9:
                kind = "therapy"
            elif draw >= 19:
                kind = "family" if draw == 19 else "group"
            # Nobody who had waited missed the first session.
            held = between(rng, 1, 100) <= 84 or (case.waited_until is not None and day == begins)
            rows.append(
                {
                    "case_id": case.case_id,
                    "date": working_day(day),
                    "kind": kind,
                    "held": held,
                    "minutes": 15 * between(rng, 2, 6) if held else None,
                    "channel": pick(rng, ("online", "telephone")) if day >= LOCKDOWN else "in person",
                }
            )
            day += timedelta(days=between(rng, 6, 15))
    return rows


def _onward(cases: list[Case]) -> list[dict[str, Any]]:
    """Return onward referrals: slower and poorer in Year 1, as `concern`, `quality_met` and the dates show."""
    rng = source("onward referrals")
    rows: list[dict[str, Any]] = []
    for case in cases:
        if case.opened is None or case.lost:
            continue
        for kind in ("nrm", "safeguarding", "other"):
            if between(rng, 1, 20) > {"nrm": 6, "safeguarding": 8, "other": 9}[kind]:
                continue
            concern = case.opened + timedelta(days=between(rng, 0, 60))
            second_year = concern >= YEARS[1].start
            referred = concern + timedelta(days=between(rng, 0, 4) if second_year else between(rng, 1, 12))
            if referred > (case.closed or END):
                continue
            replied = working_day(referred + timedelta(days=between(rng, 5, 60)))
            known = replied <= END
            rows.append(
                {
                    "case_id": case.case_id,
                    "kind": kind,
                    "referred": referred,
                    "concern": concern,
                    "replied": replied if known else None,
                    "decision": pick(rng, _DECISIONS[kind]) if known else None,
                    "quality_met": between(rng, 5, 8) if second_year else between(rng, 3, 7),
                    "quality_of": 8,
                }
            )
    return rows


_DECISIONS: Final = {
    "nrm": ("reasonable grounds", "reasonable grounds", "reasonable grounds", "no reasonable grounds"),
    "safeguarding": ("child protection enquiry", "assessment by social care", "no further action"),
    "other": ("accepted", "accepted", "waiting list"),
}


def _case_contexts(cases: list[Case]) -> list[dict[str, Any]]:
    rng = source("case contexts")
    rows: list[dict[str, Any]] = []
    for case in cases:
        if case.opened is None:
            continue
        here = [c["context_id"] for c in CONTEXTS if c["site"] == case.site and c["opened"] <= case.opened]
        if here and between(rng, 1, 10) <= 5:
            rows.append({"case_id": case.case_id, "context_id": pick(rng, here)})
    return rows
