"""Rows as they are written down here, made into the typed frame that the contract declares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from tideturn.dataset.schema import Table
from tideturn.dataset.tables import SURVEY_TABLES, TABLES


def table(name: str, rows: Iterable[dict[str, Any]]) -> pl.DataFrame:
    """The rows of a table of the folder, every declared column present. Raises KeyError for a column of no contract."""
    return _typed(TABLES[name], list(rows))


def survey_table(name: str, rows: Iterable[dict[str, Any]], answers: Sequence[str] = ()) -> pl.DataFrame:
    """The rows of a survey's table; `answers` are the questions that stand as text columns after the declared ones."""
    return _typed(SURVEY_TABLES[name], list(rows), answers)


def _typed(declared: Table, rows: list[dict[str, Any]], answers: Sequence[str] = ()) -> pl.DataFrame:
    schema: dict[str, pl.DataType] = {column.name: column.dtype for column in declared.columns}
    schema |= dict.fromkeys(answers, pl.String())
    for row in rows:
        if not row.keys() <= schema.keys():
            raise KeyError(f"{declared.name} has no column {', '.join(row.keys() - schema.keys())}")
    return pl.DataFrame([[row.get(name) for name in schema] for row in rows], schema=schema, orient="row")
