"""Workbooks: read as the CSV files would be, and refused with a sentence where they are not what they seem."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from tideturn.dataset import archive
from tideturn.dataset.check import check_folder
from tideturn.dataset.problems import FolderError, Severity
from tideturn.dataset.read import open_raw, read_folder
from tideturn.dataset.write import folder_files
from tideturn.evaluation.rules import rule_problems

SHEETS: dict[str, list[list[object]]] = {
    "programme": [["name", "value", "meaning"], ["name", "Harbour", "its name"], ["status", None, ""]],
    "sites": [["code", "name", "kind"], ["north", "Northtown", "local"]],
    "years": [["number", "start", "end"], [1, date(2018, 4, 1), datetime(2019, 3, 31)]],
    "cases": [
        ["case_id", "site", "received", "age_at_referral"],
        ["c1", "north", date(2018, 5, 1), 15.0],
        [7, "north", "2018-05-02", None],
    ],
    "attendance": [["event_id", "attendee_id", "champion"], ["e", "a", True], ["e", "b", "no"]],
    "series": [["indicator", "site", "period", "count"], ["nrm", "north", date(2019, 9, 1), 3]],
    "events": [
        ["pathway", "case_id", "activity", "time", "site"],
        ["p", "c1", "arrest", datetime(2018, 5, 1, 14, 30), "north"],
    ],
    "baselines": [["site", "measure", "value", "date"], ["north", "m", 0.1, date(2018, 4, 1)]],
    "s.responses": [["response_id", "voice", "site", "year", "q1"], ["r1", "staff", "north", 1, 4]],
    "guidance": [["How to fill this in"]],
    "Lists": [["a"], ["b"]],
    "_mine": [["whatever"]],
}


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_gives_what_the_csv_files_would(tmp_path):
    (tmp_path / "programme.xlsx").write_bytes(workbook(SHEETS))
    dataset = read_folder(tmp_path / "programme.xlsx")
    assert dataset.programme.name == "Harbour"
    assert dataset.programme.report == {}
    assert dataset.programme.years[0].end == date(2019, 3, 31)
    assert dataset.table("cases").rows()[0][:3] == ("c1", "north", date(2018, 5, 1))
    assert dataset.table("cases")["case_id"].to_list() == ["c1", "7"]
    assert dataset.table("cases")["age_at_referral"].to_list() == [15, None]
    assert dataset.table("attendance")["champion"].to_list() == [True, False]
    assert dataset.table("series")["period"].to_list() == ["2019-09"]
    assert dataset.table("events")["time"].to_list() == ["2018-05-01T14:30:00"]
    assert dataset.table("baselines")["value"].to_list() == [0.1]
    assert dataset.surveys["s"].responses["q1"].to_list() == ["4"]
    assert open_raw(tmp_path).problems == ()
    assert folder_files(read_folder(tmp_path)) == folder_files(dataset)


def test_rows_are_numbered_as_the_spreadsheet_numbers_them(tmp_path):
    sheets = SHEETS | {
        "cases": [["case_id", "site", "received"], ["c1", "north", date(2018, 5, 1)], [], ["c3", "north", "soon"]]
    }
    (tmp_path / "p.xlsx").write_bytes(workbook(sheets))
    with pytest.raises(FolderError) as caught:
        read_folder(tmp_path)
    assert [problem.place for problem in caught.value.problems] == [
        "p.xlsx, sheet cases, row 3",
        "p.xlsx, sheet cases, row 4, column received",
    ]


def problems_with(tmp_path: Path, sheets: dict[str, list[list[object]]], name: str = "p.xlsx"):
    (tmp_path / name).write_bytes(workbook(SHEETS | sheets))
    return open_raw(tmp_path).problems


SETTINGS = [
    ["rules.min_n", 8],
    ["rules.item_share", 0.5],
    ["rules.show_zero", "False"],
    ["onward_referral_days", "3"],
    ["plain.safety", "Being safe"],
    ["_mine", "kept"],
]


def test_the_sheet_of_the_programme_sets_what_programme_toml_does(tmp_path):
    (tmp_path / "p.xlsx").write_bytes(workbook(SHEETS | {"programme": [*SHEETS["programme"], *SETTINGS]}))
    programme = read_folder(tmp_path).programme
    assert programme.rules == {"min_n": 8, "item_share": 0.5, "show_zero": False}
    assert programme.further == {"timeliness": {"onward_referral_days": 3}, "_mine": "kept"}
    assert programme.report == {"plain": {"safety": "Being safe"}}


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("evalautor", "Perhaps “evaluator” is meant."),
        ("min_n", "Perhaps “rules.min_n” is meant."),
        ("nonsense", "Known are name,"),
    ],
)
def test_a_setting_that_there_is_not_is_an_error_in_its_row(tmp_path, name, mend):
    rows = [*SHEETS["programme"], [], [name, "5"], ["left_empty", None]]
    (problem,) = problems_with(tmp_path, {"programme": rows})
    assert problem.place == "p.xlsx, sheet programme, row 5, column name"
    assert problem.severity is Severity.ERROR
    assert problem.what == f"There is no setting called “{name}”."
    assert mend in problem.mend


def test_a_threshold_that_there_is_not_is_told_in_its_row(tmp_path):
    rows = [*SHEETS["programme"], [], ["rules.min_nn", 8]]
    (tmp_path / "p.xlsx").write_bytes(workbook(SHEETS | {"programme": rows}))
    (problem,) = (p for p in check_folder(tmp_path, also=rule_problems) if p.rule == "rules")
    assert problem.place == "p.xlsx, sheet programme, row 5, column value"


def test_an_unknown_sheet_is_a_query_with_the_nearest_table(tmp_path):
    (problem,) = problems_with(tmp_path, {"Session": [["case_id"]]})
    assert (problem.severity, problem.file) == (Severity.QUERY, "p.xlsx, sheet Session")
    assert "“sessions”" in problem.mend


def test_a_table_given_twice_and_a_programme_given_twice_are_errors(tmp_path):
    (tmp_path / "cases.csv").write_text("case_id,site,received\n")
    (tmp_path / "programme.toml").write_text(
        'name = "H"\n[[sites]]\ncode="n"\nname="N"\n[[years]]\nnumber=1\nstart=2018-04-01\nend=2019-03-31\n'
    )
    said = {problem.file: problem.what for problem in problems_with(tmp_path, {})}
    assert said["p.xlsx, sheet cases"] == "The table is given twice: here and as cases.csv."
    assert "described twice" in said["programme.toml"]


def test_a_sheet_that_nobody_filled_in_gives_nothing_beside_a_file_of_that_table(tmp_path):
    """A template has a sheet for every table; `draft` writes findings.csv beside it."""
    (tmp_path / "cases.csv").write_text("case_id,site,received\nc1,north,2018-05-01\n")
    blank = {name: rows for name, rows in SHEETS.items() if name != "events"}
    for rows in ([["case_id", "site"]], [["case_id", "site"], [None, None]], []):
        (tmp_path / "p.xlsx").write_bytes(workbook(blank | {"cases": rows}))
        assert open_raw(tmp_path).problems == ()
        assert read_folder(tmp_path).table("cases")["case_id"].to_list() == ["c1"]


def test_two_workbooks_are_one_too_many(tmp_path):
    problems_with(tmp_path, {}, "a.xlsx")
    problems = problems_with(tmp_path, {}, "b.xlsx")
    assert any("2 workbooks (a.xlsx, b.xlsx)" in problem.what for problem in problems)


def test_an_open_workbooks_lock_file_is_passed_over(tmp_path):
    (tmp_path / "~$p.xlsx").write_bytes(b"lock")
    assert problems_with(tmp_path, {}) == ()


def test_a_formula_is_never_run_and_one_without_a_result_is_told(tmp_path):
    rows = [
        ["site", "measure", "value", "date"],
        ["north", "m", "=1+1", date(2018, 4, 1)],
        ["north", "m", "#REF!", date(2018, 4, 1)],
    ]
    problems = problems_with(tmp_path, {"baselines": rows})
    assert [(p.file, p.row, p.what[:8]) for p in problems] == [
        ("p.xlsx, sheet baselines", 2, "Cell C2 "),
        ("p.xlsx, sheet baselines", 3, "Cell C3 "),
    ]
    assert "never stored" in problems[0].what
    assert "error" in problems[1].what


def test_a_formula_with_its_result_is_read_as_the_result(tmp_path):
    data = rewritten(
        workbook(
            SHEETS | {"baselines": [["site", "measure", "value", "date"], ["north", "m", "=1+1", date(2018, 4, 1)]]}
        ),
        lambda name, xml: xml.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(
            b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"
        ),
    )
    (tmp_path / "p.xlsx").write_bytes(data)
    assert read_folder(tmp_path).table("baselines")["value"].to_list() == [2.0]


def rewritten(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def bomb() -> bytes:
    """A workbook whose one member unpacks to 128 MiB of nothing."""
    stream = io.BytesIO(workbook(SHEETS))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as book, book.open("xl/media/image1.png", "w") as member:
        for _ in range(128):
            member.write(bytes(2**20))
    return stream.getvalue()


def with_false_size(data: bytes) -> bytes:
    """The same bomb, whose list of contents says that it is small."""
    size = (128 * 2**20).to_bytes(4, "little")
    assert size in data
    return data.replace(size, (5).to_bytes(4, "little"))


def far_cell() -> bytes:
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = "x"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_entities() -> bytes:
    return rewritten(
        workbook(SHEETS),
        lambda name, xml: (
            xml.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', 1)
            if name == "xl/worksheets/sheet1.xml"
            else xml
        ),
    )


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda: b"case_id,site,received\n", "no workbook"),
        (lambda: b"", "no workbook"),
        (lambda: workbook(SHEETS)[:3000], "no workbook"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old .xls"),
        (bomb, "far more than it should (“xl/media/image1.png”)"),
        (lambda: with_false_size(bomb()), "no workbook|far more"),
        (far_cell, "spans 17,179,869,184 cells"),
        (with_entities, "its own XML entities"),
        (lambda: rewritten(workbook(SHEETS), lambda name, xml: b"<x" if name == "xl/workbook.xml" else xml), "damaged"),
        (lambda: rewritten(workbook(SHEETS), lambda name, xml: xml[:300] if "sheet4" in name else xml), "damaged"),
    ],
)
def test_what_is_no_honest_workbook_is_refused_in_a_sentence(tmp_path, make, what):
    (tmp_path / "p.xlsx").write_bytes(make())
    (tmp_path / "programme.toml").write_text(
        'name = "H"\n[[sites]]\ncode="n"\nname="N"\n[[years]]\nnumber=1\nstart=2018-04-01\nend=2019-03-31\n'
    )
    (problem,) = open_raw(tmp_path).problems
    assert (problem.file, problem.severity) == ("p.xlsx", Severity.ERROR)
    assert any(part in problem.what for part in what.split("|"))
    assert problem.mend


def test_a_workbook_that_cannot_be_read_is_not_said_to_lack_the_programme(tmp_path):
    (tmp_path / "p.xlsx").write_bytes(b"no workbook")
    assert [problem.file for problem in open_raw(tmp_path).problems] == ["p.xlsx"]


def test_many_small_members_that_add_up_are_refused_too(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 5000)
    (problem, *_) = problems_with(tmp_path, {})
    assert "far more than it should" in problem.what


def test_a_form_gives_the_questions_with_their_choices(tmp_path):
    form = workbook(
        {
            "survey": [
                ["type", "name", "label::English (en)", "relevant"],
                ["begin group", "g", "Group", None],
                ["note", "n", "Welcome", None],
                ["select_one agree", "q1", "I know more", None],
                ["select_multiple agree", "q2", "Which?", None],
                ["text", "q3", None, None],
                ["end group", None, None, None],
            ],
            "choices": [["list_name", "name", "label::English (en)"], ["agree", 1, "No"], ["agree", 2, "Yes"]],
            "settings": [["form_title"], ["A form"]],
        }
    )
    place = tmp_path / "surveys" / "s"
    place.mkdir(parents=True)
    (place / "form.xlsx").write_bytes(form)
    (tmp_path / "p.xlsx").write_bytes(workbook(SHEETS))
    survey = read_folder(tmp_path).surveys["s"]
    assert [(q.name, q.kind, q.label) for q in survey.questions] == [
        ("q1", "select_one", "I know more"),
        ("q2", "select_multiple", "Which?"),
        ("q3", "text", "q3"),
    ]
    assert [(c.value, c.label) for c in survey.questions[0].choices] == [("1", "No"), ("2", "Yes")]
    assert survey.form == form
    assert folder_files(read_folder(tmp_path))["surveys/s/form.xlsx"] == form


@pytest.mark.parametrize(
    ("sheets", "what"),
    [
        ({"other": [["type", "name"]]}, "no sheet “survey”"),
        ({"survey": [["kind", "name"], ["text", "q"]]}, "“type” or “name” is missing"),
        ({"survey": [["type", "name"], ["select_one a", "q"]]}, "The list “a” is not on the sheet choices"),
        ({"survey": [["type", "name"], ["text", "q"], ["text", "q"]]}, "Two questions are named “q”"),
        ({"survey": [["type", "name"], ["text", None]]}, "The question has no name"),
    ],
)
def test_a_form_that_is_none_is_told(tmp_path, sheets, what):
    place = tmp_path / "surveys" / "s"
    place.mkdir(parents=True)
    (place / "form.xlsx").write_bytes(workbook(sheets))
    (problem,) = (p for p in problems_with(tmp_path, {}) if p.file.startswith("surveys/s/form.xlsx"))
    assert what in problem.what


def test_a_time_alone_is_text(tmp_path):
    problems_with(
        tmp_path, {"cases": [["case_id", "site", "received", "x"], ["c", "north", date(2018, 5, 1), time(14, 30)]]}
    )
    assert read_folder(tmp_path).table("cases")["x"].to_list() == ["14:30:00"]
