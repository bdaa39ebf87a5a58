"""Nothing that was recorded after a year's `data_to` changes a word of what is said about the year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from tests.worked_example import example, judged

from tideturn.dataset.schema import Kind
from tideturn.dataset.tables import TABLES
from tideturn.evaluation.answer import answer
from tideturn.evaluation.evaluate import evaluate
from tideturn.report import pages

LATER = 40
"""Days after the last year's end."""


def said(dataset, year=2):
    evaluation = evaluate(dataset, year=year)
    return pages(dataset, evaluation)


def as_cell(kind: Kind, day: date):
    return {Kind.TIME: f"{day}T09:00", Kind.PERIOD: f"{day:%Y-%m}"}.get(kind, day)


def with_later_rows(dataset, day):
    """Three rows more in each dated table, copied from its last and dated later; their codes are new ones."""
    tables = dict(dataset.tables)
    for name, frame in tables.items():
        table = TABLES[name]
        dates = list(dict.fromkeys([*table.dated.row, *table.dated.later]))
        if table.dated.row and frame.height:
            cells = [pl.lit(as_cell(table.column(one).kind, day)).cast(frame.schema[one]).alias(one) for one in dates]
            codes = [
                (pl.col(one).cast(pl.String) + "9").cast(frame.schema[one])
                for one in table.key
                if one not in dates and table.column(one).refers_to is None and table.column(one).terms is None
            ]
            tables[name] = pl.concat([frame, frame.tail(3).with_columns(*cells, *codes)])
    surveys = {
        code: replace(
            survey,
            responses=pl.concat(
                [
                    survey.responses,
                    survey.responses.tail(3).with_columns(pl.lit(day).alias("date"), pl.col("response_id") + "9"),
                ]
            ),
        )
        for code, survey in dataset.surveys.items()
    }
    return replace(dataset, tables=tables, surveys=surveys)


def with_later_cells(dataset, day):
    """Whatever had not happened to a row by the end of the last year happens to it now."""
    tables = dict(dataset.tables)
    for name, frame in tables.items():
        for column, cells in TABLES[name].dated.later.items():
            if column in TABLES[name].dated.row:
                continue
            empty = pl.col(column).is_null()
            filled = [pl.when(empty).then(pl.lit(day)).otherwise(pl.col(column)).alias(column)]
            # What became known on that day, where it had not been known without a date.
            filled += [
                pl.when(empty & pl.col(cell).is_null())
                .then(pl.lit(frame[cell].drop_nulls().first()))
                .otherwise(pl.col(cell))
                .alias(cell)
                for cell in cells
                if frame[cell].count()
            ]
            undated = frame.filter(empty & pl.any_horizontal([pl.col(cell).is_not_null() for cell in cells] or [False]))
            if undated.is_empty():
                frame = frame.with_columns(filled)
        tables[name] = frame
    return replace(dataset, tables=tables)


@pytest.fixture(scope="module")
def as_it_was():
    return pages(example(), judged(2))


def test_what_was_recorded_later_changes_no_byte(as_it_was):
    dataset = example()
    day = dataset.programme.years[-1].end + timedelta(days=LATER)
    for later in (with_later_cells, with_later_rows):
        more = later(dataset, day)
        assert any(not frame.equals(more.tables[name]) for name, frame in dataset.tables.items())
        dataset = more
    assert said(dataset) == as_it_was


def test_the_same_rows_a_day_sooner_do_change_what_is_said(as_it_was):
    """Else the test above could not fail."""
    dataset = example()
    end = dataset.programme.years[-1].end
    for later in (with_later_rows, with_later_cells):
        assert answer(evaluate(later(dataset, end), year=2)) != answer(judged(2))
    open_till_later = replace(dataset.programme.years[-1], data_to=end + timedelta(days=LATER))
    programme = replace(dataset.programme, years=(*dataset.programme.years[:-1], open_till_later))
    more = replace(with_later_cells(dataset, end + timedelta(days=LATER)), programme=programme)
    assert said(more)["report.html"] != as_it_was["report.html"]
