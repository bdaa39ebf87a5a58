"""A million events, from Parquet to what they hold: ours beside pm4py. And ten million, within a time and a memory.

    .venv/bin/python bench/pathway_counts.py [--events N] [--many N] [--rounds N]

Every run is a process of its own, the peer's turn following ours in every round; the machine's other load then falls on
both alike. Times exclude starting Python and loading the libraries. What is asked: directly-follows counts, variants,
where cases start and end, and the median wait of every pair. The file is in order of time, as a system writes its
events. Each side reads the three columns that it needs; the peer then takes the steps that its documentation gives:
format_dataframe, discover_dfg, get_variants, get_start_activities, get_end_activities, discover_performance_dfg.

Two ratios of medians, judged by seconds of CPU of all cores together, which a machine that is busy with something else
disturbs least; seconds on the clock stand beside them. `whole` is from the file to the answers; `operations` is what
comes after the log is read and in order. Peak memory is the largest resident set of the process, libraries included.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import warnings
from pathlib import Path
from typing import NamedTuple

from _runs import Clocks, agree, options, prepare, said, tell, told

ACTIVITIES = 25
WHOLE, OPERATIONS = 10.0, 15.0
"""How many times faster than the peer."""
MEMORY = 350
"""MiB for a million events."""
MANY_SECONDS, MANY_MEMORY = 20.0, 4096
"""For ten million."""


class Run(NamedTuple):
    """What one run took, from the file and of that for the operations, its memory and what it found."""

    whole: Clocks
    operations: Clocks
    memory: float
    found: str


def make(path: Path, events: int) -> None:
    """A log of about so many events: ten to a case, four in five as designed, in order of time."""
    import numpy as np
    import polars as pl

    rng = np.random.default_rng(1)
    cases = events // 10
    lengths = rng.poisson(9, cases) + 1
    case = np.repeat(np.arange(cases), lengths)
    first = np.repeat(np.cumsum(lengths) - lengths, lengths)
    total = len(case)
    step = (np.arange(total) - first) % ACTIVITIES
    step = np.where(rng.random(total) < 0.8, step, rng.integers(0, ACTIVITIES, total))
    waited = np.cumsum(np.maximum(1, rng.exponential(6 * 3600, total)).astype(np.int64))
    begun = np.repeat(rng.integers(1_500_000_000, 1_700_000_000, cases), lengths)
    seconds = begun + waited - waited[first]
    frame = pl.DataFrame(
        {
            "case": pl.Series([f"case-{number:07}" for number in rng.permutation(cases)]).gather(case),
            "activity": pl.Series([f"Step {number:02}" for number in range(ACTIVITIES)]).gather(step),
            "time": pl.Series(seconds * 1_000_000).cast(pl.Datetime("us", "UTC")),
        }
    )
    frame.sort("time", maintain_order=True).write_parquet(path)


def ours(path: Path) -> tuple[Clocks, Clocks, str]:
    import numpy.ma  # noqa: F401  polars loads it when it first meets an array; pandas has by then
    import polars as pl

    from tideturn.methods.pathways import count, event_log

    began = Clocks.now()
    log = event_log(pl.scan_parquet(path))
    read = Clocks.now()
    counts = count(log)
    done = Clocks.now()
    edges = {(row["from"], row["to"]): (row["count"], row["median_wait"]) for row in counts.frame().to_dicts()}
    return done.since(began), done.since(read), in_a_line(edges, counts.variants.height, *counts.at_ends())


def pm4py(path: Path) -> tuple[Clocks, Clocks, str]:
    import contextlib
    import io

    import pandas as pd

    with contextlib.redirect_stdout(io.StringIO()):  # its greeting
        import pm4py

    warnings.simplefilter("ignore")
    began = Clocks.now()
    frame = pd.read_parquet(path, columns=["case", "activity", "time"])
    frame = pm4py.format_dataframe(frame, case_id="case", activity_key="activity", timestamp_key="time")
    read = Clocks.now()
    counts, _, _ = pm4py.discover_dfg(frame)
    variants = pm4py.get_variants(frame)
    starts = pm4py.get_start_activities(frame)
    ends = pm4py.get_end_activities(frame)
    waits, _, _ = pm4py.discover_performance_dfg(frame)
    done = Clocks.now()
    edges = {pair: (int(number), float(waits[pair]["median"])) for pair, number in counts.items()}
    return done.since(began), done.since(read), in_a_line(edges, len(variants), starts, ends)


def in_a_line(edges: dict, variants: int, starts: dict, ends: dict) -> str:
    """Everything that was asked, in a line, so that both ways can be seen to have found the same."""
    import hashlib

    answers = [sorted(edges.items()), variants, sorted(starts.items()), sorted(ends.items())]
    return f"{variants} {len(edges)} {hashlib.sha256(repr(answers).encode()).hexdigest()[:16]}"


def measured(path: Path, way: str) -> Run:
    """One run, in a process of its own."""
    found, (*clocks, memory) = told(__file__, "--one", way, "--file", str(path))
    return Run(Clocks(*clocks[:2]), Clocks(*clocks[2:]), memory, found)


def made(folder: str, events: int) -> Path:
    """The log of about so many events."""
    path = Path(folder) / f"{events}.parquet"
    prepare(__file__, str(path), "--events", str(events))
    return path


def main() -> int:
    """Run both in turn, print the table, and exit 1 where a target is missed."""
    asked = options(__doc__, rounds=5)
    asked.add_argument("--events", type=int, default=1_000_000)
    asked.add_argument("--many", type=int, default=10_000_000)
    args = asked.parse_args()
    if args.make:
        make(args.make, args.events)
        return 0
    if args.one:
        whole, operations, counted = ours(args.file) if args.one == "ours" else pm4py(args.file)
        tell(counted, *whole, *operations)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        missed = beside(made(folder, args.events), args.rounds)
        missed |= alone(made(folder, args.many))
    return int(missed)


def beside(path: Path, rounds: int) -> bool:
    """Ours and the peer's in turn; whether a target was missed."""
    runs: dict[str, list[Run]] = {"ours": [], "pm4py": []}
    for _ in range(rounds):
        for way, taken in runs.items():
            taken.append(measured(path, way))
    agree(*runs.values())
    print(f"{path.stem} events; {rounds} rounds, medians: CPU s (s on the clock)")
    print(f"{'':8} {'whole':>16} {'operations':>16} {'peak MiB':>9}")
    middle = {}
    for way, taken in runs.items():
        part = {name: [getattr(run, name) for run in taken] for name in ("whole", "operations")}
        middle[way] = {
            name: Clocks(*map(statistics.median, zip(*values, strict=True))) for name, values in part.items()
        }
        cells = [f"{clocks.cpu:6.2f} ({clocks.wall:6.2f})" for clocks in middle[way].values()]
        print(f"{way:8} {cells[0]:>16} {cells[1]:>16} {max(run.memory for run in taken):9.0f}")
    missed = False
    for name, target in (("whole", WHOLE), ("operations", OPERATIONS)):
        ratio, clock = (middle["pm4py"][name][at] / middle["ours"][name][at] for at in (1, 0))
        missed |= ratio < target
        print(f"{name}: {ratio:.1f}× by CPU, {clock:.1f}× on the clock; target {target:.0f}×{said(ratio >= target)}")
    memory = max(run.memory for run in runs["ours"])
    print(f"memory: {memory:.0f} MiB; target {MEMORY}{said(memory < MEMORY)}")
    return missed or memory >= MEMORY


def alone(path: Path) -> bool:
    """Ours on many events; whether a target was missed."""
    run = measured(path, "ours")
    good = run.whole.cpu < MANY_SECONDS and run.memory < MANY_MEMORY
    print(
        f"{path.stem} events: {run.whole.cpu:.1f} s of CPU, {run.whole.wall:.1f} s on the clock, {run.memory:.0f} MiB; "
        f"target {MANY_SECONDS:.0f} s, {MANY_MEMORY} MiB{said(good)}"
    )
    return not good


if __name__ == "__main__":
    sys.exit(main())
