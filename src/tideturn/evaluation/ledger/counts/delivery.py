"""Counts of training, other activities, milestones, referral criteria, posts and partners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median_low
from typing import Any, Final

import polars as pl

from tideturn.dataset.model import Dataset, Year
from tideturn.dataset.vocabulary import AUDIENCE, POST_ROLE, STRAND_OF_WORK
from tideturn.evaluation.evidence_values import WorkCounts
from tideturn.evaluation.ledger.counts.measure import Fields, Measure, by_scope, in_year
from tideturn.evaluation.ledger.provenance import of_rows
from tideturn.evaluation.model import EvidenceItem
from tideturn.evaluation.population import Population
from tideturn.evaluation.rounding import nearest
from tideturn.evaluation.units import TRAINED

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class TrainingCounts(WorkCounts):
    """Events, those with a list of attendees, and how many different people attended."""

    events: int | None
    recorded: int | None
    people: int | None


@dataclass(frozen=True, kw_only=True)
class MilestoneCounts(WorkCounts):
    """Milestones reached on time, reached late or missed, and not due yet."""

    milestones: int | None
    on_time: int | None
    late: int | None
    not_due: int | None


@dataclass(frozen=True, kw_only=True)
class PostCounts(WorkCounts):
    """Posts, those filled at the year's end, and the weeks that it took to fill those filled in the year."""

    posts: int | None
    filled: int | None
    left: int | None
    newly_filled: int | None
    timed: int | None
    weeks_least: int | None
    weeks_half: int | None
    weeks_most: int | None


@dataclass(frozen=True, kw_only=True)
class PartnerCounts(WorkCounts):
    """Partners engaged, those that named a barrier when last recorded, and those that are new in the year."""

    engaged: int | None
    with_barrier: int | None
    new: int | None


_EVENT: Final = ("event_id", "site", "date", "audience")
EVENTS: Final = Measure("training", "Training events and workshops", "events", "training_events", _EVENT, "events")
TRAINING: Final = {
    audience: Measure(
        f"training_{audience}",
        f"Training and workshops for {AUDIENCE.terms[audience]}",
        unit,
        "attendance",
        ("event_id", "attendee_id"),
        "people",
        kind=TrainingCounts,
    )
    for audience, unit in (
        ("professionals", TRAINED),
        ("staff", "staff"),
        ("young_people", "young people"),
        ("families", "families"),
    )
}
"""Measure by the audience of an event. Never add them together: one person may be in two."""
ACTIVITIES: Final = Measure(
    "activities",
    "Activities other than training and casework",
    "activities",
    "activities",
    ("activity_id", "strand", "site", "date", "status"),
    "activities",
)
MILESTONES: Final = Measure(
    "milestones",
    "Milestones of the year",
    "milestones",
    "milestones",
    ("milestone_id", "site", "planned", "actual"),
    "milestones",
    "on_time",
    MilestoneCounts,
)
CRITERIA: Final = Measure(
    "criteria",
    "Referral criteria in force, and those that came in or were withdrawn in the year",
    "criteria",
    "criteria",
    ("criterion_id", "site", "from", "to"),
    "in_force",
)
_POST: Final = ("post_id", "site", "role", "advertised", "filled", "left")
POSTS: Final = Measure(
    "posts", "Posts that there were in the year", "posts", "posts", _POST, "posts", "filled", PostCounts
)
POSTS_OF_ROLE: Final = {
    role: replace(POSTS, name=f"posts_{role}", text=f"Posts of the year: {title}")
    for role, title in POST_ROLE.terms.items()
}
PARTNERS: Final = Measure(
    "partners",
    "Partners engaged, and how many named a barrier when last recorded",
    "partner organisations",
    "engagements",
    ("organisation_id", "date", "stage", "barrier"),
    "engaged",
    "with_barrier",
    PartnerCounts,
)


def delivery(dataset: Dataset, year: Year) -> Iterator[EvidenceItem]:
    """Yield every count of what the programme did besides casework, and of the means it had for it."""
    yield from _training(dataset, year)
    work = in_year(dataset, "activities", "date", year).filter(pl.col("status").ne_missing("planned"))
    yield from ACTIVITIES.each(dataset, year, work, _by_strand)
    yield from MILESTONES.each(dataset, year, milestones_in(dataset, year), lambda rows: _kept(rows.to_dicts(), year))
    first = min(one.start for one in dataset.programme.years)
    criteria = dataset.table("criteria")
    yield from CRITERIA.each(dataset, year, criteria, lambda rows: _in_force(rows.to_dicts(), year, first))
    posts = posts_in(dataset, year)
    yield from POSTS.each(dataset, year, posts, lambda rows: _posts(rows.to_dicts(), year))
    for (role,), rows in posts.partition_by("role", as_dict=True).items():
        yield from POSTS_OF_ROLE[role].each(dataset, year, rows, lambda rows: _posts(rows.to_dicts(), year))
    sites = dataset.table("organisations").select("organisation_id", "site")
    engaged = dataset.table("engagements").filter(pl.col("date") <= year.last_known)
    placed = engaged.join(sites, on="organisation_id", how="left")
    yield from PARTNERS.each(dataset, year, placed, lambda rows: _engaged(rows, year))


def _by_strand(rows: pl.DataFrame) -> Fields:
    strands = rows["strand"].to_list()
    return {"activities": rows.height, **{code: strands.count(code) for code in STRAND_OF_WORK.codes}}


def _training(dataset: Dataset, year: Year) -> Iterator[EvidenceItem]:
    """Yield the counts of events, and of the different people who came to those for each audience."""
    events = in_year(dataset, "training_events", "date", year)
    for scope, rows in by_scope(dataset, events):
        yield EVENTS.of(scope, year, rows, {"events": rows.height})
        for audience, measure in TRAINING.items():
            own = rows.filter(pl.col("audience") == audience)
            came = dataset.table("attendance").join(own, on="event_id", how="semi")
            if not own.height:
                continue
            fields = {"events": own.height, "recorded": came["event_id"].n_unique()}
            if not came.height:
                # Nobody recorded who came, which does not mean that nobody came.
                read = of_rows("training_events", own.sort("event_id"), _EVENT)
                yield measure.item(scope, year, fields, read)
                continue
            people = came["attendee_id"].n_unique()
            read = of_rows(measure.table, came.sort(measure.read), measure.read)
            reached = Population(reached=people, steps=("came", "", "", ""))
            yield measure.item(scope, year, {**fields, "people": people}, read, reached)


def milestones_in(dataset: Dataset, year: Year) -> pl.DataFrame:
    """Return the milestones planned for the year or reached in it, and those still open from before."""
    planned, actual = pl.col("planned"), pl.col("actual")
    return (
        dataset.table("milestones")
        .filter(
            planned.is_between(year.start, year.end)
            | actual.is_between(year.start, year.end).fill_null(value=False)
            | ((planned < year.start) & (actual.is_null() | (actual > year.end)))
        )
        .sort("planned", "milestone_id")
    )


def slipped(row: Row, year: Year) -> bool:
    """Return whether a milestone was reached after its day, or was due and not reached by the year's last known day."""
    day = year.last_known
    if row["actual"] is not None:
        return bool(row["actual"] > row["planned"])
    return bool(row["planned"] <= day)


def _kept(rows: Sequence[Row], year: Year) -> dict[str, int]:
    late = sum(slipped(row, year) for row in rows)
    on_time = sum(row["actual"] is not None and not slipped(row, year) for row in rows)
    return {"milestones": len(rows), "on_time": on_time, "late": late, "not_due": len(rows) - late - on_time}


def in_force(row: Row, year: Year) -> bool:
    """Return whether a referral criterion was in force on the year's last known day."""
    day = year.last_known
    return bool(row["from"] <= day and (row["to"] is None or row["to"] >= day))


def came_in(row: Row, year: Year, first: date) -> bool:
    """Return whether a criterion came into force within the year; those of the programme's first day began with it."""
    return year.holds(row["from"]) and row["from"] > first


def went_out(row: Row, year: Year) -> bool:
    """Return whether a criterion was withdrawn within the year, so that it was not in force on its last known day."""
    return year.holds(row["to"]) and row["to"] < year.last_known


def _in_force(rows: Sequence[Row], year: Year, first: date) -> dict[str, int]:
    return {
        "in_force": sum(in_force(row, year) for row in rows),
        "came_in": sum(came_in(row, year, first) for row in rows),
        "went_out": sum(went_out(row, year) for row in rows),
    }


def posts_in(dataset: Dataset, year: Year) -> pl.DataFrame:
    """Return the posts that existed in the year, filled or not."""
    began = pl.coalesce("advertised", "filled", pl.lit(year.start))
    return dataset.table("posts").filter(
        (began <= year.end) & (pl.col("left").is_null() | (pl.col("left") >= year.start))
    )


def _posts(rows: Sequence[Row], year: Year) -> dict[str, int | None]:
    """Return how many posts there are, are filled and were left, and the weeks that it took to fill the new ones."""
    day = year.last_known
    held = [
        row for row in rows if row["filled"] and row["filled"] <= day and (row["left"] is None or row["left"] > day)
    ]
    new = [row for row in rows if year.holds(row["filled"])]
    weeks = [nearest((row["filled"] - row["advertised"]).days / 7) for row in new if row["advertised"]]
    return {
        "posts": len(rows),
        "filled": len(held),
        "left": sum(year.holds(row["left"]) for row in rows),
        "newly_filled": len(new),
        "timed": len(weeks),
        "weeks_least": min(weeks, default=None),
        "weeks_half": median_low(weeks) if weeks else None,
        "weeks_most": max(weeks, default=None),
    }


def _engaged(rows: pl.DataFrame, year: Year) -> Fields:
    latest = rows.sort("date", maintain_order=True).unique("organisation_id", keep="last")
    barriers = latest["barrier"].fill_null("").str.strip_chars()
    known = rows.filter(pl.col("date") < year.start)["organisation_id"].n_unique()
    return {"engaged": latest.height, "with_barrier": int((barriers != "").sum()), "new": latest.height - known}
