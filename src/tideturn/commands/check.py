"""`tideturn check FOLDER`: list every problem of a folder, with errors and queries kept apart."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tideturn.dataset.check import Examined, check_folder, examined
from tideturn.dataset.edits import in_workbook
from tideturn.dataset.problems import Problem, Severity, TideturnError, visible
from tideturn.evaluation.rules import rule_problems

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

CLEAN: Final = 0
QUERIES: Final = 1
ERRORS: Final = 2

MANY: Final = 200
"""Maximum number of problems of one rule in one file to print; beyond it, only the first `SHOWN` are printed."""
SHOWN: Final = 20
WIDTH: Final = 100
"""Maximum width in columns, however wide the terminal: longer lines are hard to read."""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `check` to the command line."""
    sub = commands.add_parser(
        "check",
        help="name every problem of a folder, and how to mend it",
        description="Names every problem of a programme folder (or workbook): file, row, column, what is wrong, how to "
        "mend it. Errors stop an evaluation; queries are amended, or answered with a reason in queries.csv. Nothing is "
        "changed, unless --ask asks what is open: it writes the answers into the folder's files, and keeps what stood "
        "there before in files ending in .before; of a workbook it names the cells to fill in. "
        "Exit code: 0 clean, 1 queries only, 2 errors.",
    )
    sub.add_argument("folder", type=Path, metavar="FOLDER", help="the programme folder, or one .xlsx workbook")
    sub.add_argument("--json", action="store_true", help="print the problems as JSON, all of them")
    sub.add_argument(
        "--ask",
        action="store_true",
        help="ask what is open and write the answers; without a terminal, print the questions as CSV to fill in",
    )
    sub.add_argument("--answers", type=Path, metavar="FILE", help="take the answers from that CSV, filled in")
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check the folder and print what was found, or ask about it first."""
    if args.ask or args.answers:
        return _ask(args)
    with _progress() as on_progress:
        problems = check_folder(args.folder, on_progress=on_progress, also=rule_problems)
    if args.json:
        print(as_json(args.folder, problems, ascii_only=not _speaks_unicode()))
    else:
        _print(args.folder, problems)
    return exit_code(problems)


def _ask(args: argparse.Namespace) -> int:
    from tideturn.commands.check_ask import ask

    if args.json:
        raise TideturnError("--json prints problems, and --ask asks about them.", mend="Give one of the two.")

    def examine() -> Examined:
        with _progress() as on_progress:
            return examined(args.folder, on_progress=on_progress, also=rule_problems)

    ask(args.folder, examine, args.answers)
    problems = examine().problems
    print(closing(problems), file=sys.stdout if args.answers or sys.stdout.isatty() else sys.stderr)
    return exit_code(problems)


def exit_code(problems: Sequence[Problem]) -> int:
    """Return 0 for a clean folder, 1 for queries only and 2 for errors."""
    if any(problem.severity is Severity.ERROR for problem in problems):
        return ERRORS
    return QUERIES if problems else CLEAN


def as_json(folder: Path, problems: Sequence[Problem], *, ascii_only: bool = False) -> str:
    """Return the whole answer as JSON: the counts, then every problem."""
    errors, queries = _counts(problems)
    answer: dict[str, Any] = {
        "folder": str(folder),
        "errors": errors,
        "queries": queries,
        "problems": [
            {
                "file": problem.file,
                "row": problem.row,
                "column": problem.column,
                "severity": problem.severity.value,
                "rule": problem.rule,
                "what": problem.what,
                "mend": problem.mend,
            }
            # The key and value that an answer in queries.csv names; an error is not answered there.
            | ({"key": problem.key, "value": problem.value} if problem.severity is Severity.QUERY else {})
            for problem in problems
        ],
    }
    return json.dumps(answer, ensure_ascii=ascii_only, indent=1, sort_keys=True)


def closing(problems: Sequence[Problem]) -> str:
    """Return the last sentence: what the counts mean for the reader."""
    errors, queries = _counts(problems)
    book = any(in_workbook(problem.file) for problem in problems)
    where, ask = ("the sheet queries", "names the cells to fill in") if book else ("queries.csv", "writes it")
    if errors:
        told, them = _number(queries, "query", "queries"), "it" if queries == 1 else "them"
        rest = f" Then amend {told}, or answer {them} in {where}." if queries else ""
        verb, them = ("stops", "it") if errors == 1 else ("stop", "them")
        return f"{_number(errors, 'error', 'errors')} {verb} the evaluation: mend {them} first.{rest}"
    if queries:
        return (
            f"No errors. {_number(queries, 'query', 'queries')}: amend, or give the reason in {where} "
            f"(file, key, column, value, reason, by). --ask asks for each, and {ask}."
        )
    return "No errors and no queries. The folder is ready to evaluate, which also checks its findings."


def shown(problems: Sequence[Problem]) -> Iterator[Problem | str]:
    """Yield the problems of one file to print.

    For a rule with more than `MANY`, yield the first `SHOWN` and one line for the rest.
    """
    totals = Counter(problem.rule for problem in problems)
    told: Counter[str] = Counter()
    for problem in problems:
        told[problem.rule] += 1
        if totals[problem.rule] <= MANY or told[problem.rule] <= SHOWN:
            yield problem
    for rule, total in totals.items():
        if total > MANY:
            yield f"… and {total - SHOWN:,} more of {rule}; --json lists them all."


def _speaks_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")


def _print(folder: Path, problems: Sequence[Problem]) -> None:
    # A second's work to import, and needed only for people.
    from rich.console import Console
    from rich.text import Text

    if isinstance(sys.stdout, io.TextIOWrapper) and not _speaks_unicode():
        # An old terminal shows a question mark for what it cannot show, rather than nothing at all.
        sys.stdout.reconfigure(errors="replace")
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDTH) if console.is_terminal else 80
    for file, of_file in groupby(problems, key=lambda problem: problem.file):
        _print_file(console, file, list(of_file))
    errors, _ = _counts(problems)
    style = "bold red" if errors else "bold yellow" if problems else "bold green"
    if not problems:
        console.print(f"{folder}", style="bold", soft_wrap=True)
    _print_lines(console, Text(closing(problems), style=style), 0)


def _print_file(console: Console, file: str, problems: Sequence[Problem]) -> None:
    from rich.text import Text

    errors, queries = _counts(problems)
    tally = ", ".join(
        part
        for part in (
            _number(errors, "error", "errors") if errors else "",
            _number(queries, "query", "queries") if queries else "",
        )
        if part
    )
    console.print(Text.assemble((file, "bold"), (f"  {tally}", "dim")))
    for problem in shown(problems):
        if isinstance(problem, str):
            _print_lines(console, Text(problem, style="dim"), 2)
            continue
        place = ", ".join(
            part
            for part in (
                f"row {problem.row}" if problem.row is not None else "",
                f"column {problem.column}" if problem.column is not None else "",
            )
            if part
        )
        style = "bold red" if problem.severity is Severity.ERROR else "bold yellow"
        head = Text.assemble(
            (problem.severity.value, style), f"  {place}" if place else "", (f"  {problem.rule}", "dim")
        )
        _print_lines(console, head, 2)
        _print_lines(console, Text(problem.what), 4)
        if problem.mend:
            _print_lines(console, Text(f"→ {problem.mend}", style="cyan"), 4)
    console.print()


def _print_lines(console: Console, text: Text, indent: int) -> None:
    """Print the text wrapped and indented, without spaces at the ends of lines."""
    text.plain = visible(text.plain)
    for line in text.wrap(console, console.width - indent):
        line.rstrip()
        line.pad_left(indent)
        console.print(line)


@contextmanager
def _progress() -> Iterator[Callable[[str], None] | None]:
    """Show on standard error what is being checked; show nothing without a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    with console.status("checking") as status:
        yield lambda what: status.update(f"checking: {what}")


def _counts(problems: Sequence[Problem]) -> tuple[int, int]:
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    return errors, len(problems) - errors


def _number(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
