"""`tideturn measure pathway --engine …`: count a log that is too large for this machine."""

from __future__ import annotations

import argparse
from typing import Final

from tideturn.commands import measure_table as table
from tideturn.commands.measure_engine import address, only_counts
from tideturn.commands.measure_pathway_answer import counts_answer
from tideturn.commands.measure_pathway_words import print_counts

BEYOND: Final = (
    "site",
    "lifecycle",
    "every_transition",
    "period",
    "wait",
    "closing",
    "design",
    "until",
    "compare",
    "chart",
    "chart_by",
    "write",
)
"""Options that ask for more than the counts."""


def run_on(engine: str, args: argparse.Namespace) -> int:
    """Count on the engine and print."""
    from tideturn.engines.spark import spark
    from tideturn.methods.pathways.counting_anywhere import count_anywhere, whole_events
    from tideturn.methods.pathways.times import known_zone

    only_counts(args, engine, BEYOND)
    where = address(args.file, engine)
    with spark(engine, zone=known_zone(args.zone)) as session:
        read = session.events(
            where,
            case=args.case or "case_id",
            activity=args.activity or "activity",
            time=args.time or "time",
            pathway=args.pathway,
            place=str(args.file),
        )
        events, notes = whole_events(read, keep=session.keep)
        counts = count_anywhere(events, keep=session.keep)
    if args.json:
        table.print_json({**counts_answer(counts), "notes": list(notes), "engine": engine})
        return 0
    for note in notes:
        table.note(note)
    print_counts(counts)
    return 0
