"""`tideturn evaluate FOLDER --year N --out DIR`: write a year's report and its JSON, and print a table of verdicts."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from tideturn.commands.one_core import is_small, where_small
from tideturn.commands.second_process import second_process
from tideturn.dataset.verdict import Verdict
from tideturn.dataset.wording import capital

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from tideturn.dataset.model import Dataset
    from tideturn.evaluation.model import Evaluation, OutcomeVerdict


class Tell(Protocol):
    """A function that receives the name of each step."""

    def __call__(self, step: str, /) -> None:
        """Say that `step` begins."""


STEPS = 4
"""Number of steps in the progress bar: read, gather, judge, draw."""


def add_to(commands: Any) -> None:
    """Declare the command."""
    sub: argparse.ArgumentParser = commands.add_parser(
        "evaluate",
        help="judge a year: its report and evaluation.json",
        description="Judges one programme year of FOLDER and writes into DIR its report (a page, a PDF and a Word "
        "file), the annex and the summary by themselves, the plain versions and evaluation.json.",
        epilog="Example: tideturn evaluate our-programme --year 1 --out year-1",
    )
    sub.add_argument("folder", type=Path, metavar="FOLDER", help="the programme folder, or one workbook")
    sub.add_argument("--year", type=int, required=True, metavar="N", help="the programme year to judge")
    sub.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the report goes")
    sub.add_argument("--page-only", action="store_true", help="the pages alone, at once, without PDF and Word")
    sub.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Evaluate, write all the files or none of them, and print the verdicts."""
    from tideturn.dataset.storage import write_whole

    with progress(f"Year {args.year}") as tell, beside(args.folder, args.year) as other:
        dataset, evaluation, queries = judged(args.folder, args.year, tell, other)
        # Setting the PDF is shared among cores; the pages are drawn sooner on one, beside the second process.
        with where_small(args.folder) if args.page_only else nullcontext():
            files = documents(dataset, evaluation, tell, other, page_only=args.page_only)
    write_whole({args.out / name: content for name, content in files.items()})
    print_verdicts(dataset, evaluation)
    print_checks(dataset, evaluation)
    print_left_out(files["evaluation.json"])
    if queries:
        are = "1 query is" if queries == 1 else f"{queries} queries are"
        print(f"{are} not answered: `tideturn check {args.folder}` lists them.")
    print(f"The report: {args.out / 'report.html'}, and beside it {_others(files)}.")
    set_apart = (path.name for path in sorted(args.out.iterdir()) if path.suffix in (".pdf", ".docx"))
    older = [name for name in set_apart if name not in files]
    if older:
        print(f"Of an earlier run, and not made again: {', '.join(older)}.")
    return 0


def _others(names: Iterable[str]) -> str:
    """Return the names of the other documents as a list in words."""
    *others, last = sorted(name for name in names if name != "report.html")
    return f"{', '.join(others)} and {last}" if others else last


def beside(folder: Path, year: int) -> AbstractContextManager[Executor | None]:
    """Start a second process if earlier years exist and the folder is small; large folders use all cores anyway."""
    return second_process(wanted=year > 1 and is_small(folder))


def judged(folder: Path, year: int, tell: Tell, meanwhile: Executor | None = None) -> tuple[Dataset, Evaluation, int]:
    """Return the checked dataset of the folder, the evaluation of its year, and the number of unanswered queries.

    `meanwhile` judges the years before; without it a second process does. Raises FolderError with every error that
    `tideturn check` finds.
    """
    from tideturn.dataset.check import read_checked
    from tideturn.evaluation.evaluate import evaluate

    with beside(folder, year) if meanwhile is None else nullcontext(meanwhile) as other, where_small(folder):
        tell("Reading and checking the folder")
        dataset, queries = read_checked(folder)
        return dataset, evaluate(dataset, year=year, on_progress=tell, meanwhile=other), len(queries)


def documents(
    dataset: Dataset, evaluation: Evaluation, tell: Tell, meanwhile: Executor | None = None, *, page_only: bool = False
) -> dict[str, bytes]:
    """Return every file of a year's output by name; with `page_only`, the pages alone.

    `meanwhile` makes some of them.
    """
    from tideturn import report

    tell("Drawing the documents")
    return (report.pages if page_only else report.documents)(dataset, evaluation, meanwhile=meanwhile)


@contextmanager
def progress(title: str) -> Iterator[Tell]:
    """Show a progress bar on a terminal, and nothing elsewhere, so that logs stay readable."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<34}"), BarColumn(bar_width=28), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=STEPS)
        begun = 0

        def tell(step: str, /) -> None:
            nonlocal begun
            bar.update(task, description=f"{title}: {step[:1].lower()}{step[1:]}", completed=begun)
            begun = min(begun + 1, STEPS)

        yield tell


def print_verdicts(dataset: Dataset, evaluation: Evaluation) -> None:
    """Print a table with outcomes down, scopes across and a word in each cell, and notes below."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from tideturn.dataset.problems import visible
    from tideturn.dataset.vocabulary import AREA, PROGRAMME_SCOPE

    programme = dataset.programme
    year = evaluation.year
    console = Console(highlight=False)
    sites = [site.code for site in programme.sites]
    wide = console.width >= 40 + 16 * (len(sites) + 1)
    table = Table(
        box=None,
        pad_edge=False,
        header_style="dim",
    )
    table.add_column("Outcome", ratio=1 if not wide else None, min_width=22)
    table.add_column("Whole programme", min_width=13)
    shown = sites if wide else []
    for site in shown:
        table.add_column(Text(visible(programme.site(site).name)), min_width=10)
    if not wide:
        table.add_column("Sites that differ", ratio=1)
    area = None
    for outcome in dataset.table("outcomes").to_dicts():
        if outcome["area"] != area:
            area = outcome["area"]
            table.add_row(Text(capital(AREA.terms[area]), style="bold"))
        cells: list[Text | Padding] = [Padding(Text(visible(outcome["title"])), (0, 0, 0, 2))]
        whole = evaluation.verdict(outcome["outcome_id"], PROGRAMME_SCOPE)
        if whole is None:
            continue
        cells.append(_word(whole.word, whole.standing, bool(whole.override)))
        for site in shown:
            verdict = evaluation.verdict(outcome["outcome_id"], site)
            if verdict is None or not verdict.own:
                cells.append(Text("–" if verdict is None else "no clear difference", style="dim"))
            else:
                cells.append(_word(verdict.word, verdict.standing, bool(verdict.override)))
        if not wide:
            cells.append(Text(visible(_differing(dataset, evaluation, whole)), style="dim"))
        table.add_row(*cells)
    console.print()
    console.print(Text(visible(programme.name), style="bold"))
    console.print(f"Year {year.number}, {spoken(year.start)} to {spoken(year.end)}\n")
    console.print(table)
    if any(verdict.override for verdict in evaluation.outcomes):
        console.print("* overridden; the report prints the reason and the rules’ own verdict")
    console.print()


def print_left_out(answer: bytes) -> None:
    """Print which of Tideturn's own sentences the report leaves out because they could not be proved."""
    import json

    from tideturn.dataset.problems import visible

    if b'"why_not": ["' not in answer:  # reading all of it takes a while, and nearly always for nothing
        return
    left_out = [claim for claim in json.loads(answer)["claims"] if claim.get("why_not")]
    one = len(left_out) == 1
    which, it, its = ("one", "it", "Its") if one else (str(len(left_out)), "them", "Their")
    print(f"Tideturn could not prove {which} of its own sentences, and left {it} out of the report.")
    print(f"{its} numbers stay in the tables:")
    for claim in left_out:
        print(visible(f"  {claim['claim_id']}: “{claim['text']}” {' '.join(claim['why_not'])}"))
    print("This is a fault of Tideturn, not of your records. Please report it.")


def print_checks(dataset: Dataset, evaluation: Evaluation) -> None:
    """Print every finding that a check stops, why, and how to fix it; only count those that wait for somebody else."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from tideturn.dataset.problems import visible
    from tideturn.evaluation.claims.checks.evidence import reviewed
    from tideturn.evaluation.claims.grade import GRADES, JUDGED
    from tideturn.evaluation.claims.model import FAIL, QUERY
    from tideturn.evaluation.drafting.offered import offered

    if not evaluation.claims:
        return
    console = Console(highlight=False)
    stopped = [check for check in evaluation.checks if check.status == FAIL]
    waiting = {check.claim_id for check in stopped if check.check == "unreviewed"}
    unsigned = [one.claim_id for one in evaluation.gradings if one.grade == JUDGED and one.claim_id in waiting]
    unreviewed = [claim.claim_id for claim in evaluation.claims if not reviewed(claim)]
    faults = [check for check in stopped if check.check != "unreviewed"]
    asked = sum(check.status == QUERY for check in evaluation.checks)
    sentences = "1 finding" if len(evaluation.claims) == 1 else f"{len(evaluation.claims)} findings"
    grades = Counter(grading.grade for grading in evaluation.gradings)
    more = {JUDGED: f" ({len(unsigned)} not signed)" if unsigned else ""}
    told = ", ".join(f"{grades[one] or 'none'} {one}{more.get(one, '')}" for one in GRADES)
    told += f", {len(unreviewed)} not reviewed" if unreviewed else ""
    told += f", {asked} {'query' if asked == 1 else 'queries'}" if asked else ""
    console.print(Text(f"{sentences}: {told}", style="bold" if stopped else ""))
    wrong = [claim for claim in evaluation.claims if any(check.claim_id == claim.claim_id for check in faults)]
    for claim, offers in zip(wrong, offered(dataset, evaluation, wrong) if wrong else (), strict=True):
        console.print(Padding(Text(f"{visible(claim.claim_id)}: {visible(claim.text)}"), (1, 0, 0, 2)))
        for check in (check for check in faults if check.claim_id == claim.claim_id):
            said = Text.assemble((check.check, "bold red"), f"  {visible(check.why)} {visible(check.mend)}")
            console.print(Padding(said, (0, 0, 0, 4)))
        if offers:
            console.print(Padding(Text(f"This would be proved: {visible(offers[0].text)}"), (0, 0, 0, 4)))
    if wrong:
        print("\n`tideturn explain FOLDER --year N --claim CLAIM` offers more, with references to copy.\n")
    if unsigned:
        print("A second person must sign each judged finding before you publish: run `tideturn check FOLDER --ask`.")
    for what, names in (("Not signed", unsigned), ("Not reviewed", unreviewed)):
        if names:
            rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            print(f"{what}: {', '.join(visible(name) for name in names[:_NAMED])}{rest}.")


def _differing(dataset: Dataset, evaluation: Evaluation, whole: OutcomeVerdict) -> str:
    """Return the sites whose verdict differs, grouped by verdict: `Emerging: London, Birmingham; mixed: National`."""
    places: dict[str, list[str]] = {}
    for code in whole.sites_that_differ:
        own = evaluation.verdict(whole.outcome_id, code)
        if own is not None:
            places.setdefault(own.word.lower(), []).append(dataset.programme.site(code).name)
    said = "; ".join(f"{verdict}: {', '.join(names)}" for verdict, names in places.items())
    return capital(said)


def spoken(day: Any) -> str:
    """Return a day in English: 3 November 2026."""
    return f"{day.day} {day:%B %Y}"


_NAMED = 10
"""Maximum number of findings to name."""


def _word(word: str, verdict: Verdict, overridden: bool) -> Any:
    from rich.text import Text

    return Text(word + (" *" if overridden else ""), style=verdict.look.terminal)
