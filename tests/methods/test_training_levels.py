from __future__ import annotations

from tideturn.dataset.vocabulary import BARR_LEVEL
from tideturn.methods.training_levels import CAPS, may_claim


def test_every_level_of_the_vocabulary_has_its_cap() -> None:
    assert list(CAPS) == list(BARR_LEVEL.terms)


def test_a_level_carries_itself_and_what_is_below_it() -> None:
    order = ["1", "2a", "2b", "3a", "3b", "4a", "4b"]
    for position, measured in enumerate(order):
        assert [may_claim(measured, claimed) for claimed in order] == [p <= position for p in range(len(order))]


def test_an_unsplit_third_level_is_self_reported() -> None:
    assert may_claim("3", "3a")
    assert may_claim("3a", "3")
    assert not may_claim("3", "3b")
