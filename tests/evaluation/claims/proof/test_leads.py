"""Test clauses that sum up the numbers beside them, name what the evidence lacks, or give reasons for confidence."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.folder_claims import Sentence, proves, sentences_in

SENTENCES = sentences_in(Path(__file__).parent / "leads.csv")


@pytest.mark.parametrize("sentence", [one for one in SENTENCES if one.proved], ids=lambda one: one.text)
def test_says_no_more_than_the_evidence(sentence: Sentence) -> None:
    assert proves(sentence)


@pytest.mark.parametrize("sentence", [one for one in SENTENCES if not one.proved], ids=lambda one: one.text)
def test_says_other_or_more_than_the_evidence(sentence: Sentence) -> None:
    assert not proves(sentence)
