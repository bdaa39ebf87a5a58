"""Test what interviewees said, how rivals were weighed and who set a verdict, in words that no rule repeats whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.folder_claims import Sentence, proves, sentences_in

SENTENCES = sentences_in(Path(__file__).parent / "voices.csv")


@pytest.mark.parametrize("sentence", [one for one in SENTENCES if one.proved], ids=lambda one: one.text)
def test_proved(sentence: Sentence) -> None:
    assert proves(sentence)


@pytest.mark.parametrize("sentence", [one for one in SENTENCES if not one.proved], ids=lambda one: one.text)
def test_not_proved(sentence: Sentence) -> None:
    assert not proves(sentence)
