"""Build the whole example: every table, survey, transcript and pathway, and the true answers."""

from __future__ import annotations

from typing import Any

import polars as pl

from tideturn.dataset.model import Dataset
from tideturn.example import frame
from tideturn.example.assessments import assessment_tables
from tideturn.example.casework import casework_tables
from tideturn.example.delivery import delivery_tables
from tideturn.example.implementation import implementation_tables
from tideturn.example.money import money_tables
from tideturn.example.network import network_tables
from tideturn.example.pathway import PATHWAYS, pathway_tables
from tideturn.example.population import population_tables
from tideturn.example.series import series_tables
from tideturn.example.surveys import PLAN, code_of, yearly_survey
from tideturn.example.theory import theory_tables
from tideturn.example.training import training_surveys, training_tables
from tideturn.example.true_answers import true_answers
from tideturn.example.words import words_tables
from tideturn.example.words.open_answers import open_answer
from tideturn.example.words.open_codings import open_coding_tables
from tideturn.example.words.rivals import rival_tables


def build_example() -> tuple[Dataset, dict[str, Any]]:
    """Return the example as a dataset, and the true answers that are written next to its folder."""
    words, transcripts = words_tables(frame)
    tables = (
        theory_tables()
        | casework_tables()
        | population_tables()
        | assessment_tables()
        | training_tables()
        | delivery_tables()
        | network_tables()
        | pathway_tables()
        | series_tables()
        | money_tables()
        | words
    )
    tables |= implementation_tables(tables) | rival_tables(tables)
    surveys = training_surveys()
    for year in PLAN:
        survey = yearly_survey(year, open_answer)
        surveys[survey.code] = survey
    for name, rows in open_coding_tables(surveys[code_of(2)]).items():
        tables[name] = pl.concat([tables[name], rows])
    return Dataset(frame.PROGRAMME, tables, surveys, transcripts, PATHWAYS), true_answers()
