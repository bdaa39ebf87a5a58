"""Cells of a CSV file are set, and every other byte stays."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.dataset.csv_edit import CsvFile
from tideturn.dataset.problems import TideturnError

FILE = b'\xef\xbb\xbfitem, outcome_id ,"agree",mine\r\nq1,o1,"4|5","say ""yes"", please"\r\n\r\nq2,o2,,\nq3,o1,5,x'


def edited(data: bytes = FILE) -> CsvFile:
    return CsvFile(data, "items.csv")


def test_what_is_not_touched_keeps_every_byte():
    assert edited().content() == FILE
    assert edited().header == ("item", "outcome_id", "agree", "mine")
    assert edited().column("mine") == ['say "yes", please', "", "", "x"]


def test_one_cell_changes_and_is_quoted_only_where_it_must_be():
    file = edited()
    file.set(4, "agree", "yes")
    file.set(2, "item", 'a "b", c')
    assert file.content() == FILE.replace(b"q2,o2,,", b"q2,o2,yes,").replace(b"\r\nq1,", b'\r\n"a ""b"", c",')


def test_a_column_that_is_not_there_is_added_and_blank_lines_stay_blank():
    file = edited()
    file.set(5, "measures", "level")
    assert file.content() == (
        b'\xef\xbb\xbfitem, outcome_id ,"agree",mine,measures\r\nq1,o1,"4|5","say ""yes"", please",\r\n\r\n'
        b"q2,o2,,,\nq3,o1,5,x,level"
    )


def test_columns_come_before_another_and_go():
    file = edited(b"file,row,reason\na.csv,2,why\n")
    file.add_column("key", before="row")
    file.drop_column("row")
    file.set(2, "key", "C1")
    assert file.content() == b"file,key,reason\na.csv,C1,why\n"


def test_a_row_is_added_with_the_file_s_own_line_ends():
    file = edited()
    file.add_row({"outcome_id": "o9", "new": "=1+1"})
    assert file.content().splitlines(keepends=True)[-2:] == [b"q3,o1,5,x,\r\n", b",o9,,,'=1+1\r\n"]


def test_a_new_file_has_a_header_alone():
    file = CsvFile.new(["file", "key"])
    assert file.content() == b"file,key\n"
    file.add_row({"key": "*"})
    assert file.content() == b"file,key\n,*\n"


@pytest.mark.parametrize("data", [b'a,b\n1,x"y"\n', b'a,b\n"1"x,2\n', b'a,b\n"1,2\n'])
def test_what_can_be_read_in_two_ways_is_refused(data: bytes):
    with pytest.raises(TideturnError, match="quotation mark"):
        edited(data)


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=6)
"""Without a lone carriage return, which `csv` writes without quotation marks and reads as the end of a line."""


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]), CELLS
)
def test_a_cell_that_is_set_is_read_back_and_its_neighbours_are_as_they_were(rows, end, text):
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=end).writerows([["a", "b", "c"], *rows])
    file = edited(stream.getvalue().encode())
    assert file.content().decode() == stream.getvalue()
    file.set(2, "b", text)
    again = list(csv.reader(io.StringIO(file.content().decode(), newline=""), strict=True))
    assert [[row[0], row[2]] for row in again[1:]] == [[row[0], row[2]] for row in rows]
    assert again[1][1] in (text, f"'{text}")
