"""What people really do in a spreadsheet: titles, merged and hidden cells, formulas, days kept as numbers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook

from tideturn.dataset.archive import letters
from tideturn.dataset.check import check_folder, read_checked
from tideturn.dataset.problems import Problem, Severity
from tideturn.dataset.read import read_folder

HEADER = ["case_id", "site", "received", "age_at_referral"]
CASE = ["c1", "north", date(2018, 5, 1), 15]
SHEETS: dict[str, list[list[object]]] = {
    "programme": [["name", "value"], ["name", "Harbour"]],
    "sites": [["code", "name", "kind"], ["north", "Northtown", "local"]],
    "years": [["number", "start", "end"], [1, date(2018, 4, 1), date(2019, 3, 31)]],
    "cases": [HEADER, CASE, ["c2", "north", date(2018, 5, 2), 16]],
}
INTERVIEWS: list[list[object]] = [
    ["interview_id", "file", "voice", "site", "year", "consent_to_quote"],
    ["i1", "i1.txt", "staff", "north", 1, "yes"],
    ["i2", "i2.txt", "staff", "north", 1, "yes"],
]


def book_of(sheets: dict[str, list[list[object]]]) -> Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def saved(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


@pytest.fixture
def check(tmp_path):
    """Every problem of a workbook of these sheets."""

    def run(change: Callable[[Workbook], object] = lambda _: None, **sheets: list[list[object]]) -> list[Problem]:
        book = book_of(SHEETS | sheets)
        change(book)
        return check_folder(saved(book, tmp_path / "p.xlsx"))

    return run


def test_a_sheet_is_known_by_its_name_in_any_case_and_with_blanks_round_it(tmp_path):
    names = {"programme": "PROGRAMME", "sites": " Sites", "years": "Years ", "cases": "Cases"}
    survey = [["response_id", "voice", "site", "year", "q1"], ["r1", "staff", "north", 1, 4]]
    sheets = {names[name]: rows for name, rows in SHEETS.items()} | {"Ours.Responses": survey}
    path = saved(book_of(sheets | {"GUIDANCE ": [["How to fill this in"]]}), tmp_path / "p.xlsx")
    dataset = read_folder(path)
    assert dataset.programme.name == "Harbour"
    assert dataset.table("cases").height == 2
    assert list(dataset.surveys) == ["Ours"]
    assert not any(problem.rule == "structure" for problem in check_folder(path))


def test_a_place_in_a_workbook_is_called_as_the_sheet_is_called(tmp_path):
    sheets = {name: rows for name, rows in SHEETS.items() if name != "cases"} | {"Cases": [HEADER, ["c1", "north"]]}
    (problem,) = check_folder(saved(book_of(sheets), tmp_path / "p.xlsx"))
    assert problem.place == "p.xlsx, sheet Cases, row 2, column received"


def test_merged_cells_are_asked_about_where_a_value_may_have_been_lost(check):
    found = check(lambda book: book["cases"].merge_cells("D2:D3"))
    assert [(p.severity, p.file, p.row, p.column) for p in found] == [
        (Severity.QUERY, "p.xlsx, sheet cases", 2, "age_at_referral")
    ]
    assert "The cells D2:D3 are merged" in found[0].what


def test_merged_cells_without_a_value_and_beside_the_table_are_nobodys_business(check):
    def merge(book: Workbook) -> None:
        book["cases"].merge_cells("F2:F9")
        book["cases"].merge_cells("A20:D25")

    assert check(merge) == []


def test_a_title_above_the_header_and_a_blank_row_above_it_are_told_apart(check):
    def title(book: Workbook) -> None:
        book["cases"].insert_rows(1)
        book["cases"]["A1"] = "Our cases"
        book["cases"].merge_cells("A1:D1")

    for change, what in (
        (title, "There is no header: the first row does not name the columns of cases."),
        (lambda book: book["cases"].insert_rows(1), "The first row is blank."),
        (lambda book: book["cases"].delete_rows(1, 5), "The sheet is empty."),
    ):
        (problem,) = check(change)
        assert (problem.row, problem.what) == (1, what)
        assert problem.mend.startswith("Let the first row be: case_id")


@pytest.mark.parametrize("fault", ["#N/A", "#DIV/0!", "#REF!", "#NAME?"])
def test_an_error_in_a_cell_is_told_by_its_column_however_far_right_the_table_begins(check, fault):
    found = check(cases=[[None, *HEADER], [None, *CASE[:3], fault]])
    assert [(p.severity, p.row, p.column, p.what) for p in found] == [
        (Severity.ERROR, 2, "age_at_referral", "Cell E2 shows an error of the spreadsheet.")
    ]


def test_an_error_outside_of_the_named_columns_keeps_its_letters(check):
    found = check(cases=[HEADER, [*CASE, None, "#N/A"]])
    assert ("F", "Cell F2 shows an error of the spreadsheet.") in {(p.column, p.what) for p in found}


def with_results(book: Workbook, path: Path, results: dict[str, str]) -> Path:
    """The workbook with a stored result behind each formula, as a spreadsheet program writes it."""
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            xml = old.read(name).decode("utf-8", "surrogateescape")
            for formula, result in results.items():
                xml = xml.replace(f"<f>{formula}</f><v></v>", f"<f>{formula}</f><v>{result}</v>")
                xml = xml.replace(f"<f>{formula}</f><v />", f"<f>{formula}</f><v>{result}</v>")
            new.writestr(name, xml.encode("utf-8", "surrogateescape"))
    return path


def test_a_formula_is_read_as_its_stored_result_and_one_without_is_told_by_its_column(tmp_path):
    book = book_of(SHEETS | {"cases": [HEADER, [*CASE[:3], "=7+8"], ["c2", "north", CASE[2], "=9+9"]]})
    path = with_results(book, tmp_path / "p.xlsx", {"7+8": "15"})
    (problem,) = check_folder(path)
    assert (problem.row, problem.column) == (3, "age_at_referral")
    assert "never stored" in problem.what
    path = with_results(book, path, {"7+8": "15", "9+9": "18"})
    assert read_checked(path)[0].table("cases")["age_at_referral"].to_list() == [15, 18]


@pytest.mark.parametrize(
    ("cell", "mend"),
    [
        (datetime(2018, 5, 1, 14, 3), "Write 2018-05-01; the hour is not wanted here."),
        (43221, "If a spreadsheet has written a day as its number, write 2018-05-01."),
        (True, "Write it as 2018-11-03: year, month, day."),
        (time(2, 3), "Write it as 2018-11-03: year, month, day."),
        (timedelta(days=3), "Write it as 2018-11-03: year, month, day."),
        ("1/5/2018", "Write 2018-05-01 or 2018-01-05, whichever day was meant."),
    ],
)
def test_what_is_no_day_is_told_with_the_day_that_was_probably_meant(check, cell, mend):
    (problem,) = check(cases=[HEADER, ["c1", "north", cell, 15]])
    assert (problem.row, problem.column, problem.mend) == (2, "received", mend)


def test_days_are_days_whichever_year_the_spreadsheet_counts_from(tmp_path):
    book = book_of(SHEETS)
    book.epoch = CALENDAR_MAC_1904
    dataset, queries = read_checked(saved(book, tmp_path / "p.xlsx"))
    assert queries == ()
    assert dataset.table("cases")["received"].to_list() == [date(2018, 5, 1), date(2018, 5, 2)]


def test_yes_and_no_may_be_the_spreadsheets_own(tmp_path):
    rows = [["event_id", "attendee_id", "champion"], ["e1", "a", True], ["e1", "b", False], ["e1", "c", "yes"]]
    dataset = read_folder(saved(book_of(SHEETS | {"attendance": rows}), tmp_path / "p.xlsx"))
    assert dataset.table("attendance")["champion"].to_list() == [True, False, True]


def test_what_is_hidden_is_read_as_all_else_is(tmp_path):
    book = book_of(SHEETS)
    book["cases"].sheet_state = "veryHidden"
    book["cases"].row_dimensions[2].hidden = True
    book["cases"].column_dimensions["D"].hidden = True
    book["sites"].sheet_state = "hidden"
    dataset = read_folder(saved(book, tmp_path / "p.xlsx"))
    assert dataset.table("cases")["age_at_referral"].to_list() == [15, 16]


def test_a_sheet_of_a_drawing_alone_is_only_asked_about(check):
    (problem,) = check(lambda book: book.create_chartsheet("Chart1"))
    assert (problem.severity, problem.file) == (Severity.QUERY, "p.xlsx, sheet Chart1")


def test_rows_that_are_only_coloured_are_not_there(check):
    def colour(book: Workbook) -> None:
        for row in book["cases"].iter_rows(min_row=4, max_row=500, max_col=4):
            for cell in row:
                cell.number_format = "0.00"

    assert check(colour) == []


PATHWAY = 'name = "P"\nsteps = [{ name = "arrest" }]\n'


def test_a_workbook_given_alone_is_not_said_to_lack_what_lies_beside_it(tmp_path):
    events = [["pathway", "case_id", "activity", "time", "site"], ["p", "c1", "arrest", "2018-05-01", "north"]]
    path = saved(book_of(SHEETS | {"interviews": INTERVIEWS, "events": events}), tmp_path / "p.xlsx")
    alone = check_folder(path)
    assert [(p.severity, p.file, p.row, p.column) for p in alone] == [
        (Severity.QUERY, "p.xlsx, sheet events", 1, "pathway"),
        (Severity.ERROR, "p.xlsx, sheet interviews", 1, "file"),
        (Severity.QUERY, "p.xlsx, sheet interviews", 2, "date"),
    ]
    assert "(transcripts/i1.txt, transcripts/i2.txt)" in alone[1].what
    assert [p.mend for p in alone] == [
        "Give the folder that holds p.xlsx and pathways/.",
        "Give the folder that holds p.xlsx and transcripts/.",
        "Write the day of each. If what has no date came in by 31 March 2019, say so in the sheet queries.",
    ]
    for file, text in (("transcripts/i1.txt", "a"), ("transcripts/i2.txt", "b"), ("pathways/p.toml", PATHWAY)):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text)
    assert [p.rule for p in check_folder(tmp_path)] == ["rows_without_a_date"]


def test_a_form_is_weighed_before_it_is_opened(tmp_path):
    place = tmp_path / "surveys" / "s"
    place.mkdir(parents=True)
    saved(book_of(SHEETS), tmp_path / "p.xlsx")
    saved(book_of({"survey": [["type", "name"], ["text", "q1"]]}), place / "form.xlsx")
    with zipfile.ZipFile(place / "form.xlsx", "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/image1.png", bytes(64 * 2**20))
    (problem,) = check_folder(tmp_path)
    assert problem.file == "surveys/s/form.xlsx"
    assert "far more than it should" in problem.what


@pytest.mark.parametrize(
    ("index", "name"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")],
)
def test_columns_are_called_as_the_spreadsheet_calls_them(index, name):
    assert letters(index) == name


def test_an_error_behind_a_coloured_blank_cell_is_told_and_many_of_those_take_no_time(tmp_path):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    colour = book.add_format({"bg_color": "red"})
    for name, rows in SHEETS.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, [str(cell) for cell in row])
        if name == "cases":
            sheet.write_blank(1, 4, None, colour)
            sheet.write_formula(1, 5, "=NA()", None, "#N/A")
            # Looking for each one's end to the end of the sheet would take minutes.
            for number in range(5, 20_000):
                sheet.write_blank(number, 1, None, colour)
    book.close()
    (tmp_path / "p.xlsx").write_bytes(stream.getvalue())
    errors = [problem.what for problem in check_folder(tmp_path) if problem.severity is Severity.ERROR]
    assert errors == ["Cell F2 shows an error of the spreadsheet."]
