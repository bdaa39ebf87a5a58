"""`queries.csv`: a query that somebody answered with a reason no longer counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import polars as pl

from tideturn.dataset.check.folder import ROW, Folder
from tideturn.dataset.check.rule import query
from tideturn.dataset.problems import Problem, Severity
from tideturn.dataset.wording import quoted

Place = tuple[str, int, str]
"""File, row and column, as a query names them; row 1 where it names none."""


def _by_check_folder(_folder: Folder) -> tuple[()]:
    """What follows from the other rules' problems is told by `unanswered`."""
    return ()


answer_to_nothing = query(
    "answer_to_nothing",
    looks_for="a row of queries.csv that answers no query of this folder, or would answer an error",
    why="the rows may have moved since it was written; and an error is mended, not explained",
)(_by_check_folder)


def unanswered(problems: Iterable[Problem], folder: Folder) -> list[Problem]:
    """The problems without the queries that `queries.csv` answers; and a query for each answer that answers nothing."""
    sheet = folder.sheet("queries")
    given = pl.all_horizontal(pl.col("file", "row", "column", "reason", "by").is_not_null())
    answers: dict[Place, int] = {
        (found["file"], found["row"], found["column"]): found[ROW]
        for found in sheet.where(given, "file", "row", "column")
    }
    used: set[Place] = set()
    errors: set[Place] = set()
    kept: list[Problem] = []
    for problem in problems:
        place = _place(problem)
        if problem.severity is Severity.QUERY and place in answers:
            used.add(place)
            continue
        if problem.severity is Severity.ERROR:
            errors.add(place)
        kept.append(problem)
    # While something could not be read, queries do not show whose answers may be right all the same.
    told = {place: row for place, row in answers.items() if place in errors or not folder.incomplete}
    idle = list(_idle(told, used, errors, sheet.file))
    # An idle answer may itself be answered.
    return kept + [problem for problem in idle if _place(problem) not in answers]


def _place(problem: Problem) -> Place:
    return (problem.file, problem.row or 1, problem.column or "")


def _idle(answers: dict[Place, int], used: set[Place], errors: set[Place], file: str) -> Iterator[Problem]:
    for place, row in answers.items():
        if place in used or (place[0] == file and place[2] == "file"):
            continue
        where = quoted(f"{place[0]}, row {place[1]}, column {place[2]}")
        if place in errors:
            what, mend = f"{where} is an error, which cannot be answered.", "Mend it where it is."
        else:
            what, mend = f"There is no query at {where} to answer.", "Correct file, row or column, or take the row out."
        yield Problem(file, row, "file", Severity.QUERY, answer_to_nothing.code, what, mend)


RULES: Final = (answer_to_nothing,)
