"""Test sentences on what people said, documents and harvested changes in other words: only the true ones are proved."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.folder_claims import Sentence, proves, sentences_in

SENTENCES = sentences_in(Path(__file__).parent / "reworded_heard.csv")


@pytest.mark.parametrize("sentence", [one for one in SENTENCES if one.proved], ids=lambda one: one.text)
def test_proves_other_words_for_the_same(sentence: Sentence) -> None:
    assert proves(sentence)


@pytest.mark.parametrize("sentence", [one for one in SENTENCES if not one.proved], ids=lambda one: one.text)
def test_proves_no_other_speaker_date_place_number_or_status(sentence: Sentence) -> None:
    assert not proves(sentence)
