"""Test that of the sentences in each file only the true ones are proved."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.evaluation.claims.proof.reads import Outcome, Texts, texts_noted
from tests.folder_claims import clauses_of, sentences_in
from tests.once import made_once

HERE = Path(__file__).parent
FILES = (
    *("accounts", "answers", "attacks", "changes", "leads", "moves", "records", "themes", "voices"),
    *("reworded_heard", "reworded_records", "reworded_scores", "reworded_survey"),
)


@made_once
def outcomes_of(file: str) -> tuple[tuple[Outcome, Texts], ...]:
    """Return what comes of reading each sentence of a file."""
    found = []
    with texts_noted() as seen:
        for one in sentences_in(HERE / f"{file}.csv"):
            seen.clear()
            found.append((Outcome.of(clauses_of(one)), frozenset(seen)))
    return tuple(found)


@pytest.mark.parametrize("file", FILES)
def test_only_true_sentences_are_proved(file: str) -> None:
    sentences = sentences_in(HERE / f"{file}.csv")
    read = zip(sentences, outcomes_of(file), strict=True)
    assert [one for one, (outcome, _) in read if outcome.proved != one.proved] == []
    assert sentences
