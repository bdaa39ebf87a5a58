"""Folders built in memory, for rules to look at."""

from datetime import date

import polars as pl
import pytest

from tideturn.dataset.check.folder import Folder, Sheet, SurveySheets
from tideturn.dataset.model import Programme, Site, Year
from tideturn.dataset.raw import RawTable
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.dataset.typing_cells import typed

PROGRAMME = Programme(
    "Tidewater",
    (Site("L", "London"), Site("M", "Manchester"), Site("N", "National", "national")),
    (Year(1, date(2018, 9, 1), date(2019, 8, 31)), Year(2, date(2019, 9, 1), date(2020, 8, 31))),
)


def _sheet(table, rows, file):
    columns = list(dict.fromkeys(name for row in rows for name in row)) or list(table.names)
    text = pl.DataFrame({name: pl.Series([row.get(name) or None for row in rows], dtype=pl.String) for name in columns})
    frame, problems = typed(RawTable(table.name, file, text, table))
    wrong = [problem for problem in problems if problem.rule != "required"]
    assert not wrong, wrong
    return Sheet.of(table, file, frame, text)


def build(*, programme=PROGRAMME, surveys=None, transcripts=None, pathways=None, **tables):
    """A folder whose tables are lists of rows of text, as a file would hold them."""
    return Folder(
        programme=programme,
        sheets={name: _sheet(TABLES[name], rows, f"{name}.csv") for name, rows in tables.items()},
        surveys={
            code: SurveySheets(
                code,
                **{
                    name: _sheet(table, given.get(name, []), f"surveys/{code}/{name}.csv")
                    for name, table in SURVEY_TABLES.items()
                },
                questions={question.name: question for question in given.get("questions", ())},
            )
            for code, given in (surveys or {}).items()
        },
        transcripts=transcripts or {},
        pathways=pathways or {},
    )


@pytest.fixture
def folder():
    return build


@pytest.fixture
def places():
    """What a rule finds in a folder, as (file, row, column)."""

    def find(rule, within):
        return [(problem.file, problem.row, problem.column) for problem in rule.problems(within)]

    return find
