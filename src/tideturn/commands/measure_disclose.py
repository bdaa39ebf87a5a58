"""`tideturn measure disclose`: hide the small counts of a table, and enough others that none can be worked out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tideturn.commands import measure_table as table
from tideturn.dataset.problems import TideturnError

if TYPE_CHECKING:
    import polars as pl

    from tideturn.methods.disclosure.model import DisclosureRule
    from tideturn.methods.disclosure.tables import SafeTable

EXAMPLE: Final = (
    "tideturn measure disclose counts.csv --dimension site --dimension year --count young_people --total All "
    "--earlier safe-1.csv --out safe-2.csv"
)
NAMED: Final = 5
"""Maximum number of cells that a sentence names."""


def add_to(methods: Any) -> None:
    """Declare the method."""
    sub: argparse.ArgumentParser = methods.add_parser(
        "disclose",
        help="a table with small counts hidden",
        description=(
            "Writes a table of counts of young people or families in which small ones are hidden, and enough others "
            "that none can be worked out from totals or from earlier releases. FILE has one row a cell."
        ),
        epilog=f"Example: {EXAMPLE}",
    )
    sub.add_argument("file", type=Path, metavar="FILE", help="a CSV or Parquet file")
    sub.add_argument(
        "--dimension", metavar="COLUMN", action="append", required=True, help="what the counts are by; may be repeated"
    )
    sub.add_argument("--count", metavar="COLUMN", required=True, help="the counts")
    sub.add_argument("--total", metavar="WORD", help="the word that marks a total (default: totals are implied)")
    sub.add_argument(
        "--at-most",
        nargs=3,
        metavar=("COLUMN", "SMALLER", "LARGER"),
        action="append",
        default=[],
        help="a dimension and two of its values: whoever is counted under the first is counted under the second as "
        'well, as in --at-most wait "30 days" "60 days"; may be repeated',
    )
    sub.add_argument("--threshold", type=int, metavar="N", default=5, help="1 to N are small (default 5)")
    sub.add_argument("--hide-zero", action="store_true", help="hide 0 too")
    sub.add_argument(
        "--earlier", type=Path, metavar="FILE", action="append", default=[], help="a table shown before, oldest first"
    )
    sub.add_argument("--out", type=Path, metavar="FILE", required=True, help="the safe table, as CSV")
    sub.add_argument("--json", action="store_true", help="answer as JSON")
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Hide small counts, check, write the table, and print how many were hidden."""
    from tideturn.dataset.storage import write_whole
    from tideturn.methods.disclosure.model import DisclosureRule
    from tideturn.methods.disclosure.tables import safe_table

    columns = [*args.dimension, args.count]
    table.each_once(columns, str(args.file))
    if args.out.resolve() in {path.resolve() for path in (args.file, *args.earlier)}:
        raise TideturnError(
            "the safe table would be written over what was read.", place=str(args.out), mend="Give --out another name."
        )
    if args.threshold < 1:
        raise TideturnError(f"{args.threshold} is no threshold.", mend="Give --threshold 1 or more, such as 5 or 10.")
    rule = DisclosureRule(small_count=args.threshold, show_zero=not args.hide_zero)
    frame = _table(args.file, columns)
    frame = frame.with_columns(table.numbers(frame, args.count, args.file))
    earlier = [(str(path), _table(path, columns)) for path in args.earlier]
    at_most = [(column, smaller, larger) for column, smaller, larger in args.at_most]
    try:
        safe = safe_table(
            frame, args.dimension, args.count, total=args.total, at_most=at_most, earlier=earlier, rule=rule
        )
    except TideturnError as wrong:
        # A table given as an argument has no name; an earlier table's error names it already.
        place = wrong.place if any(str(path) in wrong.place for path in args.earlier) else f"{args.file}, {wrong.place}"
        raise TideturnError(wrong.what, place=place.removesuffix(", "), mend=wrong.mend) from None
    write_whole({args.out: safe.frame.write_csv().encode()})
    answer = {
        "hidden_primary": safe.hidden_primary,
        "hidden_secondary": safe.hidden_secondary,
        "totals_hidden": list(safe.totals),
        "unprotected": sorted(safe.suppression.unprotected),
    }
    if args.json:
        table.print_json(answer)
    else:
        print(
            f"{args.out}: {safe.frame.height} counts, {safe.hidden_primary} of them hidden for what they are and "
            f"{safe.hidden_secondary} so that those cannot be worked out."
        )
    _warn(safe, rule)
    return 0


def _table(path: Path, columns: list[str]) -> pl.DataFrame:
    frame = table.text_table(path, table.wanted(path, columns))
    if frame.is_empty():
        raise TideturnError("there is no row.", place=str(path), mend="Give one row for each cell of the table.")
    return frame


def _warn(safe: SafeTable, rule: DisclosureRule) -> None:
    if safe.totals:
        table.note(f"these totals could not be kept, and must not be shown elsewhere either: {_some(safe.totals)}.")
    if safe.suppression.unprotected:
        table.note(
            f"earlier tables already let a reader work out {_some(sorted(safe.suppression.unprotected))}; hiding them "
            f"now cannot undo it (1 to {rule.small_count} are small)."
        )


def _some(names: tuple[str, ...] | list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(f"“{name}”" for name in names[:NAMED]) + more
