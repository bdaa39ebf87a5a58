"""Every file of a whole folder, damaged in every way: `check` names that file, with row and column, and never breaks.

The loop is driven by the declared tables, so that a new table or column is covered by itself. A round damages every
file at once, each in another way than in the round before: a fault in one file must not hide one in another.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.worked_example import built

from tideturn.cli import main
from tideturn.dataset.schema import Column, Kind, Table
from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.dataset.write import folder_files

Rows = list[list[str]]
Place = tuple[str, int | None, str | None]


def rows_of(data: bytes) -> Rows:
    return list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))


def as_csv(rows: Rows, delimiter: str = ",") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode()


def table_of(file: str) -> Table:
    name = Path(file).stem
    return SURVEY_TABLES[name] if file.startswith("surveys/") else TABLES[name]


# --- The sound folder -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound() -> dict[str, bytes]:
    """The worked example's files, and a row made from its declaration for each table that the example lacks."""
    files = folder_files(built()[0])
    missing = [table for table in TABLES.values() if table.file not in files]
    for table in missing:
        files[table.file] = as_csv([list(table.names), [_made(column, table, files) for column in table.offered]])
    return files


_MADE = {
    Kind.YES_NO: "yes",
    Kind.INTEGER: "1",
    Kind.NUMBER: "1",
    Kind.DATE: "2018-11-03",
    Kind.TIME: "2018-11-03T14:30",
    Kind.PERIOD: "2018-11",
}


def _made(column: Column, table: Table, files: Mapping[str, bytes]) -> str:
    """A cell that the column may hold; a place that is not there yet, or is its own table, is left empty if it may."""
    if column.terms is not None:
        return column.terms.codes[0]
    if column.refers_to in (None, "years.number", f"{table.name}.{column.name}"):
        return _MADE.get(column.kind, "programme" if column.name == "scope" else "made")
    assert column.refers_to is not None
    target, _, name = column.refers_to.partition(".")
    if f"{target}.csv" not in files:
        return ""
    header, *rows = rows_of(files[f"{target}.csv"])
    return rows[0][header.index(name)] if target != table.name else ""


def tables_in(files: Mapping[str, bytes]) -> list[str]:
    return [file for file in files if file.endswith(".csv")]


@pytest.fixture
def check(tmp_path, capsys):
    """Write these files (None: a folder in the file's place), check them, and give the exit code and the problems."""

    def run(files: Mapping[str, bytes | None]) -> tuple[int, list[dict[str, Any]]]:
        for name, data in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if data is None:
                path.mkdir()
            else:
                path.write_bytes(data)
        code = main(["check", str(tmp_path), "--json"])
        out, err = capsys.readouterr()
        assert err == ""
        return code, json.loads(out)["problems"]

    return run


def place_of(problem: Mapping[str, Any]) -> Place:
    return (problem["file"], problem["row"], problem["column"])


def test_the_sound_folder_covers_every_table_and_only_the_made_rows_are_asked_about(sound, check):
    assert {table_of(file).name for file in tables_in(sound)} == {*TABLES, *SURVEY_TABLES}
    _, problems = check(sound)
    assert {problem["file"] for problem in problems} <= {"findings.csv", "finding_evidence.csv", "queries.csv"}


# --- Whole files ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Damage:
    """What a file has become, and what `check` must say of it."""

    data: bytes | None
    row: int | None
    column: str | None
    words: str


def cut_short(rows: Rows) -> Damage:
    filled = next(place for place, cell in enumerate(rows[-1]) if cell)
    return Damage(as_csv([*rows[:-1], rows[-1][: filled + 1]])[:-1], len(rows), None, "cut short")


def in_utf_16(rows: Rows) -> Damage:
    return Damage(as_csv(rows).decode().encode("utf-16"), None, None, "UTF-16")


def a_header_twice(rows: Rows) -> Damage:
    return Damage(as_csv([[*rows[0][:-1], rows[0][0]], *rows[1:]]), 1, rows[0][0], "stands over columns 1 and")


def nul_bytes(rows: Rows) -> Damage:
    return Damage(as_csv([rows[0], ["\0" + rows[1][0], *rows[1][1:]], *rows[2:]]), 2, None, "NUL")


def not_utf_8(rows: Rows) -> Damage:
    head, rest = as_csv(rows).split(b"\n", 1)
    return Damage(head + b"\n\xff" + rest, 2, None, "is not UTF-8")


def a_huge_cell(rows: Rows) -> Damage:
    return Damage(as_csv([rows[0], ["x" * 100_001, *rows[1][1:]], *rows[2:]]), 2, rows[0][0], "100,001 characters")


def an_open_quotation(rows: Rows) -> Damage:
    return Damage(as_csv(rows) + b'"never closed', len(rows) + 1, None, "never closed")


def a_cell_too_many(rows: Rows) -> Damage:
    return Damage(as_csv([rows[0], [*rows[1], "stray"], *rows[2:]]), 2, None, "cells and the header")


def a_blank_row(rows: Rows) -> Damage:
    return Damage(as_csv([rows[0], [""] * len(rows[0]), *rows[1:]]), 2, None, "The row is blank")


def a_column_lost(rows: Rows) -> Damage:
    """The first column that the table requires under another name: of a score, whose it is may be told in two ways."""
    lost = rows[0].index("date") if "score" in rows[0] else 0
    header = ["mine" if place == lost else name for place, name in enumerate(rows[0])]
    return Damage(as_csv([header, *rows[1:]]), 1, rows[0][lost], "is missing")


DAMAGES: tuple[Callable[[Rows], Damage], ...] = (
    cut_short,
    lambda rows: Damage(b"", None, None, "The file is empty"),
    in_utf_16,
    lambda rows: Damage(as_csv(rows, ";"), 1, None, "separated by semicolons"),
    lambda rows: Damage(as_csv(rows, "\t"), 1, None, "separated by tabs"),
    a_header_twice,
    lambda rows: Damage(as_csv(rows[1:]), 1, None, "There is no header"),
    nul_bytes,
    not_utf_8,
    lambda rows: Damage(None, None, None, "This is a folder"),
    a_huge_cell,
    an_open_quotation,
    a_cell_too_many,
    a_blank_row,
    a_column_lost,
)


@pytest.mark.parametrize("turn", range(len(DAMAGES)))
def test_every_damaged_table_is_named_whatever_is_wrong_with_the_others(sound, check, turn):
    damaged = {
        file: DAMAGES[(number + turn) % len(DAMAGES)](rows_of(sound[file]))
        for number, file in enumerate(tables_in(sound))
    }
    code, problems = check({**sound, **{file: damage.data for file, damage in damaged.items()}})
    assert code == 2
    untold = {
        file: damage.words
        for file, damage in damaged.items()
        if not any(
            place_of(problem) == (file, damage.row, damage.column)
            and problem["severity"] == "error"
            and damage.words in problem["what"]
            for problem in problems
        )
    }
    assert untold == {}


def test_other_line_ends_a_byte_order_mark_and_quotes_round_everything_do_no_damage(sound, check):
    def dressed(number: int, data: bytes) -> bytes:
        if number % 3 == 0:
            return b"\xef\xbb\xbf" + data
        if number % 3 == 1:
            return data.replace(b"\n", b"\r\n")
        stream = io.StringIO(newline="")
        csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows_of(data))
        return stream.getvalue().encode()

    plain = check(sound)
    assert check({file: dressed(n, sound[file]) for n, file in enumerate(tables_in(sound))}) == plain


def referred_to() -> set[str]:
    """The tables of the folder into which another table points."""
    targets = {
        column.refers_to.partition(".")[0]
        for table in (*TABLES.values(), *SURVEY_TABLES.values())
        for column in table.columns
        if column.refers_to is not None and not column.refers_to.startswith(f"{table.name}.")
    }
    return targets & set(TABLES)


def test_what_cannot_be_read_is_not_blamed_on_whoever_points_into_it(sound, check):
    damaged = {f"{name}.csv" for name in referred_to()}
    _, problems = check({**sound, **dict.fromkeys(damaged, b"\xff")})
    errors = {problem["file"] for problem in problems if problem["severity"] == "error"}
    assert errors == damaged


# --- Single cells ---------------------------------------------------------------------------------------------------

_UNFIT = {
    Kind.YES_NO: ("maybe",),
    Kind.INTEGER: ("1.5", "some"),
    Kind.NUMBER: ("much", "1,5"),
    Kind.DATE: ("2019-02-30", "31/01/2019", "soon"),
    Kind.TIME: ("2019-02-30T10:00", "2019-02-03T24:30"),
    Kind.PERIOD: ("2019-13", "2019-Q5"),
}


def damages_of(column: Column) -> Iterator[tuple[str, str]]:
    """Each cell that the column must not hold, and the rule that it breaks."""
    if column.required:
        yield "", "required"
    if column.terms is not None:
        yield "no such term", "vocabulary" if column.many else "choice"
    if column.refers_to is not None:
        yield "9999" if column.kind is Kind.INTEGER else "no-such-code", "unknown_reference"
    if not column.many:
        yield from ((cell, column.kind.value) for cell in _UNFIT.get(column.kind, ()))
    if column.minimum is not None:
        yield f"{column.minimum - 1:.0f}", "range"
    if column.maximum is not None:
        yield f"{column.maximum + 1:.0f}", "range"


Broken = tuple[Place, str]


@pytest.fixture(scope="module")
def with_wrong_cells(sound) -> tuple[dict[str, Rows], set[Broken]]:
    """Every table with each of its columns' wrong cells, each in a row of its own; and what must be said of them."""
    damaged: dict[str, Rows] = {}
    expected: set[Broken] = set()
    for file in tables_in(sound):
        header, *rows = rows_of(sound[file])
        wrong = [(column, *damage) for column in table_of(file).offered for damage in damages_of(column)]
        rows += [list(rows[-1]) for _ in range(len(wrong) - len(rows))]
        for number, (column, cell, rule) in enumerate(wrong):
            rows[number][header.index(column.name)] = cell
            expected.add(((file, number + 2, column.name), rule))
        damaged[file] = [header, *rows]
    return damaged, expected


def errors_in(problems: list[dict[str, Any]]) -> set[Broken]:
    return {(place_of(problem), problem["rule"]) for problem in problems if problem["severity"] == "error"}


def test_every_cell_that_cannot_be_is_named_by_row_and_column_and_no_other(sound, check, with_wrong_cells):
    damaged, expected = with_wrong_cells
    code, problems = check({**sound, **{file: as_csv(rows) for file, rows in damaged.items()}})
    assert code == 2
    found = errors_in(problems)
    assert expected - found == set()
    # A code may also be unknown because the row that it points to is among the damaged; nothing else may be blamed.
    of_one_cell = {rule for _, rule in expected} - {"unknown_reference"}
    assert {(place, rule) for place, rule in found - expected if rule in of_one_cell} == set()


def test_in_a_workbook_the_same_cells_are_named_by_sheet_row_and_column(sound, check, with_wrong_cells):
    damaged, expected = with_wrong_cells
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for file, rows in damaged.items():
        sheet = book.add_worksheet(sheet_of(file))
        for number, row in enumerate(rows):
            for index, cell in enumerate(row):
                sheet.write_string(number, index, cell)
    book.close()
    beside = {file: data for file, data in sound.items() if not file.endswith((".csv", ".json"))}
    code, problems = check({**beside, "tables.xlsx": stream.getvalue()})
    assert code == 2
    wanted = {((f"tables.xlsx, sheet {sheet_of(file)}", row, column), rule) for (file, row, column), rule in expected}
    assert wanted - errors_in(problems) == set()


def sheet_of(file: str) -> str:
    return file.removeprefix("surveys/").removesuffix(".csv").replace("/", ".")


def test_two_columns_whose_headers_changed_places_are_found_out(sound, check):
    swapped: dict[str, bytes] = {}
    expected: set[Place] = set()
    for file in tables_in(sound):
        header, *rows = rows_of(sound[file])
        columns = sorted(table_of(file).offered, key=lambda column: not column.required)
        one = next(
            (column for column in columns if column.refers_to or column.kind not in (Kind.TEXT, Kind.CODE)), None
        )
        if one is None:
            continue
        kind = (one.kind, one.refers_to, one.terms)
        other = next(column for column in columns if (column.kind, column.refers_to, column.terms) != kind)
        names = {one.name: other.name, other.name: one.name}
        swapped[file] = as_csv([[names.get(name, name) for name in header], *rows])
        expected.add((file, 2, one.name))
    _, problems = check({**sound, **swapped})
    assert expected - {place_of(problem) for problem in problems if problem["severity"] == "error"} == set()


# --- What lies beside the tables ------------------------------------------------------------------------------------

OF_TEXT: tuple[tuple[Callable[[bytes], bytes | None], str], ...] = (
    (lambda data: b"", "The file is empty|The programme has no name"),
    (lambda data: data.replace(b"\n", b"\n\0", 1), "NUL|not TOML"),
    (lambda data: b"\xff\xfe" + data, "is in UTF-16|is not UTF-8"),
    (lambda data: None, "This is a folder"),
    (lambda data: data + b"\xff", "is not UTF-8"),
)
OF_A_WORKBOOK: tuple[tuple[Callable[[bytes], bytes | None], str], ...] = (
    (lambda data: b"", "no workbook"),
    (lambda data: data[: len(data) // 2], "cut short"),
    (lambda data: data[: len(data) // 2] + b"\0" + data[len(data) // 2 :], "cut short"),
    (lambda data: None, "This is a folder"),
    (lambda data: as_csv([["type", "name"], ["text", "q1"]]), "no workbook"),
)


@pytest.mark.parametrize("turn", range(len(OF_TEXT)))
def test_every_form_pathway_and_transcript_that_cannot_be_read_is_named(sound, check, turn):
    beside = [file for file in sound if not file.endswith((".csv", ".json"))]
    assert {Path(file).suffix for file in beside} == {".xlsx", ".toml", ".txt"}
    damaged: dict[str, bytes | None] = {}
    expected: dict[str, str] = {}
    for number, file in enumerate(beside):
        damages = OF_A_WORKBOOK if file.endswith(".xlsx") else OF_TEXT
        damage, words = damages[(number + turn) % len(damages)]
        damaged[file] = damage(sound[file])
        expected[file] = words
    code, problems = check({**sound, **damaged})
    assert code == 2
    untold = {
        file
        for file, words in expected.items()
        if not any(
            problem["file"].startswith(file)
            and problem["severity"] == "error"
            and any(word in problem["what"] for word in words.split("|"))
            for problem in problems
        )
    }
    assert untold == set()
