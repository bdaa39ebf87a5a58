"""Repeated work: activities that a case returns to, and those done twice running."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tideturn.dataset.wording import counted
from tideturn.methods.pathways.counting import event_pairs
from tideturn.methods.pathways.log import EventLog


@dataclass(frozen=True, eq=False)
class Rework:
    """One row per activity, by code; `frame()` has their names."""

    table: pl.DataFrame
    activities: tuple[str, ...]

    def __str__(self) -> str:
        again = self.frame().filter(pl.col("extra") > 0).select("activity", "extra", "repeating", "self_loops")
        if again.is_empty():
            return "No case does anything twice."
        return "\n".join(
            f"{name}: {counted(extra, 'extra event')} in {counted(cases, 'case')}, {loops:,} directly after itself"
            for name, extra, cases, loops in again.iter_rows()
        )

    def frame(self) -> pl.DataFrame:
        """Return the counts of each activity, by name.

        `events` and `cases`; the cases `repeating` it, the `extra` events beyond each case's first, and the
        `self_loops`: events directly after another of it (in `looping` cases).
        """
        names = pl.Series("activity", self.activities, dtype=pl.String)
        return self.table.with_columns(names.gather(self.table["activity"]))


def rework(log: EventLog) -> Rework:
    """Return what is done again, activity by activity, the most extra events first."""
    within = log.frame.group_by("case", "activity").agg(events=pl.len().cast(pl.Int64))
    events = pl.col("events")
    done = within.group_by("activity").agg(
        events=events.sum(), cases=pl.len().cast(pl.Int64), repeating=(events > 1).sum().cast(pl.Int64)
    )
    loops = event_pairs(log).filter(pl.col("from") == pl.col("to")).group_by(activity="from")
    looped = loops.agg(self_loops=pl.len().cast(pl.Int64), looping=pl.col("case").n_unique().cast(pl.Int64))
    table = done.join(looped, on="activity", how="left").select(
        "activity",
        "events",
        "cases",
        "repeating",
        (events - pl.col("cases")).alias("extra"),
        pl.col("self_loops", "looping").fill_null(0),
    )
    return Rework(table.sort("extra", "activity", descending=[True, False]), log.activities)
