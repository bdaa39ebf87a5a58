"""Few rows are counted one by one, and come out as many do."""

from __future__ import annotations

import datetime as dt

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tideturn.methods.surveys.counting import Counts, Group, count_answers

said = st.sampled_from([None, "", "  ", "Agree", " Agree", "Agree\t", "4", "Ärger", "a|b"])
rows = st.lists(
    st.tuples(said, st.sampled_from([None, -3, 4]), st.booleans() | st.none(), st.sampled_from([0.5, 2.0, None]), said),
    max_size=40,
)


def cells(counts: Counts, column: str) -> dict[tuple[Group, str | None], int]:
    """How often an answer was given in a group."""
    tally = counts.tallies[column]
    places = zip(tally.group, tally.answer, tally.rows, strict=True)
    return {(counts.groups[group], tally.answers[answer]): int(rows) for group, answer, rows in places}


@given(rows)
def test_few_rows_are_counted_as_many_are(table: list[tuple[object, ...]]) -> None:
    schema = {"q": pl.String, "n": pl.Int64, "b": pl.Boolean, "x": pl.Float64, "g": pl.String}
    frame = pl.DataFrame(table, schema=schema, orient="row")
    columns = ["q", "n", "b", "x"]
    for by in ([], ["g"], ["g", "n"]):
        # A lazy frame's rows are not known before, and so are taken for many.
        few, many = count_answers(frame, columns, by), count_answers(frame.lazy(), columns, by)
        assert few.groups == many.groups
        assert few.sizes.tolist() == many.sizes.tolist()
        for column in columns:
            assert cells(few, column) == cells(many, column)


def test_by_hand() -> None:
    day = dt.date(2019, 9, 1)
    frame = pl.DataFrame(
        {"q": ["Yes", " Yes ", None, "No"], "day": [day, None, day, day], "site": ["a", "a", "b", "b"]}
    )
    counts = count_answers(frame, ["q", "day"], ["site"])
    assert counts.groups == (("a",), ("b",))
    assert counts.sizes.tolist() == [2, 2]
    assert cells(counts, "q") == {(("a",), "Yes"): 2, (("b",), None): 1, (("b",), "No"): 1}
    assert cells(counts, "day") == {(("a",), "2019-09-01"): 1, (("a",), None): 1, (("b",), "2019-09-01"): 2}
