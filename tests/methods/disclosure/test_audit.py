from __future__ import annotations

import pytest

from tideturn.dataset.problems import TideturnError
from tideturn.methods.disclosure import DisclosureRule, EarlierRelease, Relation, audit

RULE = DisclosureRule()
ROW = [Relation.total("t", ["a", "b", "c"])]


def test_a_small_count_in_sight_is_exposed() -> None:
    (exposed,) = audit({"a": 3, "b": 0, "c": 6}, [], rule=RULE, small=["a", "b"])
    assert (exposed.id, exposed.low, exposed.high, exposed.why) == ("a", 3, 3, "it is shown")


def test_zero_is_exposed_only_where_it_is_to_be_hidden() -> None:
    assert audit({"b": 0}, [], rule=RULE, small=["b"]) == ()
    assert len(audit({"b": 0}, [], rule=DisclosureRule(show_zero=False), small=["b"])) == 1


def test_a_hidden_count_that_a_total_gives_away_is_exposed() -> None:
    (exposed,) = audit({"t": 62, "a": None, "b": 20, "c": 39}, ROW, rule=RULE, small=["a"])
    assert (exposed.id, exposed.low, exposed.high) == ("a", 3, 3)


def test_two_hidden_counts_with_room_are_safe() -> None:
    assert audit({"t": 62, "a": None, "b": None, "c": 39}, ROW, rule=RULE, small=["a"]) == ()


def test_two_hidden_counts_without_room_are_exposed() -> None:
    """Both are between 0 and 1, so within 1 to 5 each can only be 1. The other parts leave more than 5 of the total."""
    row = [Relation.total("t", ["a", "b", "c", "d"])]
    (exposed,) = audit({"t": 40, "a": None, "b": None, "c": 20, "d": 19}, row, rule=RULE, small=["a"])
    assert (exposed.id, exposed.low, exposed.high) == ("a", 1, 1)


def test_a_shown_part_that_leaves_a_few_of_a_shown_total_is_exposed() -> None:
    found = audit({"t": 62, "a": None, "b": None, "c": 58}, ROW, rule=RULE, small=["a", "b"])
    assert [(each.id, each.low, each.why) for each in found] == [("c", 4, "it leaves so many of the total “t”")]


def test_differences_of_adults_are_nobodys_secret() -> None:
    assert audit({"t": 62, "a": 2, "b": 2, "c": 58}, ROW, rule=RULE, small=[]) == ()


def test_a_few_added_since_an_earlier_release_are_exposed() -> None:
    before = EarlierRelease("2025", {"a": 40, "b": 40, "c": 40})
    found = audit({"a": 42, "b": 46, "c": None}, [], earlier=[before], rule=RULE, small=[], protected=["a", "b", "c"])
    assert [(each.id, each.low) for each in found] == [("a", 2)]
    assert "version 2025" in found[0].why


def test_a_few_added_are_exposed_where_a_total_tells_them() -> None:
    before = EarlierRelease("2025", {"a": 40})
    shown = {"t": 101, "a": None, "b": 20, "c": 39}
    found = audit(shown, ROW, earlier=[before], rule=RULE, small=[], protected=["a"])
    assert [(each.id, each.low) for each in found] == [("a", 2)]


def test_an_earlier_table_opens_what_this_one_hides() -> None:
    """Now a and b are hidden beside the total; a year ago b was shown."""
    before = EarlierRelease("1", {"a": None, "b": 20, "c": None, "t": 62}, tuple(ROW))
    now = {"t": 62, "a": None, "b": 20, "c": 39}
    assert [each.id for each in audit(now, ROW, earlier=[before], rule=RULE, small=["a"])] == ["a"]
    now = {"t": 62, "a": None, "b": 20, "c": None}
    assert audit(now, ROW, earlier=[before], rule=RULE, small=["a"]) == ()


def test_this_table_opens_what_an_earlier_one_hid() -> None:
    """c is no longer told of, and with what is shown of the others it can be worked out."""
    before = EarlierRelease("1", {"a": None, "b": 20, "c": None, "t": 62}, tuple(ROW))
    found = audit({"a": 39}, [], earlier=[before], rule=RULE, small=[])
    assert [(each.id, each.low) for each in found] == [("c", 3)]


def test_what_cannot_be_true_is_refused() -> None:
    with pytest.raises(TideturnError, match="cannot be true"):
        audit({"t": 10, "a": 12, "b": None, "c": None}, ROW, rule=RULE, small=["b"])
