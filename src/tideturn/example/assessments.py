"""Scores at the start, at reviews and at closure, dealt so that each planted reading holds with room to spare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import polars as pl
from numpy.random import Generator

from tideturn.example.casework import CONTEXTS, END, Case, all_cases
from tideturn.example.frame import CITIES, LONDON, YEARS
from tideturn.example.random_source import between, dealt, source, working_day
from tideturn.example.rows import table

LOWEST: Final = 1
HIGHEST: Final = 10

RISING: Final = {"better": 14, "same": 5, "worse": 1}
"""Quotas in every 20 cases scored twice: enough for a sign test, at each site as well."""
LEVEL: Final = {"better": 2, "same": 16, "worse": 2}
"""Quotas in every 20 cases scored twice: as many better as worse, and most the same.

The interval is narrow enough to rule out a change that matters.
"""


WAITING: Final = {"better": 3, "same": 8, "worse": 3}
"""Quotas in every 14 young people who waited for a worker, scored at referral and again just before they started."""


@dataclass(frozen=True)
class Scoring:
    """Scoring of one outcome by one kind of rater."""

    outcome_id: str
    rater: str | None
    fates: dict[str, int]
    lower_is_better: bool = False
    scored: tuple[int, int] = (20, 20)
    """Share of cases scored at all, as (scored, total)."""
    reviewed: tuple[int, int] = (20, 20)
    """Share of the scored cases that are scored a second time, as (reviewed, total)."""


SCORINGS: Final = (
    Scoring("safety", None, RISING),
    Scoring("access", "worker", RISING),
    Scoring("risk", "worker", RISING, lower_is_better=True),
    # Scored where health work is part of the plan; seven in ten of those were never scored again.
    Scoring("mental_health", "worker", {"better": 17, "same": 2, "worse": 1}, scored=(8, 20), reviewed=(6, 20)),
    Scoring("relationships", "worker", LEVEL),
    Scoring("cyp_understanding", "young_person", RISING, scored=(17, 20)),
    Scoring("safety", "young_person", RISING, scored=(17, 20)),
)

OWN_RATINGS_FROM: Final = YEARS[1].start
"""First day on which every young person was offered a rating of their own; a trial in London came before."""
TRIAL: Final = 7
"""Number of young people who rated their own understanding in the trial: too few for a reading."""


def assessment_tables() -> dict[str, pl.DataFrame]:
    """Return the `assessments` and `scales` tables."""
    rows: list[dict[str, Any]] = []
    cases = [case for case in all_cases() if case.opened is not None]
    for scoring in SCORINGS:
        for site in CITIES:
            rows.extend(_scored(scoring, site, [case for case in cases if case.site == site]))
    rows.extend(_waited([case for case in cases if case.waited_until]))
    rows.extend(_places())
    rows.sort(key=_in_turn)
    return {"assessments": table("assessments", rows), "scales": table("scales", SCALES)}


def _in_turn(row: dict[str, Any]) -> tuple[date, str, str, str]:
    subject = row.get("case_id") or row["context_id"]
    return row["date"], subject, row["outcome_id"], row["rater"] or ""


SCALES: Final = (
    {"outcome_id": "safety", "items": 5, "reliability": 0.82, "source": "The programme’s own pilot of the scale, 2018"},
    {"outcome_id": "risk", "items": 8, "reliability": 0.86, "source": "The programme’s own pilot of the scale, 2018"},
    {"outcome_id": "access", "items": 1},
    {
        "outcome_id": "mental_health",
        "items": 6,
        "reliability": 0.79,
        "source": "The programme’s own pilot of the scale, 2018",
    },
    {
        "outcome_id": "relationships",
        "items": 4,
        "reliability": 0.77,
        "source": "The programme’s own pilot of the scale, 2018",
    },
    {"outcome_id": "cyp_understanding", "items": 1},
)


def _scored(scoring: Scoring, site: str, cases: list[Case]) -> list[dict[str, Any]]:
    rng = source(f"scores {scoring.outcome_id} {scoring.rater} {site}")
    chosen = _sample(rng, cases, scoring.scored)
    if scoring.rater == "young_person":
        trial = [c for c in cases if c.opened and date(2018, 12, 1) <= c.opened < date(2019, 4, 15) and not c.lost]
        chosen = [case for case in chosen if case.opened and case.opened >= OWN_RATINGS_FROM]
        if site == LONDON and scoring.outcome_id == "cyp_understanding":
            chosen = trial[:TRIAL] + chosen
    fates = dealt(rng, scoring.fates, len(chosen))
    again = {case.case_id for case in _sample(rng, chosen, scoring.reviewed)}
    rows: list[dict[str, Any]] = []
    for case, fate in zip(chosen, fates, strict=True):
        assert case.opened is not None
        start = between(rng, 3, 7) if fate == "same" else between(rng, 4, 6)
        days = between(rng, 2, 12)
        # Those who waited are scored again once they have started.
        begins = case.waited_until + timedelta(days=10) if case.waited_until else case.opened
        first = working_day(begins + timedelta(days=days))
        stages = [("baseline", first, start)]
        if case.case_id in again and not case.lost:
            stages += _later(rng, case, first, start, _sign(fate, scoring.lower_is_better))
        rows.extend(_score(case, stage, day, scoring, score) for stage, day, score in stages if day <= END)
    return rows


def _waited(cases: list[Case]) -> list[dict[str, Any]]:
    """Return safety scores at referral and again in the week before a worker was free.

    The scale is the one used for young people who are being served.
    """
    rng = source("scores while waiting")
    rows: list[dict[str, Any]] = []
    for case, fate in zip(cases, dealt(rng, WAITING, len(cases)), strict=True):
        assert case.waited_until is not None
        start = between(rng, 4, 6)
        for stage, day, score in (
            ("referral", case.received + timedelta(days=between(rng, 1, 6)), start),
            (
                "waiting",
                case.waited_until - timedelta(days=between(rng, 1, 6)),
                start + _sign(fate, lower_is_better=False),
            ),
        ):
            rows.append(_score(case, stage, working_day(day), Scoring("safety", None, WAITING), score))
    return rows


def _score(case: Case, stage: str, day: date, scoring: Scoring, score: int) -> dict[str, Any]:
    return {
        "case_id": case.case_id,
        "date": day,
        "stage": stage,
        "outcome_id": scoring.outcome_id,
        "score": score,
        "scale_min": LOWEST,
        "scale_max": HIGHEST,
        "rater": scoring.rater,
    }


def _later(rng: Generator, case: Case, first: date, start: int, sign: int) -> list[tuple[str, date, int]]:
    step = between(rng, 1, 2)
    later = [("review", working_day(first + timedelta(days=between(rng, 75, 100))), start + sign * step)]
    if case.closed:
        later.append(
            (
                "closure",
                working_day(case.closed - timedelta(days=between(rng, 0, 5))),
                start + sign * (step + between(rng, 0, 1)),
            )
        )
    return later


def _sign(fate: str, lower_is_better: bool) -> int:
    sign = {"better": 1, "same": 0, "worse": -1}[fate]
    return -sign if lower_is_better else sign


def _sample(rng: Generator, cases: list[Case], share: tuple[int, int]) -> list[Case]:
    taken, of = share
    if taken == of:
        return list(cases)
    keep = dealt(rng, {True: taken, False: of - taken}, len(cases))
    return [case for case, kept in zip(cases, keep, strict=True) if kept]


def _places() -> list[dict[str, Any]]:
    """Return scores of places and groups, each a little safer at its review."""
    rng = source("places")
    rows: list[dict[str, Any]] = []
    for context in CONTEXTS:
        first = working_day(context["opened"] + timedelta(days=between(rng, 3, 20)))
        start = between(rng, 3, 5)
        for stage, day, score in (
            ("baseline", first, start),
            ("review", working_day(first + timedelta(days=between(rng, 90, 120))), start + between(rng, 1, 2)),
        ):
            if day <= END and day <= context.get("closed", END):
                rows.append(
                    {
                        "context_id": context["context_id"],
                        "date": day,
                        "stage": stage,
                        "outcome_id": "safety",
                        "score": score,
                        "scale_min": LOWEST,
                        "scale_max": HIGHEST,
                        "rater": None,
                    }
                )
    return rows
