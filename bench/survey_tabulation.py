"""A million responses to thirty questions, tabulated with intervals by site × role × year: ours beside pandas.

    .venv/bin/python bench/survey_tabulation.py [--rows N] [--rounds N]

Every run is a process of its own, from the file to the intervals, the peers' turn following ours in every round; the
machine's other load then falls on all alike. Times exclude starting Python and loading the libraries. CPU seconds are
those of all cores together, and tell of a machine that was busy with something else. The ratio is of the median
seconds; peak memory is the largest resident set of the process, libraries included.

Peers, each with Wilson intervals over whole arrays:
  number once   the best that pandas does: groups numbered once, then value_counts for each item
  group by      what one writes first: a groupby of site, role, year and the item, for each item
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ITEMS = [f"q{number:02}" for number in range(1, 31)]
BY = ["site", "role", "year"]
SCALE = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]
DONT_KNOW = "Don't know"
TARGETS = {"parquet": {"number once": 3.0, "group by": 10.0}, "csv": {"number once": 1.5, "group by": 3.5}}
MEMORY = 250
"""MiB that ours may take from Parquet."""


class Run(NamedTuple):
    """What one run took, and what it counted."""

    seconds: float
    cpu: float
    memory: float
    counted: str


def make(folder: Path, rows: int) -> None:
    """The same answers as Parquet and as CSV."""
    import numpy as np
    import polars as pl

    rng = np.random.default_rng(1)
    answers = pl.Series([*SCALE, DONT_KNOW, None])
    frame = pl.DataFrame(
        {
            "response_id": [f"r{number}" for number in range(rows)],
            "site": pl.Series(["north", "east", "south", "west", "central", "national"]).gather(
                rng.integers(0, 6, rows)
            ),
            "role": pl.Series(["police", "health", "education", "housing", "social care"]).gather(
                rng.integers(0, 5, rows)
            ),
            "year": rng.integers(1, 5, rows),
            **{item: answers.gather(rng.choice(7, rows, p=[0.1, 0.15, 0.2, 0.3, 0.15, 0.05, 0.05])) for item in ITEMS},
        }
    )
    frame.write_parquet(folder / "answers.parquet")
    frame.write_csv(folder / "answers.csv")


def ours(path: Path) -> tuple[float, float]:
    """The seconds, and CPU seconds, that `tideturn measure survey` takes over the file, printing apart."""
    from tideturn.commands.measure_table import coded_table
    from tideturn.methods.surveys import Item, tabulate

    items = [Item(q, tuple(SCALE[3:]), tuple(SCALE[:2]), opinion_none=(DONT_KNOW,), scale=tuple(SCALE)) for q in ITEMS]
    began = clocks()
    results = tabulate(coded_table(path, [*BY, *ITEMS]), items, by=BY)
    took = since(began)
    assert len(results) == 120 * len(ITEMS)
    say(sum(r.k for r in results), sum(r.n for r in results))
    return took


def pandas(path: Path, way: str) -> tuple[float, float]:
    """The seconds, and CPU seconds, that pandas takes, with its fastest reader."""
    import numpy as np
    import pandas as pd

    began = clocks()
    columns = [*BY, *ITEMS]
    if path.suffix == ".csv":
        frame = pd.read_csv(path, usecols=columns, engine="pyarrow")
    else:
        frame = pd.read_parquet(path, columns=columns)
    if way == "number once":
        group = frame.groupby(BY, sort=False).ngroup()
    agreeing = opinions = 0
    for item in ITEMS:
        if way == "number once":
            counted = pd.DataFrame({"group": group, "answer": frame[item]}).value_counts(dropna=False)
        else:
            counted = frame.groupby([*BY, item], dropna=False).size()
        wide = counted.unstack(-1, fill_value=0)
        k = wide[SCALE[3:]].sum(axis=1).to_numpy()
        n = wide[SCALE].sum(axis=1).to_numpy()
        z, share = 1.959963984540054, k / n
        centre = share + z * z / (2 * n)
        reach = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        _ = (centre - reach) / (1 + z * z / n), (centre + reach) / (1 + z * z / n)
        agreeing, opinions = agreeing + int(k.sum()), opinions + int(n.sum())
    took = since(began)
    say(agreeing, opinions)
    return took


def clocks() -> tuple[float, float]:
    """The clock on the wall and the one of the CPU."""
    return time.perf_counter(), time.process_time()


def since(began: tuple[float, float]) -> tuple[float, float]:
    """What either clock has run."""
    wall, cpu = clocks()
    return wall - began[0], cpu - began[1]


def say(agreeing: int, opinions: int) -> None:
    """What was counted, so that every way can be seen to have counted the same."""
    print(agreeing, opinions)


def measured(path: Path, way: str) -> Run:
    """One run, in a process of its own."""
    command = [sys.executable, __file__, "--one", way, "--file", str(path)]
    counted, told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")[:2]
    seconds, cpu, memory = (float(number) for number in told.split())
    return Run(seconds, cpu, memory, counted)


def main() -> int:
    """Run every way in turn, print the table, and exit 1 where a target is missed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--one", help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    args = options.parse_args()
    if args.make:
        make(args.make, args.rows)
        return 0
    if args.one:
        took = ours(args.file) if args.one == "ours" else pandas(args.file, args.one)
        print(*took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return 0
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        # Made in a process of its own: a child's peak memory counts what its parent held when it was forked.
        subprocess.run([sys.executable, __file__, "--make", folder, "--rows", str(args.rows)], check=True)
        print(f"{args.rows:,} responses × {len(ITEMS)} items by {' × '.join(BY)}; {args.rounds} rounds, medians")
        print(f"{'from':8} {'way':12} {'seconds':>8} {'CPU s':>7} {'peak MiB':>9} {'ours is':>9} {'target':>7}")
        for kind, targets in TARGETS.items():
            path = Path(folder) / f"answers.{kind}"
            runs: dict[str, list[Run]] = {way: [] for way in ("ours", *targets)}
            for _ in range(args.rounds):
                for way, taken in runs.items():
                    taken.append(measured(path, way))
            assert len({run.counted for taken in runs.values() for run in taken}) == 1, "they counted differently"
            seconds = {way: statistics.median(run.seconds for run in taken) for way, taken in runs.items()}
            for way, taken in runs.items():
                cpu, memory = statistics.median(run.cpu for run in taken), max(run.memory for run in taken)
                if way == "ours":
                    good = kind != "parquet" or memory < MEMORY
                    verdict = f"{'':9} {f'<{MEMORY} MiB' if kind == 'parquet' else ''}"
                else:
                    ratio = seconds[way] / seconds["ours"]
                    good = ratio >= targets[way]
                    verdict = f"{ratio:8.1f}× {targets[way]:6.1f}×"
                missed |= not good
                said = "" if good else "  missed"
                print(f"{kind:8} {way:12} {seconds[way]:8.2f} {cpu:7.2f} {memory:9.0f} {verdict}{said}".rstrip())
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
