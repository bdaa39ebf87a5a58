"""Test other people’s sentences about counts, pathways, ties and the work: only the true ones are proved."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.folder_claims import proved

ROWS = list(csv.DictReader((Path(__file__).parent / "reworded_records.csv").read_text(encoding="utf-8").splitlines()))
"""True sentences, which are proved, and false ones beside them, which never may be."""


def held(row: dict[str, str]) -> bool:
    return proved(row["folder"], int(row["year"]), row["evidence"], row["text"], scope=row["scope"])


@pytest.mark.parametrize("row", [row for row in ROWS if row["proved"] == "yes"], ids=lambda row: row["text"])
def test_proves_the_same_in_other_words(row: dict[str, str]) -> None:
    assert held(row)


@pytest.mark.parametrize("row", [row for row in ROWS if row["proved"] == "no"], ids=lambda row: row["text"])
def test_proves_no_other_number_date_place_or_direction(row: dict[str, str]) -> None:
    assert not held(row)
