"""Two states of a table: what comes in, what differs, what stays, and the way back."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tideturn.hub.import_export.comparing import Compared, compared, taken_back, together
from tideturn.hub.import_export.folders import read

BEFORE = pl.DataFrame({"id": ["a", "b", "c"], "title": ["One", "Two", None], "note": ["x", "y", "z"]})
NEW = pl.DataFrame({"id": ["c", "b", "d"], "title": ["Three", "Two", "Four"]})
KEY = ("id",)


def frame(*rows: str) -> pl.DataFrame:
    return pl.DataFrame({"id": [row[0] for row in rows], "title": [row[1:] or None for row in rows]})


def test_rows_are_told_apart_by_their_key_and_a_column_that_is_not_there_says_nothing():
    assert compared(BEFORE, NEW, KEY) == Compared(added=1, changed=1, same=1, left=1)
    both = together(BEFORE, NEW, KEY)
    assert both.rows() == [("a", "One", "x"), ("b", "Two", "y"), ("c", "Three", "z"), ("d", "Four", None)]


def test_a_cell_that_is_emptied_is_a_change():
    emptied = pl.DataFrame({"id": ["a"], "title": pl.Series([None], dtype=pl.String)})
    assert compared(BEFORE, emptied, KEY) == Compared(0, 1, 0, 2)
    assert together(BEFORE, emptied, KEY).row(0) == ("a", None, "x")


def test_without_a_key_two_equal_rows_are_both_meant_and_come_in_once():
    there, new = frame("a1", "a1", "b2"), frame("a1", "a1", "a1", "c3")
    assert compared(there, new, ()) == Compared(added=2, changed=0, same=2, left=1)
    assert together(there, new, ()).rows() == frame("a1", "a1", "b2", "a1", "c3").rows()
    assert together(new, new, ()).rows() == new.rows()


def test_a_key_s_column_that_neither_state_has_tells_nothing_apart():
    answered, older = ("file", "key", "row"), {"file": ["a.csv", "a.csv"], "row": ["2", "3"], "reason": ["x", "y"]}
    before, new = pl.DataFrame(older), pl.DataFrame({**older, "row": ["3", "4"]})
    assert compared(before, new, answered) == Compared(added=1, changed=1, same=0, left=1)
    both = together(before, new, answered)
    assert both.to_dict(as_series=False) == {"file": ["a.csv"] * 3, "row": ["2", "3", "4"], "reason": ["x", "x", "y"]}
    back = taken_back(before, both, both, answered).frame.drop("key")
    assert_frame_equal(back, before, check_row_order=False)


def test_what_was_changed_since_stays_when_an_import_is_taken_back():
    first, written = frame("a1", "b2"), frame("a1", "b3", "c4", "d5")
    now = frame("a9", "b3", "c7", "d5", "e6")
    back = taken_back(first, written, now, KEY)
    assert back.frame.rows() == frame("a9", "b2", "c7", "e6").rows()
    assert back.kept.rows() == frame("c7").rows()


@pytest.mark.parametrize("key", [KEY, ()])
def test_a_row_that_was_removed_since_does_not_come_back(key):
    first, written = frame("a1"), frame("a1", "b2")
    back = taken_back(first, written, frame("a1"), key)
    assert (back.frame.rows(), back.kept.height) == (frame("a1").rows(), 0)


ROWS = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["", "1", "2"])), max_size=8)


def made(rows: list[tuple[str, str]], *, keyed: bool) -> pl.DataFrame:
    told = dict(rows).items() if keyed else rows
    schema = {"id": pl.String, "title": pl.String}
    return pl.DataFrame([(key, value or None) for key, value in told], schema=schema, orient="row")


@given(ROWS, ROWS, st.booleans())
def test_whatever_comes_in_can_be_taken_back_and_comes_in_once(before, new, keyed):
    first, brought = made(before, keyed=keyed), made(new, keyed=keyed)
    key = KEY if keyed else ()
    told = compared(first, brought, key)
    assert (told.added + told.changed + told.same, told.changed + told.same + told.left) == (
        brought.height,
        first.height,
    )
    written = together(first, brought, key)
    assert written.height == first.height + told.added
    assert compared(written, brought, key) == Compared(0, 0, brought.height, written.height - brought.height)
    assert_frame_equal(taken_back(first, written, written, key).frame, first)


@given(ROWS, ROWS, ROWS)
def test_what_was_taken_back_touches_nothing_that_another_wrote(before, new, later):
    first, brought, since = (made(rows, keyed=True) for rows in (before, new, later))
    written = together(first, brought, KEY)
    now = together(written, since, KEY)
    back = taken_back(first, written, now, KEY)
    left, was, wrote = (dict(state.rows()) for state in (back.frame, first, written))
    for key, value in now.rows():
        by_another = key not in wrote or wrote[key] != value
        if by_another or (key in was and was[key] == value):
            assert left[key] == value
    for key, value in back.kept.rows():
        assert left[key] == value


def test_what_a_file_was_before_it_was_answered_in_stays_where_it_is(tmp_path):
    (tmp_path / "programme.toml").write_text('name = "Harbour"\n')
    for name in ("queries.csv.before", "surveys/s/items.csv.before", "notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"a\n")
    assert list(read(tmp_path).files) == ["notes.txt"]
