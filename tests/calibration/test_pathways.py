"""Pathways where nothing but chance moves the share, or a step does."""

from __future__ import annotations

import numpy as np
import pytest
from tests.calibration.rates import beyond, hold
from tests.calibration.worlds_of_pathways import World, rates, read, sides, uncorrected, with_effect, without_effect

from tideturn.evaluation.readings_pathways import read_pathway
from tideturn.evaluation.rules import Rules

RULES = Rules()
DRAWS = 800
WORLDS = without_effect()
HARDEST = [world for world in WORLDS if world.years >= 0.25 and world.places in (1, 2) and world.cases == 200]
OTHERS = [world for world in WORLDS if world not in HARDEST][::12]


def test_even_the_hardest_worlds_stay_within_the_bound() -> None:
    assert not beyond({world: rates(world, DRAWS, seed=1) for world in HARDEST}, 0.055)


def test_the_others_leave_no_bound() -> None:
    hold({world: rates(world, DRAWS, seed=2) for world in OTHERS})


def test_a_test_that_takes_every_case_for_independent_would_not() -> None:
    """What the rule was before: one place whose share moves by six points a year, 200 cases."""
    (world,) = (one for one in HARDEST if one.places == 1 and one.years == 0.25)
    assert uncorrected(world, DRAWS, seed=1).worst > 0.1


def test_a_step_is_seen() -> None:
    (world,) = (one for one in with_effect() if (one.places, one.cases, one.effect, one.pilot) == (4, 200, 1.0, False))
    assert rates(world, DRAWS, seed=3).rose > 0.85


@pytest.mark.parametrize("pilot", [False, True])
def test_what_is_drawn_at_once_reads_as_the_product_reads_it(pilot: bool) -> None:
    world = World("", cases=160, places=4, years=0.4, effect=1.2, pilot=pilot)
    met, cases = world.draw(60, seed=4)
    rose, fell = read(met, cases, pilot=pilot)
    for draw in range(len(met)):
        here = sides(met[draw, : 1 if pilot else None], cases[draw, : 1 if pilot else None])
        there = sides(met[draw, 1:], cases[draw, 1:]) if pilot else None
        reading = read_pathway(here, RULES, elsewhere=there).reading
        assert (reading == "positive", reading == "negative") == (rose[draw], fell[draw])
    assert rose.any()
    assert not np.all(rose)
