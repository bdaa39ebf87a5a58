"""Steps skipped by cases that began at night and by those of the day."""

from __future__ import annotations

import pytest

from tideturn.methods.pathways.conformance import Followed, StepCount
from tideturn.methods.pathways.skipped_at_night import by_night


def side(cases: int, **skipped: int) -> Followed:
    steps = [StepCount(name, name == "optional", cases, cases - k, k, 0) for name, k in skipped.items()]
    return Followed(cases, 0, tuple(steps), {})


def test_each_step_is_tested_and_all_are_considered_together() -> None:
    # Fisher 1935, The Design of Experiments: 3 of 4 against 1 of 4 is 34/70 two-sided; 4 of 4 against 0 of 4 is 2/70.
    found = {one.step: one for one in by_night(side(4, a=3, b=4, optional=4), side(4, a=1, b=0, optional=0))}
    assert set(found) == {"a", "b"}
    assert (found["a"].p, found["b"].p) == (pytest.approx(34 / 70), pytest.approx(2 / 70))
    # Holm 1979: the smallest of two p is doubled, and the other is no smaller than it.
    assert (found["a"].adjusted, found["b"].adjusted) == (pytest.approx(34 / 70), pytest.approx(4 / 70))
    assert not found["b"].differs  # four cases a side are too few, whatever they show


def test_more_at_night_and_less_at_night() -> None:
    (more,) = by_night(side(12, a=11), side(30, a=3))
    (less,) = by_night(side(12, a=1), side(30, a=27))
    assert (more.differs, more.more_at_night) == (True, True)
    assert (less.differs, less.more_at_night) == (True, False)


def test_nobody_at_night_and_a_step_that_nobody_is_asked_for() -> None:
    (one,) = by_night(side(0, a=0), side(12, a=6))
    assert (one.p, one.adjusted, one.differs) == (None, None, False)
    assert by_night(side(0, a=0), side(0, a=0)) == ()
