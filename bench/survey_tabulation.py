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

import sys
import tempfile
from pathlib import Path

from _runs import HEADINGS, Clocks, agree, in_turn, options, prepare, said, tell

ITEMS = [f"q{number:02}" for number in range(1, 31)]
BY = ["site", "role", "year"]
SCALE = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]
DONT_KNOW = "Don't know"
TARGETS = {"parquet": {"number once": 3.0, "group by": 10.0}, "csv": {"number once": 1.5, "group by": 3.5}}
MEMORY = 250
"""MiB that ours may take from Parquet."""


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


def ours(path: Path) -> tuple[Clocks, str]:
    """What `tideturn measure survey` takes over the file, printing apart, and how many agree of how many opinions."""
    from tideturn.commands.measure_table import coded_table
    from tideturn.methods.surveys import Item, tabulate

    items = [Item(q, tuple(SCALE[3:]), tuple(SCALE[:2]), opinion_none=(DONT_KNOW,), scale=tuple(SCALE)) for q in ITEMS]
    began = Clocks.now()
    results = tabulate(coded_table(path, [*BY, *ITEMS]), items, by=BY)
    took = Clocks.now().since(began)
    assert len(results) == 120 * len(ITEMS)
    return took, f"{sum(r.k for r in results)} {sum(r.n for r in results)}"


def pandas(path: Path, way: str) -> tuple[Clocks, str]:
    """The same of pandas, with its fastest reader."""
    import numpy as np
    import pandas as pd

    began = Clocks.now()
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
    return Clocks.now().since(began), f"{agreeing} {opinions}"


def main() -> int:
    """Run every way in turn, print the table, and exit 1 where a target is missed."""
    asked = options(__doc__, rounds=5)
    asked.add_argument("--rows", type=int, default=1_000_000)
    args = asked.parse_args()
    if args.make:
        make(args.make, args.rows)
        return 0
    if args.one:
        took, counted = ours(args.file) if args.one == "ours" else pandas(args.file, args.one)
        tell(counted, *took)
        return 0
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        prepare(__file__, folder, "--rows", str(args.rows))
        print(f"{args.rows:,} responses × {len(ITEMS)} items by {' × '.join(BY)}; {args.rounds} rounds, medians")
        print(f"{'from':8} {'way':12} {HEADINGS} {'ours is':>9} {'target':>7}")
        for kind, targets in TARGETS.items():
            path = Path(folder) / f"answers.{kind}"
            own, *peers = in_turn(__file__, ("ours", *targets), args.rounds, "--file", str(path))
            agree(own, *peers)
            good, target = kind != "parquet" or own.memory < MEMORY, f"<{MEMORY} MiB" if kind == "parquet" else ""
            missed |= not good
            print(f"{kind:8} {'ours':12} {own} {'':9} {target}{said(good)}".rstrip())
            for (way, floor), runs in zip(targets.items(), peers, strict=True):
                ratio = runs.seconds / own.seconds
                good = ratio >= floor
                missed |= not good
                print(f"{kind:8} {way:12} {runs} {ratio:8.1f}× {floor:6.1f}×{said(good)}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
