"""A small programme, and the maker of datasets in it: rows as dictionaries, whatever is not given left empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from tests.frames import Rows, frame

from tideturn.dataset.model import Dataset, Programme, Site, Survey, Year
from tideturn.dataset.tables import SURVEY_TABLES, TABLES

YEARS = (
    Year(1, date(2018, 10, 1), date(2019, 9, 30)),
    Year(2, date(2019, 10, 1), date(2020, 9, 30)),
)
PROGRAMME = Programme(
    name="Programme", sites=(Site("north", "North"), Site("south", "South"), Site("nation", "National")), years=YEARS
)
OUTCOMES: Rows = (
    {"outcome_id": "safety", "area": "cyp", "title": "Safety", "due_year": 1},
    {"outcome_id": "risk", "area": "cyp", "title": "Risk", "due_year": 1, "better": "down", "sites": "north|south"},
)


@pytest.fixture
def year() -> Year:
    return YEARS[0]


@pytest.fixture
def year_2() -> Year:
    return YEARS[1]


@pytest.fixture
def make() -> Callable[..., Dataset]:
    """`make(surveys=…, transcripts=…, cases=[…], …)`; the two outcomes are there unless others are given."""

    def made(
        *, surveys: Sequence[Survey] = (), transcripts: Mapping[str, str] | None = None, **tables: Rows
    ) -> Dataset:
        rows: dict[str, Rows] = {"outcomes": OUTCOMES, **tables}
        return Dataset(
            programme=PROGRAMME,
            tables={name: frame(TABLES[name], own) for name, own in rows.items()},
            surveys={survey.code: survey for survey in surveys},
            transcripts=transcripts or {},
        )

    return made


@pytest.fixture
def make_survey() -> Callable[..., Survey]:
    """`make_survey("s", responses=[…], items=[…], invited=[…])`."""

    def made(code: str, *, responses: Rows, items: Rows, invited: Rows = (), **rest: Any) -> Survey:
        return Survey(
            code=code,
            responses=frame(SURVEY_TABLES["responses"], responses),
            items=frame(SURVEY_TABLES["items"], items),
            invited=frame(SURVEY_TABLES["invited"], invited),
            **rest,
        )

    return made
