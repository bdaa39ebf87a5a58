"""Sentences about what moved, held against the worked example: true ones are proved, false ones are not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.folder_claims import proved

SENTENCES = [
    (row["evidence_id"], row["text"], row["proved"] == "yes")
    for row in csv.DictReader((Path(__file__).parent / "moves.csv").read_text(encoding="utf-8").splitlines())
]
"""True sentences, which are proved, and false ones beside them, which never may be."""


@pytest.mark.parametrize(("evidence_id", "text"), [row[:2] for row in SENTENCES if row[2]])
def test_proves_what_moved_as_the_engine_reads_it(evidence_id: str, text: str) -> None:
    assert proved("example", 2, evidence_id, text)


@pytest.mark.parametrize(("evidence_id", "text"), [row[:2] for row in SENTENCES if not row[2]])
def test_proves_no_other_way_time_unit_people_or_scale(evidence_id: str, text: str) -> None:
    assert not proved("example", 2, evidence_id, text)
