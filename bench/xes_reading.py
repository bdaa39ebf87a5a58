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

import contextlib
import io
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from _runs import HEADINGS, Clocks, agree, in_turn, options, said, tell

TARGETS = {"default": 5.0, "line by line": None}
MEMORY = 1024
"""MiB that ours may take."""
STEPS = 25


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


def ours(path: Path) -> tuple[Clocks, str]:
    """What ours takes, and how many events, cases and activities it finds."""
    from tideturn.methods.pathways.xes import read_xes

    began = Clocks.now()
    frame = read_xes(path, site="site").frame
    took = Clocks.now().since(began)
    return took, f"{frame.height} {frame['case'].n_unique()} {frame['activity'].n_unique()}"


def pm4py(path: Path, way: str) -> tuple[Clocks, str]:
    """The same of pm4py, its greeting and its progress bar left out."""
    with contextlib.redirect_stdout(io.StringIO()):
        import pm4py

        began = Clocks.now()
        frame = pm4py.read_xes(str(path), variant=None if way == "default" else way.replace(" ", "_"))
        took = Clocks.now().since(began)
    return took, f"{len(frame)} {frame['case:concept:name'].nunique()} {frame['concept:name'].nunique()}"


def main() -> int:
    """Run every way in turn, print the table, and exit 1 where a target is missed."""
    asked = options(__doc__, rounds=3)
    asked.add_argument("--events", type=int, default=1_000_000)
    args = asked.parse_args()
    if args.one:
        took, counted = ours(args.file) if args.one == "ours" else pm4py(args.file, args.one)
        tell(counted, *took)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.xes"
        make(path, args.events)
        print(f"{args.events:,} events, {path.stat().st_size >> 20} MiB of XES; {args.rounds} rounds, medians")
        print(f"{'way':13} {HEADINGS} {'ours is':>9} {'target':>9}")
        own, *peers = in_turn(__file__, ("ours", *TARGETS), args.rounds, "--file", str(path))
    agree(own, *peers)
    missed = own.memory >= MEMORY
    print(f"{'ours':13} {own} {'':9} {f'<{MEMORY} MiB':>9}{said(not missed)}")
    for (way, target), runs in zip(TARGETS.items(), peers, strict=True):
        ratio = runs.seconds / own.seconds
        good = target is None or ratio >= target
        missed |= not good
        print(f"{way:13} {runs} {ratio:8.1f}× {f'{target:.1f}×' if target else '':>9}{said(good)}".rstrip())
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
