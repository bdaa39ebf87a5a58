"""The cheapest way to turn one distribution of cases into another, exact, for many at once over a few places."""

from __future__ import annotations

from typing import Final

import numpy as np

from tideturn.methods.pathways.transport import HAIR, Numbers, Places, least_cost

CELLS: Final = 2**16
"""Maximum prices held at once: more would not stay in the processor's cache."""
TURNS: Final = 20
"""Maximum arcs exchanged for each place; half an arc for each place is usual."""


def least_costs(costs: Numbers, give: Numbers, take: Numbers) -> Numbers:
    """Return the least cost of moving what each place gives to the places that take it, by rows of `give` and `take`.

    `costs` is square, symmetric and 0 on its diagonal, and need not be a metric; each row of `give` and of `take` holds
    whole numbers with the same sum. Prices prove a result, so it is the same as `least_cost`'s, apart from rounding in
    the last digit. A row that is not proven after many exchanges is passed to `least_cost`: with tied costs, a solver
    of this kind might go in a circle. Work grows with the cube of the number of places: from some twenty on, row by row
    is faster.
    """
    at_once = max(1, CELLS // costs.size)
    parts = [slice(done, done + at_once) for done in range(0, len(give), at_once)]
    found = np.concatenate([np.empty(0), *(_exchanged(costs, give[rows], take[rows]) for rows in parts)])
    nowhere = np.zeros(len(costs), dtype=np.bool_)
    for row in np.flatnonzero(np.isnan(found)):
        found[row], _ = least_cost(costs, give[row], take[row], nowhere)
    return found


def _exchanged(costs: Numbers, give: Numbers, take: Numbers) -> Numbers:
    """Return the least cost of each row by the dual simplex method, NaN where it is not proven.

    Every row starts from one tree of arcs with fair prices: no arc costs less than they allow. The flow that the tree
    then has in a row may be below 0. The arc with the least flow leaves; of the arcs that could carry it back, the one
    nearest to its price joins, and prices stay fair. Once no flow is below 0, flow and prices prove each other the
    best. Source: Lemke 1954, Naval Research Logistics Quarterly 1:36–47. All rows take each step together.

    A tree is stored as the matrix that turns what the 2n places give and take into the flow on its 2n − 1 arcs; in a
    tree every entry is −1, 0 or 1, so that flows of whole numbers stay exact.
    """
    places, each_cost = len(costs), costs.ravel()
    tree = _tree(costs, int((give + take).sum(axis=0).argmax()))
    start = _carrying(tree, places)
    left = np.arange(len(give))  # rows that are not done
    arcs, carrying = np.tile(tree, (left.size, 1)), np.tile(start.astype(np.int8), (left.size, 1, 1))
    flow = np.hstack([give, take]) @ start.T
    dearer = np.tile(_dearer(costs, each_cost[tree] @ start).ravel(), (left.size, 1))
    found = np.full(left.size, np.nan)
    for _ in range(TURNS * places):
        leaving = flow.argmin(axis=1)
        done = flow[np.arange(left.size), leaving] >= 0
        if done.any():
            paid = each_cost[arcs[done]]
            fair = _dearer(costs, np.matmul(paid[:, None], carrying[done])[:, 0]).min(axis=(1, 2)) >= -HAIR
            found[left[done]] = np.where(fair, (flow[done] * paid).sum(axis=1), np.nan)
            left, leaving = left[~done], leaving[~done]
            arcs, carrying, flow, dearer = arcs[~done], carrying[~done], flow[~done], dearer[~done]
            if not left.size:
                break
        row = np.arange(left.size)
        turned = carrying[row, leaving]
        across = (turned[:, :places, None] + turned[:, None, places:]).reshape(left.size, -1)
        joining = np.where(across < 0, dearer, np.inf).argmin(axis=1)
        dearer += dearer[row, joining][:, None] * across
        giver, taker = np.divmod(joining, places)
        round_about = carrying[row, :, giver] + carrying[row, :, places + taker]
        round_about[row, leaving] = 0
        short = flow[row, leaving]
        flow += round_about * short[:, None]
        flow[row, leaving] = -short
        carrying += round_about[:, :, None] * turned[:, None, :]
        carrying[row, leaving] = -turned
        arcs[row, leaving] = joining
    return found


def _dearer(costs: Numbers, prices: Numbers) -> Numbers:
    """Return how much more each arc costs than its places' prices allow, 0 on the tree's own arcs; by rows."""
    givers, takers = np.split(prices, 2, axis=-1)
    return np.asarray(costs - givers[..., :, None] - takers[..., None, :])


def _tree(costs: Numbers, hub: int) -> Places:
    """Return arcs (giver × places + taker) that leave every case where it is or send it the shortest way to the hub."""
    places = np.arange(len(costs))
    onward, far = np.full(len(costs), hub), costs[:, hub].copy()
    while True:
        by = costs + far
        nearest = by.argmin(axis=1)
        nearer = by[places, nearest] < far - HAIR
        if not nearer.any():
            break
        onward, far = np.where(nearer, nearest, onward), np.where(nearer, by[places, nearest], far)
    return np.concatenate([places * (len(costs) + 1), np.delete(places * len(costs) + onward, hub)])


def _carrying(tree: Places, places: int) -> Numbers:
    """Return the matrix of how much each arc of a tree carries for each place that gives, then for each that takes."""
    ends = np.zeros((2 * places, tree.size))
    giver, taker = np.divmod(tree, places)
    arc = np.arange(tree.size)
    ends[giver, arc] = ends[places + taker, arc] = 1
    # One place's price is free, because the totals given and taken are equal.
    carrying = np.zeros(ends.T.shape)
    carrying[:, :-1] = np.rint(np.linalg.inv(ends[:-1]))
    return carrying
