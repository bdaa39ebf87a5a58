"""`queries.csv`: a query that somebody answered with a reason no longer counts, for as long as the value
is unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from tideturn.dataset.check.about import About, Records
from tideturn.dataset.check.folder import ANY_KEY, ROW, Folder
from tideturn.dataset.check.rule import query
from tideturn.dataset.problems import Problem, Severity
from tideturn.dataset.wording import quoted

Place = tuple[str, int, str]
"""File, row and column that an older file's answer names; the row is 1 if the query names none."""


def _by_check_folder(_folder: Folder) -> tuple[()]:
    """Return nothing: `unanswered` reports these problems, since they follow from those of the other rules."""
    return ()


answer_to_nothing = query(
    "answer_to_nothing",
    looks_for="a row of queries.csv that answers no query of this folder, or would answer an error",
    why="the value may have changed since it was written; and an error is mended, not explained",
)(_by_check_folder)

answer_by_row = query(
    "answer_by_row",
    looks_for="a row of queries.csv that names a row number, as older files did, in place of a key and a value",
    why="once a row is added above, it would answer for another record",
)(_by_check_folder)


@dataclass(frozen=True)
class Answer:
    """A row of `queries.csv`: its target, as a value in a record or as a place, and its row number."""

    target: About | Place
    row: int


def answers_of(folder: Folder) -> list[Answer]:
    """Return the complete answers of `queries.csv`, in the order of the file."""
    given = pl.all_horizontal(pl.col("file", "column", "reason", "by").is_not_null())
    return [
        Answer(
            (found["file"], found["row"], found["column"])
            if found["row"] is not None
            else About(found["file"], (found["key"] or "").strip(), found["column"], (found["value"] or "").strip()),
            found[ROW],
        )
        for found in folder.sheet("queries").where(given, "file", "key", "column", "value", "row")
    ]


def targets(problem: Problem) -> tuple[About | Place, ...]:
    """Return what an answer may name to answer a located query: its value in its record or anywhere, or its place."""
    about = About.of(problem)
    return about, about.anywhere, (problem.file, problem.row or 1, problem.column or "")


def unanswered(problems: Iterable[Problem], folder: Folder) -> list[Problem]:
    """Return located problems without the queries that `queries.csv` answers.

    Add a query for each answer that answers nothing, or that names only a row.
    """
    located = list(problems)
    answers = answers_of(folder)
    if not answers:
        return located
    given = {answer.target for answer in answers}
    used: set[About | Place] = set()
    errors: set[About | Place] = set()
    kept: list[Problem] = []
    for problem in located:
        names = given.intersection(targets(problem))
        if problem.severity is Severity.QUERY and names:
            used |= names
            continue
        if problem.severity is Severity.ERROR:
            errors |= names
        kept.append(problem)
    # Something that could not be read may hide queries, so their answers may still be right.
    told = [answer for answer in answers if answer.target in errors or not folder.incomplete]
    records = Records(folder)
    asked = [*_idle(told, used, errors, folder), *_by_row(answers, used, folder)]
    # An answer that is asked about may itself be answered.
    return kept + [problem for problem in map(records.located, asked) if given.isdisjoint(targets(problem))]


def _idle(
    answers: Iterable[Answer], used: set[About | Place], errors: set[About | Place], folder: Folder
) -> Iterator[Problem]:
    file = folder.sheet("queries").file
    for answer in answers:
        target = answer.target
        if target in used or _answers_an_answer(target, file):
            continue
        where = quoted(named(target))
        if target in errors:
            what, mend = f"{where} is an error, which cannot be answered.", "Mend it where it is."
        else:
            what = f"There is no query about {where} to answer."
            mend = (
                "The record or its value may have changed: look at it again. Correct the answer, or take the row out."
            )
        yield Problem(file, answer.row, "file", Severity.QUERY, answer_to_nothing.code, what, mend)


def _by_row(answers: Iterable[Answer], used: set[About | Place], folder: Folder) -> Iterator[Problem]:
    file = folder.sheet("queries").file
    for answer in answers:
        if isinstance(answer.target, tuple) and answer.target in used:
            what = (
                f"The answer names row {answer.target[1]}, and will be another record's once a row is added above it."
            )
            mend = "Run tideturn check with --ask: it writes the record's key and its value in place of the row."
            yield Problem(file, answer.row, "row", Severity.QUERY, answer_by_row.code, what, mend)


def _answers_an_answer(target: About | Place, file: str) -> bool:
    """Return whether the target is a query about an answer; nothing here shows whether there is such a query."""
    place, column = (target[0], target[2]) if isinstance(target, tuple) else (target.file, target.column)
    return place == file and column in ("file", "row")


def named(target: About | Place) -> str:
    """Return what an answer names, in words."""
    if isinstance(target, tuple):
        return f"{target[0]}, row {target[1]}, column {target[2]}"
    whose = {"": "", ANY_KEY: ", any row"}.get(target.key, f", {target.key}")
    return f"{target.file}{whose}, column {target.column}" + (f": {target.value}" if target.value else "")


RULES: Final = (answer_to_nothing, answer_by_row)
