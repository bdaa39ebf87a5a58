"""Count children along a pathway, each once: how many took a step, and how many went from one step to the next.

A child who went the same way twice is counted once: this module does not count events. So the ways out of a step
account for the children that took it, and a child who left it in several ways is counted in each of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from tideturn.methods.pathways import EventLog
from tideturn.methods.pathways.counting import event_pairs
from tideturn.methods.pathways.times import SECOND

Way = tuple[str | None, str | None]
"""A step and the one directly after it; None is outside, where children come from and go to."""


@dataclass(frozen=True)
class Moves:
    """How many children there are, took each step and went each way; it holds only what some child did.

    `waits` is the median time in seconds that children took between the two steps, the first time that each did.
    """

    cases: int
    steps: Mapping[str, int]
    ways: Mapping[Way, int]
    waits: Mapping[Way, float]


@dataclass(frozen=True)
class ShownMoves:
    """What a release shows of the moves: it does not say whether a missing count is small, hidden or nought.

    `steps` holds every designed step, None where its count is not shown, and any other step whose count is shown.
    `waits` are in seconds, rounded up to whole days. `scope` says whose cases these are.
    """

    scope: str
    cases: int | None
    steps: Mapping[str, int | None] = field(default_factory=dict)
    ways: Mapping[Way, int] = field(default_factory=dict)
    waits: Mapping[Way, float] = field(default_factory=dict)


def moves_of(*logs: EventLog | None) -> Moves:
    """Return the moves of logs that share no case; None is a log without any case."""
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
    """Return a table with the columns `step` and `cases`."""
    each = log.frame.select("case", step="activity").unique().group_by("step").agg(cases=pl.len().cast(pl.Int64))
    return each.with_columns(_names(log, "step"))


def _ways(log: EventLog) -> pl.DataFrame:
    """Return one row per child and way: `from`, `to` and `wait`.

    `wait` is in microseconds, from the first time that the child went that way.
    """
    first = event_pairs(log).unique(["case", "from", "to"], keep="first", maintain_order=True)
    return first.select(*_names(log, "from", "to"), "wait")


def _ends(log: EventLog) -> pl.DataFrame:
    """Return a table of `from`, `to` and `cases`: where children enter and where they leave."""
    case = pl.col("case")
    found = []
    for at, other, shift in (("to", "from", 1), ("from", "to", -1)):
        edge = log.frame.filter(case.ne_missing(case.shift(shift)))
        each = edge.group_by(pl.col("activity").alias(at)).agg(cases=pl.len().cast(pl.Int64))
        found.append(each.with_columns(*_names(log, at), pl.lit(None, dtype=pl.String).alias(other)))
    return pl.concat([frame.select("from", "to", "cases") for frame in found])
