"""Krippendorff's α of a million units that three coders put into five codes, a twentieth missing: ours and the peer.

    .venv/bin/python bench/agreement.py [--units N] [--rounds N]

The peer is the package `krippendorff`. Every run is a process of its own, the peer's turn following ours in every
round, so that the machine's other load falls on both alike; times exclude starting Python and loading the libraries.
Each side begins from its natural input: ours from a polars frame of whole numbers with nulls, the peer from a numpy
array of floats with NaN. Both lie in memory; or in a Parquet file, and reading it is then part of the time.

A process computes α three times and says the first and the best: the first call of either also claims its memory. The
ratio is of the peer's best call in all rounds to the median of ours. CPU seconds are of the best call. Peak memory is
the largest resident set of the process, libraries and data included.

`all` is every coefficient by code and overall, without intervals: what α alone costs is not the whole of it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from _runs import Clocks, options, prepare, said, tell, told

CODERS = ["a", "b", "c"]
CALLS = 3
TARGET = 20.0
MEMORY = 150
"""MiB that ours may take."""
WAYS = {"memory": ("ours", "all", "float64", "float32"), "parquet": ("ours", "float64")}


class Run(NamedTuple):
    """What one process took, and the α that it found."""

    first: float
    best: float
    cpu: float
    memory: float
    found: str


def make(folder: Path, units: int) -> None:
    """What three coders said, as Parquet and as an array."""
    import numpy as np
    import polars as pl

    rng = np.random.default_rng(1)
    truth = rng.integers(1, 6, units)
    columns = {}
    for coder in CODERS:
        said = np.where(rng.random(units) < 0.2, rng.integers(1, 6, units), truth)
        columns[coder] = pl.select(pl.when(pl.Series(rng.random(units) >= 0.05)).then(pl.Series(said))).to_series()
    frame = pl.DataFrame(columns)
    frame.write_parquet(folder / "codes.parquet")
    np.save(folder / "codes.npy", frame.cast(pl.Float64).fill_null(float("nan")).to_numpy().T)


def ours(folder: Path, where: str, way: str) -> Callable[[], float]:
    """A call that gives our α."""
    import polars as pl

    from tideturn.methods.agreement import agreement_of_units, from_wide, krippendorffs_alpha

    path = folder / "codes.parquet"
    held = pl.read_parquet(path) if where == "memory" else None

    def call() -> float:
        ratings = from_wide(pl.read_parquet(path) if held is None else held, CODERS)
        if way == "all":
            return agreement_of_units(ratings, draws=0).alpha["nominal"].value or 0.0
        return krippendorffs_alpha(ratings) or 0.0

    return call


def peer(folder: Path, where: str, way: str) -> Callable[[], float]:
    """A call that gives the peer's α."""
    import krippendorff
    import numpy as np

    if where == "memory":
        held = np.load(folder / "codes.npy")

        def call() -> float:
            return float(krippendorff.alpha(held, level_of_measurement="nominal", dtype=np.dtype(way)))

        return call
    import pyarrow.parquet as pq

    def read() -> float:
        table = pq.read_table(folder / "codes.parquet")
        said = np.array([table[coder].to_numpy().astype(float) for coder in CODERS])
        return float(krippendorff.alpha(said, level_of_measurement="nominal", dtype=np.dtype(way)))

    return read


def one(folder: Path, where: str, way: str) -> None:
    """Call three times and say what it took."""
    call = (ours if way in ("ours", "all") else peer)(folder, where, way)
    took = []
    for _ in range(CALLS):
        began = Clocks.now()
        found = call()
        took.append(Clocks.now().since(began))
    tell(f"{found:.6f}", took[0].wall, *min(took))


def measured(folder: str, where: str, way: str) -> Run:
    """One run, in a process of its own."""
    found, numbers = told(__file__, "--one", way, "--where", where, "--file", folder)
    return Run(*numbers, found)


def main() -> int:
    """Run every way in turn, print the table, and exit 1 where a target is missed."""
    asked = options(__doc__, rounds=5)
    asked.add_argument("--units", type=int, default=1_000_000)
    asked.add_argument("--where", help=argparse.SUPPRESS)
    args = asked.parse_args()
    if args.make:
        make(args.make, args.units)
        return 0
    if args.one:
        one(args.file, args.where, args.one)
        return 0
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        prepare(__file__, folder, "--units", str(args.units))
        print(f"{args.units:,} units × {len(CODERS)} coders; {args.rounds} rounds of {CALLS} calls")
        columns = f"{'first s':>8} {'best s':>8} {'CPU s':>7} {'peak MiB':>9} {'ours is':>9} {'target':>9}"
        print(f"{'from':8} {'way':8} {columns}")
        for where, ways in WAYS.items():
            runs: dict[str, list[Run]] = {way: [] for way in ways}
            for _ in range(args.rounds):
                for way, taken in runs.items():
                    taken.append(measured(folder, where, way))
            assert len({run.found for taken in runs.values() for run in taken}) == 1, "they found different α"
            own = statistics.median(run.best for run in runs["ours"])
            for way, taken in runs.items():
                first, best, cpu = (statistics.median(run[i] for run in taken) for i in range(3))
                memory = max(run.memory for run in taken)
                if way == "ours":
                    good, verdict = memory < MEMORY, f"{'':9} {f'<{MEMORY} MiB':>9}"
                elif way == "all":
                    good, verdict = True, ""
                else:
                    best = min(run.best for run in taken)
                    good, verdict = best / own >= TARGET, f"{best / own:8.1f}× {TARGET:8.1f}×"
                missed |= not good
                numbers = f"{first:8.4f} {best:8.4f} {cpu:7.4f} {memory:9.0f}"
                print(f"{where:8} {way:8} {numbers} {verdict}{said(good)}".rstrip())
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
