"""A true sentence is not stopped for its words, and its neighbour with another number or a stronger word is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.folder_claims import sentence_of, stopped_by

ROWS = [*csv.DictReader((Path(__file__).parent / "not_stopped.csv").read_text(encoding="utf-8").splitlines())]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:60])
def test_only_what_says_too_much_is_stopped(row: dict[str, str]) -> None:
    failed = stopped_by(sentence_of(row), row["type"])
    assert row["fails"] in failed if row["fails"] else failed == set()
