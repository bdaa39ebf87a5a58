"""`tideturn check`: list every problem of a folder at once, with errors and queries kept apart; change nothing.

Each module holds the rules of one subject, and declares each rule once beside the code that looks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tideturn.dataset.check import (
    answered,
    asked_again,
    casework,
    changes,
    codes,
    comparisons,
    contribution,
    controls,
    counts,
    dates,
    identities,
    judgements,
    money,
    networks,
    outcomes,
    pathways,
    placeholders,
    population,
    recommendations,
    references,
    responses,
    surveys,
    texts,
    theory,
)
from tideturn.dataset.check.about import Records
from tideturn.dataset.check.folder import Folder, Sheet, SurveySheets
from tideturn.dataset.check.rule import Rule
from tideturn.dataset.model import Dataset, Programme
from tideturn.dataset.problems import FolderError, Problem, Severity
from tideturn.dataset.read import RawFolder, RawTable, dataset_of, open_raw
from tideturn.dataset.tables import SURVEY_TABLES
from tideturn.dataset.typing_cells import typed

SUBJECTS: Final[dict[str, tuple[Rule, ...]]] = {
    "Codes and keys": references.RULES,
    "Dates": dates.RULES,
    "Outcomes": outcomes.RULES,
    "Casework": casework.RULES,
    "Theory of change": theory.RULES,
    "Transcripts and codings": texts.RULES,
    "Codes and sections": codes.RULES,
    "Surveys": (*surveys.RULES, *asked_again.RULES, *responses.RULES),
    "Systems change": (*changes.RULES, *networks.RULES, *pathways.RULES),
    "Series and indicators": counts.RULES,
    "Comparisons": comparisons.RULES,
    "Comparison population": population.RULES,
    "Judgements": judgements.RULES,
    "Contribution": contribution.RULES,
    "Money": money.RULES,
    "Recommendations": recommendations.RULES,
    "Identity": identities.RULES,
    "Characters": controls.RULES,
    "Placeholders": placeholders.RULES,
    "Answers to queries": answered.RULES,
}
"""All the rules by subject, in the order of the reference page."""

RULES: Final[tuple[Rule, ...]] = tuple(rule for rules in SUBJECTS.values() for rule in rules)


def check_folder(
    path: Path,
    *,
    on_progress: Callable[[str], None] | None = None,
    also: Callable[[Programme], Iterable[Problem]] = lambda _: (),
) -> list[Problem]:
    """Return every problem of the folder (or workbook) at `path`, in order of file and row, without answered queries.

    `on_progress` receives the name of what is being checked; `also` returns problems that a higher layer finds in the
    programme itself. Raises TideturnError if there is nothing to read at all.
    """
    return list(examined(path, on_progress=on_progress, also=also).problems)


def read_checked(path: Path) -> tuple[Dataset, tuple[Problem, ...]]:
    """Read the folder (or workbook) at `path` once; return it as a dataset, with the queries that nobody has answered.

    Raises FolderError with every error that `check_folder` finds: a folder that does not fit together is not judged.
    """
    found = examined(path)
    errors = [problem for problem in found.problems if problem.severity is Severity.ERROR]
    if errors:
        raise FolderError(errors)
    return dataset_in(found), found.problems


@dataclass(frozen=True)
class Examined:
    """A folder as the rules saw it: `every` problem located, and the unanswered `problems` with identities masked."""

    raw: RawFolder
    folder: Folder
    every: tuple[Problem, ...]
    problems: tuple[Problem, ...]


def dataset_in(found: Examined) -> Dataset:
    """Return the dataset of a folder in which no rule found an error."""
    folder = found.folder
    surveys = {
        code: {sheet.table.name: sheet.frame for sheet in survey.sheets} for code, survey in folder.surveys.items()
    }
    return dataset_of(found.raw, {name: sheet.frame for name, sheet in folder.sheets.items()}, surveys)


def examined(
    path: Path,
    *,
    on_progress: Callable[[str], None] | None = None,
    also: Callable[[Programme], Iterable[Problem]] = lambda _: (),
) -> Examined:
    """Return all that `check_folder` finds, and the folder where it was found. Raises TideturnError as that does."""
    say = on_progress or (lambda _: None)
    say("reading")
    raw = open_raw(path)
    problems = list(raw.problems)
    folder = _typed_folder(raw, problems, say)
    problems.extend(problems_of(folder, on_progress=say))
    if raw.programme is not None:
        problems.extend(_in_its_sheet(problem, folder) for problem in also(raw.programme))
    records = Records(folder)
    answers = not folder.sheet("queries").frame.is_empty()
    # An error is looked up only where an answer may claim to be about it.
    every = tuple(records.located(p) if answers or p.severity is Severity.QUERY else p for p in problems)
    left = sorted({_spoken(masked(problem), folder) for problem in answered.unanswered(every, folder)}, key=_place)
    return Examined(raw, folder, every, tuple(left))


def _in_its_sheet(problem: Problem, folder: Folder) -> Problem:
    """Return a problem of a setting under `[rules]`, moved to the workbook's sheet if no `programme.toml` sets it."""
    if folder.programme_book is None:
        return problem
    row = folder.programme_rows.get(("programme", f"rules.{problem.column}"))
    return replace(problem, file=folder.described_in("programme"), row=row, column="value")


def masked(problem: Problem) -> Problem:
    """Return the problem without what looks like identity: a report of problems must not spread it."""
    what, mend = identities.masked(problem.what), identities.masked(problem.mend)
    if (what, mend) == (problem.what, problem.mend):
        return problem
    return replace(problem, what=what, mend=mend)


def _spoken(problem: Problem, folder: Folder) -> Problem:
    return replace(problem, what=folder.spoken(problem.what), mend=folder.spoken(problem.mend))


def problems_of(folder: Folder, *, on_progress: Callable[[str], None] | None = None) -> Iterator[Problem]:
    """Yield the problems that the rules find in a folder whose tables are typed already."""
    for subject, rules in SUBJECTS.items():
        if on_progress:
            on_progress(subject.lower())
        for rule in rules:
            yield from rule.problems(folder)


def _typed_folder(raw: RawFolder, problems: list[Problem], say: Callable[[str], None]) -> Folder:
    def sheet(table: RawTable) -> Sheet:
        say(table.file)
        frame, wrong = typed(table)
        problems.extend(wrong)
        return Sheet.of(table.table, table.file, frame, table.frame)

    def survey(code: str) -> SurveySheets:
        given = raw.surveys[code]
        sheets = {
            name: sheet(given.tables[name])
            if name in given.tables
            else Sheet.of(table, f"surveys/{code}/{table.file}", table.empty())
            for name, table in SURVEY_TABLES.items()
        }
        return SurveySheets(code, **sheets, questions={question.name: question for question in given.questions})

    return Folder(
        programme=raw.programme,
        sheets={name: sheet(table) for name, table in raw.tables.items()},
        surveys={code: survey(code) for code in raw.surveys},
        transcripts=raw.transcripts,
        pathways=raw.pathways,
        incomplete=raw.incomplete,
        programme_book=raw.programme_book,
        programme_rows=raw.programme_rows,
    )


def _place(problem: Problem) -> tuple[str, int, str, str, str]:
    return (problem.file, problem.row or 0, problem.column or "", problem.rule, problem.what)
