"""A programme's first folder and first workbook: complete, safe to give, and right to fill in."""

from __future__ import annotations

import csv
import io
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from polars.testing import assert_frame_equal

from tideturn.dataset.check import check_folder
from tideturn.dataset.guidance import ROLES, guidance, how_written, tables_of
from tideturn.dataset.model import Site
from tideturn.dataset.new_folder import first_programme, write_new_folder
from tideturn.dataset.problems import TideturnError
from tideturn.dataset.read import open_raw, read_folder
from tideturn.dataset.schema import Kind
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.dataset.workbook_template import empty_workbook
from tideturn.dataset.write import folder_files

SITES = (Site("north", "The north"), Site("national", "The national team", "national"))
PROGRAMME = first_programme('A "small" programme', SITES, start=date(2018, 10, 1), years=3)


@cache
def workbook() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(empty_workbook(PROGRAMME, survey="survey1")))


def format_of(sheet, index):
    """The number format of the cells below a column's header; equal neighbours are stored as one."""
    [style] = [d for d in sheet.column_dimensions.values() if d.min <= index <= d.max]
    return style.number_format


def validation_of(sheet, letter):
    """The rule of the cells below a column's header."""
    [rule] = [v for v in sheet.data_validations.dataValidation if f"{letter}2:" in str(v.sqref)]
    return rule


def test_years_follow_one_another_without_a_gap_and_need_not_be_calendar_years():
    ends = [(year.start, year.end) for year in PROGRAMME.years]
    assert ends == [
        (date(2018, 10, 1), date(2019, 9, 30)),
        (date(2019, 10, 1), date(2020, 9, 30)),
        (date(2020, 10, 1), date(2021, 9, 30)),
    ]


def test_years_that_begin_on_a_leap_day_still_follow_one_another():
    years = first_programme(start=date(2020, 2, 29), years=4).years
    assert [(y.start, y.end) for y in years] == [
        (date(2020, 2, 29), date(2021, 2, 28)),
        (date(2021, 3, 1), date(2022, 2, 28)),
        (date(2022, 3, 1), date(2023, 2, 28)),
        (date(2023, 3, 1), date(2024, 2, 28)),
    ]


@pytest.mark.parametrize(
    ("name", "sites", "years", "said"),
    [
        ("P", [Site("programme", "All")], 3, "cannot be the code of a site"),
        ("P", [Site("../up", "Up")], 3, "cannot be the code of a site"),
        ("P", [Site("a", "A"), Site("a", "B")], 3, "same code"),
        ("  ", [], 3, "no name"),
        ("P", [], 0, "0 years"),
        ("P", [], 21, "21 years"),
    ],
)
def test_a_programme_that_cannot_be_is_refused_in_words(name, sites, years, said):
    with pytest.raises(TideturnError, match=said):
        first_programme(name, sites, start=date(2018, 10, 1), years=years)


def test_the_folder_has_every_table_with_its_columns_and_no_row(tmp_path: Path):
    write_new_folder(tmp_path / "new", PROGRAMME)
    for directory, tables in ((tmp_path / "new", TABLES), (tmp_path / "new/surveys/survey1", SURVEY_TABLES)):
        for table in tables.values():
            rows = list(csv.reader((directory / table.file).read_text().splitlines()))
            assert rows == [list(table.names)]
    assert (tmp_path / "new/transcripts").is_dir()
    assert (tmp_path / "new/pathways").is_dir()


def test_programme_toml_says_what_was_asked_for_and_explains_each_part(tmp_path: Path):
    write_new_folder(tmp_path / "new", PROGRAMME)
    text = (tmp_path / "new/programme.toml").read_text()
    said = tomllib.loads(text)
    assert said["name"] == 'A "small" programme'
    assert said["sites"] == [
        {"code": "north", "name": "The north", "kind": "local"},
        {"code": "national", "name": "The national team", "kind": "national"},
    ]
    assert said["years"][2] == {"number": 3, "start": date(2020, 10, 1), "end": date(2021, 9, 30)}
    everything_on = "\n".join(
        line[2:] if line.startswith("# ") and ("=" in line or line.startswith("# [")) else line
        for line in text.splitlines()
    )
    sections = {"sites", "years", "answers", "report", "network", "rules"}
    assert set(tomllib.loads(everything_on)) == {"name", "comparison_order", *sections}


@pytest.mark.parametrize("excel", [False, True])
def test_a_folder_in_use_is_refused_and_left_as_it_was(tmp_path: Path, excel: bool):
    (tmp_path / "cases.csv").write_text("case_id\nc1\n")
    with pytest.raises(TideturnError, match="not empty"):
        write_new_folder(tmp_path, PROGRAMME, excel=excel)
    assert [path.name for path in tmp_path.iterdir()] == ["cases.csv"]
    assert (tmp_path / "cases.csv").read_text() == "case_id\nc1\n"


def test_a_file_where_the_folder_should_go_is_refused(tmp_path: Path):
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(TideturnError, match="a folder is wanted"):
        write_new_folder(tmp_path / "taken", PROGRAMME)


def test_an_empty_folder_that_is_already_there_is_used(tmp_path: Path):
    write_new_folder(tmp_path, PROGRAMME)
    assert (tmp_path / "GUIDANCE.md").exists()


def test_guidance_names_every_table_under_one_role_and_every_column_with_what_it_means():
    text = guidance(lambda table: f"<{table.name}>", workbook=False)
    roles = [tables_of(role) for role in ROLES]
    assert sorted(t.name for tables in roles for t in tables) == sorted([*TABLES, *SURVEY_TABLES])
    for table in (*TABLES.values(), *SURVEY_TABLES.values()):
        assert text.count(f"`<{table.name}>`") == 1
        for column in table.offered:
            assert f"| {column.name} | {'yes' if column.required else ''} | {column.meaning} |" in text


def test_how_a_cell_is_written_gives_its_list_its_bounds_and_where_its_codes_come_from():
    assert how_written(TABLES["waves"].column("responded")) == "yes or no"
    assert how_written(TABLES["ties"].column("level")) == "a whole number from 0 to 5"
    assert how_written(TABLES["sessions"].column("case_id")) == "a code, listed as case_id in cases"
    assert how_written(TABLES["activities"].column("level")) == "one of: local, national"
    assert how_written(TABLES["outcomes"].column("sites")).endswith(
        "one of the programme's sites; several are separated by |"
    )


def test_the_workbook_is_the_same_bytes_on_every_run():
    assert empty_workbook(PROGRAMME, survey="survey1") == empty_workbook(PROGRAMME, survey="survey1")


def test_the_workbook_has_a_sheet_for_each_table_with_its_columns_as_the_header():
    book = workbook()
    beside = ["guidance", "programme", "sites", "years"]
    assert book.sheetnames == [*beside, *TABLES, *(f"survey1.{name}" for name in SURVEY_TABLES)]
    for name in book.sheetnames[len(beside) :]:
        table = SURVEY_TABLES[name.removeprefix("survey1.")] if name.startswith("survey1.") else TABLES[name]
        assert list(book[name].iter_rows(values_only=True)) == [table.names]


def test_the_workbook_holds_the_programme_its_sites_and_its_years():
    book = workbook()
    [header, name, *others] = [row[:2] for row in book["programme"].iter_rows(values_only=True)]
    assert (header, name) == (("name", "value"), ("name", PROGRAMME.name))
    assert [value for _, value in others] == [None] * len(others)
    assert [row[0] for row in book["sites"].iter_rows(min_row=2, values_only=True)] == ["north", "national"]
    [number, start, end, _] = next(book["years"].iter_rows(min_row=2, values_only=True))
    assert (number, start.date(), end.date()) == (1, date(2018, 10, 1), date(2019, 9, 30))


def test_a_name_that_looks_like_a_formula_stays_text():
    programme = first_programme("=1+1", SITES, start=date(2018, 10, 1))
    cell = openpyxl.load_workbook(io.BytesIO(empty_workbook(programme, survey="s")))["programme"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_every_header_is_frozen_has_a_note_and_is_bold_where_it_must_be_filled():
    book = workbook()
    for table in TABLES.values():
        sheet = book[table.name]
        assert sheet.freeze_panes == "A2"
        for column, cell in zip(table.offered, sheet[1], strict=True):
            assert column.meaning in cell.comment.text
            assert how_written(column) in cell.comment.text
            assert ("Must be filled" in cell.comment.text) == column.required == bool(cell.font.bold)


def test_closed_lists_are_offered_in_full_and_bind():
    book = workbook()
    for table in TABLES.values():
        for column, cell in zip(table.offered, book[table.name][1], strict=True):
            if column.terms is not None and not column.many:
                rule = validation_of(book[table.name], cell.column_letter)
                assert rule.formula1.strip('"').split(",") == list(column.terms.codes)
                assert (rule.type, rule.errorStyle, next(iter(rule.sqref.ranges)).max_row) == ("list", None, 1_048_576)


def test_yes_and_no_dates_and_numbers_are_offered_or_held_to_their_bounds():
    book = workbook()
    assert validation_of(book["waves"], "D").formula1 == '"yes,no"'
    assert validation_of(book["cases"], "C").type == "date"
    level = validation_of(book["ties"], "D")
    assert (level.type, level.formula1, level.formula2) == ("whole", "0", "5")


def test_codes_are_offered_from_the_sheet_that_declares_them_and_only_warn():
    book = workbook()
    rule = validation_of(book["cases"], "B")
    assert rule.formula1 == "OFFSET(sites!$A$2,0,0,MAX(1,COUNTA(sites!$A:$A)-1),1)"
    assert rule.errorStyle == "warning"
    assert "outcomes!$A" in validation_of(book["survey1.items"], "B").formula1


def test_cells_that_excel_would_turn_into_something_else_are_text_and_dates_are_dates():
    book = workbook()
    for table in TABLES.values():
        for column, cell in zip(table.offered, book[table.name][1], strict=True):
            style = format_of(book[table.name], cell.column)
            if column.kind in (Kind.CODE, Kind.PERIOD, Kind.TIME):
                assert style == "@"
            if column.kind is Kind.DATE:
                assert style == "yyyy-mm-dd"


def test_folder_and_workbook_are_read_as_the_same_empty_programme(tmp_path: Path):
    write_new_folder(tmp_path / "folder", PROGRAMME)
    write_new_folder(tmp_path / "book", PROGRAMME, excel=True)
    assert open_raw(tmp_path / "folder").problems == ()
    assert open_raw(tmp_path / "book").problems == ()
    folder, book, alone = (read_folder(tmp_path / p) for p in ("folder", "book", "book/programme.xlsx"))
    assert folder.programme == book.programme == alone.programme == PROGRAMME
    assert list(folder.tables) == list(book.tables) == list(TABLES)
    assert {name: frame.schema for name, frame in book.tables.items()} == {
        name: table.empty().schema for name, table in TABLES.items()
    }


ROWS = {
    "outcomes": [("o1", "practitioner", "Change that lasts", 1, "change", None, None, "up", "north|national")],
    "cases": [("007", "north", date(2018, 11, 3), date(2018, 11, 9), *[None] * 6, 15, *[None] * 8)],
    "sessions": [
        ("007", date(2018, 11, 12), "one_to_one", "yes", 50, "in person"),
        ("007", date(2018, 11, 19), "one_to_one", "no", None, None),
    ],
    "assessments": [("007", None, date(2018, 11, 12), "baseline", "o1", 2.5, 1, 5, "worker")],
    "indicators": [("nrm", "NRM referrals", "o1", "other", None, "up", date(2018, 9, 1), "Awareness", "police")],
    "series": [("nrm", "north", "2018-09", 4, None), ("nrm", "north", "2018-10", 7, None)],
    "survey1.responses": [
        ("r1", "staff", "north", 1, date(2019, 5, 6), None, "p1", None, "health", None, "yes", "Agree")
    ],
    "survey1.items": [
        (
            "q1",
            "o1",
            "It lasts",
            "change",
            None,
            "one",
            "Disagree|Agree",
            "Agree",
            *[None] * 2,
            "Disagree",
            *[None] * 2,
            "3a",
            "no",
        )
    ],
}


def test_rows_filled_into_the_workbook_are_read_as_the_same_rows_in_csv(tmp_path: Path):
    write_new_folder(tmp_path / "folder", PROGRAMME)
    write_new_folder(tmp_path / "book", PROGRAMME, excel=True)
    book = openpyxl.load_workbook(tmp_path / "book/programme.xlsx")
    book["survey1.responses"]["L1"] = "q1"
    for name, rows in ROWS.items():
        for number, row in enumerate(rows, start=2):
            for index, value in enumerate(row, start=1):
                book[name].cell(number, index).value = value
    book.save(tmp_path / "book/programme.xlsx")
    for name, rows in ROWS.items():
        file = tmp_path / "folder" / (f"{name}.csv" if "." not in name else f"surveys/{name.replace('.', '/')}.csv")
        header = file.read_text().strip() + (",q1" if name == "survey1.responses" else "")
        with file.open("w", newline="") as stream:
            stream.write(header + "\n")
            csv.writer(stream, lineterminator="\n").writerows(rows)

    folder, filled = read_folder(tmp_path / "folder"), read_folder(tmp_path / "book")
    assert folder.tables["cases"]["case_id"].to_list() == ["007"]
    assert folder.tables["series"]["period"].to_list() == ["2018-09", "2018-10"]
    for name, frame in folder.tables.items():
        assert_frame_equal(frame, filled.tables[name])
    for part in ("responses", "items", "invited"):
        assert_frame_equal(getattr(folder.surveys["survey1"], part), getattr(filled.surveys["survey1"], part))


def test_an_untouched_folder_written_again_by_tideturn_keeps_its_tables_to_the_byte(tmp_path: Path):
    write_new_folder(tmp_path / "new", PROGRAMME)
    for name, content in folder_files(read_folder(tmp_path / "new")).items():
        if name != "programme.toml":  # whose comments are for whoever fills it in
            assert (tmp_path / "new" / name).read_bytes() == content


@pytest.mark.parametrize("excel", [False, True])
def test_check_finds_nothing_in_a_folder_made_from_what_was_asked_for(tmp_path: Path, excel: bool):
    write_new_folder(tmp_path / "new", PROGRAMME, excel=excel)
    assert check_folder(tmp_path / "new") == []


@pytest.mark.parametrize(
    ("excel", "places"),
    [
        (False, [("programme.toml", 1, "name"), ("programme.toml", 1, "sites")]),
        (True, [("programme.xlsx, sheet programme", 2, "value"), ("programme.xlsx, sheet sites", 2, "name")]),
    ],
)
def test_check_asks_about_placeholders_where_they_stand_and_nothing_else(tmp_path: Path, excel: bool, places):
    write_new_folder(tmp_path / "new", first_programme(start=date(2018, 10, 1)), excel=excel)
    for path in (tmp_path / "new", *([tmp_path / "new/programme.xlsx"] if excel else [])):
        found = check_folder(path)
        assert [(p.severity, p.rule) for p in found] == [("query", "placeholder")] * 2
        assert [(p.file, p.row, p.column) for p in found] == places


def test_a_query_about_a_placeholder_in_a_workbook_is_answered_there(tmp_path: Path):
    write_new_folder(tmp_path / "new", first_programme("Ours", start=date(2018, 10, 1)), excel=True)
    book = openpyxl.load_workbook(tmp_path / "new/programme.xlsx")
    book["queries"].append(("programme.xlsx, sheet sites", None, "name", None, "It has no name yet", "PM"))
    book.save(tmp_path / "new/programme.xlsx")
    assert check_folder(tmp_path / "new") == []


def test_what_a_workbook_lacks_of_the_programme_is_looked_for_in_the_workbook(tmp_path: Path):
    write_new_folder(tmp_path / "new", PROGRAMME, excel=True)
    book = openpyxl.load_workbook(tmp_path / "new/programme.xlsx")
    book["cases"].append(("C1", "nowhere", "2018-10-02"))
    book.save(tmp_path / "new/programme.xlsx")
    [problem] = check_folder(tmp_path / "new")
    assert "is not in programme.xlsx, sheet sites." in problem.what
    assert problem.mend.endswith("add it to programme.xlsx, sheet sites.")


def test_a_placeholder_that_was_replaced_is_not_asked_about(tmp_path: Path):
    write_new_folder(tmp_path / "new", first_programme("Ours", start=date(2018, 10, 1)))
    assert [p.column for p in check_folder(tmp_path / "new")] == ["sites"]


def test_transcripts_beside_a_workbook_are_held_to_what_they_are_as_in_a_folder(tmp_path: Path):
    write_new_folder(tmp_path / "new", PROGRAMME, excel=True)
    book = openpyxl.load_workbook(tmp_path / "new/programme.xlsx")
    book["interviews"].append(("i1", "i1.txt", "staff", "north", 1, "yes"))
    book.save(tmp_path / "new/programme.xlsx")
    (tmp_path / "new/transcripts/i1.txt").write_bytes(b"It helped.\n")
    assert read_folder(tmp_path / "new").transcripts == {"i1.txt": "It helped.\n"}
    (tmp_path / "new/transcripts/i1.txt").write_bytes(b"It helped.\r")
    [problem] = open_raw(tmp_path / "new").problems
    assert (problem.severity, problem.file) == ("error", "transcripts/i1.txt")
