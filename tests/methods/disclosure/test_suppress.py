from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

from tideturn.dataset.problems import TideturnError
from tideturn.methods.disclosure import (
    Cell,
    DisclosureRule,
    EarlierRelease,
    Relation,
    adult_count_shown,
    shown_mean,
    shown_share,
    suppress,
)

RULE = DisclosureRule()


def young(**counts: int) -> list[Cell]:
    return [Cell(name, count, True) for name, count in counts.items()]


def total(name: str, *parts: str) -> Relation:
    return Relation.total(name, parts)


def test_a_small_count_in_no_relation_is_hidden_alone() -> None:
    found = suppress(young(a=1, b=5, c=6, d=0), [], rule=RULE)
    assert (found.primary, found.secondary) == ({"a", "b"}, set())


def test_the_threshold_and_zero_are_the_owners_to_set() -> None:
    cells = young(a=0, b=6, c=10, d=11)
    assert suppress(cells, [], rule=DisclosureRule(small_count=10)).primary == {"b", "c"}
    assert suppress(cells, [], rule=DisclosureRule(show_zero=False)).primary == {"a"}
    assert suppress(cells, [], rule=DisclosureRule(small_count=0, show_zero=False)).hidden == set()


def test_one_more_of_a_row_is_hidden_and_the_total_kept() -> None:
    found = suppress([Cell("t", 62, True, 4.0), *young(a=3, b=20, c=39)], [total("t", "a", "b", "c")], rule=RULE)
    assert found.primary == {"a"}
    assert found.secondary == {"b"}


def test_two_small_counts_hide_each_other() -> None:
    found = suppress([Cell("t", 66, True, 4.0), *young(a=3, b=2, c=61)], [total("t", "a", "b", "c")], rule=RULE)
    # c leaves 5 of the total, which would show how many the two are together.
    assert found.primary == {"a", "b", "c"}
    found = suppress(
        [Cell("t", 66, True, 4.0), *young(a=3, b=2, c=31, d=30)], [total("t", "a", "b", "c", "d")], rule=RULE
    )
    assert (found.primary, found.secondary) == ({"a", "b"}, set())


def test_small_counts_that_leave_each_other_nothing_are_not_enough() -> None:
    """1 and 0 of a total of 1: hidden together with nothing else they could only be what they are."""
    found = suppress(young(t=1, a=1, b=0, u=30, v=29), [total("t", "a", "b"), total("u", "a", "v")], rule=RULE)
    assert {"t", "a"} <= found.primary
    # v leaves 1 of u.
    assert "v" in found.primary


def test_k_of_n_is_hidden_where_few_are_left() -> None:
    cells = young(n=40, k=37, rest=3)
    found = suppress(cells, [total("n", "k", "rest")], rule=RULE)
    assert found.primary == {"k", "rest"}
    assert not shown_share("k", "n", found, n=40, rule=RULE)


def test_a_count_of_a_fixed_whole_is_hidden_where_few_are_left() -> None:
    found = suppress(young(k=37, rest=3), [Relation((("k", 1), ("rest", 1)), 40)], rule=RULE)
    assert found.primary == {"k", "rest"}
    assert found.unprotected == set()


def test_adults_in_a_total_with_young_people_are_hidden_last() -> None:
    cells = [*young(a=3, b=39), Cell("staff", 7, False), Cell("t", 49, True, 4.0)]
    found = suppress(cells, [total("t", "a", "b", "staff")], rule=RULE)
    assert found.hidden == {"a", "b"}


def test_a_cell_shown_before_hides_nothing_now() -> None:
    cells = [Cell("t", 62, True, 4.0), *young(a=3, b=20, c=39)]
    before = EarlierRelease("1", {"b": 20})
    found = suppress(cells, [total("t", "a", "b", "c")], earlier=[before], rule=RULE)
    assert found.secondary == {"c"}


def test_a_total_shown_before_gives_a_new_small_count_away_unless_more_is_hidden() -> None:
    """Release 1 showed 40; release 2 adds three children of another place to the total."""
    before = EarlierRelease("1", {"to year 1": 40})
    cells = [Cell("to year 2", 43, True, 4.0), *young(**{"to year 1": 40, "year 2": 3})]
    found = suppress(cells, [total("to year 2", "to year 1", "year 2")], earlier=[before], rule=RULE)
    assert found.hidden == {"to year 2", "year 2"}
    assert found.unprotected == set()


@pytest.mark.parametrize("now", [41, 45, 35, 39])
def test_a_count_that_moved_by_a_few_is_hidden(now: int) -> None:
    found = suppress(young(a=now), [], earlier=[EarlierRelease("1", {"a": 40})], rule=RULE)
    assert found.primary == {"a"}


@pytest.mark.parametrize("now", [40, 46, 34])
def test_a_count_that_stayed_or_moved_by_many_is_shown(now: int) -> None:
    assert suppress(young(a=now), [], earlier=[EarlierRelease("1", {"a": 40})], rule=RULE).hidden == set()


def test_what_was_given_away_before_is_named_and_not_repeated() -> None:
    before = EarlierRelease("1", {"t": 62, "b": 20, "c": 39})
    cells = young(t=62, a=3, b=20, c=39)
    found = suppress(cells, [total("t", "a", "b", "c")], earlier=[before], rule=RULE)
    assert found.primary == {"a"}
    assert found.unprotected == {"a"}


def test_what_was_hidden_before_is_hidden_again_rather_than_another() -> None:
    cells = [Cell("t", 65, True, 4.0), *young(a=3, b=31, c=31)]
    for again, other in (("b", "c"), ("c", "b")):
        before = EarlierRelease("1", {"a": None, again: None, other: 31, "t": 65}, (total("t", "a", "b", "c"),))
        assert suppress(cells, [total("t", "a", "b", "c")], earlier=[before], rule=RULE).secondary == {again}


def test_totals_that_do_not_add_up_are_named() -> None:
    with pytest.raises(TideturnError, match="the total “t” is 10, and its parts add up to 9"):
        suppress(young(t=10, a=4, b=5), [total("t", "a", "b")], rule=RULE)
    with pytest.raises(TideturnError, match="a, b do not add up: 9 in place of 8"):
        suppress(young(a=4, b=5), [Relation((("a", 1), ("b", 1)), 8)], rule=RULE)


def test_an_earlier_table_that_cannot_have_been_is_refused() -> None:
    before = EarlierRelease("2025", {"t": 10, "a": 12, "b": None}, (total("t", "a", "b"),))
    with pytest.raises(TideturnError, match="2025: what an earlier release showed does not add up"):
        suppress(young(a=12, b=1), [], earlier=[before], rule=RULE)


def test_the_same_input_hides_the_same() -> None:
    cells = [Cell("t", 65, True, 4.0), *young(a=3, b=31, c=31)]
    found = [suppress(cells, [total("t", "a", "b", "c")], rule=RULE) for _ in range(3)]
    assert found[0] == found[1] == found[2]


def test_gauss_suppression_hides_the_same_cells_of_its_own_example(tables: Any, reader: Any, known: Any) -> None:
    """Age × country of the package GaussSuppression, zeros and ones small.

    Langsrud and Lupp, vignette “Small count frequency table suppression”, table 1,
    https://cran.r-project.org/web/packages/GaussSuppression/vignettes/Small_count_frequency_table_suppression.html
    """
    counts = {
        ("young", "Spain"): 5,
        ("young", "Iceland"): 2,
        ("young", "Portugal"): 0,
        ("old", "Spain"): 6,
        ("old", "Iceland"): 3,
        ("old", "Portugal"): 4,
    }
    cells, relations = tables(counts)
    found = suppress(cells, relations, rule=DisclosureRule(small_count=1, show_zero=False))
    assert found.primary == {"young/Portugal"}
    assert found.secondary == {"young/Iceland", "old/Iceland", "old/Portugal"}
    # And under our own rule, where all but two inner cells are small, nothing can be worked out.
    found = suppress(cells, relations, rule=RULE)
    assert known(reader(cells, relations, found.hidden, (), True), cells, relations, found.hidden, 5) == []


def test_the_hidden_cells_of_small_tables_are_near_the_fewest(tables: Any, dealt: Any, reader: Any, known: Any) -> None:
    """Against the fewest over every choice of inner cells, tried one by one."""
    dice = random.Random(5)
    more = 0
    for _ in range(6):
        cells, relations = tables(dealt(dice, (3, 3), 14))
        found = suppress(cells, relations, rule=RULE)
        inner = [c.id for c in cells if "Total" not in c.id and c.id not in found.primary]
        for size in range(len(inner) + 1):
            choices = (found.primary | set(some) for some in itertools.combinations(inner, size))
            if any(not known(reader(cells, relations, some, (), True), cells, relations, some, 5) for some in choices):
                more += len(found.secondary) - size
                break
    assert more <= 1


def test_percentages_and_means_need_a_denominator() -> None:
    found = suppress(young(k=6, n=10, m=9), [], rule=RULE)
    assert shown_share("k", "n", found, n=10, rule=RULE)
    assert not shown_share("k", "m", found, n=9, rule=RULE)
    assert shown_mean("n", found, n=10, rule=RULE)
    assert not shown_mean("m", found, n=9, rule=RULE)
    hidden = suppress(young(k=6, n=4), [], rule=RULE)
    assert not shown_share("k", "n", hidden, n=40, rule=RULE)
    assert not shown_mean("n", hidden, n=40, rule=RULE)


@pytest.mark.parametrize(("n", "programme", "shown"), [(3, True, True), (9, False, False), (10, False, True)])
def test_adults_counts_are_shown_for_the_programme_and_for_large_groups(n: int, programme: bool, shown: bool) -> None:
    assert adult_count_shown(n, programme, RULE) is shown
