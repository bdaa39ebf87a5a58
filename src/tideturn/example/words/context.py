"""The context: what each place is like, what else was going on, partners' barriers, and delays with the response."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from tideturn.example.frame import BIRMINGHAM, LONDON, MANCHESTER, NATIONAL
from tideturn.example.rows import table

_NAMES: Final = ("context_id", "site", "kind", "description", "from", "to", "outcome_id")
_CONTEXT: Final = (
    (
        "ctx-01",
        LONDON,
        "local_service",
        "Another charity works with young people at the highest risk, so those whom this team meets are referred "
        "earlier.",
        date(2016, 4, 1),
        None,
        "safety",
    ),
    (
        "ctx-02",
        LONDON,
        "local_service",
        "Most boroughs have had an exploitation team of police and council for some years; awareness was high before "
        "the work began.",
        date(2014, 9, 1),
        None,
        None,
    ),
    (
        "ctx-03",
        LONDON,
        "event",
        "A trial of adults who had run children to other counties was in the local news for six weeks.",
        date(2019, 1, 14),
        date(2019, 2, 22),
        "practitioner_understanding",
    ),
    (
        "ctx-04",
        BIRMINGHAM,
        "local_service",
        "Three panels discuss exploited children, with much the same members; the police and the council began to "
        "merge them by themselves.",
        date(2017, 4, 3),
        None,
        "pathways_understood",
    ),
    (
        "ctx-05",
        BIRMINGHAM,
        "policy",
        "The council’s front door was reorganised into three, each with a referral form of its own.",
        date(2019, 10, 1),
        None,
        "pathways_understood",
    ),
    (
        "ctx-06",
        NATIONAL,
        "event",
        "To save time, the partnerships of the three cities, one after another, ended the weekly meeting at which "
        "agencies told each other what they had heard.",
        date(2020, 1, 6),
        None,
        "information_shared",
    ),
    (
        "ctx-07",
        MANCHESTER,
        "local_service",
        "Ten councils and one police force, and a street-based youth service that was cut by half before the work "
        "began. Many young people are placed here by authorities elsewhere.",
        date(2018, 4, 1),
        None,
        None,
    ),
    (
        "ctx-08",
        MANCHESTER,
        "policy",
        "The force opened new custody suites with space for other agencies, planned before the pilot was.",
        date(2019, 3, 1),
        None,
        "pathways_suited",
    ),
    (
        "ctx-09",
        MANCHESTER,
        "event",
        "A police operation arrested the older members of a group; younger ones were drawn in to take their place.",
        date(2019, 11, 4),
        date(2020, 1, 31),
        "risk",
    ),
    (
        "ctx-10",
        NATIONAL,
        "national_trend",
        "Awareness of criminal exploitation was rising everywhere: in the news, in drama, in inspections and in police "
        "forces’ own campaigns.",
        date(2017, 9, 1),
        None,
        "practitioner_understanding",
    ),
    (
        "ctx-11",
        NATIONAL,
        "national_trend",
        "Referrals of children to the National Referral Mechanism were rising in every region, with or without a "
        "programme of this kind.",
        date(2017, 1, 1),
        None,
        "identification",
    ),
    (
        "ctx-12",
        NATIONAL,
        "policy",
        "Revised national guidance told safeguarding partners to look at harm outside the home.",
        date(2018, 7, 4),
        None,
        "structures_response",
    ),
    (
        "ctx-13",
        NATIONAL,
        "policy",
        "A national drive against knife crime set forces targets for arrest and charge.",
        date(2019, 10, 7),
        None,
        "victims",
    ),
    (
        "ctx-14",
        NATIONAL,
        "event",
        "In the spring of 2020 schools closed to most pupils, and much of the work with young people and partners "
        "moved to telephone and video for some months.",
        date(2020, 3, 23),
        date(2020, 7, 31),
        "mental_health",
    ),
)


def context_tables() -> dict[str, pl.DataFrame]:
    """Return the `context` table: what each place is like and what else was going on."""
    return {"context": table("context", [dict(zip(_NAMES, row, strict=True)) for row in _CONTEXT])}


BARRIERS: Final = (
    "No member of staff who can be released for the panel",
    "A new senior officer, to whom the case has to be made again",
    "Unsure what systems change means for them",
    "Legal advice that information may not be shared without consent",
    "An inspection under way, and everything else on hold",
    "Their own exploitation team is being reorganised",
    "Measured on other things, and nobody counts this",
    "They see it as the police’s business",
    "Three other boards ask for the same people on the same day",
    "Casework has filled the time of the only worker who knows them",
    "A contract that ends in the spring, and no word of what follows",
    "Willing on the ground, and not yet backed from above",
)
"""Barriers of a partner."""

CAUSES_OF_DELAY: Final = (
    (
        "The dual post drew no candidate with experience of both halves, in three rounds of advertising.",
        "It was advertised again as two linked part-time posts; until then the manager carried the systems work.",
    ),
    (
        "Partners and the team meant different things by systems change.",
        "Two half-days were spent on agreeing a page of plain words, with examples, before any more was planned.",
    ),
    (
        "The partner had nobody to send: its team was short of a third of its staff.",
        "The work was moved to the partner’s own premises and cut into hours that its staff could manage.",
    ),
    (
        "The senior officer who had agreed to it moved to another post.",
        "The case was made again to the successor, with the earlier agreement and two officers who could speak for it.",
    ),
    (
        "Agreement on sharing information took the lawyers of four organisations fourteen weeks.",
        "An interim letter let the panel begin with consent while the agreement was drafted.",
    ),
    (
        "Crisis casework took up the days set aside for systems work.",
        "Two days in each week were fixed in the diary and covered by a colleague.",
    ),
    (
        "Training was first set for dates in the school holidays.",
        "Dates were set again with the schools, and two were held before the school day.",
    ),
    (
        "The new custody suite opened five months late.",
        "The pilot began in the old suite with one worker and fewer steps.",
    ),
)
"""Causes of delay to a milestone, each with what was done about it."""
