"""Place each organisation of a network near those it works with, and at the same place in every wave."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.float64]
_STEPS: Final = 300
_PUSHES: Final = 400
_APART: Final = 1.0
"""Steps added to the longest distance between two connected organisations, for two that are not connected."""


def placed(
    count: int, ties: Sequence[tuple[int, int]], *, width: float, height: float, apart: float
) -> tuple[tuple[float, float], ...]:
    """Return `count` places within `width` × `height`, at least `apart` from each other if there is room.

    Distances on paper follow the number of steps between two organisations, by stress majorisation with weights d⁻²
    (Gansner, Koren & North 2005, Graph Drawing, LNCS 3383:239–250). The layout starts from a circle in the given order
    and uses nothing random, so the same network always looks the same. The caller must order the organisations itself,
    and not as rows happen to come. At the end, organisations that are too near are pushed apart.
    """
    if count == 0:
        return ()
    if count == 1:
        return ((width / 2, height / 2),)
    wanted = _steps_between(count, ties)
    where = _majorised(_circle(count), wanted)
    where = _fitted(_upright(where), width, height)
    where = _pushed(where, width, height, apart)
    return tuple((round(float(x), 1), round(float(y), 1)) for x, y in where)


def _steps_between(count: int, ties: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """Return the number of ties between each two; a little more than the maximum if nothing connects them."""
    steps = np.full((count, count), np.inf)
    np.fill_diagonal(steps, 0)
    for one, other in ties:
        steps[one, other] = steps[other, one] = 1
    for via in range(count):
        steps = np.minimum(steps, steps[:, via, None] + steps[None, via, :])
    far = steps[np.isfinite(steps)].max() + _APART
    return np.where(np.isfinite(steps), steps, far)


def _circle(count: int) -> Positions:
    turn = 2 * math.pi * np.arange(count) / count
    return np.column_stack([np.cos(turn), np.sin(turn)]) * count / 6


def _majorised(where: Positions, wanted: NDArray[np.float64]) -> Positions:
    """Return positions with less stress Σ w(|x − y| − d)², reduced step by step, all organisations at once."""
    weight = np.where(wanted > 0, 1 / np.maximum(wanted, 1) ** 2, 0.0)
    solved = np.linalg.pinv(np.diag(weight.sum(axis=1)) - weight)
    for _ in range(_STEPS):
        before = where
        step = where[:, None] - where
        pull = weight * wanted / np.maximum(np.hypot(step[..., 0], step[..., 1]), 1e-9)
        where = solved @ (where * pull.sum(axis=1)[:, None] - pull @ where)
        if np.abs(where - before).max() < 1e-5:
            break
    return where


def _upright(where: Positions) -> Positions:
    """Turn the layout so that it is widest from left to right."""
    centred = where - where.mean(axis=0)
    (xx, xy), (_, yy) = centred.T @ centred
    turn = 0.5 * math.atan2(2 * xy, xx - yy)
    return np.asarray(centred @ np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]]))


def _fitted(where: Positions, width: float, height: float) -> Positions:
    """Stretch the layout to fill the box in each direction separately. Distances across are as near as distances up."""
    low, high = where.min(axis=0), where.max(axis=0)
    reach = np.maximum(high - low, 1e-9)
    return np.asarray((where - low) / reach * [width, height])


def _pushed(where: Positions, width: float, height: float, apart: float) -> Positions:
    """Push any two that are nearer than `apart` away from each other, and keep all within the box."""
    count = len(where)
    where = where.copy()
    for _ in range(_PUSHES):
        near = False
        for one in range(count):
            for other in range(one + 1, count):
                step = where[other] - where[one]
                length = math.hypot(*step)
                if length >= apart - 1e-6:
                    continue
                near = True
                # Two at the same place move apart in a direction given by their order.
                way = step / length if length > 1e-6 else np.array([math.cos(one + other), math.sin(one + other)])
                shift = way * (apart - length) / 2
                where[one] -= shift
                where[other] += shift
        where = np.clip(where, 0, [width, height])
        if not near:
            break
    return where
