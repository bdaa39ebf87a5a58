"""Spreadsheets as they are read: where the headings are, what each cell says, and every fault by its cell."""

import io
import tracemalloc
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample.sheets import Rows, separated, several, workbook

from tideturn.dataset.tables import SURVEY_TABLES, TABLES
from tideturn.hub.common.errors import HubError
from tideturn.hub.import_export.spreadsheets import opening
from tideturn.hub.import_export.spreadsheets.days import DAY, MONTH, order_of, period, written
from tideturn.hub.import_export.spreadsheets.grids import Glimpse, Grid, glimpse
from tideturn.hub.import_export.spreadsheets.guessing import announces, columns_guessed, term_guessed
from tideturn.hub.import_export.spreadsheets.headings import headings_in
from tideturn.hub.import_export.spreadsheets.taking import Matched, Taken, taken

CASES, SESSIONS = TABLES["cases"], TABLES["sessions"]
HEADED = ["Case ID", "Site", "Received", "Age", "Source"]


def grid(content: bytes, sheet: str = "Referrals") -> Grid:
    return opening.grid(content, "Referrals.csv", sheet)


def read(content: bytes, table=CASES, **more) -> Taken:
    found = grid(content)
    headings = headings_in(found.head(), table)
    columns = columns_guessed(headings.names, table) if headings else {}
    return taken(found, Matched(table, **{"columns": columns} | more))


def faults(content: bytes, table=CASES, **more) -> list[str]:
    return [f"{one.place('Referrals')}: {one.what}" for one in read(content, table, **more).faults]


def rows(one: Taken) -> list[tuple]:
    return one.frame.rows()


def test_a_sheet_is_read_as_it_stands():
    content = workbook([HEADED, ["C1", "leeds", date(2025, 10, 1), 14, "school"]])
    one = read(content)
    assert one.frame.columns == ["case_id", "site", "received", "referral_source", "age_at_referral"]
    assert rows(one) == [("C1", "leeds", "2025-10-01", "school", "14")]
    assert (one.rows, one.faults, one.notes) == ((2,), (), ())


@pytest.mark.parametrize(
    "before", [[["Our referrals"]], [["Our referrals", None, "2025"], []], [[], ["Team:", "Leeds"]]]
)
def test_titles_and_blank_rows_above_the_headings_are_left_out(before):
    one = read(workbook([*before, HEADED, ["C1", "leeds", date(2025, 10, 1), 14, "school"]]))
    assert (len(rows(one)), one.rows) == (1, (len(before) + 2,))
    assert f"The headings are in row {len(before) + 1}. Everything above it was left out." in one.notes


@pytest.mark.parametrize("as_workbook", [True, False])
def test_two_rows_of_headings_are_joined(as_workbook):
    upper, lower = (
        ["Case", "Site", "Referral", None, "Closure", None],
        [None, None, "received", "source", "date", "reason"],
    )
    lines: Rows = [upper, lower, ["C1", "leeds", "2025-10-01", "school", "2025-12-01", "met"]]
    content = workbook(lines, merged=["C1:D1", "E1:F1", "A1:A2"]) if as_workbook else separated(lines)
    names = headings_in(grid(content).head(), CASES)
    assert list(names.names.values()) == [
        "Case",
        "Site",
        "Referral / received",
        "Referral / source",
        "Closure / date",
        "Closure / reason",
    ]
    assert (names.top, names.bottom) == (1, 2)
    assert read(content).notes[-1] == "The headings are in rows 1 and 2, and were joined."


def test_a_first_row_of_words_is_no_second_row_of_headings():
    lines: Rows = [["Case", "Site", "Received", None], ["C1", "leeds", "2025-10-01", "something"]]
    found = headings_in(grid(workbook(lines)).head(), CASES)
    assert (found.top, found.bottom, found.names[3], found.label(3)) == (1, 1, "", "Column D, without a heading")


def test_headings_that_stand_twice_are_told_apart():
    found = headings_in(grid(separated([["Case", "Date", "Date"], ["C1", "x", "y"]])).head(), CASES)
    assert [found.label(index) for index in found.names] == ["Case", "Date (column B)", "Date (column C)"]


def test_a_sheet_without_headings_says_so():
    assert faults(workbook([[1, 2, 3], [4, 5, 6]])) == ["Referrals: No row of headings was found."]
    with pytest.raises(HubError, match="is empty"):
        grid(workbook([]))


def test_a_value_that_is_merged_beside_several_rows_is_meant_for_each():
    lines: Rows = [HEADED, ["C1", "leeds", date(2025, 10, 1)], ["C2", None, date(2025, 10, 2)], [], ["C3", "york", "x"]]
    one = read(workbook(lines, merged=["B2:B4"]))
    assert [row[:2] for row in rows(one)] == [("C1", "leeds"), ("C2", "leeds"), ("C3", "york")]
    assert "The cells B2:B4 are merged: each of their rows was given their value." in one.notes


def test_a_value_that_is_merged_over_several_columns_is_a_fault():
    lines: Rows = [HEADED, ["C1", "leeds", date(2025, 10, 1)], ["C2", "leeds and York", None, 3]]
    told = faults(workbook(lines, merged=["B3:C3"]))
    assert "Referrals, cell B3: The cells B3:C3 are merged over several columns" in told[0]


def test_what_is_hidden_is_read_and_told():
    lines: Rows = [HEADED, ["C1", "leeds", date(2025, 10, 1), 14], ["C2", "leeds", date(2025, 10, 1), 15]]
    one = read(workbook(lines, rows_hidden=[3], columns_hidden=["D"]))
    assert len(rows(one)) == 2
    assert one.notes == ("1 hidden column was also read: D.", "1 hidden row was also read: row 3.")


@pytest.mark.parametrize(
    ("begins", "columns"), [("-10000000", ()), ("x", ()), ("0", ()), ("4", (3,)), ("99999999", ())]
)
def test_a_workbook_that_hides_columns_which_no_sheet_has_is_read(begins, columns):
    """A few bytes can name ten million columns, which must take no memory."""
    kept, plain = io.BytesIO(), workbook([HEADED, ["C1", "leeds", "03/04/2025"]])
    hides = f'<cols><col min="{begins}" max="4" hidden="1"/></cols><sheetData'.encode()
    with zipfile.ZipFile(io.BytesIO(plain)) as book, zipfile.ZipFile(kept, "w") as made:
        for name in book.namelist():
            made.writestr(name, book.read(name).replace(b"<sheetData", hides, 1))
    tracemalloc.start()
    assert tuple(grid(kept.getvalue()).hidden_columns) == columns
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_hidden_sheets_are_named_as_such():
    content = several({"Referrals": [HEADED], "Old": [HEADED]}, hidden=["Old"])
    assert opening.sheets(content, "book.xlsx") == (("Referrals", False), ("Old", True))


def test_rows_of_totals_and_repeated_headings_and_empty_rows_are_left_out():
    lines: Rows = [
        HEADED,
        ["C1", "leeds", "2025-10-01", 14],
        [],
        HEADED,
        ["C2", "leeds", "2025-10-02", 15],
        ["Total", None, None, 29],
    ]
    one = read(workbook(lines))
    assert one.rows == (2, 5)
    assert one.notes == (
        "1 row of totals was left out: row 6.",
        "1 row that repeats the headings was left out: row 4.",
        "1 empty row was left out: row 3.",
    )


def test_stray_spaces_go_and_are_counted():
    one = read(workbook([HEADED, [" C1\u00a0", "leeds ", "2025-10-01", 14, "a\u00a0school"]]))
    assert rows(one) == [("C1", "leeds", "2025-10-01", "a school", "14")]
    assert one.notes == ("Stray spaces were removed from 3 cells.",)


def test_formulas_and_errors_are_named_by_their_cells():
    lines: Rows = [HEADED, ["C1", "leeds", "=TODAY()", "#REF!", "x"], ["C2", "leeds", "2025-10-01", 3, "=1/0"]]
    assert faults(workbook(lines)) == [
        "Referrals, cell C2: Cell C2 holds a formula whose result was never stored.",
        "Referrals, cell D2: Cell D2 shows an error of the spreadsheet.",
        "Referrals, cell E3: Cell E3 holds a formula whose result was never stored.",
    ]
    assert faults(separated([HEADED, ["C1", "leeds", "#N/A", 3]])) == [
        "Referrals, cell C2: The cell shows #N/A, an error of the spreadsheet."
    ]


def test_a_fault_in_a_column_that_is_left_out_is_none():
    assert faults(workbook([[*HEADED, "Sum"], ["C1", "leeds", "2025-10-01", 3, "x", "#REF!"]])) == []


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2025-04-03", "2025-04-03"),
        ("2025/4/3 00:00", "2025-04-03"),
        ("25/12/2025", "2025-12-25"),
        ("12/25/2025", "2025-12-25"),
        ("3 Nov 2026", "2026-11-03"),
        ("Tue 3rd November 2026", "2026-11-03"),
        ("November 3, 2026", "2026-11-03"),
        ("3-Nov-26", "2026-11-03"),
        ("20261103", "2026-11-03"),
        ("45750", "2025-04-03"),
        ("31.12.99", "1999-12-31"),
    ],
)
def test_days_are_read_in_every_usual_way(cell, day):
    assert rows(read(separated([["Case", "Site", "Received"], ["C1", "leeds", f'"{cell}"']])))[0][2] == day


@pytest.mark.parametrize("cell", ["31/02/2025", "2025", "Oct 2025", "soon", "13/13/2025", "2025-13-01", "99999999"])
def test_what_is_no_day_is_none(cell):
    assert written(cell) is None


def test_what_comes_first_is_told_by_the_column_or_said_once():
    open_days, told = ["03/04/2025", "05/06/2025"], ["03/04/2025", "25/12/2025"]
    assert (order_of(open_days).is_open, order_of(told).told, order_of(["1/13/25"]).told) == (True, DAY, MONTH)

    def received(days, order=""):
        return [row[2] for row in rows(read(workbook([HEADED, *(["C", "leeds", day] for day in days)]), order=order))]

    assert received(open_days) == [None, None]
    assert received(open_days, DAY) == ["2025-04-03", "2025-06-05"]
    assert received(open_days, MONTH) == ["2025-03-04", "2025-05-06"]
    assert received(told, MONTH) == ["2025-04-03", "2025-12-25"]  # the column itself says so


def test_dates_that_the_program_may_have_turned_round_are_told():
    def told(*days):
        one = read(workbook([HEADED, *([f"C{n}", "leeds", day] for n, day in enumerate(days))]))
        return any("swapped day and month" in note for note in one.notes)

    dates = [date(2025, 3, 4), date(2025, 5, 6), date(2025, 7, 12)]
    assert told(*dates, "25/12/2025")
    assert not told(*dates)
    assert not told(*dates, date(2025, 3, 13), "25/12/2025")


def test_a_column_that_contradicts_itself_is_told_by_its_cells():
    days = ["25/12/2025", "26/12/2025", "12/27/2025"]
    assert faults(workbook([HEADED, *([day[:2], "leeds", day] for day in days)])) == [
        "Referrals, cell C4: “12/27/2025” has the month first, unlike the other dates in this column."
    ]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("Sep 2019", "2019-09"),
        ("Q3 2019", "2019-Q3"),
        ("2019", "2019"),
        ("2019-09-01", "2019-09"),
        ("9/2019", "2019-09"),
    ],
)
def test_months_and_quarters_are_read(cell, said):
    assert period(cell, DAY) == said


@pytest.mark.parametrize(
    ("cell", "said"), [("Y", "yes"), ("TRUE", "yes"), (1, "yes"), ("no", "no"), (False, "no"), ("N", "no")]
)
def test_yes_and_no_are_read_in_every_usual_way(cell, said):
    one = read(workbook([["Case", "Date", "Kind", "Held"], ["C1", "2025-10-01", "therapy", cell]]), SESSIONS)
    assert one.frame["held"].to_list() == [said]


def test_numbers_are_read_with_thousands_and_not_with_commas_for_points():
    table = TABLES["baselines"]
    lines: Rows = [
        ["Site", "Measure", "Value", "Date"],
        ["leeds", "NRM", "1,204.5", "2025-10-01"],
        ["leeds", "NRM", "0,6", "2025-10-01"],
    ]
    one = read(workbook(lines), table)
    assert one.frame["value"].to_list() == ["1204.5", None]
    assert (one.faults[0].place("S"), one.faults[0].mend) == (
        "S, cell C3",
        "Write 0.6 if you mean that: use a point for decimals, not a comma.",
    )


def test_words_are_terms_once_somebody_said_so():
    lines: Rows = [
        ["Case", "Date", "Kind", "Held"],
        ["C1", "2025-10-01", "One to one", "y"],
        ["C1", "2025-10-02", "THERAPY", "y"],
    ]
    content = workbook(lines)
    assert faults(content, SESSIONS) == ["Referrals, cell C2: “One to one” is not a term of “kind”."]
    one = read(content, SESSIONS, words={"kind": {"One to one": "one_to_one"}})
    assert one.frame["kind"].to_list() == ["one_to_one", "therapy"]


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("One to one", "one_to_one"),
        ("1:1", "one_to_one"),
        ("Groups", "group"),
        ("work with the family", "family"),
        ("lunch", ""),
    ],
)
def test_terms_are_guessed_by_likeness(word, term):
    assert term_guessed(word, SESSIONS.column("kind").terms) == term


def test_several_values_of_a_cell_are_parted():
    lines: Rows = [
        [*HEADED, "Exploitation types"],
        ["C1", "leeds", "2025-10-01", 14, "a, b", "criminal, sexual; online"],
    ]
    one = read(workbook(lines))
    assert one.frame["exploitation_types"].to_list() == ["criminal|sexual|online"]
    assert one.frame["referral_source"].to_list() == ["a, b"]  # which has one value


def test_a_column_that_the_sheet_lacks_is_filled_for_all_rows():
    content = workbook([["Case", "Received"], ["C1", "2025-10-01"], ["C2", "2025-10-02"]])
    assert faults(content)[0] == "Referrals: No column is matched to “site”, which the table requires."
    one = read(content, fills={"site": "leeds"})
    assert (one.faults, one.frame["site"].to_list()) == ((), ["leeds", "leeds"])


def test_a_cell_that_must_be_filled_is_named():
    assert faults(workbook([HEADED, ["C1", None, "2025-10-01", 3]])) == ["Referrals, cell B2: The cell is empty."]


def test_a_row_that_stands_twice_by_its_key_is_named():
    lines: Rows = [HEADED, *(["C1", "leeds", "2025-10-01", age] for age in (3, 4))]
    assert faults(workbook(lines)) == ["Referrals, cell A3: “C1” is already in row 2."]
    held: Rows = [["Case", "Date", "Kind", "Held"], *(["C1", "2025-10-01", "therapy", "y"] for _ in range(2))]
    assert faults(workbook(held), SESSIONS) == []  # of which two equal rows are both meant


def test_a_heading_that_announces_who_somebody_is_cannot_be_matched():
    content = workbook([["Child's name", "Site", "Received"], ["x", "leeds", "2025-10-01"]])
    headings = headings_in(grid(content).head(), CASES)
    assert 0 not in columns_guessed(headings.names, CASES)
    told = faults(content, columns={0: "case_id", 1: "site", 2: "received"})
    assert told == ["Referrals, cell A1: The heading “Child's name” suggests a person's name."]
    assert not announces("Name", TABLES["organisations"].column("name"))


def test_what_a_fault_quotes_is_masked():
    (told,) = read(workbook([HEADED, ["C1", "leeds", "call 0161 496 0000", 3]])).faults
    assert "496" not in told.what


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_text_is_read_in_every_usual_encoding_and_sign(encoding, sign):
    one = read(separated([HEADED, ["C1", "leeds", "2025-10-01", 14, "café"]], sign=sign, encoding=encoding))
    assert rows(one) == [("C1", "leeds", "2025-10-01", "café", "14")]
    assert any("separated by" in note for note in one.notes) == (sign != ",")


def test_a_row_with_too_many_cells_is_named():
    assert faults(separated([HEADED, ["C1", "leeds", "2025-10-01", 14, "a", "b"]])) == [
        "Referrals, row 2: The row has more cells than there are headings."
    ]


@pytest.mark.parametrize(
    "content", [b"\0\1\2", b"", b"\xff\xfe\0", b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_what_is_no_spreadsheet_says_so(content):
    with pytest.raises(HubError):
        [opening.grid(content, "x.xlsx", name) for name, _ in opening.sheets(content, "x.xlsx")]


def test_answers_of_a_survey_keep_their_names():
    table = SURVEY_TABLES["responses"]
    lines: Rows = [["Response", "Voice", "Site", "Year", "Q1"], ["R1", "staff", "leeds", 1, "agree"]]
    one = read(workbook(lines), table, columns={0: "response_id", 1: "voice", 2: "site", 3: "year", 4: "q1"})
    assert one.frame.columns == ["response_id", "voice", "site", "year", "q1"]


def test_what_is_shown_of_a_sheet_is_kept_and_found_again():
    found = glimpse(grid(workbook([HEADED, ["C1", "leeds", "03/04/2025"]], merged=["D2:E2"])), hidden=True)
    assert Glimpse.of(found.plain()) == found
    assert (found.orders[2].open, found.words[1]) == (1, ("Site", "leeds"))


TEXT = (
    st.text(alphabet="abcdefgh xyzé", min_size=1, max_size=12).map(str.strip).filter(lambda text: text not in ("", "x"))
)
MESSY_DAYS = [
    lambda day: f" {day.isoformat()}",
    lambda day: f"{day:%d %B %Y}",
    lambda day: f"{day:%d-%b-%Y}\u00a0",
    lambda day: datetime(day.year, day.month, day.day),
    lambda day: (day - date(1899, 12, 30)).days,
]


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.sampled_from(MESSY_DAYS), TEXT, st.integers(0, 30)),
        min_size=1,
        max_size=6,
    ),
    st.integers(0, 3),
    st.permutations(range(5)),
    st.sets(st.integers(0, 5)),
    st.booleans(),
)
def test_a_table_that_is_written_messily_is_read_as_it_is(given_rows, above, order, gaps, has_total):
    """Titles above, columns in any order, blank rows between, days in many ways, spaces round words, a total below."""
    clean = [
        (f"C{number}", "leeds", day.isoformat(), source, str(age))
        for number, (day, _, source, age) in enumerate(given_rows)
    ]
    messy: list[list] = [*[["Kept by the team"], [], []][:above], [HEADED[place] for place in order]]
    for number, (day, write, source, age) in enumerate(given_rows):
        if number in gaps:
            messy.append([])
        cells = [f"C{number} ", "\u00a0leeds", write(day), age, f"  {source}"]
        messy.append([cells[place] for place in order])
    if has_total:
        messy.append([])
        messy.append(["Total"])
    one = read(workbook(messy))
    assert [(fault.row, fault.what) for fault in one.faults] == []
    assert one.frame.select("case_id", "site", "received", "referral_source", "age_at_referral").rows() == clean
