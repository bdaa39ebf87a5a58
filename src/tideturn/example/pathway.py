"""The custody pathway at three police commands, before and after a pilot at one of them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any, Final

import polars as pl

from tideturn.dataset.vocabulary import PROGRAMME_SCOPE as ALL
from tideturn.example.frame import BIRMINGHAM, CITIES, LONDON, MANCHESTER, YEARS
from tideturn.example.random_source import between, dealt, source
from tideturn.example.rows import table
from tideturn.example.truth import Reading

CUSTODY: Final = "custody"
PILOT: Final = date(2019, 10, 7)
"""Day on which a youth worker started in Greater Manchester's custody suite."""

ARRIVES, CHECK, ADULT = "Arrives in custody", "Safeguarding check", "Appropriate adult attends"
CONTACT, REFERRAL, SUPPORT, RELEASE = (
    "Youth worker makes contact",
    "NRM or safeguarding referral",
    "Support begins",
    "Release with a plan",
)
STEPS: Final = (ARRIVES, CHECK, ADULT, CONTACT, REFERRAL, SUPPORT, RELEASE)
AGENCY: Final = {
    ARRIVES: "police",
    CHECK: "police",
    ADULT: "council",
    CONTACT: "the programme",
    REFERRAL: "police",
    SUPPORT: "the programme",
    RELEASE: "police",
}
HOURS: Final = {
    ARRIVES: (0, 0),
    CHECK: (1, 3),
    ADULT: (2, 6),
    CONTACT: (1, 5),
    REFERRAL: (1, 4),
    SUPPORT: (1, 4),
    RELEASE: (1, 5),
}
"""Minimum and maximum hours since the step before."""

PATHWAYS: Final[dict[str, dict[str, Any]]] = {
    CUSTODY: {
        "name": "A child in police custody",
        "outcome_id": "pathways_suited",
        "closing": [RELEASE],
        "kept_by": "other",
        "steps": [{"name": step, "optional": step == REFERRAL} for step in STEPS],
        "constraints": [
            {"name": "Contact follows arrival within a day", "after": ARRIVES, "then": CONTACT, "within_days": 1},
            {
                "name": "A plan follows contact within two working days",
                "after": CONTACT,
                "then": RELEASE,
                "within_days": 2,
                "working_days": True,
            },
        ],
        "pilots": [{"site": MANCHESTER, "date": PILOT, "moved": [CONTACT]}],
        "local": [
            {
                "site": BIRMINGHAM,
                "reason": "The appropriate adult is arranged by the council’s out-of-hours team, often after contact.",
                "steps": [ADULT],
            }
        ],
    }
}

CASES: Final = {LONDON: 44, BIRMINGHAM: 36, MANCHESTER: 84}
USUAL: Final = {"whole": 4, "no contact": 8, "no plan": 3, "no adult": 5}
PILOTED: Final = {"whole": 16, "no contact": 1, "no plan": 1, "no adult": 2}
"""Quotas in every 20 children of the ways the pathway can go: `USUAL` outside the pilot, `PILOTED` within it.

Outside the pilot the quotas are the same everywhere: any difference between London and Birmingham is chance.
"""
NIGHT: Final = (22, 23, 0, 1, 2, 3, 4, 5)
"""Hours of night. Children arrive then if no appropriate adult comes for them, and about one in eight of the others."""


def pathway_tables() -> dict[str, pl.DataFrame]:
    """Return the `events` table of the custody pathway."""
    rows: list[dict[str, Any]] = []
    for site in CITIES:
        rng = source(f"custody {site}")
        count = CASES[site]
        usual, piloted = dealt(rng, USUAL, count), dealt(rng, PILOTED, count)
        first = date(2018, 10, 1)
        span = (date(2020, 8, 20) - first).days
        for place in range(count):
            day = first + timedelta(days=place * span // count + between(rng, 0, 4))
            in_pilot = site == MANCHESTER and day >= PILOT
            way = piloted[place] if in_pilot else usual[place]
            by_night = between(rng, 1, 8) == 1 or way == "no adult"
            hour = NIGHT[between(rng, 0, len(NIGHT) - 1)] if by_night else between(rng, 8, 21)
            arrived = datetime(day.year, day.month, day.day, hour, 5 * between(rng, 0, 11))
            referred = between(rng, 1, 10) <= 4
            time = arrived
            for step in _steps(way, in_pilot, referred):
                low, high = HOURS[step]
                time += timedelta(minutes=between(rng, low * 60, high * 60))
                rows.append(
                    {
                        "pathway": CUSTODY,
                        "case_id": f"cus-{site[:3]}-{place + 1:03d}",
                        "activity": step,
                        "time": time.isoformat(),
                        "site": site,
                        "agency": AGENCY[step],
                    }
                )
    assert max(row["time"] for row in rows) < YEARS[-1].end.isoformat()
    return {"events": table("events", rows)}


def _steps(way: str, in_pilot: bool, referred: bool) -> list[str]:
    left_out = {"whole": (), "no contact": (CONTACT, SUPPORT), "no plan": (SUPPORT, RELEASE), "no adult": (ADULT,)}[way]
    return [step for step in STEPS if step not in left_out and (step != REFERRAL or referred or in_pilot)]


READINGS: Final = (
    # Year 1 is insufficient because no records of the year before exist to compare it with.
    Reading("pathways_suited", 1, "monitoring", "record", ALL, "insufficient"),
    Reading("pathways_suited", 1, "monitoring", "record", MANCHESTER, "insufficient"),
    Reading("pathways_suited", 2, "monitoring", "record", ALL, "positive"),
    Reading("pathways_suited", 2, "monitoring", "record", MANCHESTER, "positive"),  # since the pilot against before
    Reading("pathways_suited", 2, "monitoring", "record", BIRMINGHAM, "insufficient"),
)
"""Readings of the custody pathway. London goes on as before; chance decides whether its cases can rule out a change."""

DIFFER: Final[dict[tuple[int, str, str], bool]] = {
    (1, BIRMINGHAM, LONDON): False,
    (1, BIRMINGHAM, MANCHESTER): False,
    (1, LONDON, MANCHESTER): False,
    (2, BIRMINGHAM, LONDON): False,
    (2, BIRMINGHAM, MANCHESTER): True,
    (2, LONDON, MANCHESTER): True,
}
"""Whether cases take different ways in two cities, by year. They do so only once one of the two has begun the pilot."""

SKIPPED_AT_NIGHT: Final = (ADULT,)
"""Steps that are skipped more often at night, in both years: the appropriate adult who would come by day."""
SKIPPED_BY_DAY: Final = (CONTACT, SUPPORT, RELEASE)
"""Steps that are skipped more often by day.

If no adult comes for a child, that child arrived at night and takes every other step. So a larger share of the children
who arrive by day miss these steps. Chance decides whether such a small number of cases shows it.
"""


def pathway_truth() -> dict[str, Any]:
    """Return the facts that are true of the custody pathway by construction."""
    return {
        "readings": [asdict(reading) for reading in READINGS],
        "sites_differ": [{"year": year, "a": a, "b": b, "differ": differ} for (year, a, b), differ in DIFFER.items()],
        "skipped_at_night": list(SKIPPED_AT_NIGHT),
        "skipped_by_day": list(SKIPPED_BY_DAY),
    }
