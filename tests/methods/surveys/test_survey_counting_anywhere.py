"""The counts for answers that may lie on many machines: over polars they are those of the fast local code."""

from __future__ import annotations

from datetime import date

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.methods.surveys import Item, ItemResult, tabulate, tabulate_counts
from tideturn.methods.surveys.counting_anywhere import count_answers_anywhere, distinct_answers, numbered_groups

SCHEMA = {
    "site": pl.String,
    "year": pl.Int64,
    "words": pl.String,
    "further": pl.String,
    "marks": pl.Float64,
    "held": pl.Boolean,
    "stars": pl.Int64,
    "day": pl.Date,
}
ROW = st.tuples(
    st.sampled_from(["north", " north", "south", "", None]),
    st.sampled_from([1, 2, 10, None]),
    st.sampled_from(["Agree", "Disagree ", "", "  ", "é", None]),
    st.sampled_from(["Agree", "Too soon", None]),
    st.sampled_from([1.0, 2.5, 1e20, None]),
    st.sampled_from([True, False, None]),
    st.sampled_from([1, 5, None]),
    st.sampled_from([date(2024, 1, 1), date(2024, 1, 2), None]),
)
ITEMS = [
    Item(name, agree=("Agree", "1", "yes"), scale=("1", "2", "5"), too_early=("Too soon",))
    for name in ("words", "further", "marks", "held", "stars", "day", "words")
]


def anywhere(frame: pl.DataFrame, by: list[str]) -> list[ItemResult]:
    counts = count_answers_anywhere(nw.from_native(frame.lazy()), [item.item for item in ITEMS], by)
    return tabulate_counts(counts, ITEMS, by=by)


@settings(max_examples=40)
@given(st.lists(ROW, max_size=60), st.sampled_from([[], ["site"], ["year"], ["site", "year"]]))
def test_both_roads_give_the_same_results(rows: list[tuple[object, ...]], by: list[str]) -> None:
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    assert anywhere(frame, by) == tabulate(frame, ITEMS, by=by)


def test_a_question_may_be_a_group_as_well() -> None:
    frame = pl.DataFrame({"site": ["north", "north", "south"]})
    items = [Item("site", agree=("north",))]
    counts = count_answers_anywhere(nw.from_native(frame.lazy()), ["site"], ["site"])
    assert tabulate_counts(counts, items, by=["site"]) == tabulate(frame, items, by=["site"])


@pytest.mark.parametrize(
    ("written", "read"),
    [(["10", "2", None], [10, 2, None]), (["10", "007"], ["10", "007"]), ([None], [None])],
)
def test_groups_of_whole_numbers_become_numbers(written: list[str | None], read: list[object]) -> None:
    frame = pl.DataFrame({"group": written}, schema={"group": pl.String})
    numbered = numbered_groups(nw.from_native(frame.lazy()), ["group"]).collect("polars").to_polars()
    assert numbered["group"].to_list() == read


def test_different_cells_are_counted_with_the_empty_ones() -> None:
    frame = pl.DataFrame({"words": ["a", "b", None, "a"], "stars": [1, 1, 1, 1]})
    assert distinct_answers(nw.from_native(frame.lazy()), ["words", "stars"]) == (3, 1)
