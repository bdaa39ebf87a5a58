"""The counts of `counting`, for events that may lie on many machines: the same results, by groups and joins alone."""

from __future__ import annotations

from itertools import count as numbers
from typing import Final

import narwhals as nw
import numpy as np
import polars as pl

from tideturn.methods.anywhere import Frame, Keep, as_it_comes, bare, fetched
from tideturn.methods.pathways.coding import code_type
from tideturn.methods.pathways.counting import QUARTILES, Counts, entropy
from tideturn.methods.pathways.log import left_out, twice
from tideturn.methods.pathways.times import SECOND

ORDER: Final = ("time", "file", "row")
"""Sort order of a case's events: by time, and at one time as in their file."""
NEEDED: Final = ("case", "activity", "time")
PRIME: Final = 2**31 - 1
"""Modulus of the sums that identify routes: the product of two smaller numbers still fits in 64 bits."""
ROUNDS: Final = 4
ROUTE: Final = ["events", "one", "other"]
"""Columns that identify a route: its number of events, and two sums over them."""


def whole_events(events: Frame, *, keep: Keep = as_it_comes) -> tuple[Frame, tuple[str, ...]]:
    """Return the events that count, and notes on those that do not.

    `events` has `case` and `activity` as text, `time` as whole microseconds, `file` and `row` for the event's position,
    and any further columns, which distinguish events that happened twice from rows that are there twice.
    """
    tidy = events.with_columns(bare("case"), bare("activity"))
    whole = tidy.drop_nulls(list(NEEDED))
    alike = [name for name in tidy.collect_schema().names() if name not in ("file", "row")]
    once = keep(whole.unique(alike, keep="first", order_by=ORDER).select(*NEEDED, "file", "row"))
    rows = fetched(tidy.select(nw.len().alias("rows"), *(nw.col(name).null_count() for name in NEEDED))).row(0)
    there, kept = (int(fetched(frame.select(nw.len().alias("rows"))).item()) for frame in (whole, once))
    notes = left_out(rows[0] - there, dict(zip(NEEDED, rows[1:], strict=True))) + twice(there - kept)
    return once, notes


def count_anywhere(events: Frame, *, keep: Keep = as_it_comes) -> Counts:
    """Count events as `counting.count` does; `events` are those of `whole_events`."""
    codes = events.select("activity").unique().with_row_index("code", order_by="activity")
    following = nw.col("activity", "time").shift(-1).over("case", order_by=ORDER).name.suffix("_next")
    place = nw.col("time").cum_count().over("case", order_by=ORDER).cast(nw.Int64()).alias("place")
    steps = keep(
        events.with_columns(following, place)
        .join(codes, on="activity")
        .select("case", "activity", "time", "activity_next", "time_next", "place", nw.col("code").cast(nw.Int64()))
    )
    started, ended = (_cases(steps.filter(edge)) for edge in (nw.col("place") == 1, nw.col("time_next").is_null()))
    edges = _edges(steps)
    routes = _routes(steps, keep)
    activities = tuple(sorted({*started["activity"], *edges["to"]}))
    named = pl.Enum(activities)
    code = code_type(len(activities))

    def coded(*columns: str) -> pl.Expr:
        return pl.col(*columns).cast(named).to_physical().cast(code)

    starts, ends = (
        each.with_columns(coded("activity")).sort("cases", "activity", descending=[True, False])
        for each in (started, ended)
    )
    variants = routes.with_columns(coded("steps")).group_by(ROUTE).agg("steps", pl.col("cases").first())
    variants = variants.select("steps", "cases").sort("steps").sort("cases", descending=True, maintain_order=True)
    cases, following_one = int(started["cases"].sum()), int(edges["count"].sum())
    return Counts(
        cases=cases,
        events=cases + following_one,
        activities=activities,
        edges=edges.with_columns(coded("from", "to")).sort("count", "from", "to", descending=[True, False, False]),
        variants=variants,
        starts=starts,
        ends=ends,
        entropy=entropy(variants["cases"]),
    )


def _cases(steps: Frame) -> pl.DataFrame:
    """Return how many cases have each activity among these steps, which are one per case."""
    found = fetched(steps.group_by("activity").agg(nw.len().alias("cases")))
    return found.select("activity", pl.col("cases").cast(pl.Int64))


def _edges(steps: Frame) -> pl.DataFrame:
    wait = nw.col("wait")
    pairs = steps.drop_nulls(["time_next"]).select(
        nw.col("activity").alias("from"),
        nw.col("activity_next").alias("to"),
        (nw.col("time_next") - nw.col("time")).alias("wait"),
    )
    quartiles = [wait.quantile(q, interpolation="linear").alias(name) for name, q in QUARTILES.items()]
    edges = fetched(pairs.group_by("from", "to").agg(nw.len().alias("count"), *quartiles))
    whole = pl.col("count").cast(pl.Int64)
    return edges.select("from", "to", whole, *(pl.col(name).cast(pl.Float64) / SECOND for name in QUARTILES))


def _routes(steps: Frame, keep: Keep) -> pl.DataFrame:
    """Return the steps of each route in order: `events`, `one`, `other` (the route's key), `steps` (names), `cases`.

    Cases whose sums agree are assumed to have taken the same route. A join then compares every event with the event at
    the same place in one case of the route: the sums propose, the join proves. If two routes have the same sums, the
    random numbers behind the sums are drawn again.
    """
    for draw in numbers():
        marked = steps.with_columns(*(mark.alias(name) for mark, name in zip(_marks(draw), ROUTE[1:], strict=True)))
        each = marked.group_by("case").agg(nw.len().cast(nw.Int64()).alias("events"), nw.col(*ROUTE[1:]).sum())
        cases = keep(each)
        routes = cases.group_by(ROUTE).agg(nw.len().alias("cases"), nw.col("case").min())
        meant = keep(
            steps.select("case", "place", nw.col("activity").alias("steps"))
            .join(routes, on="case")
            .select(*ROUTE, "place", "steps", "cases")
        )
        astray = (
            steps.select("case", "place", "activity")
            .join(cases, on="case")
            .join(meant.select(*ROUTE, "place", "steps"), on=[*ROUTE, "place"])
            .filter(nw.col("activity") != nw.col("steps"))
        )
        if not fetched(astray.select(nw.len().alias("events"))).item():
            found = fetched(meant).sort(*ROUTE, "place")
            return found.select(*ROUTE, "steps", pl.col("cases").cast(pl.Int64))
    raise AssertionError  # numbers never end


def _marks(draw: int) -> tuple[nw.Expr, nw.Expr]:
    """Return two numbers for an event, which depend only on its activity and its place."""
    one, other = (_mixed(*by) for by in _drawn(draw))
    return one, other


def _drawn(draw: int) -> list[list[int]]:
    drawn: list[list[int]] = np.random.default_rng(draw).integers(1, PRIME, size=(2, 3)).tolist()
    return drawn


def _mixed(by_code: int, by_place: int, further: int) -> nw.Expr:
    mixed = (nw.col("code") * by_code + nw.col("place") * by_place + further) % PRIME
    for _ in range(ROUNDS):
        mixed = (mixed * mixed + further) % PRIME
    return mixed
