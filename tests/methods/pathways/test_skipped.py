"""Steps that one group of cases skips more often than another, whichever of the two it is."""

from __future__ import annotations

from datetime import date

import pytest

from tideturn.methods.pathways.conformance import Followed, StepCount, together
from tideturn.methods.pathways.design import Design, Step
from tideturn.methods.pathways.skipped import BY_HOUR, BY_PILOT, BY_SITE, Cut, largest_first, skipped_by

NIGHT = Cut(BY_HOUR)


def side(cases: int, **skipped: int) -> Followed:
    steps = [StepCount(name, name == "optional", cases, cases - k, k, 0) for name, k in skipped.items()]
    return Followed(cases, 0, tuple(steps), {})


def test_each_step_is_tested_and_all_cuts_are_considered_together() -> None:
    # Ten of twenty against none of twenty, and eight of them: two-sided, from the hypergeometric distribution, twice
    # C(20,10)/C(40,10) and twice C(20,8)/C(40,8).
    hours = (NIGHT, side(20, a=10, optional=20), side(20, a=0, optional=0))
    places = (Cut(BY_SITE, "north"), side(20, a=0), side(20, a=8))
    one, other = skipped_by([hours, places])
    assert (one.step, one.cut, other.cut) == ("a", NIGHT, Cut(BY_SITE, "north"))
    assert (one.p, other.p) == (pytest.approx(4.359e-4, rel=1e-3), pytest.approx(3.276e-3, rel=1e-3))
    # Holm 1979: the smallest of two p is doubled.
    assert (one.adjusted, other.adjusted) == (pytest.approx(8.718e-4, rel=1e-3), pytest.approx(3.276e-3, rel=1e-3))
    assert (one.more, other.more) == ("night", "elsewhere")


def test_a_difference_is_told_whichever_way_it_goes_and_the_largest_comes_first() -> None:
    about = (Cut(BY_PILOT, "north", date(2026, 4, 1)), side(30, a=27, b=3), side(30, a=9, b=21))
    found = skipped_by([(NIGHT, side(12, a=1, b=6), side(30, a=27, b=14)), about])
    assert [(one.step, one.cut.by, one.more) for one in largest_first(found)] == [
        ("a", "hour", "day"),
        ("a", "pilot", "before"),
        ("b", "pilot", "since"),
    ]


def test_few_cases_on_a_side_are_no_test_and_weigh_on_no_other() -> None:
    # 9 of 9 against 0 of 12 would be shown by any test; ten cases it takes.
    few, enough = skipped_by([(NIGHT, side(9, a=9), side(12, a=0)), (Cut(BY_SITE, "n"), side(10, a=10), side(12, a=0))])
    assert (few.p, few.adjusted, few.more) == (None, None, None)
    assert enough.adjusted == enough.p
    assert enough.more == "there"


def test_nobody_at_night_and_a_step_that_nobody_is_asked_for() -> None:
    (one,) = skipped_by([(NIGHT, side(0, a=0), side(12, a=6))])
    assert (one.p, one.difference, one.more) == (None, 0.0, None)
    assert skipped_by([(NIGHT, side(0, a=0), side(0, a=0))]) == ()


def test_groups_are_put_together_step_by_step() -> None:
    design = Design("D", (Step("a"), Step("b")))
    whole = together(
        design, [side(12, a=6, b=1), Followed(3, 2, side(3, a=0, b=3).steps, {"x": 1}), Followed(0, 0, (), {})]
    )
    assert (whole.cases, whole.met, whole.added) == (15, 2, {"x": 1})
    assert [(step.cases, step.taken, step.skipped) for step in whole.steps] == [(15, 9, 6), (15, 11, 4)]
