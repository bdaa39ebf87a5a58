"""`tideturn measure pathway`: how cases really move, counted from a log of events."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tideturn.commands import measure_table as table
from tideturn.commands.measure_pathway_log import read_log
from tideturn.commands.measure_pathway_words import Part, print_pathway

if TYPE_CHECKING:
    from tideturn.methods.pathways import Counts, EventLog, Waits

EXAMPLE: Final = "tideturn measure pathway events.csv --case case_id --activity activity --time time --site site --json"


def add_to(methods: Any) -> None:
    """Declare the method."""
    sub: argparse.ArgumentParser = methods.add_parser(
        "pathway",
        help="how cases really move, step by step",
        description=(
            "Counts a log of events, one row an event: which step follows which and after how long, by which routes "
            "cases go, and what is done again."
        ),
        epilog=f"Example: {EXAMPLE}",
    )
    sub.add_argument("file", type=Path, metavar="FILE", help="a CSV or Parquet file, such as events.csv")
    for name, what in (("case", "case_id"), ("activity", "activity"), ("time", "time")):
        sub.add_argument(f"--{name}", metavar="COLUMN", default=what, help=f"its column (default {what})")
    sub.add_argument("--site", metavar="COLUMN", help="its column: sites are then counted apart too")
    sub.add_argument("--lifecycle", metavar="COLUMN", help="its column: only what is complete counts")
    sub.add_argument("--every-transition", action="store_true", help="what is not complete counts too")
    sub.add_argument("--pathway", metavar="P", help="of a file of several pathways (column pathway), this one")
    sub.add_argument("--period", choices=("year", "quarter", "month"), help="count by when a case began, too")
    sub.add_argument(
        "--wait", nargs=2, action="append", default=[], metavar=("FROM", "TO"), help="the wait between two activities"
    )
    sub.add_argument(
        "--zone", metavar="ZONE", default="Europe/London", help="of times without one (default Europe/London)"
    )
    sub.add_argument("--json", action="store_true", help="answer as JSON")
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, count and print."""
    from tideturn.methods.pathways import count, split, throughput, wait_between

    log = read_log(
        args.file,
        case=args.case,
        activity=args.activity,
        time=args.time,
        site=args.site,
        lifecycle=args.lifecycle,
        every_transition=args.every_transition,
        pathway=args.pathway,
        zone=args.zone,
    )
    counts = count(log)
    waits = [wait_between(log, first, then) for first, then in args.wait]
    by_site = args.site is not None and bool(log.sites)
    apart = split(log, site=by_site, period=args.period) if by_site or args.period else ()
    parts = [(names, count(part), throughput(part)) for names, part in apart]
    if args.json:
        table.print_json(answer(log, counts, waits, parts))
        return 0
    for note in log.notes:
        table.note(note)
    print_pathway(log, counts, waits, parts)
    return 0


def answer(log: EventLog, counts: Counts, waits: list[Waits], parts: list[Part]) -> dict[str, Any]:
    """The result by the names that the JSON answer gives it; waits in seconds."""
    from tideturn.methods.pathways import rework, throughput

    starts, ends = counts.at_ends()
    return {
        "cases": counts.cases,
        "events": counts.events,
        "activities": len(counts.activities),
        "variants": counts.routes().to_dicts(),
        "edges": counts.frame().to_dicts(),
        "starts": starts,
        "ends": ends,
        "entropy": counts.entropy,
        "throughput": _spread(throughput(log)),
        "rework": rework(log).frame().to_dicts(),
        "waits": [{"from": wait.first, "to": wait.then, "began": wait.began, **_spread(wait)} for wait in waits],
        "by": [
            {
                **names,
                "cases": part.cases,
                "events": part.events,
                "variants": part.variants.height,
                "entropy": part.entropy,
                "edges": part.frame().to_dicts(),
                "throughput": _spread(through),
            }
            for names, part, through in parts
        ],
        "consistency": [],
        "constraints": [],
        "notes": list(log.notes),
    }


def _spread(waits: Waits) -> dict[str, Any]:
    spread = waits.spread
    return {
        "cases": spread.number,
        "least": spread.least,
        "lower": spread.lower,
        "median": spread.median,
        "upper": spread.upper,
        "most": spread.most,
    }
