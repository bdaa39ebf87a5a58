"""Read a programme folder, or one workbook that holds its tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from tideturn.dataset.folder_source import FolderReader
from tideturn.dataset.model import Dataset, Survey
from tideturn.dataset.problems import FolderError, Problem, Severity, TideturnError
from tideturn.dataset.raw import RawFolder, RawSurvey, RawTable
from tideturn.dataset.tables import SURVEY_TABLES
from tideturn.dataset.typing_cells import typed

__all__ = ["RawFolder", "RawSurvey", "RawTable", "dataset_of", "in_order", "open_raw", "read_folder", "typed"]


def read_folder(path: Path, *, on_progress: Callable[[str], None] | None = None) -> Dataset:
    """Return the programme folder (or .xlsx) at `path`, typed.

    Raises FolderError with every error of structure and of typing; queries do not stop it. `check` tests whether tables
    fit together.
    """
    raw = open_raw(path, on_progress=on_progress)
    problems = list(raw.problems)
    tables = {}
    for name, table in raw.tables.items():
        tables[name], found = typed(table)
        problems += found
    surveys = {}
    for code, survey in raw.surveys.items():
        frames = {}
        for name, declared in SURVEY_TABLES.items():
            if name in survey.tables:
                frames[name], found = typed(survey.tables[name])
                problems += found
            else:
                frames[name] = declared.empty()
        surveys[code] = frames
    errors = in_order([problem for problem in problems if problem.severity is Severity.ERROR])
    if errors:
        raise FolderError(errors)
    return dataset_of(raw, tables, surveys)


def dataset_of(
    raw: RawFolder, tables: Mapping[str, pl.DataFrame], surveys: Mapping[str, Mapping[str, pl.DataFrame]]
) -> Dataset:
    """Return the dataset of a folder from its typed tables, and each survey's typed tables by name.

    Raises TideturnError if the programme is not described.
    """
    if raw.programme is None:
        raise TideturnError("The programme is not described.", place=str(raw.path), mend="Add programme.toml.")
    asked = {
        code: Survey(code, **frames, questions=raw.surveys[code].questions, form=raw.surveys[code].form)
        for code, frames in surveys.items()
    }
    return Dataset(raw.programme, tables, asked, raw.transcripts, raw.pathways, raw.word_template)


def open_raw(path: Path, *, on_progress: Callable[[str], None] | None = None) -> RawFolder:
    """Return everything in the folder (or .xlsx) at `path` as text, with a list of whatever could not be read.

    Raises TideturnError if nothing at all exists at `path`.
    """
    return FolderReader(path, on_progress or (lambda _: None)).read()


def in_order(problems: list[Problem]) -> list[Problem]:
    """Return the problems in order of file, row and column."""
    return sorted(problems, key=lambda p: (p.file, p.row or 0, p.column or "", p.severity, p.rule, p.what))
