"""A folder that is as it should be, and one whose cells are not."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tideturn.dataset import csv_source
from tideturn.dataset.csv_source import read_csv, shape_if_regular
from tideturn.dataset.headings import fit
from tideturn.dataset.problems import FolderError, Severity, TideturnError
from tideturn.dataset.programme_file import parse_toml, programme_bytes, programme_of
from tideturn.dataset.read import RawTable, open_raw, read_folder, typed
from tideturn.dataset.tables import SURVEY_TABLES, TABLES

PROGRAMME = """name = "Harbour"
[[sites]]
code = "north"
name = "Northtown"
[[years]]
number = 1
start = 2018-04-01
end = 2019-03-31
[rules]
min_n = 8
[_extra]
kept = [1, 2]
"""


def a_folder(place: Path, **tables: str) -> Path:
    (place / "programme.toml").write_text(PROGRAMME)
    for name, text in tables.items():
        (place / f"{name}.csv").write_text(text)
    return place


def cells(table: str, **columns: list[str | None]) -> RawTable:
    declared = TABLES.get(table) or SURVEY_TABLES[table]
    return RawTable(table, declared.file, pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)), declared)


def test_each_cell_gets_its_type(tmp_path):
    dataset = read_folder(
        a_folder(
            tmp_path,
            cases="case_id,site,received,closed,age_at_referral,exploitation_types,mine\n"
            "c1,north,2018-05-01,,15,criminal|sexual,kept\n",
            posts="post_id,site,role,fte\np1,north,casework,0.5\n",
            attendance="event_id,attendee_id,champion\ne1,a1,yes\ne1,a2,no\ne1,a3,\n",
        )
    )
    row = dataset.table("cases").row(0, named=True)
    assert row["received"] == date(2018, 5, 1)
    assert row["age_at_referral"] == 15
    assert (row["closed"], row["opened"]) == (None, None)
    assert (row["exploitation_types"], row["mine"]) == ("criminal|sexual", "kept")
    assert dataset.table("posts")["fte"].to_list() == [0.5]
    assert dataset.table("attendance")["champion"].to_list() == [True, False, None]
    assert dataset.table("cases").columns[:19] == list(TABLES["cases"].names)
    assert dataset.programme.rules == {"min_n": 8}
    assert dataset.programme.further == {"_extra": {"kept": [1, 2]}}
    assert dataset.programme.sites[0].kind == "local"


@pytest.mark.parametrize(
    ("engine", "known"), [('"local[2]"', True), ('"spark://head:7077"', True), ('"spark"', False), ("2", False)]
)
def test_a_programme_may_name_an_engine_that_there_is(engine, known):
    said, _ = parse_toml(f"engine = {engine}\n{PROGRAMME}".encode(), "programme.toml")
    programme, problems = programme_of(said, "programme.toml")
    assert [problem.column for problem in problems] == ([] if known else ["engine"])
    if known:
        assert programme.further["engine"] == said["engine"]
        assert programme_of(parse_toml(programme_bytes(programme), "")[0], "")[0] == programme


@pytest.mark.parametrize(
    ("further", "column", "what", "mend"),
    [
        ("[nonsense]\nkept = 1", "nonsense", "no setting called “nonsense”", "Known are name, sites,"),
        ("[timelines]\nonward_referral_days = 3", "timelines", "“timelines”", "Perhaps “timeliness” is meant."),
        ("[report]\nevalautor = 'Us'", "report", "“evalautor”", "Perhaps “evaluator” is meant."),
        ("[answers]\nno_opinions = ['Pass']", "answers", "“no_opinions”", "Perhaps “no_opinion” is meant."),
        ("[timeliness]\nonward_referral_days = 2.5", "timeliness", "no whole number of days", ""),
        ("[timeliness]\nonward_referral_days = true", "timeliness", "no whole number of days", ""),
        ("[timeliness]\nonward_referral_days = -1", "timeliness", "no whole number of days", ""),
    ],
)
def test_a_setting_that_there_is_not_is_an_error(further, column, what, mend):
    said, _ = parse_toml(PROGRAMME.replace("[rules]", f"{further}\n[rules]").encode(), "programme.toml")
    programme, (problem,) = programme_of(said, "programme.toml")
    assert programme is None
    assert (problem.severity, problem.column) == (Severity.ERROR, column)
    assert what in problem.what
    assert mend in problem.mend


def test_surveys_transcripts_and_pathways_are_read(tmp_path):
    a_folder(tmp_path)
    for name in ("surveys/s", "transcripts", "pathways"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "surveys/s/responses.csv").write_text("response_id,voice,site,year,q1\nr1,stakeholder,north,1,agree\n")
    (tmp_path / "transcripts/i1.txt").write_bytes("“Naïve”\nyes".encode())
    (tmp_path / "pathways/custody.toml").write_text('name = "Custody"\n[[steps]]\nname = "a"\n')
    dataset = read_folder(tmp_path)
    assert dataset.surveys["s"].answer_columns == ("q1",)
    assert dataset.surveys["s"].invited.height == 0
    assert dataset.transcripts == {"i1.txt": "“Naïve”\nyes"}
    assert dataset.pathways["custody"]["steps"] == [{"name": "a"}]


def test_every_error_is_raised_at_once_and_none_is_lost(tmp_path):
    a_folder(
        tmp_path,
        cases="case_id,site,received\nc1,north,03/04/2018\nc2,,2018-13-01\n",
        posts="post_id,site,role\np1,north,caseworker\n",
    )
    with pytest.raises(FolderError) as caught:
        read_folder(tmp_path)
    places = [problem.place for problem in caught.value.problems]
    assert places == [
        "cases.csv, row 2, column received",
        "cases.csv, row 3, column received",
        "cases.csv, row 3, column site",
        "posts.csv, row 2, column role",
    ]


@pytest.mark.parametrize(
    ("table", "column", "cell", "what", "mend"),
    [
        ("cases", "received", "03/04/2018", "not a date", "Write 2018-04-03 or 2018-03-04"),
        ("cases", "received", "25/12/2018", "not a date", "Write 2018-12-25."),
        ("cases", "received", "12/25/18", "not a date", "Write 2018-12-25."),
        ("cases", "received", "2018-02-30", "not a date", "year, month, day"),
        ("cases", "received", "2018-2-3", "not a date", "year, month, day"),
        ("cases", "received", "spring", "not a date", "year, month, day"),
        ("cases", "age_at_referral", "fifteen", "not a whole number", "digits"),
        ("cases", "age_at_referral", "15.5", "not a whole number", "digits"),
        ("cases", "age_at_referral", "99999999999999999999", "not a whole number", "digits"),
        ("cases", "age_at_referral", "31", "above 30", "30 or less"),
        ("cases", "age_at_referral", "-1", "below 0", "0 or more"),
        ("posts", "fte", "1,5", "not a number", "12.5"),
        ("posts", "fte", "nan", "not a number", "12.5"),
        ("posts", "fte", "1e999", "not a number", "12.5"),
        ("posts", "fte", "1.01", "above 1", "1 or less"),
        ("posts", "role", "case work", "not a term", "Perhaps “casework”?"),
        ("posts", "role", "Manager", "not a term", "Perhaps “manager”?"),
        ("attendance", "champion", "TRUE", "neither yes nor no", "Write “yes”."),
        ("attendance", "champion", "n", "neither yes nor no", "Write “no”."),
        ("attendance", "champion", "maybe", "neither yes nor no", "leave the cell empty"),
        ("series", "period", "2019-13", "not a period", "2019-Q3"),
        ("series", "period", "Sep 2019", "not a period", "2019-Q3"),
        ("events", "time", "2018-11-03T25:00", "not a time", "2018-11-03T14:30"),
        ("events", "time", "2018-02-30T10:00", "not a time", "2018-11-03T14:30"),
    ],
)
def test_a_cell_that_does_not_fit_is_told_with_the_way_to_mend_it(table, column, cell, what, mend):
    _, problems = typed(cells(table, **{column: [cell]}))
    (problem,) = problems
    assert (problem.row, problem.column, problem.severity) == (2, column, Severity.ERROR)
    assert what in problem.what
    assert mend in problem.mend


@pytest.mark.parametrize(
    ("table", "column", "cell", "value"),
    [
        ("series", "period", "2019-Q3", "2019-Q3"),
        ("series", "period", "2019", "2019"),
        ("series", "period", "2019-09", "2019-09"),
        ("events", "time", "2018-11-03", "2018-11-03"),
        ("events", "time", "2018-11-03T14:30", "2018-11-03T14:30"),
        ("events", "time", "2018-11-03 14:30:05.5+01:00", "2018-11-03 14:30:05.5+01:00"),
        ("events", "time", "2018-11-03T14:30:00Z", "2018-11-03T14:30:00Z"),
        ("cases", "age_at_referral", "15.0", 15),
        ("cases", "received", " 2018-11-03 ", date(2018, 11, 3)),
        ("baselines", "value", "-1e-7", -1e-7),
        ("baselines", "value", "+.5", 0.5),
    ],
)
def test_a_cell_that_fits_is_taken_without_a_word(table, column, cell, value):
    frame, problems = typed(cells(table, **{column: [cell]}))
    assert problems == []
    assert frame[column].to_list() == [value]


def test_spaces_round_a_code_are_a_query_and_are_taken_away():
    frame, problems = typed(cells("cases", case_id=["c1 "], site=["north"], received=["2018-05-01"]))
    assert [(p.severity, p.column, p.row) for p in problems] == [(Severity.QUERY, "case_id", 2)]
    assert frame["case_id"].to_list() == ["c1"]


def test_a_fault_in_every_row_is_told_a_thousand_times_and_then_counted():
    _, problems = typed(cells("cases", received=["soon"] * 1500))
    assert len(problems) == 1001
    assert "500 more cells" in problems[-1].what
    assert problems[-1].row == 1


def test_nothing_at_the_path_is_said_in_a_sentence(tmp_path):
    with pytest.raises(TideturnError, match="no such folder"):
        open_raw(tmp_path / "nowhere")
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(TideturnError, match="neither a folder nor"):
        open_raw(tmp_path / "notes.txt")


def test_progress_names_each_file(tmp_path):
    said: list[str] = []
    read_folder(
        a_folder(tmp_path, cases="case_id,site,received\n", posts="post_id,site,role\n"), on_progress=said.append
    )
    assert said == ["reading cases.csv", "reading posts.csv"]


CELL = st.text(st.sampled_from("ab ,'\"\n\r=+-@é€5"), max_size=6)


@settings(max_examples=300, deadline=None)
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=6),
    line_end=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
    marked=st.booleans(),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    piece=st.integers(1, 40),
)
@example(
    rows=[("a", "b", "c"), ("", "", "")], line_end="\r\n", last=False, marked=True, quoting=csv.QUOTE_MINIMAL, piece=1
)
def test_the_fast_reader_and_the_careful_one_agree(tmp_path_factory, rows, line_end, last, marked, quoting, piece):
    """Whatever a spreadsheet may write is read as the standard library reads it."""
    # Python 3.11's own writer leaves a lone carriage return unquoted, which no reader can tell from a line end.
    assume(quoting == csv.QUOTE_ALL or not any("\r" in cell for row in rows for cell in row))
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator=line_end, quoting=quoting)
    writer.writerows([("case_id", "site", "received"), *rows])
    text = stream.getvalue() if last else stream.getvalue().removesuffix(line_end)
    path = tmp_path_factory.mktemp("f") / "cases.csv"
    path.write_bytes((b"\xef\xbb\xbf" if marked else b"") + text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_source, "_PIECE", piece)
        grid, problems = read_csv(path, "cases.csv", TABLES["cases"])
        regular = shape_if_regular(text.encode()) is not None
    assert problems == []
    assert grid is not None
    assert regular == ("\r" not in text.replace("\r\n", ""))
    assert grid.header == ("case_id", "site", "received")
    expected = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)][1:]
    assert [tuple(cell or "" for cell in row) for row in grid.frame.rows()] == expected


@given(st.text(st.sampled_from('ab,,"""\n\n\r'), max_size=24))
def test_a_file_is_only_called_regular_where_the_strict_reader_finds_the_same_rows(text):
    shape = shape_if_regular(text.encode()) if text else None
    if shape is not None:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert [len(row) for row in rows] == [shape[0]] * shape[1]


def test_line_ends_inside_cells_are_kept_in_a_file_that_is_read_in_parallel(tmp_path):
    path = tmp_path / "learning.csv"
    row = 'l{0},2018-05-01,north,"one, ""two""\nthree\n",{0}\n'
    path.write_text("learning_id,date,site,point,source\n" + "".join(row.format(n) for n in range(100_000)))
    grid, problems = read_csv(path, "learning.csv", TABLES["learning"])
    assert problems == []
    assert grid.frame["3"].unique().to_list() == ['one, "two"\nthree\n']
    assert grid.frame["4"].to_list() == [str(n) for n in range(100_000)]


def test_blank_rows_at_the_end_are_dropped_and_others_are_told(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text("case_id,site,received\nc1,north,2018-05-01\n,,\nc2,north,2018-05-01\n\n,,\n  ,,\n")
    grid, problems = read_csv(path, "cases.csv", TABLES["cases"])
    assert problems == []
    frame, problems = fit(grid, "cases.csv", TABLES["cases"])
    assert frame["case_id"].to_list() == ["c1", None, "c2"]
    assert [(p.row, p.what) for p in problems] == [(3, "The row is blank.")]
    _, problems = typed(RawTable("cases", "cases.csv", frame, TABLES["cases"]))
    assert problems == []
