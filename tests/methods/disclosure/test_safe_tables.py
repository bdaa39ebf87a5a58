from __future__ import annotations

import itertools
import random
from typing import Any

import polars as pl
import pytest

from tideturn.dataset.problems import TideturnError
from tideturn.methods.disclosure import DisclosureRule, audit
from tideturn.methods.disclosure.tables import named, safe_table, table_relations

BY = ["site", "year"]


def frame(*rows: tuple[str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["site", "year", "n"], orient="row")


def full(counts: dict[tuple[str, ...], int], columns: list[str]) -> pl.DataFrame:
    """The counts with every margin, under the word All."""
    values = [sorted({key[place] for key in counts}) for place in range(len(columns))]
    rows = [
        (*combo, sum(n for key, n in counts.items() if all(a in ("All", b) for a, b in zip(combo, key, strict=True))))
        for combo in itertools.product(*[[*each, "All"] for each in values])
    ]
    return pl.DataFrame(rows, schema=[*columns, "n"], orient="row")


def test_the_hidden_are_c_and_the_rest_as_they_were() -> None:
    given = frame(("N", "1", 3), ("S", "1", 22), ("E", "1", 41), ("All", "1", 66))
    safe = safe_table(given, BY, "n", total="All")
    assert safe.frame["n"].to_list() == ["c", "c", "41", "66"]
    assert safe.frame.select(BY).equals(given.select(BY))
    assert (safe.hidden_primary, safe.hidden_secondary, safe.totals) == (1, 1, ())


def test_other_columns_do_not_leave() -> None:
    given = frame(("N", "1", 3), ("S", "1", 22)).with_columns(percent=12.0)
    assert safe_table(given, BY, "n").frame.columns == ["site", "year", "n"]


def test_totals_that_are_not_given_are_taken_for_known() -> None:
    safe = safe_table(frame(("N", "1", 3), ("S", "1", 22), ("E", "1", 41)), BY, "n")
    assert safe.frame["n"].to_list() == ["c", "c", "41"]
    alone = safe_table(frame(("N", "1", 3), ("S", "1", 22), ("E", "1", 41)), BY, "n", total="All")
    assert alone.frame["n"].to_list() == ["c", "22", "41"]


def test_a_total_that_cannot_be_kept_is_named() -> None:
    """With a single small part nothing but the total itself can stand beside it."""
    given = full({("N", "1"): 40, ("N", "2"): 2, ("S", "1"): 30, ("S", "2"): 0}, BY)
    first = frame(("N", "1", 40), ("S", "1", 30), ("All", "1", 70))
    safe = safe_table(
        given, BY, "n", total="All", earlier=[("first.csv", safe_table(first, BY, "n", total="All").frame)]
    )
    shown = dict(zip(map(tuple, safe.frame.select(BY).rows()), safe.frame["n"], strict=True))
    assert shown["N", "1"] == "40"
    assert shown["N", "2"] == shown["N", "All"] == "c"
    assert "N · All" in safe.totals


def test_relations_of_a_table_with_margins() -> None:
    keys = [("N", "1"), ("S", "1"), ("All", "1"), ("N", "All"), ("All", "All")]
    found = {relation.terms for relation in table_relations(keys, "All")}
    assert found == {
        (("All · 1", -1), ("N · 1", 1), ("S · 1", 1)),
        (("N · All", -1), ("N · 1", 1)),
        # No total of S: what it would sum stands in its place.
        (("All · All", -1), ("N · All", 1), ("S · 1", 1)),
        (("All · All", -1), ("All · 1", 1)),
    }


@pytest.mark.parametrize("sizes", [(3, 4), (2, 3, 3)])
def test_shuffled_rows_hide_the_same_number(sizes: tuple[int, ...], dealt: Any) -> None:
    columns = ["a", "b", "c"][: len(sizes)]
    given = full(dealt(random.Random(3), sizes, 12), columns)
    safe = safe_table(given, columns, "n", total="All")
    again = safe_table(given.sort("n", *columns), columns, "n", total="All")
    assert safe.hidden_primary == again.hidden_primary > 0
    assert safe_table(given, columns, "n", total="All").frame.equals(safe.frame)


def test_zero_is_hidden_where_the_owner_says() -> None:
    given = frame(("N", "1", 0), ("S", "1", 22), ("E", "1", 41))
    assert safe_table(given, BY, "n", total="All", rule=DisclosureRule(show_zero=False)).frame["n"][0] == "c"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("N", "1", 3), ("N", "1", 4)], "“N · 1” is there twice"),
        ([("N", "1", -3)], "-3 is no count"),
        ([("N", None, 3)], "“year” is empty"),
        ([("N", "1", None)], "an empty cell is no count"),
        ([("N", "1", 3), ("All", "1", 4)], "the total “All · 1” is 4, and its parts add up to 3"),
    ],
)
def test_what_is_wrong_is_said(rows: list[Any], words: str) -> None:
    with pytest.raises(TideturnError, match=words):
        safe_table(frame(*rows), BY, "n", total="All")


def test_an_earlier_table_has_to_be_one() -> None:
    given = frame(("N", "1", 3))
    wrong = given.with_columns(n=pl.lit("few"))
    with pytest.raises(TideturnError, match=r"y1\.csv: the column “n” holds something other"):
        safe_table(given, BY, "n", earlier=[("y1.csv", wrong)])


WAITS = [("N", "30 days", 20), ("N", "60 days", 23), ("S", "30 days", 40), ("S", "60 days", 60)]
BY_WAIT = ["site", "wait"]
WAIT = ("wait", "30 days", "60 days")


def test_the_few_between_a_count_and_what_it_is_part_of_are_hidden() -> None:
    """Of the 23 seen within 60 days at N, 3 were not seen within 30."""
    given = frame(*WAITS).rename({"year": "wait"})
    assert safe_table(given, BY_WAIT, "n", total="All").frame["n"].to_list() == ["20", "23", "40", "60"]
    safe = safe_table(given, BY_WAIT, "n", total="All", at_most=[WAIT])
    assert sorted(safe.frame["n"].to_list()[:2])[-1] == "c"
    assert safe.frame["n"].to_list()[2:] == ["40", "60"]
    seen = {named(key): None if n == "c" else int(n) for *key, n in safe.frame.rows()}
    assert audit(seen, safe.relations, bounds=safe.bounds, small=(), protected=seen) == ()
    assert audit({**seen, "N · 30 days": 20, "N · 60 days": 23}, (), bounds=safe.bounds, small=(), protected=seen)


def test_what_is_at_most_what_held_in_earlier_tables_too() -> None:
    given = frame(*WAITS).rename({"year": "wait"})
    first = safe_table(given, BY_WAIT, "n", total="All", at_most=[WAIT]).frame
    later = [("first.csv", first)]
    assert safe_table(given, BY_WAIT, "n", total="All", at_most=[WAIT], earlier=later).frame.equals(first)
    shown = [("first.csv", given.with_columns(n=pl.Series(["24", "23", "40", "60"])))]
    with pytest.raises(TideturnError, match="does not add up"):
        safe_table(given, BY_WAIT, "n", total="All", at_most=[WAIT], earlier=shown)


@pytest.mark.parametrize(
    ("at_most", "words"),
    [
        (("year", "30 days", "60 days"), "“year” is no dimension"),
        (("wait", "30 days", "90 days"), "no row has “90 days” in the column “wait”"),
        (("wait", "60 days", "30 days"), "“N · 60 days” cannot be more than “N · 30 days”, and it is: 23 against 20"),
    ],
)
def test_what_cannot_be_at_most_what_is_refused(at_most: tuple[str, str, str], words: str) -> None:
    with pytest.raises(TideturnError, match=words):
        safe_table(frame(*WAITS).rename({"year": "wait"}), BY_WAIT, "n", total="All", at_most=[at_most])
