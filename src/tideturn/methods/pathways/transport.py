"""The cheapest way to turn one distribution of cases into another, exact, many times over one table of costs."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
Marked = NDArray[np.bool_]
OPTIMAL: Final = 1
"""Result code of the network simplex when it has found the optimum."""
MOST_PIVOTS: Final = 10**9
HAIR: Final = 1e-12
"""Largest difference between equal costs, which are fractions of small whole numbers."""
_LOADING: Final = threading.Lock()


def least_cost(costs: Numbers, give: Numbers, take: Numbers, moving: Marked) -> tuple[float, Marked]:
    """Return the least cost of moving what each place gives to places that take it, and which places pass cases on.

    `costs` is square, symmetric and 0 on its diagonal, and need not be a metric; `give` and `take` are whole numbers
    with the same sum. The part that a place both gives and takes mostly stays where it is, and the problem without it
    is a quarter of the size. But where costs are not a metric it can be cheaper to go by way of a place, which then
    gives what it has and keeps what it gets. So this solves the small problem, then looks for a price for a case to
    stay at each place that was left out: if there is one everywhere, prices and plan prove each other to be the best of
    the whole problem (the duality of linear programmes). Places without one join, until every place left out has one.
    Places in `moving` join from the start, which changes the time that it takes and not the result. Raise
    ArithmeticError if the solver finds no optimum.

    The network simplex is that of Bonneel and others 2011, as in POT (Flamary and others 2021, JMLR 22(78)).
    """
    emd_c = _network_simplex()
    moving, both = moving.copy(), np.minimum(give, take)
    while True:
        stays = np.where(moving, 0.0, both)
        givers, takers = np.flatnonzero(give > stays), np.flatnonzero(take > stays)
        if not givers.size:
            return 0.0, moving
        amounts = (give - stays)[givers], (take - stays)[takers]
        _, cost, asked, paid, found = emd_c(*amounts, costs[givers].take(takers, axis=1), MOST_PIVOTS, 1)
        if found != OPTIMAL:
            raise ArithmeticError(f"no cheapest way was found between {len(costs)} places ({found})")
        staying = np.flatnonzero(stays)
        without = staying[~_has_price(costs, staying, (givers, asked), (takers, paid))]
        if not without.size:
            return float(cost), moving
        moving[without] = True


def _network_simplex() -> Callable[..., Any]:
    """Return POT's compiled solver alone, loaded once for all threads; it releases the interpreter while it works."""
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> Callable[..., Any]:
    """Load the solver, without the rest of its package.

    The package as a whole takes a second to load, for solvers of other problems. The compiled part imports one function
    from it, a distance between points that is not used here, and that takes a third of a second. So the solver is
    loaded within stand-in packages that load nothing and have only that distance, which is imported when it is called;
    the stand-ins are removed afterwards. If a later version of the solver needs more, the whole package is loaded
    instead.
    """
    place = find_spec("ot")
    if place is not None and "ot" not in sys.modules:
        for name, inner in (("ot", ""), ("ot.lp", "lp")):
            bare = ModuleType(name)
            bare.__path__ = [str(Path(one, inner)) for one in place.submodule_search_locations or ()]
            sys.modules[name] = bare
        sys.modules["ot.utils"] = ModuleType("ot.utils")
        vars(sys.modules["ot.utils"])["dist"] = _distance
        try:
            return _solver()
        except ImportError:
            pass
        finally:
            for name in [name for name in sys.modules if name == "ot" or name.startswith("ot.")]:
                del sys.modules[name]
    return _solver()


def _distance(*asked: Any, **how: Any) -> Any:
    """Return POT's distance between points, from its package."""
    return import_module("ot.utils").dist(*asked, **how)


def _solver() -> Callable[..., Any]:
    return cast(Callable[..., Any], import_module("ot.lp.emd_wrap").emd_c)


def _has_price(costs: Numbers, staying: Places, gave: tuple[Places, Numbers], took: tuple[Places, Numbers]) -> Marked:
    """Return, for each of the staying places, whether there is a price for a case to stay there.

    Duals u of givers and v of takers have u + v ≤ cost. A place that stays has a price p as a taker and −p as a giver:
    at most what any giver, or other staying place, would have to be paid to get there, and at least what any taker, or
    the place itself where it gives or takes the rest of what it has, asks.
    """
    (givers, u), (takers, v) = gave, took
    most = (costs[givers] - u[:, None]).min(axis=0)
    most[takers] = np.minimum(most[takers], v)
    least = (v[:, None] - costs[takers]).max(axis=0)
    least[givers] = np.maximum(least[givers], -u)
    price, least = most[staying], least[staying]
    if (price < least - HAIR).any():
        return np.asarray(price >= least - HAIR)
    among = costs[staying].take(staying, axis=1)
    while staying.size:
        onward = (among + price[:, None]).min(axis=0)
        if (onward >= price - HAIR).all():
            break
        price = onward
    return np.asarray(price >= least - HAIR)
