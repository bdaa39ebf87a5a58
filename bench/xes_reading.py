"""An XES file of a million events read, every check included: ours beside pm4py, which merely reads it.

    .venv/bin/python bench/xes_reading.py [--events N] [--rounds N]

Every run is a process of its own, from the file to a frame of events, the peers' turn following ours in every round;
the machine's other load then falls on all alike. Times exclude starting Python and loading the libraries. CPU
seconds are those of all cores together, and tell of a machine that was busy with something else. The ratio is of the
median seconds; peak memory is the largest resident set of the process, libraries included.

Peers
  default       `pm4py.read_xes`, the target
  line by line  its fastest importer, which takes XML of one tag a line and no other; reported, without a target
"""

from __future__ import annotations

import argparse
import contextlib
import io
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

TARGETS = {"default": 5.0, "line by line": None}
MEMORY = 1024
"""MiB that ours may take."""
STEPS = 25


class Run(NamedTuple):
    """What one run took, and what it counted."""

    seconds: float
    cpu: float
    memory: float
    counted: str


def make(path: Path, events: int) -> None:
    """A log in the form that OpenXES writes, of five to fifteen events a case."""
    import random

    rng = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8" ?>\n<log xes.version="1849-2016" ')
        file.write('xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">\n')
        made = case = 0
        while made < events:
            case += 1
            when = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=rng.randrange(1_500_000))
            file.write(f'\t<trace>\n\t\t<string key="concept:name" value="case {case:07}"/>\n')
            file.write(f'\t\t<string key="site" value="site {case % 6}"/>\n')
            for _ in range(min(events - made, rng.randint(5, 15))):
                made += 1
                when += timedelta(seconds=rng.randrange(400_000))
                file.write(
                    f'\t\t<event>\n\t\t\t<string key="concept:name" value="Step {rng.randrange(STEPS)} of the way"/>\n'
                    f'\t\t\t<date key="time:timestamp" value="{when.isoformat(timespec="milliseconds")}"/>\n'
                    f'\t\t\t<string key="org:resource" value="worker {rng.randrange(40)}"/>\n'
                    '\t\t\t<string key="lifecycle:transition" value="complete"/>\n\t\t</event>\n'
                )
            file.write("\t</trace>\n")
        file.write("</log>\n")


def ours(path: Path) -> tuple[float, float]:
    """The seconds, and CPU seconds, that ours takes."""
    from tideturn.methods.pathways.xes import read_xes

    began = clocks()
    frame = read_xes(path, site="site").frame
    took = since(began)
    print(frame.height, frame["case"].n_unique(), frame["activity"].n_unique())
    return took


def pm4py(path: Path, way: str) -> tuple[float, float]:
    """The seconds, and CPU seconds, that pm4py takes, its greeting and its progress bar left out."""
    with contextlib.redirect_stdout(io.StringIO()):
        import pm4py

        began = clocks()
        frame = pm4py.read_xes(str(path), variant=None if way == "default" else way.replace(" ", "_"))
        took = since(began)
    print(len(frame), frame["case:concept:name"].nunique(), frame["concept:name"].nunique())
    return took


def clocks() -> tuple[float, float]:
    """The clock on the wall and the one of the CPU."""
    return time.perf_counter(), time.process_time()


def since(began: tuple[float, float]) -> tuple[float, float]:
    """What either clock has run."""
    wall, cpu = clocks()
    return wall - began[0], cpu - began[1]


def measured(path: Path, way: str) -> Run:
    """One run, in a process of its own."""
    command = [sys.executable, "-W", "ignore", __file__, "--one", way, "--file", str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().split("\n")
    seconds, cpu, memory = (float(number) for number in said[-1].split())
    return Run(seconds, cpu, memory, said[-2])


def main() -> int:
    """Run every way in turn, print the table, and exit 1 where a target is missed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--events", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--one", help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    args = options.parse_args()
    if args.one:
        took = ours(args.file) if args.one == "ours" else pm4py(args.file, args.one)
        print(*took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.xes"
        make(path, args.events)
        print(f"{args.events:,} events, {path.stat().st_size >> 20} MiB of XES; {args.rounds} rounds, medians")
        print(f"{'way':13} {'seconds':>8} {'CPU s':>7} {'peak MiB':>9} {'ours is':>9} {'target':>9}")
        runs: dict[str, list[Run]] = {way: [] for way in ("ours", *TARGETS)}
        for _ in range(args.rounds):
            for way, taken in runs.items():
                taken.append(measured(path, way))
    assert len({run.counted for taken in runs.values() for run in taken}) == 1, "they counted differently"
    seconds = {way: statistics.median(run.seconds for run in taken) for way, taken in runs.items()}
    missed = False
    for way, taken in runs.items():
        cpu, memory = statistics.median(run.cpu for run in taken), max(run.memory for run in taken)
        if way == "ours":
            good, verdict = memory < MEMORY, f"{'':9} {f'<{MEMORY} MiB':>9}"
        else:
            ratio, target = seconds[way] / seconds["ours"], TARGETS[way]
            good = target is None or ratio >= target
            verdict = f"{ratio:8.1f}× {f'{target:.1f}×' if target else '':>9}"
        missed |= not good
        print(f"{way:13} {seconds[way]:8.2f} {cpu:7.2f} {memory:9.0f} {verdict}{'' if good else '  missed'}".rstrip())
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
