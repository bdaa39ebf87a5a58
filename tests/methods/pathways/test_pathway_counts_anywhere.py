"""The counts for events that may lie on many machines: over polars they are those of the fast local code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tideturn.methods.pathways import Counts, count, event_log
from tideturn.methods.pathways import counting_anywhere as anywhere

BEGAN = datetime(2024, 1, 1, tzinfo=UTC)
EVENT = st.tuples(
    st.sampled_from(["c1", "c2 ", "c2", "é", "", None, "c10"]),
    st.sampled_from(["desk", "look-up", " desk", "\u2003worker", "", None]),
    st.one_of(st.none(), st.integers(0, 3), st.integers(0, 10**13)),
    st.sampled_from(["north", "south"]),
)


def table(rows: list[tuple[str | None, str | None, int | None, str]]) -> pl.DataFrame:
    """Events with their times as microseconds after the beginning."""
    made = [
        (case, activity, None if at is None else BEGAN + timedelta(microseconds=at), site)
        for case, activity, at, site in rows
    ]
    schema = {"case": pl.String, "activity": pl.String, "time": pl.Datetime("us", "UTC"), "site": pl.String}
    return pl.DataFrame(made, schema=schema, orient="row")


def counted_anywhere(frame: pl.DataFrame) -> tuple[Counts, tuple[str, ...]]:
    placed = frame.with_columns(
        pl.col("time").dt.epoch("us"), file=pl.lit("events"), row=pl.int_range(pl.len(), dtype=pl.Int64)
    )
    events, notes = anywhere.whole_events(nw.from_native(placed.lazy()))
    return anywhere.count_anywhere(events), notes


def assert_equal(one: Counts, other: Counts) -> None:
    # Quartiles of waits are interpolated in another order of sums, and may differ in their last bit.
    assert_frame_equal(one.edges, other.edges, rel_tol=1e-12, abs_tol=1e-12)
    for name in ("variants", "starts", "ends"):
        assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)
    for name in ("cases", "events", "activities", "entropy"):
        assert getattr(one, name) == getattr(other, name)


@settings(max_examples=60)
@given(st.lists(EVENT, max_size=40))
def test_both_roads_give_the_same_counts(rows: list[tuple[str | None, str | None, int | None, str]]) -> None:
    """Whatever is blank, there twice, at one time or out of order; the two are written apart and share no window."""
    frame = table(rows)
    log = event_log(frame)
    found, notes = counted_anywhere(frame)
    assert_equal(count(log), found)
    # What was left out is told alike; the local code tells of order, too.
    assert set(notes) <= set(log.notes)
    told = [note for note in log.notes if note.startswith(("Left out", "There more than once"))]
    assert list(notes) == told


def test_a_row_that_differs_in_a_further_column_is_another_event() -> None:
    rows = [("c1", "desk", 0, "north"), ("c1", "desk", 0, "south"), ("c1", "desk", 0, "north")]
    found, notes = counted_anywhere(table(rows))
    assert found.events == 2
    assert notes == ("There more than once, and counted once: 1 row.",)


def test_routes_whose_sums_are_equal_are_still_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """First every event has the same marks, so that all routes of one length have the same sums."""
    drawn = anywhere._drawn
    draws = []

    def poor(draw: int) -> list[list[int]]:
        draws.append(draw)
        return [[0, 0, 7], [0, 0, 7]] if draw == 0 else drawn(draw)

    monkeypatch.setattr(anywhere, "_drawn", poor)
    frame = table([("c1", "desk", 0, ""), ("c1", "worker", 1, ""), ("c2", "worker", 0, ""), ("c2", "desk", 1, "")])
    found, _ = counted_anywhere(frame)
    assert draws == [0, 1]
    assert found.routes().to_dicts() == [
        {"steps": ["desk", "worker"], "cases": 1},
        {"steps": ["worker", "desk"], "cases": 1},
    ]
