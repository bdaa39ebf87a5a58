"""Holm's adjustment, against the step-down rule worked by hand."""

from __future__ import annotations

import pytest

from tideturn.methods.holm import holm


def test_worked_by_hand():
    # Sorted: 0.005·4 = 0.02, 0.01·3 = 0.03, 0.03·2 = 0.06; then 0.04·1 = 0.04, raised to the 0.06 before it.
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_none_comes_out_above_one_and_equal_ones_stay_equal():
    assert holm([0.6, 0.6, 0.02]) == pytest.approx([1.0, 1.0, 0.06])


def test_one_alone_is_as_it_was_and_none_is_none():
    assert holm([0.03]) == [0.03]
    assert holm([]) == []
