"""Runs of a benchmark: each in a process of its own, which says what it found, how long it took and its peak memory."""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

HEADINGS = f"{'seconds':>8} {'CPU s':>8} {'peak MiB':>9}"
"""Of the cells that a `Runs` is written as."""


class Clocks(NamedTuple):
    """The clock on the wall and the one of the CPU, in seconds."""

    wall: float
    cpu: float

    @classmethod
    def now(cls) -> Clocks:
        return cls(time.perf_counter(), time.process_time())

    def since(self, began: Clocks) -> Clocks:
        return Clocks(self.wall - began.wall, self.cpu - began.cpu)


class Run(NamedTuple):
    """What one run took, and what it found."""

    seconds: float
    cpu: float
    memory: float
    found: str


class Runs(list[Run]):
    """All runs of one way."""

    @property
    def seconds(self) -> float:
        """The median."""
        return statistics.median(run.seconds for run in self)

    @property
    def cpu(self) -> float:
        """The median."""
        return statistics.median(run.cpu for run in self)

    @property
    def memory(self) -> float:
        """The largest, in MiB."""
        return max(run.memory for run in self)

    def __str__(self) -> str:
        return f"{self.seconds:8.3f} {self.cpu:8.3f} {self.memory:9.0f}"


def options(purpose: str | None, rounds: int) -> argparse.ArgumentParser:
    """What a benchmark is asked; hidden are the words with which it runs itself in a process of its own."""
    parser = argparse.ArgumentParser(description=purpose, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    return parser


def tell(found: str, *took: float, memory: float | None = None) -> None:
    """Say in a process of its own what it found and took; its peak memory is the system's, libraries included."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 if memory is None else memory
    print(found)
    print(*took, peak)


def told(bench: str, *options: str) -> tuple[str, list[float]]:
    """Run the file `bench` in a process of its own; what it found, and its figures, the last of which is its memory."""
    command = [sys.executable, "-W", "ignore", bench, *options]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().split("\n")
    return said[-2], [float(number) for number in said[-1].split()]


def tideturn(*words: str) -> float:
    """Run a command as it is installed, its source compiled and kept; the seconds that its process took."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "tideturn", *words], check=True, stdout=subprocess.DEVNULL, env=kept)
    return time.perf_counter() - began


def prepare(bench: str, *options: str) -> None:
    """Have it make its files in a process of its own: a child's peak memory counts what its parent held at the fork."""
    subprocess.run([sys.executable, bench, "--make", *options], check=True)


def in_turn(bench: str, ways: Sequence[str], rounds: int, *options: str) -> list[Runs]:
    """The runs of each way, every way once in every round, so that the machine's other load falls on all alike."""
    runs = [Runs() for _ in ways]
    for _ in range(rounds):
        for way, done in zip(ways, runs, strict=True):
            found, (seconds, cpu, memory) = told(bench, "--one", way, *options)
            done.append(Run(seconds, cpu, memory, found))
    return runs


def agree(*ways: Iterable[Run]) -> None:
    """Raises AssertionError where not every run found the same: their times then say nothing."""
    found = {run.found for way in ways for run in way}
    assert len(found) == 1, f"they found different answers: {found}"


def said(good: bool) -> str:
    """How a line ends whose target was missed."""
    return "" if good else "  missed"
