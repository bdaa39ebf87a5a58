"""A table's addresses: they sort, go on and keep what was asked for."""

import uuid

import pytest
from django.http import QueryDict
from django.urls import reverse

from tideturn.hub.ui.tables import (
    Cell,
    Column,
    Press,
    Sorting,
    Table,
    Verdict,
    addresses,
    page_asked,
    sorting_asked,
)

COLUMNS = (Column("Name", "name"), Column("Stage"), Column("Trained", "trained", number=True))


def table(**given) -> Table:
    rows = ((Cell("Alder House"), Cell("Agreed"), Cell("38")),)
    return Table(**{"name": "t", "title": "T", "columns": COLUMNS, "rows": rows, "asked": {}} | given)


def test_a_column_is_sorted_by_and_then_the_other_way_round() -> None:
    name, stage, trained = table(sorting=Sorting("name")).heads
    assert (name.sorted, name.address) == ("ascending", "?sort=-name")
    assert (stage.sorted, stage.address) == ("", "")
    assert (trained.sorted, trained.address) == ("", "?sort=trained")
    name = table(sorting=Sorting("name", backwards=True)).heads[0]
    assert (name.sorted, name.address) == ("descending", "?sort=name")


def test_what_was_asked_for_is_kept_and_the_page_is_not() -> None:
    made = table(asked={"named": "a & b", "sector": ""}, sorting=Sorting("name"), page=2, pages=3)
    assert made.heads[2].address == "?named=a+%26+b&sort=trained"
    assert made.before == "?named=a+%26+b&sort=name"
    assert made.after == "?named=a+%26+b&sort=name&page=3"
    assert made.is_filtered


def test_the_first_page_has_none_before_and_the_last_none_after() -> None:
    assert (table().before, table().after) == ("", "")
    assert not table().is_filtered


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("sort=trained", Sorting("trained")),
        ("sort=-trained", Sorting("trained", backwards=True)),
        ("sort=password", Sorting("name")),
        ("sort=", Sorting("name")),
        ("", Sorting("name")),
    ],
)
def test_only_what_is_offered_is_sorted_by(asked: str, expected: Sorting) -> None:
    assert sorting_asked(QueryDict(asked), COLUMNS, otherwise=Sorting("name")) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("page=2", 2), ("", 1), ("page=", 1), ("page=two", 1), ("page=-2", 1), ("page=²", 1), (f"page={'9' * 5_000}", 1)],
)
def test_a_page_is_asked_for_by_its_number(asked: str, expected: int) -> None:
    assert page_asked(QueryDict(asked)) == expected


def test_a_row_of_another_length_is_found() -> None:
    with pytest.raises(ValueError, match="zip"):
        assert table(rows=((Cell("Alder House"),),)).body


def test_whatever_a_cell_holds_is_written_as_words() -> None:
    wild = "<i>&\"'"
    cells = (Cell(wild, url=f"/{wild}/", note=wild), Cell(wild), Cell(verdict=Verdict(wild, wild, wild)))
    made = table(columns=(Column("Name"), Column("Stage"), Column("Verdict")), rows=(cells, cells))
    assert "<i>&" not in made.body
    assert made.body.count("&lt;i&gt;&amp;&quot;&#x27;") == 2 * 7
    assert made.body.count("<tr>") == 2
    assert hasattr(made.body, "__html__")


def test_a_button_is_of_the_one_form_of_its_table() -> None:
    cells = (Cell("Alder House"), Cell(press=Press("Withdraw", "/w/1/", "from <Alder>")), Cell())
    made = table(rows=(cells, cells))
    assert made.is_pressed
    assert not table().is_pressed
    button = f'<button class="link" form="{made.form}" formaction="/w/1/">Withdraw<span class="unseen"> from &lt;Alder'
    assert made.body.count(button) == 2


def test_how_many_there_are_is_said_and_that_there_are_more() -> None:
    assert table(total=3).found == "3 found"
    assert table(total=10_000, page=2, pages=1_000, more=True).found == "More than 10,000 found, page 2 of 1,000"


def test_the_address_of_each_row_is_that_of_its_page() -> None:
    address = addresses("organisations:organisation")
    for one in (uuid.uuid4(), uuid.UUID(int=0)):
        assert address(one) == reverse("organisations:organisation", args=[one])
