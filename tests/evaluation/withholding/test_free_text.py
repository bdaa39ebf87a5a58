"""Small numbers of young people in words that somebody typed: found, and said without the number."""

from __future__ import annotations

import polars as pl
import pytest

from tideturn.dataset.tables import TABLES
from tideturn.evaluation.withholding.free_text import (
    safe_table,
    speaks_of_few,
    tells_small_number,
    without_small_numbers,
)
from tideturn.methods.disclosure import DisclosureRule

RULE = DisclosureRule(small_count=5, show_zero=True, small_denominator=10)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Three young people were found.", "Some young people were found."),
        ("We met 2 of 14 children there.", "We met c children there."),
        ("Most went: 12 of 14 children.", "Most went: c children."),
        ("Two girls, then 4 families.", "Some girls, then c families."),
        ("Two lads and three pupils came.", "Some lads and c pupils came."),
        ("It held in 4 cases.", "It held in c cases."),
        ("A worker and one boy went.", "A worker and c boy went."),
        ("The two girls left.", "The c girls left."),
        ("One girl left.", "c girl left."),
        ("A pair of brothers came.", "Some brothers came."),
    ],
)
def test_a_small_number_is_said_by_its_sign(typed: str, said: str) -> None:
    assert tells_small_number(typed, RULE)
    assert without_small_numbers(typed, RULE) == said
    assert not tells_small_number(said, RULE)


@pytest.mark.parametrize(
    "typed",
    [
        "Six young people were found.",
        "40 of 90 children came.",
        "Three schools and two panels agreed.",
        "Young people waited.",
        "The offer was for those aged 11 to 17.",
        "",
    ],
)
def test_everything_else_stays_to_the_letter(typed: str) -> None:
    assert not tells_small_number(typed, RULE)
    assert without_small_numbers(typed, RULE) == typed


def test_only_words_that_are_typed_freely_are_altered_in_a_table() -> None:
    names = TABLES["learning"].names
    row = dict.fromkeys(names) | {"learning_id": "l1", "point": "Three boys asked for it.", "about": "work"}
    frame = pl.DataFrame([row], schema=TABLES["learning"].empty().schema)
    safe = safe_table("learning", frame, RULE)
    assert safe["point"].to_list() == ["Some boys asked for it."]
    assert safe.drop("point").equals(frame.drop("point"))
    assert safe.schema == frame.schema
    assert safe.columns == frame.columns


def test_three_of_them_is_a_small_number_when_somebody_speaks() -> None:
    assert speaks_of_few("I don’t worry now about three of them.", RULE)
    assert speaks_of_few("Two of those we support moved.", RULE)
    assert not speaks_of_few("Seven of them moved.", RULE)
    assert not speaks_of_few("We met three nights a week, all five agencies.", RULE)
    assert not tells_small_number("We asked eight panels, and two of them came.", RULE)
