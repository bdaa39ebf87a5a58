"""Turn rows written as dictionaries into the typed data frames that the folder's contract declares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from tideturn.dataset.schema import Table
from tideturn.dataset.tables import SURVEY_TABLES, TABLES


def table(name: str, rows: Iterable[dict[str, Any]]) -> pl.DataFrame:
    """Return the rows as a table of the folder, with every declared column.

    Raises KeyError for a column that the contract does not declare.
    """
    return _typed(TABLES[name], list(rows))


def survey_table(name: str, rows: Iterable[dict[str, Any]], answers: Sequence[str] = ()) -> pl.DataFrame:
    """Return the rows as a survey's table; each question in `answers` is a text column after the declared ones.

    Raises KeyError for any other column that the contract does not declare.
    """
    return _typed(SURVEY_TABLES[name], list(rows), answers)


def _typed(declared: Table, rows: list[dict[str, Any]], answers: Sequence[str] = ()) -> pl.DataFrame:
    schema: dict[str, pl.DataType] = {column.name: column.dtype for column in declared.columns}
    schema |= dict.fromkeys(answers, pl.String())
    for row in rows:
        if not row.keys() <= schema.keys():
            raise KeyError(f"{declared.name} has no column {', '.join(row.keys() - schema.keys())}")
    return pl.DataFrame([[row.get(name) for name in schema] for row in rows], schema=schema, orient="row")
