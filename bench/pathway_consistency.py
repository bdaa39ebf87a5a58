"""Four sites held against one another with a thousand relabellings over ten thousand cases; one distance beside pm4py.

    .venv/bin/python bench/pathway_consistency.py [--cases N] [--permutations N] [--rounds N]

Every run is a process of its own. Times exclude starting Python and making the log; ours includes loading what the
distances need (POT). CPU seconds are those of all cores together, and tell of a machine that was busy with something
else: the targets are for two cores that are free. Peak memory is the largest resident set of the process.

  four sites    six pairs, each with three distances held against its relabellings, at 8 variants (a small
                programme's), at 116 and at 300
  one distance  the earth movers' distance of two sites at 300 variants, ours in turn with pm4py's; both must agree
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

from _runs import HEADINGS, Clocks, agree, in_turn, options, said, tell

SITES = ("north", "east", "south", "west")
STEPS = tuple(f"step {number}" for number in range(8))
TARGETS = {8: 1.0, 116: 5.0, 300: 20.0}
"""Seconds, by the number of variants."""


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


def four_sites(variants: int, cases: int, permutations: int) -> tuple[Clocks, str]:
    """What the six pairs take, and the greatest distance."""
    from tideturn.methods.pathways.consistency import consistency

    log = log_of(taken(variants, cases))
    began = Clocks.now()
    found = consistency(log, permutations=permutations)
    took = Clocks.now().since(began)
    assert len(found.pairs) == 6
    assert all(pair.emd.permutations == permutations for pair in found.pairs)
    return took, f"{max(pair.emd.value for pair in found.pairs):.9f}"


def one_distance(way: str, variants: int, cases: int) -> tuple[Clocks, str]:
    """What one way takes over two sites, their traces being counted already, and their distance."""
    sides = [Counter(trace for site, trace in taken(variants, cases) if site == one) for one in SITES[:2]]
    if way == "ours":
        from ot.lp import emd_wrap  # noqa: F401 (loaded before the clock begins, as pm4py is)
        from rapidfuzz import process  # noqa: F401

        from tideturn.methods.pathways.distances import earth_movers

        began = Clocks.now()
        distance = earth_movers(*sides)
    else:
        from pm4py.algo.evaluation.earth_mover_distance import algorithm

        languages = [{trace: count / side.total() for trace, count in side.items()} for side in sides]
        algorithm.apply({("a",): 1.0}, {("b",): 1.0})  # so that it has loaded what it needs
        began = Clocks.now()
        distance = float(algorithm.apply(*languages))
    return Clocks.now().since(began), f"{distance:.9f}"


def main() -> int:
    """Run every way in turn, print the table, and exit 1 where a target is missed."""
    asked = options(__doc__, rounds=3)
    asked.add_argument("--cases", type=int, default=10_000)
    asked.add_argument("--permutations", type=int, default=1_000)
    args = asked.parse_args()
    if args.one:
        if args.one.isdigit():
            took, found = four_sites(int(args.one), args.cases, args.permutations)
        else:
            took, found = one_distance(args.one, 300, args.cases)
        tell(found, *took)
        return 0
    size = ("--cases", str(args.cases), "--permutations", str(args.permutations))
    *sites, ours, theirs = in_turn(__file__, (*map(str, TARGETS), "ours", "pm4py"), args.rounds, *size)
    agree(ours, theirs)
    print(f"{args.cases:,} cases at four sites, {args.permutations:,} relabellings; {args.rounds} rounds, medians")
    print(f"{'':24} {HEADINGS}")
    missed = False
    for (variants, target), runs in zip(TARGETS.items(), sites, strict=True):
        good = runs.seconds < target
        missed |= not good
        print(f"{f'four sites, {variants} variants':24} {runs}  target {target:g} s{said(good)}")
    print(f"{'one distance, ours':24} {ours}  ours is {theirs.seconds / ours.seconds:.1f}×")
    print(f"{'one distance, pm4py':24} {theirs}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
