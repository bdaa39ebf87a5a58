"""Test that a harvested change is proved with its description and status: confirmed, disputed, piloted, reversed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.folder_claims import Sentence, proves, sentences_in

SENTENCES = sentences_in(Path(__file__).parent / "changes.csv")


@pytest.mark.parametrize("sentence", [one for one in SENTENCES if one.proved], ids=lambda one: one.text)
def test_told_as_it_stands(sentence: Sentence) -> None:
    assert proves(sentence)


@pytest.mark.parametrize("sentence", [one for one in SENTENCES if not one.proved], ids=lambda one: one.text)
def test_told_otherwise_than_it_stands(sentence: Sentence) -> None:
    assert not proves(sentence)
