"""Hold a programme folder in memory: typed, pseudonymous tables and the texts and files beside them."""

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
    """Last day on which records of the year were collected; None if `programme.toml` does not give it."""

    @property
    def as_of(self) -> date:
        """Return the last day whose records say anything about this year: `data_to`, else the year's last day."""
        return self.data_to or self.end

    @property
    def last_known(self) -> date:
        """Return the last day of the year with known records: `data_to` if that is sooner than its end."""
        return min(self.end, self.as_of)

    def holds(self, day: date | None) -> bool:
        """Return whether `day` is in the year."""
        return day is not None and self.start <= day <= self.end


@dataclass(frozen=True)
class Answers:
    """The settings under `[answers]` of `programme.toml` for the answers to every survey."""

    no_opinion: tuple[str, ...] = ()
    """Words that give no opinion, besides those that never do."""
    several_separator: str = ""
    """Separator of several answers in one cell; empty means `|`, and in a form's answers spaces too."""

    @property
    def separator(self) -> str:
        """Return the separator that shows that a cell holds several answers."""
        return self.several_separator or MANY


@dataclass(frozen=True)
class Programme:
    """The contents of `programme.toml`."""

    name: str
    sites: tuple[Site, ...]
    years: tuple[Year, ...]
    network_outcome: str | None = None
    report: Mapping[str, Any] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)
    further: Mapping[str, Any] = field(default_factory=dict)
    """Further contents of the file, and the programme's own settings (`_…`), kept to be written back."""
    answers: Answers = Answers()
    comparison_order: str = ""
    """Order in which young people get places if some of them wait; empty if nobody has stated it."""

    def site(self, code: str) -> Site:
        """Return the site with this code. Raises KeyError."""
        for site in self.sites:
            if site.code == code:
                return site
        raise KeyError(code)

    def year(self, number: int) -> Year:
        """Return the year with this number. Raises KeyError."""
        for year in self.years:
            if year.number == number:
                return year
        raise KeyError(number)

    def scope_name(self, scope: str) -> str:
        """Return a scope's name for readers."""
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
    """Content of `form.xlsx` as found in the folder."""

    @property
    def answer_columns(self) -> tuple[str, ...]:
        """Return the columns that hold answers."""
        declared = SURVEY_TABLES["responses"].names
        return tuple(name for name in self.responses.columns if name not in declared)


@dataclass(frozen=True)
class Dataset:
    """A programme folder, read completely.

    `tables` holds a typed frame for each table that the folder has, in the file's row order, so that row *i* of the
    frame is row *i + 2* of the file. `transcripts` maps an interview's `file` to its text.
    """

    programme: Programme
    tables: Mapping[str, pl.DataFrame]
    surveys: Mapping[str, Survey] = field(default_factory=dict)
    transcripts: Mapping[str, str] = field(default_factory=dict)
    pathways: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    word_template: bytes | None = None
    """Content of the Word file that gives the report's Word files their styles, as found in the folder."""
    known_by: date | None = None
    """Day that the dataset is cut to (`dataset.known`); None if it holds everything in the folder."""

    def has(self, name: str) -> bool:
        """Return whether the folder holds this table with at least one row."""
        return name in self.tables and self.tables[name].height > 0

    def table(self, name: str) -> pl.DataFrame:
        """Return the table, or an empty one with its columns if the folder has none.

        Raises KeyError for an undeclared table.
        """
        if name in self.tables:
            return self.tables[name]
        return TABLES[name].empty()
