"""A programme folder in memory: typed, pseudonymous tables and the texts and files beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from tideturn.dataset.schema import MANY
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.dataset.vocabulary import PROGRAMME_SCOPE


@dataclass(frozen=True)
class Site:
    """A city team, or the national team."""

    code: str
    name: str
    kind: str = "local"


@dataclass(frozen=True)
class Year:
    """A programme year: twelve months of reporting, not a calendar year. Both days belong to it."""

    number: int
    start: date
    end: date
    data_to: date | None = None
    """Until when records of the year were collected; None where `programme.toml` does not say."""

    @property
    def as_of(self) -> date:
        """Return the last day whose records say anything about this year: `data_to`, else the year's last day."""
        return self.data_to or self.end

    @property
    def last_known(self) -> date:
        """Return the last day of the year with known records: `data_to` if that is sooner than its end."""
        return min(self.end, self.as_of)

    def holds(self, day: date | None) -> bool:
        """Whether `day` lies in the year."""
        return day is not None and self.start <= day <= self.end


@dataclass(frozen=True)
class Answers:
    """What `[answers]` of `programme.toml` says about the answers to every survey."""

    no_opinion: tuple[str, ...] = ()
    """Words that give no opinion, beside those that never do."""
    several_separator: str = ""
    """What stands between several answers in one cell; empty: `|`, and in a form's answers spaces too."""

    @property
    def separator(self) -> str:
        """Return the sign that tells a cell of several answers from a cell of one."""
        return self.several_separator or MANY


@dataclass(frozen=True)
class Programme:
    """What `programme.toml` says."""

    name: str
    sites: tuple[Site, ...]
    years: tuple[Year, ...]
    network_outcome: str | None = None
    report: Mapping[str, Any] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)
    further: Mapping[str, Any] = field(default_factory=dict)
    """What else the file holds and what is the programme's own (`_…`), kept so that it is written back."""
    answers: Answers = Answers()
    comparison_order: str = ""
    """How places are given to young people where some of them wait; empty where nobody has said."""

    def site(self, code: str) -> Site:
        """The site with this code. Raises KeyError."""
        for site in self.sites:
            if site.code == code:
                return site
        raise KeyError(code)

    def year(self, number: int) -> Year:
        """The year with this number. Raises KeyError."""
        for year in self.years:
            if year.number == number:
                return year
        raise KeyError(number)

    def scope_name(self, scope: str) -> str:
        """A scope as a reader knows it."""
        return "Whole programme" if scope == PROGRAMME_SCOPE else self.site(scope).name


@dataclass(frozen=True)
class Choice:
    """One answer of an XLSForm's list."""

    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """One question of an XLSForm: `choices` in the order of the form, empty for an open question."""

    name: str
    kind: str
    label: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Survey:
    """One survey: what was asked, who was invited, what was answered.

    `responses` holds the contract's columns typed and one text column for each question.
    """

    code: str
    responses: pl.DataFrame
    items: pl.DataFrame
    invited: pl.DataFrame
    questions: tuple[Question, ...] = ()
    form: bytes | None = None
    """`form.xlsx` as it lay in the folder."""

    @property
    def answer_columns(self) -> tuple[str, ...]:
        """The columns that hold answers."""
        declared = SURVEY_TABLES["responses"].names
        return tuple(name for name in self.responses.columns if name not in declared)


@dataclass(frozen=True)
class Dataset:
    """A programme folder, read whole.

    `tables` holds a typed frame for each table that the folder has, in the file's row order, so that row *i* of the
    frame is row *i + 2* of the file. `transcripts` maps an interview's `file` to its text.
    """

    programme: Programme
    tables: Mapping[str, pl.DataFrame]
    surveys: Mapping[str, Survey] = field(default_factory=dict)
    transcripts: Mapping[str, str] = field(default_factory=dict)
    pathways: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    word_template: bytes | None = None
    """The Word file whose styles the report's Word files take, as it lies in the folder."""
    known_by: date | None = None
    """The day to which it is cut (`dataset.known`); None where it holds all that the folder does."""

    def has(self, name: str) -> bool:
        """Whether the folder holds this table with at least one row."""
        return name in self.tables and self.tables[name].height > 0

    def table(self, name: str) -> pl.DataFrame:
        """The table, or an empty one with its columns where the folder has none. Raises KeyError for no such table."""
        if name in self.tables:
            return self.tables[name]
        return TABLES[name].empty()
