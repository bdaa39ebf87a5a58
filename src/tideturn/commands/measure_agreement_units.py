"""`tideturn measure agreement` for units that coders saw one by one: a long table, or one column for each coder."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tideturn.commands import measure_table as table
from tideturn.dataset.problems import TideturnError

if TYPE_CHECKING:
    import polars as pl

    from tideturn.methods.agreement import Agreement

AGREED: Final = "agreed"
"""Coder name of the settled coding, which belongs to no single coder."""
NOBODY: Final = "(none)"
UNIT: Final = "unit"
"""Name of a wide table's column that holds the units; it is not a coder."""


@dataclass(frozen=True)
class Measured:
    """The agreement found, how many times coders differ, and a function that lists where.

    The list is made only on demand.
    """

    found: Agreement
    differing: int
    differ: Callable[[], pl.DataFrame]


def of_long(args: argparse.Namespace) -> Measured:
    """Measure a table with one row for each unit, coder and code.

    A row without a code is a unit seen and given no code.
    """
    import polars as pl

    from tideturn.methods.agreement import agreement_of_units, disagreements_on_units
    from tideturn.methods.agreement.ratings import SEPARATOR, from_wide, one_row_a_unit

    coder, code = args.coder or "coder", args.code or "code"
    frame = table.text_table(args.file, table.wanted(args.file, [args.document, args.unit, coder, code]))
    keys = [name for name in (args.document, args.unit) if name]
    table.filled(frame, [*keys, coder], args.file)
    kept = frame.filter(pl.col(coder) != AGREED)
    _two_or_more(kept[coder].unique().sort().to_list(), args.file)
    clash = sorted({*kept[coder].unique()} & {*keys})
    if clash:
        raise TideturnError(
            f"a coder is called “{clash[0]}”, as a column is.", place=str(args.file), mend="Rename the column."
        )
    wide = one_row_a_unit(kept, keys, coder, code).sort(keys)
    coders = [name for name in wide.columns if name not in keys]
    ratings = from_wide(wide, coders, document=args.document, several=SEPARATOR)
    found = agreement_of_units(
        ratings, scale=table.listed(args.scale) or None, several=True, draws=args.draws, seed=args.seed
    )
    found = noted(found, left_out=kept.height < frame.height)
    return Measured(
        found, round(ratings.differing), lambda: disagreements_on_units(wide, coders, keys=keys, several=SEPARATOR)
    )


def of_wide(args: argparse.Namespace) -> Measured:
    """Measure a table with one row for each unit and one column for each coder. An empty cell is a unit never seen."""
    import polars as pl

    from tideturn.methods.agreement import agreement_of_units, disagreements_on_units, from_wide

    headings = table.headings(args.file)
    unit = args.unit or (UNIT if UNIT in headings and not args.columns else None)
    keys = [name for name in (args.document, unit) if name]
    named = list(table.listed(args.columns, ",")) or [name for name in headings if name not in keys]
    table.each_once([*keys, *named], str(args.file))
    coders = [name for name in named if name != AGREED]
    table.wanted(args.file, [*keys, *coders])
    needed = [*([args.document] if args.document else []), *coders]
    with table.readable(args.file):
        frame = table.coded_table(args.file, needed).lazy().collect()
    if args.document:
        frame = frame.with_columns(pl.col(args.document).cast(pl.String).fill_null(NOBODY))
    ratings = from_wide(frame, coders, document=args.document, several=args.several)
    _two_or_more(ratings.who_coded, args.file)
    found = agreement_of_units(
        ratings,
        scale=table.listed(args.scale) or None,
        several=args.several is not None,
        draws=args.draws,
        seed=args.seed,
    )
    found = noted(found, left_out=len(coders) < len(named))

    def differ() -> pl.DataFrame:
        whole = table.text_table(args.file, [*keys, *coders])
        return disagreements_on_units(whole, coders, keys=keys, several=args.several)

    return Measured(found, round(ratings.differing), differ)


def noted(found: Agreement, *notes: str, left_out: bool) -> Agreement:
    """Return the agreement with these notes first, then a note if the settled coding was left out."""
    settled = (f"“{AGREED}” is the settled coding, and is left out.",) if left_out else ()
    return replace(found, notes=(*notes, *settled, *found.notes))


def _two_or_more(coders: Sequence[str], path: Path) -> None:
    """Raise TideturnError if there are fewer than two coders."""
    if len(coders) < 2:
        who = f"only {coders[0]} is" if coders else "nobody is"
        raise TideturnError(
            f"agreement takes two who coded something, and {who} there.",
            place=str(path),
            mend="Add the codes of another coder.",
        )
