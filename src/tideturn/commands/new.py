"""`tideturn new`: write a programme's first folder."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    sub = commands.add_parser(
        "new",
        help="write a programme's first folder, with every table empty",
        description="Writes a folder with every table empty, or one Excel workbook, and a page on what to put where.",
    )
    sub.add_argument("folder", type=Path, metavar="DIR", help="where it goes: a new place, or an empty folder")
    sub.add_argument("--name", help="the programme's name")
    sub.add_argument(
        "--site",
        type=_site,
        action="append",
        default=[],
        metavar="CODE=NAME",
        help="a site; say it once for each. The code `national` makes it the national team",
    )
    sub.add_argument("--start", type=_day, metavar="DATE", help="the first day of Year 1 (default: 1 April this year)")
    sub.add_argument("--years", type=int, default=3, metavar="N", help="how many programme years (default: 3)")
    sub.add_argument("--excel", action="store_true", help="one workbook with drop-down lists, instead of CSV files")
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the folder and print what to do next."""
    # Here and not at the top, since help must come without the frames' library.
    from tideturn.dataset.model import Site
    from tideturn.dataset.new_folder import PLACEHOLDER_NAME, first_programme, write_new_folder

    start = args.start or date(date.today().year, 4, 1)
    sites = [Site(code, name, "national" if code == "national" else "local") for code, name in args.site]
    name = PLACEHOLDER_NAME if args.name is None else args.name
    programme = first_programme(name, sites, start=start, years=args.years)
    write_new_folder(args.folder, programme, excel=args.excel)
    begin = "programme.xlsx" if args.excel else "programme.toml"
    print(f"{args.folder} is ready. Read GUIDANCE.md there, begin with {begin}, then: tideturn check {args.folder}")
    return 0


def _site(text: str) -> tuple[str, str]:
    code, equals, name = (part.strip() for part in text.partition("="))
    if not (code and equals and name):
        raise argparse.ArgumentTypeError(f"'{text}' is not CODE=NAME, such as london=London")
    return code, name


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date such as 2018-11-03") from None
