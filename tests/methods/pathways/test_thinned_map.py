"""Which arrows of a map are drawn."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.dataset.problems import TideturnError
from tideturn.methods.pathways import Thinned, thinned

Arrow = tuple[str | None, str | None, int]


def edges(*arrows: Arrow) -> pl.DataFrame:
    schema = {"from": pl.String, "to": pl.String, "count": pl.Int64}
    return pl.DataFrame(arrows, schema=schema, orient="row")


def drawn(found: Thinned) -> set[tuple[str | None, str | None]]:
    return set(found.edges.select("from", "to").iter_rows())


def test_the_most_frequent_so_long_as_they_fit() -> None:
    # 60 + 25 of 100 are within 90; the two of 6 would make 97, and stand or fall together.
    arrows = edges(("a", "b", 60), ("b", "c", 25), ("c", "a", 6), ("b", "a", 6), ("c", "b", 3))
    assert drawn(thinned(arrows, 0.97)) >= {("a", "b"), ("b", "c"), ("c", "a"), ("b", "a")}
    found = thinned(arrows, 0.9)
    # Then each step's way in and out: c leads back to a, where the other way in is as frequent but stands later.
    assert drawn(found) == {("a", "b"), ("b", "c"), ("c", "a")}
    assert (found.hidden, found.hidden_moves, found.moves) == (2, 9, 100)
    assert str(found).endswith("Left out: 2 arrows with 9 of 100 moves.")
    assert "no more than 90% of all moves" in found.rule


def test_designed_steps_are_never_hidden() -> None:
    arrows = edges(("a", "b", 90), ("b", "rare", 1), ("rare", "end", 1), ("a", "rare", 2), ("x", "y", 3), ("y", "x", 3))
    assert drawn(thinned(arrows, 0.5)) == {("a", "b"), ("b", "rare"), ("rare", "end"), ("a", "rare")}
    found = thinned(arrows, 0.5, ["x", "never happened", "y"])
    assert {("x", "y"), ("y", "x")} <= drawn(found)


def test_from_one_designed_step_to_the_next_is_never_hidden() -> None:
    arrows = edges(("a", "b", 50), ("b", "a", 40), ("b", "c", 30), ("a", "c", 1), ("c", "a", 20))
    assert ("a", "c") not in drawn(thinned(arrows, 0.4, ["a", "b", "c"]))
    assert ("a", "c") in drawn(thinned(arrows, 0.4, ["a", "c"]))


def test_where_cases_start_and_end_is_a_way_in_and_out() -> None:
    arrows = edges((None, "a", 10), ("a", "b", 10), ("b", None, 9), ("b", "a", 1), ("b", "b", 12))
    found = thinned(arrows, 0.2, ["a", "b"])
    assert drawn(found) == {(None, "a"), ("a", "b"), ("b", None), ("b", "b")}


def test_the_most_frequent_is_drawn_however_much_it_makes() -> None:
    assert drawn(thinned(edges(("a", "b", 99), ("c", "d", 1)), 0.5)) == {("a", "b")}


def test_no_arrow_and_no_share() -> None:
    assert thinned(edges(), 0.8, ["a"]).edges.is_empty()
    for keep in (0, -1, 1.01, float("nan")):
        with pytest.raises(TideturnError, match="is no share of the moves"):
            thinned(edges(("a", "b", 1)), keep)


names = st.sampled_from([*"abcdefg", None])
maps = st.dictionaries(st.tuples(names, names), st.integers(1, 9), max_size=30).map(
    lambda counts: edges(*((start, end, count) for (start, end), count in counts.items() if start or end))
)
designs = st.lists(st.sampled_from("abcdefg"), unique=True, max_size=4)


@settings(max_examples=40, deadline=None)
@given(maps, st.floats(0.01, 1), designs)
def test_what_the_rule_promises(arrows: pl.DataFrame, keep: float, design: list[str]) -> None:
    found = thinned(arrows, keep, design)
    kept = drawn(found)
    every = set(arrows.select("from", "to").iter_rows())
    assert kept <= every
    assert found.hidden + len(kept) == len(every)
    assert found.hidden_moves + found.edges["count"].sum() == found.moves
    assert {pair for pair in pairwise(design) if pair in every} <= kept
    steps = {step for pair in kept for step in pair if step} | set(design)
    for step in steps:
        for side in (0, 1):
            ways = {pair for pair in every if pair[side] == step and pair[0] != pair[1]}
            assert not ways or ways & kept, f"{step} hangs in the air"
    # More is drawn as more is to be kept, and everything in the end.
    assert kept <= drawn(thinned(arrows, 1, design)) == every
    assert drawn(thinned(arrows, keep / 2, design)) <= kept
