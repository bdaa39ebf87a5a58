"""Test other wordings of scores and answers given twice in two folders: only the true ones are proved."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.folder_claims import proved

from tideturn.evaluation.claims.proof.reworded import year_after

ROWS = list(csv.DictReader((Path(__file__).parent / "reworded_scores.csv").read_text(encoding="utf-8").splitlines()))
"""True sentences, which are proved, and false ones beside them, which never may be."""


def held(row: dict[str, str]) -> bool:
    return proved(row["folder"], int(row["year"]), row["evidence"], row["text"], scope=row["scope"])


@pytest.mark.parametrize("row", [row for row in ROWS if row["proved"] == "yes"], ids=lambda row: row["text"])
def test_proves_scores_in_other_words(row: dict[str, str]) -> None:
    assert held(row)


@pytest.mark.parametrize("row", [row for row in ROWS if row["proved"] == "no"], ids=lambda row: row["text"])
def test_proves_no_other_number_rater_time_scale_or_direction(row: dict[str, str]) -> None:
    assert not held(row)


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
