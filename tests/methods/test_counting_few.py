"""Few rows are counted one by one, and come out as many do."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tideturn.methods import counting
from tideturn.methods.counting import count_answers
from tideturn.methods.counting_few import count_few

said = st.sampled_from([None, "", "  ", "Agree", " Agree", "Agree\t", "4", "Ärger", "a|b"])
rows = st.lists(
    st.tuples(said, st.sampled_from([None, -3, 4]), st.booleans() | st.none(), st.sampled_from([0.5, 2.0, None]), said),
    max_size=40,
)


@given(rows)
def test_few_rows_are_counted_as_many_are(cells: list[tuple[object, ...]]) -> None:
    schema = {"q": pl.String, "n": pl.Int64, "b": pl.Boolean, "x": pl.Float64, "g": pl.String}
    frame = pl.DataFrame(cells, schema=schema, orient="row")
    for by in ([], ["g"], ["g", "n"]):
        few = count_few(frame, ["q", "n", "b", "x"], by)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(counting, "FEW", -1)
            sizes, tallies = count_answers(frame, ["q", "n", "b", "x"], by)
        assert few[0] == {group: size for group, size in sizes.items() if size}
        assert few[1] == tallies


def test_by_hand() -> None:
    day = dt.date(2019, 9, 1)
    frame = pl.DataFrame(
        {"q": ["Yes", " Yes ", None, "No"], "day": [day, None, day, day], "site": ["a", "a", "b", "b"]}
    )
    sizes, tallies = count_answers(frame, ["q", "day"], ["site"])
    assert sizes == {("a",): 2, ("b",): 2}
    assert tallies["q"] == {("a",): {"Yes": 2}, ("b",): {None: 1, "No": 1}}
    assert tallies["day"] == {("a",): {"2019-09-01": 1, None: 1}, ("b",): {"2019-09-01": 2}}
