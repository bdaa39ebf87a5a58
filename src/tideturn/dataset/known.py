"""Return what was known on a day: the dataset without the rows and cells that became known later.

Each table declares which of its dates count (`Dated`). So a year that is judged again, after more was collected, gives
the same answer.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from tideturn.dataset.model import Dataset
from tideturn.dataset.schema import Kind, Table
from tideturn.dataset.tables import SURVEY_TABLES, TABLES


def known_by(dataset: Dataset, day: date) -> Dataset:
    """Return the dataset as it was at the end of `day`.

    A row without a date stays: it counts as known by the end of its year. A dataset that is already cut to that day is
    returned unchanged.
    """
    if dataset.known_by == day:
        return dataset
    dated = {name: _rows_known(TABLES[name], frame, day) for name, frame in dataset.tables.items()}
    if "ties" in dated and "waves" in dated:
        # A tie becomes known on the day its teller was asked, which need not be the wave's first.
        key = ["wave", "organisation_id"]
        asked_later = dataset.tables["waves"].join(dated["waves"], on=key, how="anti")
        dated["ties"] = dated["ties"].join(asked_later, left_on=["wave", "from"], right_on=key, how="anti")
    if "changes" in dated:
        dated["changes"] = _at_the_stage_known(dated["changes"], day)
    tables = {
        name: _without_later_cells(TABLES[name], _with_what_it_names(dataset, TABLES[name], frame, dated), day)
        for name, frame in dated.items()
    }
    responses = SURVEY_TABLES["responses"]
    surveys = {
        code: replace(survey, responses=_rows_known(responses, survey.responses, day))
        for code, survey in dataset.surveys.items()
    }
    return replace(dataset, tables=tables, surveys=surveys, known_by=day)


def last_day(period: str) -> date:
    """Return the last day of `2019-09`, `2019-Q3` or `2019`."""
    year, _, part = period.partition("-")
    month = int(part[1:]) * 3 if part.startswith("Q") else int(part or 12)
    return date(int(year), month, monthrange(int(year), month)[1])


def spans(periods: Sequence[str]) -> str:
    """Return the kind of a series' periods: `month`, `quarter` or `year`, or `period` if they differ."""
    kinds = {"quarter" if "Q" in period else "month" if "-" in period else "year" for period in periods}
    return kinds.pop() if len(kinds) == 1 else "period"


def _rows_known(table: Table, frame: pl.DataFrame, day: date) -> pl.DataFrame:
    """Keep the rows whose earliest date is not after `day`, and those without a date."""
    days = [_day(table, frame, name) for name in table.dated.row if name in frame.columns]
    if not days:
        return frame
    late = frame.select(late=(pl.min_horizontal(days) > day).fill_null(value=False))["late"]
    return frame.filter(~late) if late.any() else frame


def _day(table: Table, frame: pl.DataFrame, name: str) -> pl.Expr:
    kind = table.column(name).kind
    if kind is Kind.TIME:
        # A time with an offset gives the day by the clock here; one without an offset is already by that clock.
        instant = pl.col(name).str.to_datetime("%+", time_unit="us", time_zone="UTC", strict=False)
        written = pl.col(name).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
        return pl.coalesce(instant.dt.convert_time_zone("Europe/London").dt.date(), written)
    if kind is Kind.PERIOD:
        ends = {period: last_day(period) for period in frame[name].drop_nulls().unique()}
        return pl.col(name).replace_strict(ends, default=None, return_dtype=pl.Date)
    return pl.col(name)


def _with_what_it_names(
    dataset: Dataset, table: Table, frame: pl.DataFrame, dated: dict[str, pl.DataFrame]
) -> pl.DataFrame:
    """Drop the rows that name a row of another table that was not known; a name that is in no table changes nothing."""
    for column, place in table.dated.through.items():
        name, key = place.split(".")
        if name in dated and dated[name].height < dataset.tables[name].height:
            gone = dataset.tables[name].join(dated[name], on=key, how="anti")
            frame = frame.join(gone, left_on=column, right_on=key, how="anti")
    return frame


def _at_the_stage_known(changes: pl.DataFrame, day: date) -> pl.DataFrame:
    """Undo what each change became after `day`.

    A change that had been noticed was at least discussed, and one undone later was still in force (an empty stage).
    """
    stage, reached, undone = pl.col("stage"), pl.col("stage_date") > day, pl.col("reversed_on") > day
    stands = (stage == "reversed") & (undone | (pl.col("reversed_on").is_null() & reached))
    known = pl.when(stands).then(None).when(stage.is_not_null() & reached).then(pl.lit("discussed")).otherwise(stage)
    return changes.with_columns(known.alias("stage"))


def _without_later_cells(table: Table, frame: pl.DataFrame, day: date) -> pl.DataFrame:
    """Empty each later date, with the cells that became known on it."""
    for column, cells in table.dated.later.items():
        if column in frame.columns and (frame[column] > day).any():
            frame = _emptied(frame, [*cells, column], pl.col(column) > day)
    return frame


def _emptied(frame: pl.DataFrame, columns: Iterable[str], where: pl.Expr) -> pl.DataFrame:
    return frame.with_columns(pl.when(~where.fill_null(value=False)).then(pl.col(name)).alias(name) for name in columns)
