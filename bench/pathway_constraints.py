"""A hundred thousand cases held against ten constraints with deadlines, beside pm4py's token replay of the same log.

    .venv/bin/python bench/pathway_constraints.py [--cases N] [--rounds N]

Every run is a process of its own, pm4py's turn following ours in every round; the machine's other load then falls on
both alike. Both start from the same Parquet file already in memory, ours as an event log and pm4py's as the data frame
that it asks for; times exclude starting Python, loading the libraries and bank holidays, and reading the file. CPU
seconds are those of all cores together. The ratio is of the median seconds; peak memory is the largest resident set of
the process, libraries included.

  ours      ten constraints, each activation with its deadline: five in days, three in working days of England, two in
            hours; every case is satisfied, violated, open or not asked under each
  pm4py     token replay against a Petri net of the same pathway: eight steps in order, of which three can be passed by;
            it looks at the order alone and at no time
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from _runs import HEADINGS, Clocks, in_turn, options, prepare, said, tell

STEPS = tuple(f"step {number}" for number in range(8))
OPTIONAL = (2, 4, 6)
FASTER = 20.0
"""How many times faster than the token replay the constraints must be."""


def make(path: Path, cases: int) -> None:
    """Cases that take the eight steps, each passed by or taken again now and then, days apart, over three years."""
    import numpy as np
    import polars as pl

    rng = np.random.default_rng(1)
    times = rng.choice([0, 1, 2], size=(cases, len(STEPS)), p=[0.12, 0.83, 0.05])
    times[:, 0] = 1
    for step in OPTIONAL:
        times[:, step] *= rng.random(cases) < 0.6
    case = np.repeat(np.arange(cases), times.sum(axis=1))
    step = np.repeat(np.tile(np.arange(len(STEPS)), cases), times.ravel())
    start = rng.integers(0, 3 * 365 * 24 * 60, cases)
    wait = rng.exponential(36 * 60, case.size).astype(np.int64)
    passed = np.cumsum(wait)
    first = np.searchsorted(case, np.arange(cases))
    minutes = start[case] + passed - passed[first][case]
    pl.DataFrame(
        {
            "case": pl.Series(case).cast(pl.String).str.zfill(7),
            "activity": pl.Series(STEPS).gather(step),
            "time": pl.Series(1_600_000_000_000_000 + 60_000_000 * minutes).cast(pl.Datetime("us", "UTC")),
        }
    ).write_parquet(path)


def rules() -> list[Any]:
    """Ten constraints between the steps."""
    from tideturn.methods.pathways.constraints import Constraint

    ends = [(0, 1), (1, 3), (3, 5), (5, 7), (0, 7), (0, 3), (1, 5), (3, 7), (0, 5), (1, 7)]
    kinds: list[dict[str, Any]] = [{"within_days": 2 + n} for n in range(5)]
    kinds += [{"within_days": 3 + n, "working_days": True} for n in range(3)] + [
        {"within_hours": 24.0 * n} for n in (3, 9)
    ]
    return [
        Constraint(f"{first}–{then}", STEPS[first], STEPS[then], **kind)
        for (first, then), kind in zip(ends, kinds, strict=True)
    ]


def ours(path: Path) -> tuple[Clocks, str]:
    """What the constraints take, and their counts."""
    import polars as pl

    from tideturn.methods.pathways import event_log
    from tideturn.methods.pathways.constraints import check
    from tideturn.methods.pathways.deadlines import bank_holidays

    bank_holidays(2020, 2024)
    log = event_log(pl.read_parquet(path))
    constraints = rules()
    began = Clocks.now()
    found = check(log, constraints)
    took = Clocks.now().since(began)
    assert all(sum((c.cases.settled, c.cases.open, c.not_asked)) == len(log.cases) for c in found)
    assert all(c.cases.satisfied and c.cases.violated for c in found)
    return took, f"{sum(c.cases.satisfied for c in found):,} kept, {sum(c.cases.open for c in found):,} open"


def pm4py(path: Path) -> tuple[Clocks, str]:
    """What the token replay takes, and how many cases fit."""
    import pandas as pd
    from pm4py.algo.conformance.tokenreplay import algorithm
    from pm4py.objects.petri_net.obj import Marking, PetriNet
    from pm4py.objects.petri_net.utils import petri_utils

    frame = pd.read_parquet(path).rename(
        columns={"case": "case:concept:name", "activity": "concept:name", "time": "time:timestamp"}
    )
    net = PetriNet("pathway")
    places = [PetriNet.Place(f"p{number}") for number in range(len(STEPS) + 1)]
    net.places.update(places)
    for number, step in enumerate(STEPS):
        for label in (step, None) if number in OPTIONAL else (step,):
            transition = PetriNet.Transition(f"{step} {label}", label)
            net.transitions.add(transition)
            petri_utils.add_arc_from_to(places[number], transition, net)
            petri_utils.add_arc_from_to(transition, places[number + 1], net)
    quiet = {"show_progress_bar": False}
    began = Clocks.now()
    replayed = algorithm.apply(frame, net, Marking({places[0]: 1}), Marking({places[-1]: 1}), parameters=quiet)
    return Clocks.now().since(began), f"{sum(case['trace_is_fit'] for case in replayed):,} of {len(replayed):,} fit"


WAYS = {"ours": ours, "pm4py": pm4py}


def main() -> int:
    """Run both in turn, print the table, and exit 1 where the target is missed."""
    asked = options(__doc__, rounds=3)
    asked.add_argument("--cases", type=int, default=100_000)
    args = asked.parse_args()
    if args.make:
        make(args.make, args.cases)
        return 0
    if args.one:
        took, found = WAYS[args.one](args.file)
        tell(found, *took)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.parquet"
        prepare(__file__, str(path), "--cases", str(args.cases))
        own, theirs = in_turn(__file__, tuple(WAYS), args.rounds, "--file", str(path))
    ratio = theirs.seconds / own.seconds
    good = ratio >= FASTER
    print(f"{args.cases:,} cases, ten constraints; {args.rounds} rounds, medians")
    print(f"{'':24} {HEADINGS}")
    print(f"{'constraints, ours':24} {own}  {own[0].found}")
    print(f"{'token replay, pm4py':24} {theirs}  {theirs[0].found}")
    print(f"ours is {ratio:.1f}× (target {FASTER:g}×){said(good)}")
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
