"""Counts over time in which nothing happens, or a step does."""

from __future__ import annotations

import numpy as np
import pytest
from tests.calibration.rates import hold
from tests.calibration.worlds_of_series import World, may_have_moved, rates, with_effect, without_effect

from tideturn.methods.year_totals import year_totals

DRAWS = 400
WORLDS = without_effect()


def test_no_world_without_effect_leaves_the_bounds() -> None:
    hold({world: rates(world, DRAWS, seed) for seed, world in enumerate(WORLDS[::5])})


@pytest.mark.parametrize(("dispersion", "least"), [(1.0, 0.75), (1.5, 0.55), (2.0, 0.48), (3.0, 0.27)])
def test_half_as_many_again_is_seen(dispersion: float, least: float) -> None:
    """A step of 50 % at 20 a month after three years: the design gives 75, 61, 54 and 33 %."""
    world = World("a step", 20.0, dispersion=dispersion, effect=1.5)
    assert rates(world, 600, seed=7).rose >= least


def test_the_worlds_differ_in_what_they_are_named_for() -> None:
    for world in (*WORLDS[:14], *with_effect()[:3]):
        baseline, year = world.draw(50, seed=1)
        assert baseline.shape == (50, world.years * world.per_year)
        assert year.shape == (50, world.per_year)
    rising, falling = (World("", 60.0, trend=trend).draw(200, seed=1)[0] for trend in (0.2, -0.2))
    assert rising[:, :12].sum() < rising[:, -12:].sum()
    assert falling[:, :12].sum() > falling[:, -12:].sum()
    wide = World("", 60.0, dispersion=3.0).draw(200, seed=1)[1]
    assert 2.5 < wide.var(axis=0).mean() / wide.mean() < 3.5


def test_no_draw_that_moves_is_left_unread() -> None:
    for world in (*WORLDS[::40], *with_effect()[1::9]):
        baseline, year = world.draw(60, seed=5)
        earlier = baseline.reshape(60, world.years, world.per_year)
        moved = [year_totals(*one).moved != "neither" for one in zip(earlier.tolist(), year.tolist(), strict=True)]
        assert not np.any(moved & ~may_have_moved(earlier, year))
