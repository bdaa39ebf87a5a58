"""Children along a pathway, each counted once: how many took a step, and how many went from one step to the next.

A child who went the same way twice went that way: events are not counted here. So the ways out of a step make up the
children that took it, and those who left it in several ways are counted in each of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from tideturn.methods.pathways import EventLog
from tideturn.methods.pathways.counting import event_pairs
from tideturn.methods.pathways.times import SECOND

Way = tuple[str | None, str | None]
"""From a step to the one directly after it; None is outside, where children come from and go to."""


@dataclass(frozen=True)
class Moves:
    """How many children there are, took each step and went each way; only what some child did is there.

    `waits` is the median, in seconds, of how long children took between the two steps, the first time that each did.
    """

    cases: int
    steps: Mapping[str, int]
    ways: Mapping[Way, int]
    waits: Mapping[Way, float]


@dataclass(frozen=True)
class ShownMoves:
    """What a release shows of them: nothing tells whether what is not there is small, withheld or nought.

    `steps` holds every designed step, None where its count is not shown, and of other steps those with a count that is.
    `waits` are whole days. `scope` is whose cases these are.
    """

    scope: str
    cases: int | None
    steps: Mapping[str, int | None] = field(default_factory=dict)
    ways: Mapping[Way, int] = field(default_factory=dict)
    waits: Mapping[Way, float] = field(default_factory=dict)


def moves_of(*logs: EventLog | None) -> Moves:
    """The moves of logs that share no case; None is a log without any."""
    there = [log for log in logs if log is not None and len(log.cases)]
    if not there:
        return Moves(0, {}, {}, {})
    steps = _added([_steps(log) for log in there], "step")
    ways = pl.concat([_ways(log) for log in there])
    ends = pl.concat([_ends(log) for log in there])
    counted = ways.group_by("from", "to").agg(cases=pl.len().cast(pl.Int64), wait=pl.col("wait").median() / SECOND)
    outside = ends.group_by("from", "to").agg(cases=pl.col("cases").sum())
    rows = [*counted.sort("from", "to").iter_rows()]
    found: dict[Way, int] = {(start, end): cases for start, end, cases, _ in rows}
    found |= {(start, end): cases for start, end, cases in outside.sort("from", "to").iter_rows()}
    return Moves(
        cases=sum(len(log.cases) for log in there),
        steps=steps,
        ways=found,
        waits={(start, end): wait for start, end, _, wait in rows},
    )


def _names(log: EventLog, *columns: str) -> list[pl.Expr]:
    names = pl.lit(pl.Series(log.activities, dtype=pl.String))
    return [names.gather(pl.col(column)).alias(column) for column in columns]


def _added(frames: list[pl.DataFrame], name: str) -> dict[str, int]:
    together = pl.concat(frames).group_by(name).agg(pl.col("cases").sum()).sort(name)
    return dict(together.iter_rows())


def _steps(log: EventLog) -> pl.DataFrame:
    """`step`, `cases`."""
    each = log.frame.select("case", step="activity").unique().group_by("step").agg(cases=pl.len().cast(pl.Int64))
    return each.with_columns(_names(log, "step"))


def _ways(log: EventLog) -> pl.DataFrame:
    """One row for each child and way: `from`, `to`, `wait` in microseconds, the first time that it went so."""
    first = event_pairs(log).unique(["case", "from", "to"], keep="first", maintain_order=True)
    return first.select(*_names(log, "from", "to"), "wait")


def _ends(log: EventLog) -> pl.DataFrame:
    """`from`, `to`, `cases`: where children come in and where they leave."""
    case = pl.col("case")
    found = []
    for at, other, shift in (("to", "from", 1), ("from", "to", -1)):
        edge = log.frame.filter(case.ne_missing(case.shift(shift)))
        each = edge.group_by(pl.col("activity").alias(at)).agg(cases=pl.len().cast(pl.Int64))
        found.append(each.with_columns(*_names(log, at), pl.lit(None, dtype=pl.String).alias(other)))
    return pl.concat([frame.select("from", "to", "cases") for frame in found])
