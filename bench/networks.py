"""Betweenness in a large network beside networkx, and a page's worth of measures over three waves.

    .venv/bin/python bench/networks.py [--organisations N] [--ties N] [--rounds N]

Every run is a process of its own, networkx' turn following ours in every round; the machine's other load then falls on
both alike. Times exclude starting Python, loading the libraries and drawing the network at random. CPU seconds are
those of all cores together: rustworkx uses every core, networkx one. The ratio is of the median seconds; peak memory is
the largest resident set of the process, libraries included.

  betweenness   2,000 organisations and 20,000 ties with a direction; both must give the same numbers
  page          200 organisations, three waves of about 4,000 ties, 2,000 bootstrap draws, 1,000 relabellings
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from typing import NamedTuple

FASTER = 15.0
"""How many times faster than networkx betweenness must be."""
PAGE = 2.0
"""Seconds that the page may take."""
WAYS = ("ours", "networkx")


class Run(NamedTuple):
    """What one run took, and what it found."""

    seconds: float
    cpu: float
    memory: float
    found: str


def arcs(organisations: int, ties: int, seed: int) -> list[tuple[int, int]]:
    """Ties drawn at random, none twice and none of an organisation to itself, always the same for one seed."""
    import numpy as np

    rng = np.random.default_rng(seed)
    cells = rng.choice(organisations * (organisations - 1), ties, replace=False)
    source, target = cells // (organisations - 1), cells % (organisations - 1)
    return list(zip(source.tolist(), (target + (target >= source)).tolist(), strict=True))


def between(way: str, organisations: int, ties: int) -> tuple[float, float, str]:
    """The seconds, CPU seconds and sum of betweenness of one way."""
    import numpy as np

    drawn = arcs(organisations, ties, 1)
    if way == "ours":
        import rustworkx  # noqa: F401 (loaded before the clock begins, as networkx is)

        from tideturn.methods.networks import betweenness

        source, target = (np.array(ends) for ends in zip(*drawn, strict=True))
        began = clocks()
        shares = betweenness(source, target, organisations)
    else:
        import networkx

        began = clocks()
        graph = networkx.DiGraph()
        graph.add_nodes_from(range(organisations))
        graph.add_edges_from(drawn)
        shares = np.array(list(networkx.betweenness_centrality(graph).values()))
    wall, cpu = since(began)
    return wall, cpu, f"{shares.sum():.9f} {shares.max():.9f}"


def page() -> tuple[float, float, str]:
    """The seconds, CPU seconds and change of density of a page's worth of measures."""
    import polars as pl
    import rustworkx  # noqa: F401

    from tideturn.methods.networks import network

    rows = [
        (wave, f"o{a:03}", f"o{b:03}", 1 + (a + b) % 5, float((a * b) % 6), float((a + wave) % 6))
        for wave in (1, 2, 3)
        for a, b in arcs(200, 3_000 + 1_000 * wave, wave)
    ]
    ties = pl.DataFrame(rows, schema=["wave", "from", "to", "level", "share_amount", "share_quality"], orient="row")
    asked = pl.DataFrame(
        [(wave, f"o{a:03}", (a + wave) % 20 > 0) for wave in (1, 2, 3) for a in range(200)],
        schema=["wave", "organisation_id", "responded"],
        orient="row",
    )
    ties = ties.join(asked.filter("responded"), left_on=["wave", "from"], right_on=["wave", "organisation_id"])
    groups = {f"o{a:03}": "abcdefg"[a % 7] for a in range(200)}
    began = clocks()
    found = network(ties, asked, groups=groups, draws=2_000, permutations=1_000)
    wall, cpu = since(began)
    return wall, cpu, " ".join(f"{change.density:.6f}" for change in found.changes)


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
    return Run(seconds, cpu, memory, told[0])


def line(name: str, runs: list[Run], verdict: str) -> None:
    """One line of the table: medians, and the largest memory."""
    seconds, cpu = (statistics.median(run[at] for run in runs) for at in (0, 1))
    print(f"{name:24} {seconds:8.3f} {cpu:8.3f} {max(run.memory for run in runs):9.0f}  {verdict}".rstrip())


def main() -> int:
    """Run every way in turn, print the table, and exit 1 where a target is missed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--organisations", type=int, default=2_000)
    options.add_argument("--ties", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--one", help=argparse.SUPPRESS)
    args = options.parse_args()
    if args.one:
        wall, cpu, found = page() if args.one == "page" else between(args.one, args.organisations, args.ties)
        print(found)
        print(wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return 0
    size = ("--organisations", str(args.organisations), "--ties", str(args.ties))
    runs: dict[str, list[Run]] = {way: [] for way in (*WAYS, "page")}
    for _ in range(args.rounds):
        for way, taken in runs.items():
            taken.append(measured(way, *size))
    assert len({run.found for way in WAYS for run in runs[way]}) == 1, "they found different betweenness"
    ours, theirs, whole = (statistics.median(run.seconds for run in runs[way]) for way in runs)
    ratio = theirs / ours
    good = (ratio >= FASTER, whole < PAGE)
    print(f"{args.organisations:,} organisations, {args.ties:,} ties; {args.rounds} rounds, medians")
    print(f"{'':24} {'seconds':>8} {'CPU s':>8} {'peak MiB':>9}")
    line("betweenness, ours", runs["ours"], "")
    line("betweenness, networkx", runs["networkx"], f"ours is {ratio:.1f}× (target {FASTER:g}×){_said(good[0])}")
    line("page of three waves", runs["page"], f"target {PAGE:g} s{_said(good[1])}")
    return int(not all(good))


def _said(good: bool) -> str:
    return "" if good else "  missed"


if __name__ == "__main__":
    sys.exit(main())
