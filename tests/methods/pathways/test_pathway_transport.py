"""The cheapest transport is the whole problem's, whatever was left out of it."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tideturn.methods.pathways import transport
from tideturn.methods.pathways.distances import FEW, Space
from tideturn.methods.pathways.transport import least_cost


def problem(seed: int, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Costs that are no metric, few of them different, and two spreads of which many places have both."""
    rng = np.random.default_rng(seed)
    costs = np.triu(rng.integers(1, 9, (size, size)) / rng.integers(1, 4, (size, size)), 1)
    give = rng.integers(0, 12, size)
    take = rng.permutation(give) if seed % 3 else rng.multinomial(give.sum(), np.full(size, 1 / size))
    return costs + costs.T, give.astype(np.float64), take.astype(np.float64)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), size=st.integers(2, 14))
def test_leaving_out_what_stays_costs_nothing(seed: int, size: int) -> None:
    costs, give, take = problem(seed, size)
    none, every = np.zeros(size, dtype=np.bool_), np.ones(size, dtype=np.bool_)
    whole, _ = least_cost(costs, give, take, every)
    small, moved = least_cost(costs, give, take, none)
    assert small == pytest.approx(whole, abs=1e-9)
    assert least_cost(costs, give, take, moved)[0] == pytest.approx(whole, abs=1e-9)
    assert not none.any()  # what was handed in is as it was
    # The mirror image costs the same, and leaving all that is common in place never costs less.
    assert least_cost(costs, take, give, none)[0] == pytest.approx(whole, abs=1e-9)
    stay = np.minimum(give, take)
    assert least_cost(costs, give - stay, take - stay, none)[0] >= whole - 1e-9


def test_by_way_of_what_both_have() -> None:
    # Straight from the first place to the last costs 9; by way of the middle, where a case is, 1 + 1.
    costs = np.array([[0, 1, 9], [1, 0, 1], [9, 1, 0]], dtype=np.float64)
    none = np.zeros(3, dtype=np.bool_)
    cost, moved = least_cost(costs, np.array([1.0, 1, 0]), np.array([0.0, 1, 1]), none)
    assert (cost, moved.tolist()) == (2, [False, True, False])
    # With one case there, one of two can go that way.
    assert least_cost(costs, np.array([2.0, 1, 0]), np.array([0.0, 1, 2]), none)[0] == 2 + 9
    assert least_cost(costs, np.array([1.0, 0, 0]), np.array([0.0, 0, 1]), none)[0] == 9


def test_by_way_of_one_after_another() -> None:
    # From the first to the last costs 9, and so does every way by one place alone; by way of both, 1 + 1 + 1.
    costs = np.array([[0, 1, 9, 9], [1, 0, 1, 9], [9, 1, 0, 1], [9, 9, 1, 0]], dtype=np.float64)
    give, take = np.array([1.0, 1, 1, 0]), np.array([0.0, 1, 1, 1])
    assert least_cost(costs, give, take, np.zeros(4, dtype=np.bool_))[0] == 3


def test_many_rows_are_each_what_they_are_alone_whatever_the_threads() -> None:
    rng = np.random.default_rng(5)
    ways = {tuple(rng.choice(list("abcdef"), size=rng.integers(2, 8)).tolist()) for _ in range(75)}
    assert len(ways) >= FEW
    first = rng.multinomial(400, np.full(len(ways), 1 / len(ways)), size=130)
    second = rng.multinomial(300, np.full(len(ways), 1 / len(ways)), size=130)
    found = []
    for threads in (1, 4):
        with ThreadPoolExecutor(threads) as pool:
            found.append(Space(sorted(ways)).each_earth_movers(first, second, pool))
    assert found[0].tolist() == found[1].tolist()
    untaught = Space(sorted(ways))
    alone = [untaught.earth_movers(*row) for row in zip(first, second, strict=True)]
    assert found[0] == pytest.approx(alone, abs=1e-12)


def test_nothing_to_move() -> None:
    costs, give, _ = problem(1, 5)
    assert least_cost(costs, give, give, np.zeros(5, dtype=np.bool_))[0] == 0


def test_the_solver_comes_without_its_package() -> None:
    told = """
import sys
import numpy as np
from tideturn.methods.pathways.transport import least_cost
costs = np.array([[0.0, 1, 9], [1, 0, 1], [9, 1, 0]])
cost, _ = least_cost(costs, np.array([2.0, 0, 0]), np.array([0.0, 1, 1]), np.zeros(3, dtype=np.bool_))
assert cost == 10
assert not [name for name in sys.modules if name.partition(".")[0] in ("ot", "scipy")]
"""
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_what_else_the_compiled_part_holds_finds_its_distance(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ModuleType("ot.utils")
    vars(whole)["dist"] = lambda *points, metric: (points, metric)
    monkeypatch.setitem(sys.modules, "ot", ModuleType("ot"))
    monkeypatch.setitem(sys.modules, "ot.utils", whole)
    assert transport._distance(1, 2, metric="euclidean") == ((1, 2), "euclidean")


def test_a_solver_that_wants_more_of_its_package_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def solver() -> str:
        asked.append("dist" in vars(sys.modules.get("ot.utils", sys)))
        if len(asked) == 1:
            raise ImportError("more is wanted")
        return "the solver"

    for name in [name for name in sys.modules if name == "ot" or name.startswith("ot.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(transport, "_solver", solver)
    assert transport._loaded.__wrapped__() == "the solver"
    assert asked == [True, False]
