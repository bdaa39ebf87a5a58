"""Hold a programme folder as found on disk: every cell still text, with a list of whatever is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from tideturn.dataset.model import Programme, Question
from tideturn.dataset.problems import Problem
from tideturn.dataset.schema import Table


@dataclass(frozen=True)
class RawTable:
    """One table, all text. Row *i* of `frame` is row *i + 2* of `file`; an empty cell is null."""

    name: str
    file: str
    """Name shown to the user: `cases.csv`, `surveys/s/responses.csv`, `programme.xlsx, sheet cases`."""
    frame: pl.DataFrame
    table: Table


@dataclass(frozen=True)
class RawSurvey:
    """One survey's tables by name (responses, items, invited), and its form if there is one."""

    code: str
    tables: Mapping[str, RawTable]
    questions: tuple[Question, ...] = ()
    form: bytes | None = None


@dataclass(frozen=True)
class RawFolder:
    """Everything that could be read, and every reason why something could not.

    `incomplete` names the files that could be read only in part, so that a code missing from one of them is not
    reported as a fault of the row that refers to it.
    """

    path: Path
    programme: Programme | None
    tables: Mapping[str, RawTable]
    surveys: Mapping[str, RawSurvey] = field(default_factory=dict)
    transcripts: Mapping[str, str] = field(default_factory=dict)
    pathways: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    word_template: bytes | None = None
    problems: tuple[Problem, ...] = ()
    incomplete: frozenset[str] = frozenset()
    programme_book: str | None = None
    """Name of the workbook whose sheets describe the programme, if no `programme.toml` does."""
    programme_rows: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Row number of each row of those sheets, by the sheet and the row's first cell."""
