"""What counting a log takes on this machine, and what the road that Spark goes takes: the figures of operate/scale.md.

    .venv/bin/python bench/outgrown.py [--sizes N,N] [--spark N,N]

Every run is a process of its own, on the log of `pathway_counts`; times exclude starting Python and Spark, and making
the log. `local` is the code for one machine; `portable` is what is written once for all engines, on polars; `spark` is
the same on Spark with two cores of this machine (left out where PySpark is missing). Seconds of CPU are of all cores
together, and peak memory is the process's and for Spark its Java machine's, which takes what it is given. There is no
target: the figures say when to move. That all found the same is asserted.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from _runs import Clocks, tell, told
from pathway_counts import made

if TYPE_CHECKING:
    from tideturn.methods.pathways import Counts

WAYS = ("local", "portable", "spark")
TICKS = os.sysconf("SC_CLK_TCK")


def local(path: Path) -> tuple[Counts, Clocks, None]:
    import polars as pl

    from tideturn.methods.pathways import count, event_log

    began = Clocks.now()
    counts = count(event_log(pl.scan_parquet(path)))
    return counts, Clocks.now().since(began), None


def portable(path: Path) -> tuple[Counts, Clocks, None]:
    import narwhals as nw
    import polars as pl

    from tideturn.methods.pathways.counting_anywhere import count_anywhere, whole_events

    began = Clocks.now()
    placed = pl.scan_parquet(path).with_columns(
        pl.col("time").dt.epoch("us"), file=pl.lit(""), row=pl.int_range(pl.len(), dtype=pl.Int64)
    )

    def keep(frame: nw.LazyFrame) -> nw.LazyFrame:
        return nw.from_native(frame.to_native().collect().lazy())

    counts = count_anywhere(whole_events(nw.from_native(placed), keep=keep)[0], keep=keep)
    return counts, Clocks.now().since(began), None


def spark(path: Path) -> tuple[Counts, Clocks, float]:
    from tideturn.engines.spark import spark as opened
    from tideturn.methods.pathways.counting_anywhere import count_anywhere, whole_events

    os.environ.setdefault("PYSPARK_SUBMIT_ARGS", "--driver-memory 4g pyspark-shell")
    with opened("local[2]") as session:
        java = Path(f"/proc/{session.session.sparkContext._gateway.proc.pid}")
        began = Clocks(time.perf_counter(), java_cpu(java))
        read = session.events(str(path), case="case", activity="activity", time="time")
        counts = count_anywhere(whole_events(read, keep=session.keep)[0], keep=session.keep)
        peak = next(line for line in (java / "status").read_text().splitlines() if line.startswith("VmHWM"))
        return counts, Clocks(time.perf_counter(), java_cpu(java)).since(began), int(peak.split()[1]) / 1024


def java_cpu(java: Path) -> float:
    fields = (java / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def one(way: str, path: Path) -> None:
    """One run: what it found, and what it took."""
    counts, took, memory = {"local": local, "portable": portable, "spark": spark}[way](path)
    found = [counts.frame().rows(), counts.routes().rows(), counts.at_ends(), counts.cases, counts.events]
    tell(sha256(repr(found).encode()).hexdigest(), *took, memory=memory)


def main() -> int:
    """Run and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", default="1000000,10000000")
    options.add_argument("--spark", default="1000000", help="of those, the sizes at which the other roads are gone too")
    options.add_argument("--one", choices=WAYS, help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    args = options.parse_args()
    if args.one:
        one(args.one, args.file)
        return 0
    print(f"{'events':>12} {'way':10} {'CPU s':>8} {'clock s':>8} {'peak MiB':>9}")
    there = WAYS if importlib.util.find_spec("pyspark") else WAYS[:2]
    with tempfile.TemporaryDirectory() as folder:
        for size in args.sizes.split(","):
            path = made(folder, int(size))
            found = set()
            for way in there if size in args.spark.split(",") else WAYS[:1]:
                counted, (wall, cpu, memory) = told(__file__, "--one", way, "--file", str(path))
                found.add(counted)
                print(f"{int(size):12,} {way:10} {cpu:8.1f} {wall:8.1f} {memory:9.0f}", flush=True)
            assert len(found) == 1, "they found different answers"
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
