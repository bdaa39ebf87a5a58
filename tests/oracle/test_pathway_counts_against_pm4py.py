"""Logs counted as pm4py counts them: a published one, one that pm4py plays out of a model, and one of no order."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tideturn.methods.pathways import count, event_log, rework, throughput

pytestmark = pytest.mark.oracle

RUNNING_EXAMPLE = Path(__file__).parents[1] / "methods" / "pathways" / "running-example.csv"
BEGAN = datetime(2024, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def peer() -> Any:
    import pm4py

    return pm4py


def running_example(_: Any) -> pl.DataFrame:
    """Van der Aalst (2011), Process Mining, Table 1.1."""
    frame = pl.read_csv(RUNNING_EXAMPLE, schema_overrides={"case": pl.String})
    return frame.select("case", "activity", pl.col("time").str.to_datetime("%Y-%m-%dT%H:%M:%S%:z", time_zone="UTC"))


def played_out(peer: Any) -> pl.DataFrame:
    """Two hundred cases of a model with a choice, two steps side by side and a loop, with waits across summer time."""
    model = "->( 'report', X( 'look-up', tau ), +( 'adult', 'interview' ), *( 'meeting', 'referral' ), 'close' )"
    random.seed(7)
    played = peer.play_out(peer.parse_process_tree(model), parameters={"num_traces": 200})
    dice, rows = random.Random(7), []
    for number, trace in enumerate(played):
        at = BEGAN + timedelta(minutes=dice.randrange(100_000))
        for event in trace:
            at += timedelta(seconds=dice.randrange(1, 400_000))
            rows.append((f"case {number}", event["concept:name"], at))
    dice.shuffle(rows)
    return pl.DataFrame(rows, schema=["case", "activity", "time"], orient="row")


def scattered(_: Any) -> pl.DataFrame:
    """Three thousand events of forty activities in any order, self-loops among them; no two of a case at one time."""
    dice = random.Random(11)
    times = dice.sample(range(10_000_000), 3_000)
    rows = [
        (f"{dice.randrange(150)}", f"step {dice.randrange(40)}", BEGAN + timedelta(seconds=second)) for second in times
    ]
    return pl.DataFrame(rows, schema=["case", "activity", "time"], orient="row")


@pytest.mark.parametrize("make", [running_example, played_out, scattered])
def test_as_pm4py(peer: Any, make: Any) -> None:
    frame = make(peer)
    log = event_log(frame)
    theirs = peer.format_dataframe(frame.to_pandas(), case_id="case", activity_key="activity", timestamp_key="time")
    counts = count(log)
    edges = {(row["from"], row["to"]): row for row in counts.frame().to_dicts()}
    follows, starts, ends = peer.discover_dfg(theirs)
    assert {pair: row["count"] for pair, row in edges.items()} == follows
    assert counts.at_ends() == (starts, ends)
    assert counts.at_ends() == (peer.get_start_activities(theirs), peer.get_end_activities(theirs))
    waits, *_ = peer.discover_performance_dfg(theirs)
    assert {pair: row["median_wait"] for pair, row in edges.items()} == pytest.approx(
        {pair: wait["median"] for pair, wait in waits.items()}
    )
    assert {tuple(steps): cases for steps, cases in counts.routes().iter_rows()} == peer.get_variants(theirs)
    again = {row["activity"]: row["repeating"] for row in rework(log).frame().to_dicts() if row["repeating"]}
    assert again == peer.get_rework_cases_per_activity(theirs)
    assert sorted(throughput(log).frame()["wait"]) == pytest.approx(sorted(peer.get_all_case_durations(theirs)))
