"""How long cases wait: from one named step to another, and from their first event to their last."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tideturn.dataset.problems import TideturnError
from tideturn.dataset.wording import counted, quoted
from tideturn.methods.pathways.counting import QUARTILES
from tideturn.methods.pathways.log import EventLog
from tideturn.methods.pathways.times import SECOND


@dataclass(frozen=True)
class Spread:
    """The distribution of waits, in seconds; quartiles as in `counting.QUARTILES`. All None where there is no wait."""

    number: int
    least: float | None = None
    lower: float | None = None
    median: float | None = None
    upper: float | None = None
    most: float | None = None


@dataclass(frozen=True, eq=False)
class Waits:
    """The waits of cases, one each: `frame()` has `case` (its name) and `wait` (seconds).

    `first` and `then` are the steps at the ends of the wait; None is a case's first and last event. `began` cases had
    the first step; those that are not in the frame have not had the second after it, or not yet.
    """

    first: str | None
    then: str | None
    began: int
    spread: Spread
    waits: pl.DataFrame
    cases: pl.Series

    def __str__(self) -> str:
        between = (
            f"From {quoted(self.first)} to {quoted(self.then)}" if self.first and self.then else "From first to last"
        )
        if self.spread.median is None:
            return f"{between}: none of {counted(self.began, 'case')}."
        hours = self.spread.median / 3600
        return f"{between}: {self.spread.number:,} of {counted(self.began, 'case')}, median {hours:,.1f} hours."

    def frame(self) -> pl.DataFrame:
        """Return one row for each case that had both, in the order of their names."""
        return self.waits.select(self.cases.gather(self.waits["case"]).alias("case"), wait=pl.col("wait") / SECOND)


def wait_between(log: EventLog, first: str, then: str) -> Waits:
    """Return the waits from each case's first event of `first` to its next event of `then`, whatever comes between.

    Events of one case at one time are in the log's order. `then` may be `first`: the wait until it is done again. Raise
    TideturnError for an activity that is not in the log.
    """
    one, other = (_code(log, name) for name in (first, then))
    events = log.frame.lazy().select("case", "activity", "time", place=pl.int_range(pl.len()))
    begun = (
        events.filter(pl.col("activity") == one).group_by("case").agg(pl.col("place", "time").sort_by("place").first())
    )
    later = events.filter(pl.col("activity") == other).join(begun, on="case", suffix="_begun")
    reached = (
        later.filter(pl.col("place") > pl.col("place_begun"))
        .group_by("case")
        .agg(wait=(pl.col("time").min() - pl.col("time_begun").first()).dt.total_microseconds())
    )
    began, waits = pl.collect_all([begun.select(pl.len()), reached.sort("case")])
    return Waits(first, then, began.item(), spread(waits["wait"]), waits, log.cases)


def throughput(log: EventLog) -> Waits:
    """Return the waits from each case's first event to its last in the log: a case may still be open."""
    waits = log.spans.select("case", wait=(pl.col("ended") - pl.col("began")).dt.total_microseconds())
    return Waits(None, None, waits.height, spread(waits["wait"]), waits, log.cases)


def spread(micros: pl.Series) -> Spread:
    """Return the distribution of waits given in microseconds."""
    if micros.is_empty():
        return Spread(0)
    values = pl.col(micros.name)
    at = [values.quantile(q, interpolation="linear").alias(str(q)) for q in (0, *QUARTILES.values(), 1)]
    return Spread(len(micros), *(value / SECOND for value in micros.to_frame().select(at).row(0)))


def _code(log: EventLog, activity: str) -> int:
    if activity not in log.activities:
        shown = ", ".join(log.activities[:20]) + (" …" if len(log.activities) > 20 else "")
        raise TideturnError(f"there is no activity {quoted(activity)}.", mend=f"The activities are {shown}.")
    return log.activities.index(activity)
