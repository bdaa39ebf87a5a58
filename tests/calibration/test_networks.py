"""Networks in which no more is done together, and denser ones."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.calibration.rates import beyond
from tests.calibration.worlds_of_networks import World, ends_of, rates, rates_allowed, with_effect, without_effect

from tideturn.methods.networks import compare, read_waves
from tideturn.methods.networks.between import Drawn

DRAWS = 250
WORLDS = [world for world in without_effect() if world.organisations == 25 and world.density == 0.3]


def test_no_world_without_effect_leaves_the_bound() -> None:
    assert not beyond({world: rates(world, DRAWS, seed=1, bootstrap=500)[0] for world in WORLDS[:-1:2]}, 0.055)


def test_the_percentiles_alone_would_where_sectors_change_together() -> None:
    found, before = rates(WORLDS[-1], DRAWS, seed=2, bootstrap=500)
    assert before.worst > 0.1
    assert found.within(0.055)


def test_a_denser_network_is_seen() -> None:
    (world,) = (one for one in with_effect() if (one.effect, one.organisations, one.style) == (1.0, 25, 0.0))
    assert rates(world, 100, seed=3, bootstrap=500)[0].rose > 0.9


@pytest.mark.parametrize("world", [with_effect()[4], WORLDS[5]])
def test_no_network_that_changes_is_left_without_a_bootstrap(world: World) -> None:
    assert rates_allowed(world, 60, seed=4) == rates(world, 60, seed=4)[0]


def test_what_is_drawn_reads_as_the_product_reads_it() -> None:
    world = World("", organisations=12, density=0.3, together=0.5)
    drawn = Drawn(12, 200, np.random.Generator(np.random.PCG64([1, 1, 2])))
    # The product draws the same for each pair of waves, and goes on drawing where an organisation is drawn twice.
    for first, second, sector in world.draw(3, seed=4):
        ties = pl.concat([_ties(wave, of) for wave, of in ((1, first), (2, second))])
        asked = pl.DataFrame(
            [(wave, _name(at), True) for wave in (1, 2) for at in range(12)],
            schema=["wave", "organisation_id", "responded"],
            orient="row",
        )
        (earlier, later), _ = read_waves(ties, asked)
        groups = {_name(at): str(of) for at, of in enumerate(sector)}
        change = compare(earlier, later, groups=groups, draws=200, permutations=1)
        assert change.interval is not None
        assert change.allowed is not None
        fresh = Drawn(12, 200, np.random.Generator(np.random.PCG64([1, 1, 2])))
        assert np.array_equal(fresh.times, drawn.times)
        ends = (change.interval.low, change.interval.high, change.allowed.low, change.allowed.high)
        assert ends_of(first, second, sector, fresh) == pytest.approx(ends)


def _name(at: int) -> str:
    return f"o{at:02}"


def _ties(wave: int, of: np.ndarray) -> pl.DataFrame:
    source, target = np.nonzero(of)
    rows = [(wave, _name(a), _name(b), 3) for a, b in zip(source, target, strict=True)]
    return pl.DataFrame(rows, schema=["wave", "from", "to", "level"], orient="row")
