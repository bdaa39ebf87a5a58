"""Waves in which as many agree as before, or more do."""

from __future__ import annotations

from tests.calibration.rates import hold
from tests.calibration.worlds_of_waves import World, rates, with_effect, without_effect

DRAWS = 500
WORLDS = without_effect()


def test_no_world_without_effect_leaves_the_bounds() -> None:
    hold({world: rates(world, DRAWS, seed) for seed, world in enumerate(WORLDS[::5])})


def test_thirty_people_see_thirty_five_points_and_sixty_see_twenty_half_of_the_time() -> None:
    by_name = {(world.people, world.effect): rates(world, DRAWS, seed=3).rose for world in with_effect()}
    assert by_name[30, 0.35] > 0.75
    assert by_name[60, 0.2] > 0.5
    assert by_name[15, 0.1] < 0.2


def test_those_who_answer_again_mostly_answer_as_they_did() -> None:
    first, second = World("", 0.5, 100, again=1.0).draw(50, seed=1)
    assert 0.7 < (first == second).mean() < 0.8
