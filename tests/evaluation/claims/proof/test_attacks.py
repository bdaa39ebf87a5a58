"""Test that false sentences, each a true one with a sly change, are not proved."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.folder_claims import Sentence, proves, sentences_in


@pytest.mark.parametrize("sentence", sentences_in(Path(__file__).parent / "attacks.csv"), ids=lambda one: one.text)
def test_not_proved(sentence: Sentence) -> None:
    assert not proves(sentence)
