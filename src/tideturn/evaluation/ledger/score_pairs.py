"""Pair two scores of a young person: from before the work, across it, or while they waited.

Everything is paired at once: `who` numbers each young person, place or group with one outcome and one kind of rater.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import polars as pl

from tideturn.dataset.model import Year
from tideturn.evaluation.readings_scores import DAYS_BETWEEN_BASELINES, DAYS_OF_A_PAIR
from tideturn.methods.change import pair_up

EARLY: Final = ("referral", "waiting", "baseline")
LATER: Final = ("review", "closure")
"""Stages of scores from during the work or after it; `EARLY` has those from before it."""
SERVED: Final = "programme"
WAITING: Final = "waiting"
NOT_STARTED: Final = "not_started_site"
SIDES: Final = (SERVED, WAITING, NOT_STARTED)
_SPAN: Final = "-18mo"
"""Maximum time between the referrals of those compared."""
_NEAR: Final = timedelta(days=30)
"""Maximum time from the referral, before or after it, and from the start of work to a compared pair's first score."""


def people_of(scores: pl.LazyFrame, year: Year) -> pl.LazyFrame:
    """Return one row a `who`, in order: where they are, when they were scored, and the scores that make up their pairs.

    A pair is the first baseline (`before`) and the last score in the year after it (`after`). With two scores from
    before the work it is the `highest` and `lowest` of the two, and the last score in the year after them (`again`).
    """
    stage, day = pl.col("stage"), pl.col("date")
    in_year = scores.filter(stage.is_in(LATER) & (day >= year.start))
    one = pair_up(scores.filter(stage == "baseline"), in_year, case="who", day="date", score="score")
    two = two_before(scores)
    twice = pair_up(
        two, in_year.with_columns(second="date", highest="score"), case="who", day="second", score="highest"
    )
    each = scores.group_by("who", maintain_order=True).agg(
        pl.col("site", "group", "worked_on").first(),
        (day >= year.start).any().alias("in_year"),
        pl.when(stage == "baseline").then(day).min().alias("first"),
        pl.when(stage.is_in(LATER)).then(day).max().alias("last"),
        pl.col("scale_min", "scale_max").min().name.prefix("least_"),
        pl.col("scale_min", "scale_max").max().name.prefix("most_"),
    )
    for more in (one.select("who", "before", "after"), two, twice.select("who", again="after")):
        each = each.join(more, on="who", how="left", maintain_order="left")
    return each


def two_before(scores: pl.LazyFrame) -> pl.LazyFrame:
    """Return those with two scores from before their work: `who`, the day of the `second`, the `highest`, the `lowest`.

    The two are the earliest and the latest before `started`, and lie `DAYS_BETWEEN_BASELINES` or more apart.
    """
    score, day = pl.col("score"), pl.col("date")
    before = scores.filter(pl.col("stage").is_in(EARLY) & (day < pl.col("started")))
    each = (
        before.sort("who", "date", "stage", "score")
        .group_by("who", maintain_order=True)
        .agg(
            since=day.first(),
            second=day.last(),
            highest=pl.max_horizontal(score.first(), score.last()),
            lowest=pl.min_horizontal(score.first(), score.last()),
        )
    )
    apart = pl.col("second") - pl.col("since") >= timedelta(days=DAYS_BETWEEN_BASELINES)
    return each.filter(apart).drop("since")


def compared_pairs(scores: pl.LazyFrame, year: Year) -> pl.LazyFrame:
    """Return one pair a young person: `who`, `site`, `received`, `earliest`, `side`, `from`, `days`, `before`, `after`.

    Both scores are 60 to 270 days apart. The first is within 30 days of the referral and at most 30 days after the work
    began. For `comparison` cases the later one is their last before the work began. Cases without such a pair, and all
    others, are of the programme if a review or closure in the year followed the start of the work. Somebody referred on
    the day `earliest`, or sooner, cannot be compared with this one.
    """
    day, start = pl.col("date"), pl.col("started")
    first = (
        scores.filter(
            pl.col("stage").is_in(EARLY)
            & day.is_between(pl.col("received") - _NEAR, pl.col("received") + _NEAR)
            & (start.is_null() | (day <= start + _NEAR))
        )
        .sort("who", "date", "stage", "score")
        .unique("who", keep="first", maintain_order=True)
        .select("who", pl.col("date").alias("from"), pl.col("score").alias("before"))
    )
    days = (day - pl.col("from")).dt.total_days()
    both = scores.join(first, on="who", how="inner").with_columns(days=days)
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
    last = sides.sort("who", "rank", pl.col("days") * -1, "stage", "score").unique(
        "who", keep="first", maintain_order=True
    )
    earliest = pl.col("received").dt.offset_by(_SPAN)
    return last.select(
        "who", "site", "received", "side", "from", "days", "before", earliest=earliest, after="score"
    ).sort("who")
