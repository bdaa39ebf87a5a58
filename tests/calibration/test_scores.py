"""Scores where nothing helps, or something does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.calibration.rates import beyond, hold
from tests.calibration.worlds_of_scores import (
    compared,
    rates,
    read_compared_scores,
    read_two,
    referred,
    seen_worse,
    with_effect,
)

from tideturn.evaluation.readings_scores import BETTER_OF_TWO, read_better_of_two, read_matched
from tideturn.evaluation.rules import Rules
from tideturn.methods.adjusted_difference import adjusted_difference
from tideturn.methods.change import Change

RULES = Rules()
DRAWS = 1_000


def read_of_two(better: Change, worse: Change) -> str:
    reading = read_matched(better, attrition=None, rules=RULES, unit="young people", twice=BETTER_OF_TWO, due="")
    return read_better_of_two(reading, better, worse, rules=RULES, unit="young people").reading


def test_the_better_of_two_baselines_leaves_no_bound() -> None:
    hold({world: rates(world, DRAWS, 2, "two_baselines") for world in referred()})


def test_a_comparison_with_those_who_wait_stays_within_the_bound() -> None:
    assert not beyond({world: rates(world, DRAWS, 3, "compared") for world in compared()[::7]}, 0.055)


def test_scores_that_are_compared_with_nobodys_improve_by_themselves() -> None:
    """Why matched scores are uncompared, whatever the sign test says: half of these worlds read better every time."""
    high = [rates(world, DRAWS, 4, "matched").rose for world in referred() if world.worst < 1 and world.people >= 20]
    assert min(high) > 0.17
    assert np.median(high) > 0.5


def test_where_the_worst_start_first_by_sight_the_comparison_flatters_nobody() -> None:
    """It cannot allow for what workers see and no score holds; those served then seem to do worse, never better."""
    found = [rates(world, DRAWS, 5, "compared") for world in seen_worse()]
    assert max(one.rose for one in found) < 0.025
    assert max(one.fell for one in found) > 0.1


def test_two_points_are_seen() -> None:
    (world,) = (one for one in with_effect() if (one.effect, one.people) == (2.0, 60))
    assert rates(world, DRAWS, 6, "compared").rose > 0.75


def test_what_is_drawn_at_once_reads_as_the_product_reads_it() -> None:
    world = replace(with_effect()[3], people=30)
    first, second, later, served = world.draw(40, 7)
    difference, low, high = read_compared_scores(first, later, served)
    rose, fell = read_two(np.maximum(first, second), np.minimum(first, second), later)
    for draw in range(len(first)):
        one = adjusted_difference(first[draw].tolist(), later[draw].tolist(), served[draw].tolist())
        assert (one.difference, one.interval.low, one.interval.high) == pytest.approx(
            (difference[draw], low[draw], high[draw])
        )
        pair = np.sort(np.stack([first[draw], second[draw]]), axis=0)
        moves = [
            Change.of(int((later[draw] > of).sum()), int((later[draw] == of).sum()), int((later[draw] < of).sum()))
            for of in (pair[1], pair[0])
        ]
        reading = read_of_two(*moves)
        assert (reading == "positive", reading == "negative") == (rose[draw], fell[draw])
    assert rose.any()


def test_the_negative_reading_of_two_baselines_is_the_mirror_image() -> None:
    """20 worse of 20 from the better score, and 10 better, 10 worse from the worse one: no fall."""
    from_better, from_worse = Change.of(0, 0, 20), Change.of(10, 0, 10)
    assert read_of_two(from_better, from_worse) == "insufficient"
    assert read_of_two(from_better, Change.of(0, 0, 20)) == "negative"
    plain = read_matched(Change.of(0, 0, 20), attrition=None, rules=RULES, unit="young people")
    assert plain.reading == "negative"
    # 25 better and 11 worse of 40: sign test p = 0.029, Agresti and Min 0.333 ± 0.274, which reaches below 0.1.
    assert read_of_two(Change.of(25, 4, 11), Change.of(38, 2, 0)) == "insufficient"
    assert read_of_two(Change.of(30, 4, 6), Change.of(38, 2, 0)) == "positive"
    # 3 better, 3 worse of 20 is no change, unless from the worse score most improved.
    assert read_of_two(Change.of(3, 14, 3), Change.of(3, 14, 3)) == "no_change"
    assert read_of_two(Change.of(3, 14, 3), Change.of(12, 8, 0)) == "insufficient"
