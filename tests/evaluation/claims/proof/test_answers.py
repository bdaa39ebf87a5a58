"""Test sentences about survey answers in two folders: true ones are proved, false ones are not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.folder_claims import proved

ROWS = list(csv.DictReader((Path(__file__).parent / "answers.csv").read_text(encoding="utf-8").splitlines()))


def held(row: dict[str, str]) -> bool:
    return proved(row["folder"], int(row["year"]), row["evidence_ids"].replace("+", "|"), row["text"])


@pytest.mark.parametrize("row", [row for row in ROWS if row["proved"] == "yes"], ids=lambda row: row["text"])
def test_what_people_answered_is_proved(row: dict[str, str]) -> None:
    assert held(row)


@pytest.mark.parametrize("row", [row for row in ROWS if row["proved"] == "no"], ids=lambda row: row["text"])
def test_no_other_answer_number_time_or_denominator_is(row: dict[str, str]) -> None:
    assert not held(row)
