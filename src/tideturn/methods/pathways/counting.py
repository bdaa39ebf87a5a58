"""Counts of a log: which step follows which, after how long, and the routes of cases.

Everything is a filter, a window over a case, a group or a join: no code walks from event to event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from tideturn.dataset.wording import counted
from tideturn.methods.pathways.log import EventLog
from tideturn.methods.pathways.times import SECOND

QUARTILES: Final = {"lower_wait": 0.25, "median_wait": 0.5, "upper_wait": 0.75}
"""Quartiles, interpolated on the straight line between two values (Hyndman and Fan, 1996, type 7)."""
TOLD: Final = 5
"""Number of variants in the printed text."""


@dataclass(frozen=True, eq=False)
class Counts:
    """The counts of a log. In the frames, activities are codes, whose names are `activities`, and waits are seconds.

    `edges`: `from`, `to`, `count` and the quartiles of the waits; `variants`: `steps` and how many `cases` took exactly
    these; `starts`, `ends`: `activity`, `cases`. The most frequent are first, equals in the order of their names.
    `entropy` is that of the variants, in bits; None without a case.
    """

    cases: int
    events: int
    activities: tuple[str, ...]
    edges: pl.DataFrame
    variants: pl.DataFrame
    starts: pl.DataFrame
    ends: pl.DataFrame
    entropy: float | None

    def __str__(self) -> str:
        if self.entropy is None:
            return "No case, and so nothing to count."
        lines = [
            f"{counted(self.cases, 'case')}, {counted(self.events, 'event')}, "
            f"{counted(len(self.activities), 'activity', 'activities')}, "
            f"{counted(self.variants.height, 'variant')} ({self.entropy:.2f} bits)"
        ]
        lines += [f"{cases:,} × {' → '.join(steps)}" for steps, cases in self.routes(TOLD).iter_rows()]
        return "\n".join(lines)

    def frame(self) -> pl.DataFrame:
        """Return the edges by name: `from`, `to`, `count`, `lower_wait`, `median_wait`, `upper_wait` (seconds)."""
        return self.edges.with_columns(self._named("from"), self._named("to"))

    def flow(self) -> pl.DataFrame:
        """Return the edges by name, with those where cases start (`from` is null) and end (`to` is null)."""
        ways = {"from": (self.ends, "activity"), "to": (self.starts, "activity")}
        outer = [frame.select(self._named(at).alias(name), count="cases") for name, (frame, at) in ways.items()]
        return pl.concat([self.frame(), *outer], how="diagonal")

    def routes(self, most: int | None = None) -> pl.DataFrame:
        """Return the variants by name, or the most frequent: `steps` (a list of names in order), `cases`."""
        shown = (self.variants if most is None else self.variants.head(most)).with_row_index("place")
        steps = shown.explode("steps").with_columns(self._named("steps"))
        return steps.group_by("place", maintain_order=True).agg("steps", pl.col("cases").first()).drop("place")

    def at_ends(self) -> tuple[dict[str, int], dict[str, int]]:
        """Return how many cases start with each activity, and how many end with it, by name."""
        starts, ends = (
            dict(frame.with_columns(self._named("activity")).iter_rows()) for frame in (self.starts, self.ends)
        )
        return starts, ends

    def _named(self, column: str) -> pl.Expr:
        return pl.lit(pl.Series(self.activities, dtype=pl.String)).gather(pl.col(column)).alias(column)


def count(log: EventLog) -> Counts:
    """Count a log, in a few passes over its codes."""
    routes = variants(log)
    return Counts(
        cases=len(log.cases),
        events=log.frame.height,
        activities=log.activities,
        edges=directly_follows(log),
        variants=routes,
        starts=starts(log),
        ends=ends(log),
        entropy=entropy(routes["cases"]),
    )


def event_pairs(log: EventLog) -> pl.DataFrame:
    """Return every event that has a next one in its case: `case`, `from`, `to` (codes) and `wait` (microseconds)."""
    following = pl.col("activity", "time", "case").shift(-1).name.suffix("_next")
    pairs = log.frame.lazy().select("case", "activity", "time", following)
    return (
        pairs.filter(pl.col("case") == pl.col("case_next"))
        .select(
            "case",
            pl.col("activity").alias("from"),
            pl.col("activity_next").alias("to"),
            wait=(pl.col("time_next") - pl.col("time")).dt.total_microseconds(),
        )
        .collect()
    )


def directly_follows(log: EventLog) -> pl.DataFrame:
    """Return how often one activity comes directly after another in a case, and how long after: see `Counts.edges`."""
    wait = pl.col("wait")
    quartiles = {name: wait.quantile(q, interpolation="linear") / SECOND for name, q in QUARTILES.items()}
    width = len(log.activities)
    pair = pl.col("from").cast(pl.UInt64) * width + pl.col("to")  # grouping by one number is faster than by two
    edges = event_pairs(log).group_by(pair=pair).agg(pl.len().cast(pl.Int64).alias("count"), **quartiles)
    code = log.frame.schema["activity"]
    ends = {"from": pl.col("pair") // width, "to": pl.col("pair") % width}
    return edges.select(*(at.cast(code).alias(name) for name, at in ends.items()), pl.exclude("pair")).sort(
        "count", "from", "to", descending=[True, False, False]
    )


def variants(log: EventLog) -> pl.DataFrame:
    """Return the routes of cases, each a list of activities from first to last, and how many cases took each."""
    routes = log.frame.group_by("case", maintain_order=True).agg(steps="activity")
    alike = routes.group_by("steps").agg(cases=pl.len().cast(pl.Int64))
    return alike.sort("steps").sort("cases", descending=True, maintain_order=True)


def starts(log: EventLog) -> pl.DataFrame:
    """Return how many cases start with each activity."""
    return _counted(log.frame.filter(pl.col("case").ne_missing(pl.col("case").shift(1))))


def ends(log: EventLog) -> pl.DataFrame:
    """Return how many cases end with each activity, as far as the log goes."""
    return _counted(log.frame.filter(pl.col("case").ne_missing(pl.col("case").shift(-1))))


def entropy(cases: pl.Series) -> float | None:
    """Return how varied the routes are, in bits: −Σ p log₂ p over the variants' shares p; None without a case.

    It is 0 where all cases take one route, log₂ n where each of n cases takes a different route. This is the trace
    entropy of Back, Debois and Slaats (2019), “Entropy as a Measure of Log Variability”, Journal on Data Semantics 8,
    129–156. It grows with the number of cases in the log: compare logs of unequal size by permutation, never by the
    bare numbers.
    """
    total = cases.sum()
    if not total:
        return None
    share = cases / total
    return abs(float((share * share.log(2)).sum()))


def _counted(events: pl.DataFrame) -> pl.DataFrame:
    each = events.group_by("activity").agg(cases=pl.len().cast(pl.Int64))
    return each.sort("cases", "activity", descending=[True, False])
