"""A release never says that numbers are too small to be shown beside the very numbers."""

from __future__ import annotations

import pytest
from tests.worked_example import example, judged, withheld

from tideturn.evaluation.model import Evaluation
from tideturn.evaluation.withholding import published
from tideturn.evaluation.withholding.published import NOT_SHOWN


@pytest.fixture(scope="module")
def shown() -> Evaluation:
    return published(example(), judged(2), withheld(2))


def test_only_a_strand_of_which_a_number_is_gone_says_so(shown: Evaluation) -> None:
    # Strands of one question, and those that are words, hold no numbers of questions beside them.
    several = [strand for verdict in shown.outcomes for strand in verdict.strands if len(strand.items) > 1]
    assert len(several) > 20
    for strand in several:
        if NOT_SHOWN in strand.why:
            assert any(item.n == 0 for item in strand.items), (strand.name, strand.items)


def test_adults_before_and_after_training_are_told_with_their_numbers(shown: Evaluation) -> None:
    whole = shown.verdict("practitioner_understanding", "programme")
    assert whole is not None
    (trained,) = [strand for strand in whole.strands if strand.unit == "people trained"]
    # It is a state: what they answered around the training is shown, with its numbers, and not read.
    moved, after = ((item.n, item.k) for item in trained.items)
    assert (moved, after) == ((168, 119), (168, 153))
    assert NOT_SHOWN not in trained.why
    (lasting,) = (s for s in shown.verdict("lasting_practice", "programme").strands if s.unit == "people trained")
    assert lasting.why.startswith("13 of 17 people trained answered “yes lasting” (76%")
