"""Many small transports found together are each the cheapest, whatever ties and whatever way leads there."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tideturn.methods.pathways import transport_at_once
from tideturn.methods.pathways.distances import Space
from tideturn.methods.pathways.transport import least_cost
from tideturn.methods.pathways.transport_at_once import least_costs


def problems(seed: int, size: int, rows: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Costs that are no metric, few of them different; spreads of one sum by rows, some places without any."""
    rng = np.random.default_rng(seed)
    costs = np.triu(rng.integers(1, 9, (size, size)) / rng.integers(1, 4, (size, size)), 1)
    all_there = rng.integers(0, 12, size) + np.eye(1, size, dtype=np.int64)[0]
    give = rng.multinomial(all_there.sum(), all_there / all_there.sum(), size=rows)
    take = rng.multinomial(all_there.sum(), np.full(size, 1 / size), size=rows)
    return costs + costs.T, give.astype(np.float64), take.astype(np.float64)


def by_linear_programme(costs: np.ndarray, give: np.ndarray, take: np.ndarray) -> float:
    """The least cost as HiGHS finds it, which scipy holds."""
    size = len(costs)
    gives, takes = np.kron(np.eye(size), np.ones(size)), np.kron(np.ones(size), np.eye(size))
    found = linprog(costs.ravel(), A_eq=np.vstack([gives, takes]), b_eq=np.concatenate([give, take]), method="highs")
    assert found.success
    return float(found.fun)


def never(*_: object) -> tuple[float, np.ndarray]:
    raise AssertionError("a row was not proven")


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), size=st.integers(1, 7))
def test_each_row_costs_what_a_linear_programme_says(seed: int, size: int) -> None:
    costs, give, take = problems(seed, size, 4)
    exact = [by_linear_programme(costs, *row) for row in zip(give, take, strict=True)]
    assert least_costs(costs, give, take) == pytest.approx(exact, abs=1e-8)
    assert least_costs(costs, take, give) == pytest.approx(exact, abs=1e-8)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), size=st.integers(2, 20))
def test_each_row_costs_what_it_costs_alone(seed: int, size: int) -> None:
    costs, give, take = problems(seed, size, 6)
    nowhere = np.zeros(size, dtype=np.bool_)
    alone = [least_cost(costs, *row, nowhere)[0] for row in zip(give, take, strict=True)]
    assert least_costs(costs, give, take) == pytest.approx(alone, abs=1e-9)


def test_the_rows_beside_it_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    costs, give, take = problems(7, 6, 50)
    whole = least_costs(costs, give, take)
    monkeypatch.setattr(transport_at_once, "CELLS", 36 * 7)
    assert least_costs(costs, give, take) == pytest.approx(whole, abs=1e-12)
    assert least_costs(costs, give[:0], take[:0]).size == 0
    still = least_costs(costs, give, give)
    assert still.tolist() == [0.0] * 50


def test_what_is_not_proven_is_found_another_way(monkeypatch: pytest.MonkeyPatch) -> None:
    costs, give, take = problems(3, 5, 20)
    whole = least_costs(costs, give, take)
    monkeypatch.setattr(transport_at_once, "TURNS", 0)
    assert least_costs(costs, give, take) == pytest.approx(whole, abs=1e-9)
    monkeypatch.setattr(transport_at_once, "least_cost", never)
    with pytest.raises(AssertionError, match="not proven"):
        least_costs(costs, give, take)


def test_prices_that_are_not_fair_prove_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    # From the first place to the last costs 9, and by way of the middle, where a case is, 1 + 1. A tree that sends the
    # first place's cases straight to the last carries nothing below nought, and is not the cheapest.
    costs = np.array([[0, 1, 9], [1, 0, 1], [9, 1, 0]], dtype=np.float64)
    give, take = np.array([[1.0, 1, 0]]), np.array([[0.0, 1, 1]])
    assert least_costs(costs, give, take).tolist() == [2]
    straight = np.array([0, 4, 8, 2, 5])
    monkeypatch.setattr(transport_at_once, "_tree", lambda *_: straight)
    assert least_costs(costs, give, take).tolist() == [2]
    monkeypatch.setattr(transport_at_once, "least_cost", never)
    with pytest.raises(AssertionError, match="not proven"):
        least_costs(costs, give, take)


@settings(max_examples=30, deadline=None)
@given(traces=st.lists(st.text("abcd", max_size=7), min_size=2, max_size=12, unique=True), seed=st.integers(0, 10**6))
def test_spreads_of_traces_are_all_proven(traces: list[str], seed: int) -> None:
    """So that none is left to be moved by itself, which takes several times as long."""
    rng = np.random.default_rng(seed)
    first = rng.integers(1, 30, (40, len(traces)))
    second = rng.integers(0, 30, (40, len(traces))) + 1
    space = Space([tuple(trace) for trace in traces])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transport_at_once, "least_cost", never)
        for one, other in zip(first, second, strict=True):
            assert 0 <= space.earth_movers(one, other) <= 1


def test_too_many_cases_are_refused_before_anything_is_rounded() -> None:
    space = Space([("a",), ("b",)])
    most = 94_906_265
    assert space.earth_movers(np.array([most, 0]), np.array([0, most - 1])) == 1
    with pytest.raises(ValueError, match="94,906,267 and 94,906,266 cases are more than can be held"):
        space.earth_movers(np.array([most + 2, 0]), np.array([0, most + 1]))
