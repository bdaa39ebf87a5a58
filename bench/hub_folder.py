"""A folder of 200,000 cases and 1 million events into the hub, out of it again, and taken back.

    .venv/bin/python bench/hub_folder.py [--cases N] [--events N] [--rounds N]                  on SQLite
    script/postgres .venv/bin/python bench/hub_folder.py …                                      on PostgreSQL

Each step is run as the worker runs it, in a process of its own, from the job's beginning to its end: looked through
(unpacked, checked, compared), brought in, made to leave, taken back. Peak memory is the process's largest resident set.
The floor is what the same folder takes without a hub: `tideturn check`, and to read and to write it.

Targets: under 3 GiB each, and each says how far it is.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
STEPS = ("look through", "bring in", "make", "take back")
FLOORS = ("check", "read and write")
MEMORY = 3.0
"""GiB."""


def main() -> int:
    """Run all, print the table, and exit 1 where the target is missed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cases", type=int, default=200_000)
    asked.add_argument("--events", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--step", help=argparse.SUPPRESS)
    asked.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    args = asked.parse_args()
    if args.step:
        return _one(args)
    vendor = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "folder"
        write(folder, args.cases, args.events)
        environment = os.environ | {
            "TIDETURN_DATA": f"{place}/data",
            "TIDETURN_KEYS": f"{place}/keys",
            "DJANGO_SETTINGS_MODULE": "_hub.settings",
            "PYTHONPATH": str(HERE),
        }
        own = [sys.executable, __file__, "--folder", str(folder), "--step"]
        subprocess.run([*own, "set up"], env=environment, check=True, capture_output=True)
        taken: dict[str, list[tuple[float, float, int]]] = {name: [] for name in (*FLOORS, *STEPS)}
        for _ in range(args.rounds):
            for name, runs in taken.items():
                told = subprocess.run([*own, name], env=environment, check=True, capture_output=True, text=True).stdout
                seconds, peak, said = told.split()[-3:]
                runs.append((float(seconds), float(peak), int(said)))
    print(f"{args.cases:,} cases and {args.events:,} events on {vendor}; {args.rounds} rounds, medians")
    print(f"{'what':16} {'seconds':>8} {'peak GiB':>9} {'said':>5}")
    missed = False
    for name, runs in taken.items():
        seconds, peak, said = (statistics.median(column) for column in zip(*runs, strict=True))
        is_floor = name in FLOORS
        good = is_floor or (max(run[1] for run in runs) < MEMORY and said > 1)
        missed |= not good
        told = "" if is_floor else f"  target {MEMORY:.0f} GiB, progress: {'met' if good else 'NOT met'}"
        print(f"{name:16} {seconds:8.1f} {peak:9.2f} {'' if is_floor else int(said):>5}{told}")
    return int(missed)


def write(folder: Path, cases: int, events: int) -> None:
    """Cases that go along a pathway of five steps."""
    from datetime import date, timedelta

    import numpy as np
    import polars as pl

    rng = np.random.default_rng(1)
    (folder / "pathways").mkdir(parents=True)
    sites = ("ldn", "bhm", "gm", "nat")
    said = "".join(f'[[sites]]\ncode = "{code}"\nname = "Site {code}"\n\n' for code in sites)
    said += "".join(f"[[years]]\nnumber = {n}\nstart = {2017 + n}-09-01\nend = {2018 + n}-08-31\n\n" for n in (1, 2))
    (folder / "programme.toml").write_text(f'name = "A large programme"\n\n{said}', encoding="utf-8")
    steps = ("arrest", "looked_up", "adult", "youth_worker", "referral")
    told = "".join(f'[[steps]]\nname = "{step}"\n\n' for step in steps)
    (folder / "pathways" / "custody.toml").write_text(f'name = "Custody"\n\n{told}', encoding="utf-8")
    days = np.array([str(date(2018, 9, 1) + timedelta(days=n)) for n in range(700)])
    opened = rng.integers(0, 600, cases)
    codes = np.array([f"C{n:06d}" for n in range(cases)])
    where = np.array(sites)[rng.integers(0, 4, cases)]
    pl.DataFrame(
        {
            "case_id": codes,
            "site": where,
            "received": days[opened],
            "opened": days[opened + 7],
            "age_at_referral": rng.integers(11, 18, cases),
        }
    ).write_csv(folder / "cases.csv")
    each = max(1, events // cases)
    case, turn = np.repeat(np.arange(cases), each), np.tile(np.arange(each), cases)
    pl.DataFrame(
        {
            "pathway": ["custody"] * (cases * each),
            "case_id": codes[case],
            "activity": np.array(steps)[turn % len(steps)],
            "time": [f"{day}T{9 + step % 8:02d}:00" for day, step in zip(days[opened[case]], turn, strict=True)],
            "site": where[case],
        }
    ).write_csv(folder / "events.csv")


class Progress:
    """What the worker's own does with what is said, but for writing it down: here it is counted."""

    def __init__(self) -> None:
        self.said: set[tuple[str, int | None, int | None]] = set()

    def say(self, sentence: str, done: int | None = None, of: int | None = None) -> None:
        """Count it."""
        self.said.add((sentence, done, of))


def _one(args: argparse.Namespace) -> int:
    progress = Progress()
    if args.step in FLOORS:
        begun = time.perf_counter()
        _floor(args.step, args.folder)
    else:
        begun = _in_the_hub(args.step, args.folder, progress)
    seconds = time.perf_counter() - begun
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(f"{seconds:.3f} {int(peak.split()[1]) / 2**20:.3f} {len(progress.said)}")
    return 0


def _floor(step: str, folder: Path) -> None:
    from tideturn.dataset.check import check_folder
    from tideturn.dataset.read import read_folder
    from tideturn.dataset.write import folder_files

    if step == "check":
        assert not check_folder(folder)
    else:
        folder_files(read_folder(folder))


def _in_the_hub(step: str, folder: Path, progress: Progress) -> float:
    """The moment at which the job began: what sends a folder and what agrees to an export is no part of it."""
    from tideturn.hub.config import start

    if step == "set up":
        with start.served_once(), start.folders():
            start.set_up()
            start.bring_up_to_date()
    else:
        start.set_up()
    from _hub import folders

    if step == "set up":
        folders.people()
        return time.perf_counter()
    return folders.run(step, folder, progress)


if __name__ == "__main__":
    sys.exit(main())
