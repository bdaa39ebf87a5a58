"""Four sites held against one another with a thousand relabellings over ten thousand cases; one distance beside pm4py.

    .venv/bin/python bench/pathway_consistency.py [--cases N] [--permutations N] [--rounds N]

Every run is a process of its own. Times exclude starting Python and making the log; ours includes loading what the
distances need (POT). CPU seconds are those of all cores together, and tell of a machine that was busy with something
else: the targets are for two cores that are free. Peak memory is the largest resident set of the process.

  four sites    six pairs, each with three distances held against its relabellings, at 116 and at 300 variants
  one distance  the earth movers' distance of two sites at 300 variants, ours in turn with pm4py's; both must agree
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from typing import Any, NamedTuple

SITES = ("north", "east", "south", "west")
STEPS = tuple(f"step {number}" for number in range(8))
TARGETS = {116: 5.0, 300: 20.0}
"""Seconds, by the number of variants."""


class Run(NamedTuple):
    """What one run took, and what it found."""

    seconds: float
    cpu: float
    memory: float
    found: str


def traces(variants: int) -> list[tuple[str, ...]]:
    """So many different traces: a pathway of eight steps with steps skipped, repeated, added and swapped."""
    import random

    dice = random.Random(1)
    found: dict[tuple[str, ...], None] = {STEPS: None}
    while len(found) < variants:
        trace = list(STEPS)
        for _ in range(dice.choice((1, 1, 2, 2, 3))):
            at = dice.randrange(len(trace))
            match dice.randrange(4):
                case 0 if len(trace) > 3:
                    del trace[at]
                case 1:
                    trace.insert(at, dice.choice(STEPS))
                case 2 if at + 1 < len(trace):
                    trace[at], trace[at + 1] = trace[at + 1], trace[at]
                case _:
                    trace.insert(at, trace[at])
        found[tuple(trace)] = None
    return list(found)


def taken(variants: int, cases: int) -> list[tuple[str, tuple[str, ...]]]:
    """Each case's site and trace: few traces are common, most are rare, and every one is taken."""
    import random

    dice = random.Random(2)
    ways = traces(variants)
    weights = [1 / rank for rank in range(1, variants + 1)]
    drawn = ways + dice.choices(ways, weights, k=cases - variants)
    return [(SITES[dice.randrange(4)], trace) for trace in drawn]


def log_of(cases: list[tuple[str, tuple[str, ...]]]) -> Any:
    """The event log of those cases, an hour between events."""
    import polars as pl

    from tideturn.methods.pathways import event_log

    rows = [
        (f"{number:06}", step, 3_600_000_000 * place, site)
        for number, (site, trace) in enumerate(cases)
        for place, step in enumerate(trace)
    ]
    frame = pl.DataFrame(rows, schema=["case", "activity", "time", "site"], orient="row")
    return event_log(frame.with_columns(pl.col("time").cast(pl.Datetime("us", "UTC"))), site="site")


def four_sites(variants: int, cases: int, permutations: int) -> tuple[float, float, str]:
    """The seconds, CPU seconds and greatest distance of the six pairs."""
    from tideturn.methods.pathways.consistency import consistency

    log = log_of(taken(variants, cases))
    began = clocks()
    found = consistency(log, permutations=permutations)
    wall, cpu = since(began)
    assert len(found.pairs) == 6
    assert all(pair.emd.permutations == permutations for pair in found.pairs)
    return wall, cpu, f"{max(pair.emd.value for pair in found.pairs):.9f}"


def one_distance(way: str, variants: int, cases: int) -> tuple[float, float, str]:
    """The seconds, CPU seconds and distance of two sites, their traces being counted already."""
    sides = [Counter(trace for site, trace in taken(variants, cases) if site == one) for one in SITES[:2]]
    if way == "ours":
        from ot.lp import emd_wrap  # noqa: F401 (loaded before the clock begins, as pm4py is)
        from rapidfuzz import process  # noqa: F401

        from tideturn.methods.pathways.distances import earth_movers

        began = clocks()
        distance = earth_movers(*sides)
    else:
        from pm4py.algo.evaluation.earth_mover_distance import algorithm

        languages = [{trace: count / side.total() for trace, count in side.items()} for side in sides]
        algorithm.apply({("a",): 1.0}, {("b",): 1.0})  # so that it has loaded what it needs
        began = clocks()
        distance = float(algorithm.apply(*languages))
    wall, cpu = since(began)
    return wall, cpu, f"{distance:.9f}"


def clocks() -> tuple[float, float]:
    """The clock on the wall and the one of the CPU."""
    return time.perf_counter(), time.process_time()


def since(began: tuple[float, float]) -> tuple[float, float]:
    """What either clock has run."""
    wall, cpu = clocks()
    return wall - began[0], cpu - began[1]


def measured(way: str, *options: str) -> Run:
    """One run, in a process of its own."""
    command = [sys.executable, __file__, "--one", way, *options]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().split("\n")
    seconds, cpu, memory = (float(number) for number in told[-1].split())
    return Run(seconds, cpu, memory, told[-2])


def line(name: str, runs: list[Run], verdict: str) -> None:
    """One line of the table: medians, and the largest memory."""
    seconds, cpu = (statistics.median(run[at] for run in runs) for at in (0, 1))
    print(f"{name:24} {seconds:8.3f} {cpu:8.3f} {max(run.memory for run in runs):9.0f}  {verdict}".rstrip())


def main() -> int:
    """Run every way in turn, print the table, and exit 1 where a target is missed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cases", type=int, default=10_000)
    options.add_argument("--permutations", type=int, default=1_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--one", help=argparse.SUPPRESS)
    args = options.parse_args()
    if args.one:
        if args.one.isdigit():
            wall, cpu, found = four_sites(int(args.one), args.cases, args.permutations)
        else:
            wall, cpu, found = one_distance(args.one, 300, args.cases)
        print(found)
        print(wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return 0
    size = ("--cases", str(args.cases), "--permutations", str(args.permutations))
    runs: dict[str, list[Run]] = {way: [] for way in (*map(str, TARGETS), "ours", "pm4py")}
    for _ in range(args.rounds):
        for way, done in runs.items():
            done.append(measured(way, *size))
    assert len({run.found for way in ("ours", "pm4py") for run in runs[way]}) == 1, "they found different distances"
    print(f"{args.cases:,} cases at four sites, {args.permutations:,} relabellings; {args.rounds} rounds, medians")
    print(f"{'':24} {'seconds':>8} {'CPU s':>8} {'peak MiB':>9}")
    missed = False
    for variants, target in TARGETS.items():
        good = statistics.median(run.seconds for run in runs[str(variants)]) < target
        missed |= not good
        line(
            f"four sites, {variants} variants", runs[str(variants)], f"target {target:g} s{'' if good else '  missed'}"
        )
    ours, theirs = (statistics.median(run.seconds for run in runs[way]) for way in ("ours", "pm4py"))
    line("one distance, ours", runs["ours"], f"ours is {theirs / ours:.1f}×")
    line("one distance, pm4py", runs["pm4py"], "")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
