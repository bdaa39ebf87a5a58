"""`tideturn check --ask` of a workbook, which is not written to: the cells to fill in are named."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from tests.commands.asking import CASES, MEASURES, REASONS, RESPONSES, WORDS, filled_in

from tideturn.cli import main
from tideturn.dataset.check import check_folder
from tideturn.dataset.check.folder import Folder


def as_workbook(folder: Path) -> Path:
    """The folder as one workbook, with a column before the first, and a sheet of answers."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheets = {
        "programme": [("name", "value"), ("name", "Tidewater")],
        "sites": [("code", "name"), ("L", "London")],
        "years": [("number", "start", "end"), (1, "2018-09-01", "2019-08-31")],
        "queries": [("file", "key", "column", "value", "reason", "by")],
    }
    for name, path in {
        "outcomes": "outcomes.csv",
        "cases": "cases.csv",
        "sessions": "sessions.csv",
        "s.items": "surveys/s/items.csv",
        "s.responses": "surveys/s/responses.csv",
        **({"toc_nodes": "toc_nodes.csv"} if (folder / "toc_nodes.csv").exists() else {}),
    }.items():
        sheets[name] = list(csv.reader(io.StringIO((folder / path).read_text(), newline="")))
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    place = folder / "book" / "programme.xlsx"
    place.parent.mkdir()
    book.save(place)
    return place


def test_of_a_workbook_sheets_are_named_and_no_files(folder: Path) -> None:
    (folder / "toc_nodes.csv").write_text("node_id,kind,title\nN1,output,t\n")
    (folder / "cases.csv").write_text(CASES.replace("C1,L,2018", "C1,L,2028"))
    (folder / "surveys/s/items.csv").write_text("item,outcome_id,agree\nq9,O1,yes\n")
    (folder / "surveys/s/responses.csv").write_text(RESPONSES.replace("2018-10-01,yes", ",yes"))
    place = as_workbook(folder)
    mixed = folder / "mixed"
    mixed.mkdir()
    (mixed / place.name).write_bytes(place.read_bytes())
    (mixed / "toc_links.csv").write_text("link_id,from_node,to_node\n")
    said = {at: " ".join(f"{one.what} {one.mend}" for one in check_folder(at)) for at in (place, mixed)}
    for words in (
        "or say in the sheet queries why it stands",
        "Give a node this outcome_id in the sheet toc_nodes.",
        "“q9” is no column of programme.xlsx, sheet s.responses.",
    ):
        assert words in said[place]
    assert "in the sheet toc_links" in said[place]
    assert "in toc_links.csv" in said[mixed]
    assert ".csv" not in said[place]


def test_a_sentence_names_the_sheet_where_a_workbook_holds_the_table() -> None:
    book = Folder(None, programme_book="p.xlsx")
    for words, spoken in {
        "items.csv does not say what": "The sheet S.items does not say what",
        "Say in surveys/a b/items.csv what": "Say in the sheet a b.items what",
        "Add it to programme.toml.": "Add it to the sheet programme.",
        "Write pathways/custody.toml.": "Write pathways/custody.toml.",
        "Give questions.csv.": "Give questions.csv.",
    }.items():
        assert book.spoken(words) == spoken
        assert Folder(None).spoken(words) == words


@pytest.mark.parametrize("alone", [True, False])
def test_for_a_workbook_the_cells_to_fill_in_are_printed(
    folder: Path, capsys: pytest.CaptureFixture[str], alone: bool
) -> None:
    book = as_workbook(folder)
    place = book if alone else book.parent
    before = book.read_bytes()
    path = filled_in(place, MEASURES | WORDS | REASONS)
    assert main(["check", str(place), "--answers", str(path)]) == 1
    out = capsys.readouterr().out
    assert "A workbook is not written to. Fill in these cells:" in out
    assert "programme.xlsx, sheet s.items, row 2, in a new column measures: change" in out
    assert "programme.xlsx, sheet s.items, row 2, in a new column same: maybe" in out
    assert "programme.xlsx, sheet queries, cell A2: programme.xlsx, sheet sessions" in out
    assert "programme.xlsx, sheet queries, cell E3: Seen early too" in out
    assert book.read_bytes() == before
    assert {entry.name for entry in book.parent.iterdir()} <= {"programme.xlsx", path.name}


def test_a_workbook_without_a_sheet_for_answers_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = as_workbook(folder)
    book = openpyxl.load_workbook(place)
    del book["queries"]
    book.save(place)
    assert main(["check", str(place), "--answers", str(filled_in(place, REASONS))]) == 2
    assert "The workbook has no sheet “queries”" in capsys.readouterr().err
