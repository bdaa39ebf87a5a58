"""The worked example as one workbook: a sheet for each table, real dates and numbers, read as the folder is."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from polars.testing import assert_frame_equal
from tests.worked_example import bare_judged, built

from tideturn.dataset.check import read_checked
from tideturn.dataset.model import Dataset
from tideturn.dataset.write import folder_files, write_folder
from tideturn.evaluation.evaluate import evaluate


def sheets_of(dataset: Dataset) -> dict[str, pl.DataFrame]:
    """Every table under its sheet's name, and the programme in its three sheets."""
    programme = dataset.programme
    said = {"name": programme.name, "network_outcome": programme.network_outcome, **programme.report}
    said |= {"comparison_order": programme.comparison_order}
    said |= {f"plain.{code}": words for code, words in said.pop("plain").items()}
    said |= {name: str(days) for name, days in programme.further["timeliness"].items()}
    sheets = {
        "programme": pl.DataFrame({"name": list(said), "value": list(said.values())}),
        "sites": pl.DataFrame([vars(site) for site in programme.sites]),
        "years": pl.DataFrame([vars(year) for year in programme.years]),
        **dataset.tables,
    }
    for code, survey in dataset.surveys.items():
        sheets |= {f"{code}.{name}": getattr(survey, name) for name in ("responses", "items", "invited")}
    return sheets


def workbook_of(sheets: dict[str, pl.DataFrame]) -> bytes:
    """The sheets as a person would have them: days as days, numbers as numbers, yes and no as TRUE and FALSE."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, frame in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, frame.columns)
        for number, row in enumerate(frame.iter_rows(), start=1):
            for index, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, index, datetime(cell.year, cell.month, cell.day), day)
                elif cell is not None:
                    sheet.write(number, index, cell)
    book.close()
    return stream.getvalue()


@pytest.fixture(scope="module")
def both(tmp_path_factory) -> tuple[Dataset, Dataset]:
    """The example as the folder gives it and as the workbook does, what no sheet can hold lying beside it."""
    example = built()[0]
    folder, beside = (tmp_path_factory.mktemp(name) for name in ("folder", "beside"))
    write_folder(example, folder)
    for name, data in folder_files(example).items():
        if name.endswith((".txt", ".xlsx")) or name.startswith("pathways/"):
            _put(beside / name, data)
    _put(beside / "tables.xlsx", workbook_of(sheets_of(example)))
    (one, asked), (other, asked_too) = read_checked(folder), read_checked(beside)
    assert asked == asked_too == ()
    return one, other


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_the_workbook_holds_the_same_programme_but_for_what_no_sheet_says(both):
    one, other = both
    further = {name: said for name, said in one.programme.further.items() if name != "example"}
    assert replace(one.programme, further=further) == other.programme


def test_every_table_survey_text_and_pathway_is_the_same(both):
    one, other = both
    assert list(one.tables) == list(other.tables)
    for name, table in one.tables.items():
        assert_frame_equal(table, other.tables[name])
    assert one.surveys.keys() == other.surveys.keys()
    for code, survey in one.surveys.items():
        given = other.surveys[code]
        assert (survey.questions, survey.form) == (given.questions, given.form)
        for name in ("responses", "items", "invited"):
            assert_frame_equal(getattr(survey, name), getattr(given, name))
    assert one.transcripts == other.transcripts
    assert one.pathways == other.pathways


def test_every_year_is_judged_the_same(both):
    for year in (1, 2):
        folder, workbook = bare_judged(year), evaluate(both[1], year=year)
        assert len(folder.outcomes) > 50
        assert folder.outcomes == workbook.outcomes
        assert folder.gaps == workbook.gaps
