"""`tideturn measure pathway`: how cases really move, counted from a log of events and compared with a design."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tideturn.commands import measure_engine as engines
from tideturn.commands import measure_options as options
from tideturn.commands import measure_table as table
from tideturn.commands.measure_pathway_answer import Measured, answer
from tideturn.commands.measure_pathway_chart import CHARTS, check_chart, write_chart
from tideturn.commands.measure_pathway_compare import COMPARED, check_compare, compared
from tideturn.commands.measure_pathway_design import endings, hold, read_design
from tideturn.commands.measure_pathway_engine import run_on
from tideturn.commands.measure_pathway_log import Asked, read_log
from tideturn.commands.measure_pathway_words import print_compared, print_held, print_pathway
from tideturn.commands.measure_pathway_write import check_write, write
from tideturn.dataset.engine import LOCAL
from tideturn.dataset.problems import TideturnError

if TYPE_CHECKING:
    from datetime import date

    from tideturn.methods.pathways import EventLog
    from tideturn.methods.pathways.design import Designed

EXAMPLE: Final = "tideturn measure pathway events.csv --case case_id --activity activity --time time --site site --json"


def add_to(methods: Any) -> None:
    """Declare the method."""
    sub: argparse.ArgumentParser = methods.add_parser(
        "pathway",
        help="how cases really move, step by step",
        description=(
            "Counts a log of events: which step follows which and after how long, by which routes cases go, and what "
            "is done again; whether sites or periods differ beyond chance; and, given a design, who followed it."
        ),
        epilog=f"Example: {EXAMPLE}",
    )
    sub.add_argument(
        "file", type=engines.place, metavar="FILE", help="CSV or Parquet, one row an event, or XES or OCEL 2.0"
    )
    sub.add_argument("--case", metavar="COLUMN", help="default case_id; in OCEL the type of object that is a case")
    sub.add_argument("--activity", metavar="COLUMN", help="default activity; in XES the attribute, concept:name")
    sub.add_argument("--time", metavar="COLUMN", help="default time")
    sub.add_argument("--site", metavar="COLUMN", help="its column: sites are then counted apart too, and compared")
    sub.add_argument("--lifecycle", metavar="COLUMN", help="its column: only what is complete counts")
    sub.add_argument("--every-transition", action="store_true", help="what is not complete counts too")
    sub.add_argument("--pathway", metavar="P", help="of a file of several pathways (column pathway), this one")
    sub.add_argument("--period", choices=("year", "quarter", "month"), help="count by when a case began, too")
    sub.add_argument(
        "--wait", nargs=2, action="append", default=[], metavar=("FROM", "TO"), help="the wait between two activities"
    )
    sub.add_argument(
        "--closing",
        action="append",
        default=[],
        metavar="ACTIVITY",
        help="ends a case (default: as in --design)",
    )
    sub.add_argument("--design", type=Path, metavar="FILE", help="the pathway as it is meant: P.toml or BPMN 2.0")
    sub.add_argument(
        "--until",
        metavar="DATE",
        help="the last day that was watched: later events are left out of everything (default: that of the last event)",
    )
    sub.add_argument(
        "--compare",
        choices=COMPARED,
        help="hold these against each other (default: sites, given --site); by pilot, whether sites became more alike",
    )
    sub.add_argument("--permutations", type=int, default=1000, metavar="N", help="relabellings (default 1000)")
    sub.add_argument("--seed", type=int, default=1, metavar="N", help="where chance begins (default 1)")
    sub.add_argument(
        "--zone", metavar="ZONE", default="Europe/London", help="of times without one (default Europe/London)"
    )
    sub.add_argument(
        "--chart",
        type=Path,
        metavar="FILE.svg",
        help="draw the --wait, else what of the --design was skipped and added, else the pathway as it runs",
    )
    sub.add_argument(
        "--chart-by", choices=CHARTS, help="draw these beside each other, every step (a wait: every time) at one place"
    )
    sub.add_argument(
        "--write", type=Path, metavar="FILE", help="write the log too, as .xes or .json (OCEL), or the design as .bpmn"
    )
    engines.add_engine(sub)
    sub.add_argument("--json", action="store_true", help="answer as JSON")
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, count, compare and print."""
    if not 1 <= args.permutations <= options.MOST_DRAWS:
        raise TideturnError(
            f"--permutations {args.permutations} is no number of relabellings.",
            mend=f"Give 1 to {options.MOST_DRAWS:,}.",
        )
    options.check_seed(args.seed)
    if args.closing and not args.wait:
        raise TideturnError("--closing goes with --wait.", mend="Say between which activities: --wait FROM TO.")
    until = table.day(args.until) if args.until else None
    check_chart(args)
    check_compare(args)
    if args.write is not None:
        check_write(args.write, args.design)
    engine = engines.chosen(args)
    if engine != LOCAL:
        return run_on(engine, args)
    names = ("case", "activity", "time", "site", "lifecycle", "every_transition", "pathway", "zone")
    name, design = read_design(args.design) if args.design else ("", None)
    log = read_log(args.file, Asked(**{name: getattr(args, name) for name in names}))
    found = _measured(log, args, name, design, until)
    if args.chart is not None:
        write_chart(args, found, design, until)
    if args.write is not None:
        write(args.write, found.log, design)
    if args.json:
        table.print_json(answer(found))
        return 0
    for note in found.notes:
        table.note(note)
    print_pathway(found)
    if found.held and found.counts.cases:
        print_held(found.held, found.seen_until)
    print_compared(found.compared)
    return 0


def _measured(
    log: EventLog, args: argparse.Namespace, name: str, design: Designed | None, until: date | None
) -> Measured:
    """Count the log, and each part of it if asked.

    Compare it with the design, and its sites or periods with each other.
    """
    from tideturn.methods.pathways import count, split, throughput, wait_between
    from tideturn.methods.pathways.cut_off import last_day_seen, seen_until
    from tideturn.methods.pathways.time_to_step import time_to_step

    if until is not None:
        log = seen_until(log, until)
    by_site = args.site is not None and bool(log.sites)
    apart = split(log, site=by_site, period=args.period) if by_site or args.period else ()
    closing = tuple(args.closing) or tuple(name for name in endings(design) if name in log.activities)
    return Measured(
        log=log,
        seen_until=until or last_day_seen(log),
        closing=closing,
        counts=count(log),
        waits=[
            (wait_between(log, first, then), time_to_step(log, then, start=first, cutoff=until, closing=closing))
            for first, then in args.wait
        ],
        parts=[(names, count(part), throughput(part)) for names, part in apart],
        held=hold(log, name, design, until) if design is not None else None,
        compared=compared(log, args, design),
    )
