"""`tideturn measure agreement`: measure how far coders agree, code by code, and list where they do not."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tideturn.commands import measure_agreement_spans as spans
from tideturn.commands import measure_agreement_units as units
from tideturn.commands import measure_options as options
from tideturn.commands import measure_table as table
from tideturn.dataset.problems import TideturnError

if TYPE_CHECKING:
    import polars as pl

    from tideturn.methods.agreement import Agreement, Estimate

EXAMPLE: Final = (
    "tideturn measure agreement codings.csv --document interview_id --start start --end end "
    "--coders coders.csv --text transcripts --disagreements to_settle.csv --json"
)


def add_to(methods: Any) -> None:
    """Declare the method."""
    sub: argparse.ArgumentParser = methods.add_parser(
        "agreement",
        help="how far coders agree, code by code",
        description=(
            "Says how far two or more coders agree, for each code and overall, over every unit that two were given. "
            "FILE is one of four: a table with a row for each unit, coder and code (--unit, --coder, --code); one with "
            "a column a coder (--wide); spans laid over text (--start, --end); or a programme's folder, whose codings, "
            "coders and transcripts are read. In a table of units, several codes on a unit are several rows; a row "
            "without a code says that the coder saw the unit and found nothing; a coder without a row never saw it. "
            "In a wide table an empty cell is a unit never seen. A coder called “agreed” is the settled coding, and is "
            "left out."
        ),
        epilog=f"Example: {EXAMPLE}",
    )
    sub.add_argument("file", type=Path, metavar="FILE", help="a CSV or Parquet file, or a programme's folder")
    sub.add_argument(
        "--unit", metavar="COLUMN", help="what was coded; wide: no coder’s (default: unit, where there is one)"
    )
    sub.add_argument("--coder", metavar="COLUMN", help="who coded it (default: coder)")
    sub.add_argument("--code", metavar="COLUMN", help="the code (default: code)")
    sub.add_argument("--wide", action="store_true", help="one row a unit, one column a coder")
    sub.add_argument("--columns", metavar="A,B", help="wide: the coders' columns (default: all but --unit, --document)")
    sub.add_argument("--several", metavar="MARK", help="wide: what parts several codes in a cell, such as ;")
    sub.add_argument("--start", metavar="COLUMN", help="spans: the first character, counted from 0")
    sub.add_argument("--end", metavar="COLUMN", help="spans: one past the last character")
    sub.add_argument(
        "--length", metavar="COLUMN|N", help="spans: how many characters the document has, as a column or a number"
    )
    sub.add_argument(
        "--document", metavar="COLUMN", help="what the units lie in: intervals are drawn over documents (else units)"
    )
    sub.add_argument(
        "--coders", type=Path, metavar="FILE", help="spans: which coder was given which document, found or not"
    )
    sub.add_argument("--text", type=Path, metavar="FOLDER", help="spans: the documents, as DOCUMENT.txt")
    sub.add_argument("--scale", metavar="'A|B|C'", help="the codes from lowest to highest, for ordinal α")
    sub.add_argument("--year", type=int, metavar="N", help="a folder: the interviews of one year (default: all)")
    sub.add_argument("--draws", type=int, default=2000, metavar="N", help="bootstrap draws (default 2000; 0 for none)")
    sub.add_argument("--seed", type=int, default=1, metavar="N", help="where the draws begin (default 1)")
    sub.add_argument("--disagreements", type=Path, metavar="FILE.csv", help="write where coders differ, with the text")
    sub.add_argument("--chart", type=Path, metavar="FILE.svg", help="write the chart of each code's α")
    sub.add_argument("--json", action="store_true", help="answer as JSON")
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measure, write what was asked for, and print."""
    from tideturn.dataset.storage import write_whole

    _refuse_what_does_not_fit(args)
    measured = _measured(args)
    found = measured.found
    written: dict[Path, bytes] = {}
    if args.disagreements:
        written[args.disagreements] = _csv(measured.differ())
    if args.chart:
        if not found.codes:
            raise TideturnError("nobody gave a code, so there is nothing to draw.", place=str(args.file))
        written[args.chart] = _chart(found)
    if written:
        write_whole(written)
    if args.json:
        table.print_json(found.as_dict())
    else:
        _print(found, measured.differing)
    return 0


def _measured(args: argparse.Namespace) -> units.Measured:
    """Return the measured agreement, whatever kind of input FILE is."""
    if args.file.is_dir():
        return spans.of_folder(args)
    if args.start or args.end or args.length:
        return spans.of_file(args)
    if args.wide:
        return units.of_wide(args)
    if args.unit:
        return units.of_long(args)
    raise TideturnError(
        "it is not said what the rows are.",
        place=str(args.file),
        mend="Give --unit (with --coder and --code), or --wide, or --start and --end.",
    )


def _refuse_what_does_not_fit(args: argparse.Namespace) -> None:
    if not 0 <= args.draws <= options.MOST_DRAWS:
        raise TideturnError(f"{args.draws} draws cannot be made.", mend=f"Give --draws 0 to {options.MOST_DRAWS:,}.")
    options.check_chart(args.chart)
    scale = table.listed(args.scale)
    again = next((code for code in scale if scale.count(code) > 1), None)
    if again is not None:
        raise TideturnError(f"“{again}” is on the scale twice.", mend="Name each code once in --scale.")
    options.check_seed(args.seed)
    spans = bool(args.start or args.end or args.length)
    folder = args.file.is_dir()
    for option, fits in {
        "wide": not spans and not folder,
        **dict.fromkeys(("unit", "coder", "code", "document"), not folder),
        "columns": args.wide,
        "several": args.wide,
        "scale": not spans and not folder,
        "coders": spans,
        "text": spans,
        "year": folder,
    }.items():
        if getattr(args, option) not in (None, False) and not fits:
            raise TideturnError(f"--{option} does not go with the rest.", mend="Leave it out; --help says what goes.")
    table.each_once((args.unit, args.coder, args.code, args.start, args.end, args.document), str(args.file))
    if spans and args.unit and args.document:
        raise TideturnError("--unit and --document both name what spans lie in.", mend="Give --document alone.")
    if args.disagreements and args.chart and args.disagreements.resolve() == args.chart.resolve():
        raise TideturnError("two files would be written to one place.", mend="Give --chart another name.")
    read = {path.resolve() for path in (args.file, args.coders) if path}
    for path in (args.disagreements, args.chart):
        if path and path.resolve() in read:
            raise TideturnError("it would be written over what was read.", place=str(path), mend="Give another name.")


def _csv(frame: pl.DataFrame) -> bytes:
    """Return the table as CSV, with no cell that a spreadsheet would take for a formula."""
    import polars as pl

    from tideturn.dataset.harmless import harmless

    return (
        frame.select(harmless(pl.col(n)) if t == pl.String else n for n, t in frame.schema.items()).write_csv().encode()
    )


def _chart(found: Agreement) -> bytes:
    from tideturn.evaluation.rules import Rules
    from tideturn.report.charts.draw import image
    from tideturn.report.sections.agreement import agreement_figure

    figure = agreement_figure(found, {}, enough=Rules().agreement_concern)
    return image(figure.chart, figure.title, figure.description)


def _print(found: Agreement, differ: int) -> None:
    within = f" in {found.documents:,} documents" if found.documents else ""
    unit = found.unit.removesuffix("s") if found.units == 1 else found.unit
    title = f"{found.units:,} {unit}{within} that two or more of {len(found.coders)} coders were given"
    columns = ["code", "agree", "κ", "AC1", "positive", "α", "95% of α", *(["uα"] if found.unitised else [])]
    rows = [
        [
            one.code,
            *(_told(estimate.value) for estimate in (one.percent, one.kappa, one.ac1, one.positive, one.alpha)),
            _ends(one.alpha),
            *([_told(one.unitised.value)] if one.unitised else []),
        ]
        for one in found.codes
    ]
    table.print_table(title, columns, rows)
    overall: list[tuple[str, Estimate]] = [
        ("agree", found.percent),
        ("κ (Cohen)" if len(found.coders) == 2 else "κ (Conger)", found.kappa),
        ("κ (Fleiss)", found.fleiss),
        ("AC1", found.ac1),
        *((f"α, {level}", estimate) for level, estimate in found.alpha.items()),
    ]
    if found.unitised:
        overall.append(("α, unitised", found.unitised))
    together = [[name, _told(estimate.value), _ends(estimate)] for name, estimate in overall]
    table.print_table("All codes together", ["coefficient", "value", "95%"], together)
    if found.pairs:
        pairs = [
            [f"{pair.a} and {pair.b}", f"{pair.units:,}", *(_told(v) for v in (pair.percent, pair.kappa, pair.ac1))]
            for pair in found.pairs
        ]
        table.print_table("Coders two by two", ["coders", "units", "agree", "κ", "AC1"], pairs)
    for note in found.notes:
        table.print_sentence(note)
    where = ("stretch of text", "stretches of text") if found.unitised else ("unit", "units")
    print(f"Coders differ on {differ:,} {where[differ != 1]}.")


def _told(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"


def _ends(estimate: Estimate) -> str:
    """Return both ends of the interval, rounded; write zero without a sign."""
    if estimate.low is None or estimate.high is None:
        return ""
    return "–".join(f"{round(end, 2) + 0.0:.2f}" for end in (estimate.low, estimate.high))
