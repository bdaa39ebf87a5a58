"""The triangulation protocol's four words, and which pairs are coded."""

from __future__ import annotations

import pytest

from tideturn.evaluation.model import Triangulation
from tideturn.evaluation.strand import Strand
from tideturn.evaluation.triangulation import code, summed, triangulate


def strand(kind: str, voice: str, reading: str) -> Strand:
    return Strand(kind, voice, reading, "", unit="sources")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("positive", "positive", "agreement"),
        ("mixed", "mixed", "agreement"),
        ("positive", "mixed", "partial agreement"),
        ("mixed", "no_change", "partial agreement"),
        ("positive", "negative", "dissonance"),
        ("positive", "no_change", "dissonance"),
        ("positive", "silent", "silence"),
        ("silent", "silent", "silence"),
    ],
)
def test_two_readings_side_by_side(a: str, b: str, expected: str) -> None:
    assert code(a, b) == expected
    assert code(b, a) == expected


def test_strands_of_one_body_are_summed() -> None:
    assert summed([strand("survey", "staff", "positive"), strand("survey", "staff", "insufficient")]) == "positive"
    assert summed([strand("survey", "staff", "positive"), strand("survey", "staff", "negative")]) == "mixed"
    assert summed([strand("survey", "staff", "insufficient")]) == "silent"


def test_staff_against_stakeholders_and_each_pair_of_kinds_collected() -> None:
    coded = triangulate(
        [
            strand("interview", "staff", "positive"),
            strand("survey", "stakeholder", "mixed"),
            strand("document", "record", "positive"),
        ]
    )
    assert coded == (
        Triangulation("staff", "stakeholder", "partial agreement"),
        Triangulation("interview", "survey", "partial agreement"),
        Triangulation("interview", "document", "agreement"),
        Triangulation("survey", "document", "partial agreement"),
    )


def test_a_voice_that_was_not_heard_is_silence() -> None:
    assert triangulate([strand("interview", "staff", "positive")]) == (
        Triangulation("staff", "stakeholder", "silence"),
    )
    assert triangulate([strand("monitoring", "record", "positive")]) == ()
