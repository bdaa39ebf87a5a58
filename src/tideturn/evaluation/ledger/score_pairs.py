"""Which two scores of a young person make a pair: from before the work, across it, or while they waited."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import polars as pl

from tideturn.dataset.model import Year
from tideturn.evaluation.readings_scores import DAYS_BETWEEN_BASELINES, DAYS_OF_A_PAIR

EARLY: Final = ("referral", "waiting", "baseline")
LATER: Final = ("review", "closure")
"""The stages of scores from before the work, and from during it or after."""
SERVED: Final = "programme"
WAITING: Final = "waiting"
NOT_STARTED: Final = "not_started_site"
_NEAR: Final = timedelta(days=30)
"""How near to the referral, and how soon after the work began, the first score of a compared pair must lie."""


def two_before(scores: pl.DataFrame, cases: pl.DataFrame, *, better: str) -> pl.DataFrame:
    """Return the cases with two scores from before their work: `subject`, `date` of the later, the `best`, the `worst`.

    The two are the earliest and the latest before `started`, and lie `DAYS_BETWEEN_BASELINES` or more apart.
    """
    score, day = pl.col("score"), pl.col("date")
    before = (
        scores.filter(pl.col("stage").is_in(EARLY) & ~pl.col("place"))
        .join(_started(cases), on="subject", how="inner")
        .filter(day < pl.col("started"))
        .sort("subject", "date", "stage", "score")
    )
    highest, lowest = (of(score.first(), score.last()) for of in (pl.max_horizontal, pl.min_horizontal))
    best, worst = (highest, lowest) if better == "up" else (lowest, highest)
    each = before.group_by("subject", maintain_order=True).agg(
        since=day.first(), date=day.last(), best=best, worst=worst
    )
    apart = pl.col("date") - pl.col("since") >= timedelta(days=DAYS_BETWEEN_BASELINES)
    return each.filter(apart).select("subject", "date", "best", "worst")


def compared_pairs(scores: pl.DataFrame, cases: pl.DataFrame, year: Year) -> pl.DataFrame:
    """Return one pair a young person: `subject`, `site`, `received`, `side`, `from`, `days`, `before`, `after`.

    Both scores lie 60 to 270 days apart, and the first within 30 days of the referral and at most 30 days after the
    work began. Of those who are `comparison` cases the later one is their last before the work began; who has no such
    pair, and everybody else, is of the programme where a review or closure in the year followed the start of the work.
    """
    day, start = pl.col("date"), pl.col("started")
    known = scores.filter(~pl.col("place")).join(
        cases.rename({"case_id": "subject"}).drop("site"), on="subject", how="inner"
    )
    first = (
        known.filter(
            pl.col("stage").is_in(EARLY)
            & day.is_between(pl.col("received") - _NEAR, pl.col("received") + _NEAR)
            & (start.is_null() | (day <= start + _NEAR))
        )
        .sort("subject", "date", "stage", "score")
        .unique("subject", keep="first", maintain_order=True)
        .select("subject", pl.col("date").alias("from"), pl.col("score").alias("before"))
    )
    days = (day - pl.col("from")).dt.total_days()
    both = known.join(first, on="subject", how="inner").with_columns(days=days)
    both = both.filter(pl.col("days").is_between(*DAYS_OF_A_PAIR))
    waited = both.filter(pl.col("comparison").is_not_null() & (start.is_null() | (day < start)))
    served = both.filter(pl.col("stage").is_in(LATER) & (day > start) & (day >= year.start))
    sides = pl.concat(
        [
            waited.with_columns(side=pl.col("comparison"), rank=pl.lit(0)),
            served.with_columns(side=pl.lit(SERVED), rank=pl.lit(1)),
        ]
    )
    # The last score of the side that comes first: a person who waited counts as waiting, and once.
    last = sides.sort("subject", "rank", pl.col("days") * -1, "stage", "score").unique(
        "subject", keep="first", maintain_order=True
    )
    return last.select("subject", "site", "received", "side", "from", "days", "before", after="score").sort("subject")


def _started(cases: pl.DataFrame) -> pl.DataFrame:
    return cases.select(subject="case_id", started="started").drop_nulls()
