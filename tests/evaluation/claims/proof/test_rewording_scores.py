"""Test that year, place and whole are put where the rules know them."""

from __future__ import annotations

import pytest

from tideturn.evaluation.claims.proof.rewording import year_after


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("after their Year 1 workshop", "after their workshop in Year 1"),
        ("after a London training day", "after a training day in London"),
        ("84 (68%) of 124 young people", "84 of 124 (68%) young people"),
        ("33 young people out of 123", "33 of 123 young people"),
        ("of Birmingham’s 36 young people", "of 36 young people in Birmingham"),
        ("the Year 1 survey", "the Year 1 survey"),
    ],
)
def test_puts_year_place_and_whole_where_the_rules_know_them(text: str, said: str) -> None:
    assert year_after(text, ["matched"]) == said
