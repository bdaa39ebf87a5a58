"""Counts of the work with young people: who had a case open, sessions, onward referrals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import polars as pl

from tideturn.dataset.model import Dataset, Programme, Year
from tideturn.evaluation.evidence_values import WorkCounts
from tideturn.evaluation.ledger.counts.measure import Fields, Measure, in_year
from tideturn.evaluation.model import EvidenceItem


@dataclass(frozen=True, kw_only=True)
class SeenCounts(WorkCounts):
    """Young people with a session that went ahead."""

    seen: int | None


@dataclass(frozen=True, kw_only=True)
class SessionCounts(WorkCounts):
    """Sessions offered, those that went ahead, and how many young people were seen."""

    offered: int | None
    held: int | None
    seen: int | None


@dataclass(frozen=True, kw_only=True)
class InTimeCounts(WorkCounts):
    """Onward referrals made within the target number of days, later, or after an unknown time."""

    made: int | None
    in_time: int | None
    late: int | None
    not_known: int | None
    target_days: int | None


@dataclass(frozen=True, kw_only=True)
class WaitingCounts(WorkCounts):
    """Onward referrals with a known number of days, and the median of the days."""

    dated: int | None
    median_days: float | None


_SESSION: Final = ("case_id", "date", "kind", "held")
_REFERRAL: Final = ("case_id", "kind", "referred", "concern", "replied")
OPEN: Final = Measure(
    "young_people",
    "Young people with a case open in the year",
    "young people",
    "cases",
    ("case_id", "site", "opened", "closed"),
    "open",
)
SEEN: Final = Measure(
    "young_people_seen",
    "Young people with a session that went ahead",
    "young people",
    "sessions",
    _SESSION,
    "seen",
    kind=SeenCounts,
)
_ALONE: Final = Measure(
    "sessions_alone",
    "Sessions with a young person alone",
    "sessions",
    "sessions",
    _SESSION,
    "offered",
    "held",
    SessionCounts,
)
_TOGETHER: Final = "Group sessions, counted once for each young person at them"
SESSIONS: Final = {
    _ALONE: ("one_to_one", "therapy"),
    replace(_ALONE, name="sessions_family", text="Sessions with a young person’s family"): ("family",),
    # The folder has a row for each young person at a group session, and no code for the session.
    replace(_ALONE, name="sessions_group", text=_TOGETHER, unit="attendances"): ("group",),
}
"""Kinds in `sessions.csv`, by who takes part in the session."""
MADE: Final = Measure(
    "onward",
    "Onward referrals, and how many had been answered",
    "referrals",
    "onward_referrals",
    _REFERRAL,
    "made",
    "answered",
)
IN_TIME: Final = Measure(
    "onward_in_time",
    "Onward referrals made within the programme’s own target",
    "referrals",
    "onward_referrals",
    _REFERRAL,
    "made",
    "in_time",
    InTimeCounts,
)
DAYS: Final = Measure(
    "onward_days",
    "Days from the concern to the onward referral",
    "referrals",
    "onward_referrals",
    _REFERRAL,
    "dated",
    kind=WaitingCounts,
)
PARTS: Final = ("in_time", "late", "not_known")
"""Fields for referrals made within the target, later, or without the day on which the concern arose."""


def casework(dataset: Dataset, year: Year) -> Iterator[EvidenceItem]:
    """Yield every count of the work with young people."""
    yield from OPEN.each(dataset, year, open_cases(dataset, year), lambda rows: {"open": rows.height})
    sessions = sessions_in(dataset, year)
    yield from SEEN.each(dataset, year, sessions.filter("held"), lambda rows: {"seen": rows["case_id"].n_unique()})
    for measure, kinds in SESSIONS.items():
        yield from measure.each(dataset, year, sessions.filter(pl.col("kind").is_in(kinds)), _dose)
    referrals, target = onward_in(dataset, year), target_days(dataset.programme)
    yield from MADE.each(dataset, year, referrals, _answered)
    if target is None:
        dated = referrals.filter(pl.col("days").is_not_null())
        yield from DAYS.each(dataset, year, dated, _waited)
    else:
        yield from IN_TIME.each(dataset, year, referrals, partial(_within, target=target))


def _dose(rows: pl.DataFrame) -> Fields:
    held = rows.filter("held")
    return {"offered": rows.height, "held": held.height, "seen": held["case_id"].n_unique()}


def _answered(rows: pl.DataFrame) -> Fields:
    return {"made": rows.height, "answered": int(rows["replied"].count())}


def _waited(rows: pl.DataFrame) -> Fields:
    middle = rows["days"].median()
    return {"dated": rows.height, "median_days": float(middle) if isinstance(middle, int | float) else None}


def _within(rows: pl.DataFrame, *, target: int) -> Fields:
    days = rows["days"].drop_nulls()
    late = int((days > target).sum())
    parts = dict(zip(PARTS, (len(days) - late, late, rows.height - len(days)), strict=True))
    return {"made": rows.height, **parts, "target_days": target}


def open_cases(dataset: Dataset, year: Year) -> pl.DataFrame:
    """Return the cases open at some time in the year."""
    return dataset.table("cases").filter(
        (pl.col("opened") <= year.end) & (pl.col("closed").is_null() | (pl.col("closed") >= year.start))
    )


def sessions_in(dataset: Dataset, year: Year) -> pl.DataFrame:
    """Return the sessions offered in the year, each with its case's site."""
    return _with_site(dataset, in_year(dataset, "sessions", "date", year))


def onward_in(dataset: Dataset, year: Year) -> pl.DataFrame:
    """Return the onward referrals made in the year, each with its case's site and calendar days since the concern."""
    days = (pl.col("referred") - pl.col("concern")).dt.total_days().alias("days")
    return _with_site(dataset, in_year(dataset, "onward_referrals", "referred", year)).with_columns(days)


def target_days(programme: Programme) -> int | None:
    """Return `onward_referral_days` of `[timeliness]`, in calendar days; None where the programme sets none."""
    days: int | None = programme.further.get("timeliness", {}).get("onward_referral_days")
    return days


def _with_site(dataset: Dataset, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.join(dataset.table("cases").select("case_id", "site"), on="case_id", how="left")
